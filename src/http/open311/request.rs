//! A report as a service request: how it stands follows from its cases.

use std::collections::BTreeMap;

use jiff::{
    Timestamp,
    civil::{Date, time},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Failure, selection::RequestStatus, service_name};
use crate::{
    cases::report_position,
    domain::{
        Bilingual, Case, CaseNumber, CaseProgress, CaseState, DeadZone, Language, Moderation, Region, Service,
    },
    http::{problem::Problem, router::AppState},
    index::Snapshot,
    report::state_name,
    store::{CasesOfReports, StoreError},
};

/// A report and how it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceRequestBody {
    /// The report's number.
    service_request_id: String,
    /// `open`, or `closed`: all its cases are.
    status: &'static str,
    /// How each of its cases stands.
    status_notes: String,
    service_name: String,
    #[schema(value_type = Service)]
    service_code: &'static str,
    /// What its sender wrote, where a moderator has looked at it.
    #[schema(required)]
    description: Option<String>,
    /// The networks that are to answer.
    agency_responsible: String,
    /// Where everybody may follow its cases.
    service_notice: String,
    #[schema(format = DateTime)]
    requested_datetime: String,
    /// Of the newest step in its cases.
    #[schema(format = DateTime)]
    updated_datetime: String,
    /// The end of the last day by which coverage is promised.
    #[schema(format = DateTime, required)]
    expected_datetime: Option<String>,
    /// The municipality.
    #[schema(required)]
    address: Option<String>,
    #[schema(required)]
    address_id: Option<String>,
    #[schema(required)]
    zipcode: Option<String>,
    #[schema(required)]
    lat: Option<f64>,
    #[schema(required)]
    long: Option<f64>,
    #[schema(required)]
    media_url: Option<String>,
}

/// How a case stands today.
struct CaseStanding {
    number: CaseNumber,
    network: String,
    progress: CaseProgress,
    updated: Timestamp,
}

/// What several reports are told with.
pub struct Telling<'state> {
    state: &'state AppState,
    snapshot: &'state Snapshot,
    language: Language,
    /// Each is weighed once, however many reports are in it.
    cases: BTreeMap<CaseNumber, CaseStanding>,
    of_report: BTreeMap<i64, Vec<CaseNumber>>,
}

impl<'state> Telling<'state> {
    /// # Errors
    /// When a case's steps make no sense.
    pub fn new(
        state: &'state AppState,
        snapshot: &'state Snapshot,
        language: Language,
        found: CasesOfReports,
    ) -> Result<Self, Failure> {
        let region = &snapshot.region.region;
        let cases =
            found.cases.values().map(|case| Ok((case.number, CaseStanding::new(state, region, case)?)));
        let cases = cases.collect::<Result<_, Problem>>()?;
        Ok(Self { state, snapshot, language, cases, of_report: found.of_report })
    }

    /// A report that was set aside is closed; neither its place nor its text is told.
    ///
    /// # Errors
    /// When its place has none on WGS 84.
    pub fn request(&self, report: &DeadZone) -> Result<(RequestStatus, ServiceRequestBody), Failure> {
        let numbers = self.of_report.get(&report.number);
        let cases: Vec<_> =
            numbers.into_iter().flatten().filter_map(|number| self.cases.get(number)).collect();
        let is_shown = report.is_shown();
        let is_closed = |case: &&CaseStanding| case.progress.state() == CaseState::Closed;
        let status = match !is_shown || (!cases.is_empty() && cases.iter().all(is_closed)) {
            true => RequestStatus::Closed,
            false => RequestStatus::Open,
        };
        let place = report_position(&report.report.geometry);
        let position = self.state.frame.position_to_lng_lat(place).map_err(Problem::internal)?;
        let municipality = self.snapshot.region.municipality_at(place).filter(|_| is_shown);
        let text = report.public_text();
        let body = ServiceRequestBody {
            service_request_id: report.number.to_string(),
            status: status.as_str(),
            status_notes: self.notes(report, &cases),
            service_name: self.in_language(service_name(report.report.service)),
            service_code: report.report.service.as_str(),
            description: (!text.is_empty()).then(|| text.to_owned()),
            agency_responsible: joined(cases.iter().map(|case| case.network.clone()), ", "),
            service_notice: self.addresses(&cases),
            requested_datetime: report.received_at.to_string(),
            updated_datetime: updated(report, &cases).to_string(),
            expected_datetime: self.expected(&cases).map(|at| at.to_string()),
            address: municipality.map(|zone| zone.zone.name.clone()),
            address_id: None,
            zipcode: None,
            lat: is_shown.then_some(position.y),
            long: is_shown.then_some(position.x),
            media_url: None,
        };
        Ok((status, body))
    }

    fn in_language(&self, text: Bilingual) -> String {
        text.in_language(self.language).to_owned()
    }

    fn notes(&self, report: &DeadZone, cases: &[&CaseStanding]) -> String {
        if report.moderation == Moderation::Dismissed {
            return self.in_language(Bilingual::new(
                "En handläggare har funnit att det inte är en anmälan av en vit fläck.",
                "A moderator has found that it is no report of a dead zone.",
            ));
        }
        joined(cases.iter().map(|case| self.in_language(case.note())), " ")
    }

    /// The pages of the cases.
    fn addresses(&self, cases: &[&CaseStanding]) -> String {
        let settings = self.state.access.settings();
        let origin = settings.public_url.as_ref().map(|url| url.origin()).unwrap_or_default();
        joined(cases.iter().map(|case| format!("{origin}/cases/{}", case.number)), " ")
    }

    /// Where coverage is promised for each of the networks that haven't closed their case.
    fn expected(&self, cases: &[&CaseStanding]) -> Option<Timestamp> {
        let open = cases.iter().filter(|case| case.progress.state() != CaseState::Closed);
        let days: Option<Vec<_>> = open.map(|case| case.promised()).collect();
        let last = days?.into_iter().max()?;
        let time_zone = self.snapshot.region.region.time_zone.clone();
        last.to_datetime(time(23, 59, 59, 0)).to_zoned(time_zone).ok().map(|at| at.timestamp())
    }
}

impl CaseStanding {
    fn new(state: &AppState, region: &Region, case: &Case) -> Result<Self, Problem> {
        let refused = |reason| StoreError::CaseStep { case: case.number, reason };
        let progress = CaseProgress::of(&case.steps).map_err(refused).map_err(Problem::internal)?;
        let progress = progress.ok_or_else(|| Problem::internal("a case without a step"))?;
        let network = region.network(&case.subject.network);
        Ok(Self {
            number: case.number,
            network: network.map_or_else(|| case.subject.network.to_string(), |network| network.name.clone()),
            progress: progress.on(state.publisher.today()),
            updated: case.steps.iter().map(|step| step.at).max().unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }

    /// The day by which coverage is promised.
    fn promised(&self) -> Option<Date> {
        self.progress.planned_by().filter(|_| self.progress.state() == CaseState::Planned)
    }

    fn note(&self) -> Bilingual {
        let Self { number, network, progress, .. } = self;
        let state = state_name(progress.state());
        let (sv, en) = match progress.due() {
            Some(due) => (format!(", senast {}", due.on), format!(", by {}", due.on)),
            None => (String::new(), String::new()),
        };
        Bilingual::new(
            format!("Ärende {number}, {network}: {}{sv}.", state.sv),
            format!("Case {number}, {network}: {}{en}.", state.en),
        )
    }
}

fn updated(report: &DeadZone, cases: &[&CaseStanding]) -> Timestamp {
    cases.iter().map(|case| case.updated).max().unwrap_or(report.received_at)
}

fn joined(parts: impl Iterator<Item = String>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}
