//! Dead-zone reports in: kept first, then answered and published.

use std::sync::Arc;

use geo::Coord;
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::{PublishError, Publisher};
use crate::{
    cases::{CaseAtReport, ReportAnswer, SAME_PLACE_M, answer_report, challenge, report_position, subjects},
    domain::{
        Actor, CaseProgress, Contract, DeadZone, DeadZoneReport, NewContact, PlainSecret, Region, Standing,
        Zone,
    },
    index::{DeadZoneIndex, Snapshot},
    ingest::{
        DocumentError,
        dead_zone::{DeadZoneDocument, DeadZoneSubmission},
    },
    store::{CaseOpening, NewReport, StoreError},
};

/// A phone's clock may be this far ahead of ours.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A report on its way in.
#[derive(Clone, Debug)]
pub struct SentReport {
    pub submission: DeadZoneSubmission,
    pub actor: Actor,
    pub standing: Standing,
    /// What its sender calls it: the same name is the same report.
    pub sent_as: Option<String>,
    /// By which the sender erases the address that may come with it.
    pub secret: PlainSecret,
}

/// A report that is kept, with the answer to whoever made it.
#[derive(Clone, Debug)]
pub struct AnsweredReport {
    pub dead_zone: Arc<DeadZone>,
    pub document: DeadZoneDocument,
    pub municipality: Zone,
    pub answer: ReportAnswer,
    /// Whether an address came with it and is kept.
    pub has_contact: bool,
    /// Not where it had been sent before.
    pub is_new: bool,
}

/// Who reports, and when: the moment and the day of it where the region is.
#[derive(Clone, Debug)]
pub struct Reporting {
    pub actor: Actor,
    pub standing: Standing,
    pub at: Timestamp,
    pub on: Date,
}

impl Reporting {
    /// A report with the cases that it belongs to, none of which is challenged.
    pub fn plain(&self, region: &Region, report: DeadZoneReport) -> NewReport {
        let subjects = subjects(&report, &region.network_ids()).into_iter();
        NewReport {
            place: report_position(&report.geometry),
            within_m: SAME_PLACE_M,
            cases: subjects.map(|subject| CaseOpening { subject, challenge: None }).collect(),
            report,
            standing: self.standing,
            sent_as: None,
            received_at: self.at,
            on: self.on,
            actor: self.actor.clone(),
            contact: None,
        }
    }
}

impl Publisher {
    /// Keeps a report, answers it and puts it on the map.
    pub async fn report_dead_zone(
        self: &Arc<Self>,
        sent: SentReport,
    ) -> Result<AnsweredReport, PublishError> {
        let submission = sent.submission;
        let before = self.snapshot();
        let report = submission.report.to_report(&before.region.region)?;
        let at = Timestamp::now();
        refuse_future(report.observed_at, at)?;
        self.municipality(&before, report_position(&report.geometry))?;
        let contact = submission.contact.map(|contact| contact.read()).transpose()?;
        let has_contact = contact.is_some();
        let secret = sent.secret.hashed();
        let contact = contact.map(|(email, language)| NewContact { email, language, secret });
        let reporting = Reporting { actor: sent.actor, standing: sent.standing, at, on: self.today() };
        let new = reporting.plain(&before.region.region, report);
        let new = challenged(&before, &self.store().contracts().await?, new);
        let kept = self.keep_report(NewReport { sent_as: sent.sent_as, contact, ..new }).await?;
        let has_contact = has_contact && kept.is_new;
        let answered = self.answered(&before, Arc::new(kept.dead_zone), kept.is_new, has_contact).await?;
        if !kept.is_new {
            return Ok(answered);
        }
        // Its own place to the last digit, where it isn't another report of the same name.
        let document = DeadZoneDocument { geometry: submission.report.geometry, ..answered.document };
        Ok(AnsweredReport { document, ..answered })
    }

    async fn answered(
        &self,
        before: &Snapshot,
        dead_zone: Arc<DeadZone>,
        is_new: bool,
        has_contact: bool,
    ) -> Result<AnsweredReport, PublishError> {
        let position = report_position(&dead_zone.report.geometry);
        let municipality = self.municipality(before, position)?;
        let cases = self.cases_at_report(dead_zone.number).await?;
        let answer = answer_report(before, &dead_zone.report, position, cases);
        let document = DeadZoneDocument::of(&dead_zone.report, &before.region.region)?;
        Ok(AnsweredReport { dead_zone, document, municipality, answer, has_contact, is_new })
    }

    async fn cases_at_report(&self, report: i64) -> Result<Vec<CaseAtReport>, PublishError> {
        let today = self.today();
        let cases = self.store().cases_of_report(report).await?;
        let at_report = cases.iter().map(|case| {
            let refused = |reason| StoreError::CaseStep { case: case.number, reason };
            let progress = CaseProgress::of(&case.steps).map_err(refused)?;
            let progress = progress.ok_or(StoreError::NoSuchCase(case.number))?.on(today);
            let network = case.subject.network.clone();
            Ok(CaseAtReport { number: case.number, network, progress, reports: case.reports().count() })
        });
        at_report.collect()
    }

    pub(super) fn municipality(
        &self,
        snapshot: &Snapshot,
        position: Coord<f64>,
    ) -> Result<Zone, PublishError> {
        match snapshot.region.municipality_at(position) {
            Some(zone) => Ok(zone.zone.clone()),
            None => {
                let lng_lat = self.frame.position_to_lng_lat(position)?;
                Err(PublishError::OutsideRegion { lng: lng_lat.x, lat: lng_lat.y })
            }
        }
    }

    /// Puts reports from before there were cases into theirs.
    pub(super) async fn open_missing_cases(&self) -> Result<(), PublishError> {
        let missing = self.store().reports_without_case().await?;
        if missing.is_empty() {
            return Ok(());
        }
        let region = self.snapshot().region.region.clone();
        let (actor, at, on) = (Actor::new("service"), Timestamp::now(), self.today());
        let reporting = Reporting { actor, standing: Standing::Official, at, on };
        let opened: Vec<_> = missing
            .into_iter()
            .map(|dead_zone| (dead_zone.number, reporting.plain(&region, dead_zone.report)))
            .collect();
        Ok(self.store().open_cases(&opened).await?)
    }

    /// Shows reports that were kept or decided on; under `building`.
    pub(super) fn show_reports(&self, changed: impl IntoIterator<Item = Arc<DeadZone>>) {
        let before = self.snapshot();
        let mut reports = before.dead_zones.reports.clone();
        for report in changed {
            match reports.binary_search_by_key(&report.number, |known| known.number) {
                Ok(place) => reports[place] = report,
                Err(place) => reports.insert(place, report),
            }
        }
        self.publish(Snapshot { dead_zones: Arc::new(DeadZoneIndex::new(reports)), ..(*before).clone() });
    }
}

/// A report with what the evidence allows to ask of the networks.
pub(super) fn challenged(snapshot: &Snapshot, contracts: &[Contract], mut new: NewReport) -> NewReport {
    for case in &mut new.cases {
        case.challenge = challenge(snapshot, &case.subject, new.place, contracts, new.on);
    }
    new
}

pub(super) fn refuse_future(observed_at: Timestamp, now: Timestamp) -> Result<(), DocumentError> {
    if observed_at.duration_since(now) <= CLOCK_TOLERANCE {
        return Ok(());
    }
    let reason = format!("{observed_at} is still to come");
    Err(DocumentError::Field { field: "observed_at".to_owned(), reason })
}
