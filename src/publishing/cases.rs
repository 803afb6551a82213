//! What is decided on reports and cases: by moderators, operators and the buyer.

use std::sync::Arc;

use bytes::Bytes;
use jiff::{Timestamp, civil::Date};

use super::{PublishError, Publisher, load::sample_rules};
use crate::{
    cases::{challenge, is_claimed, report_position, tests_at},
    domain::{Actor, Case, CaseEvent, CaseNumber, CaseStep, Moderation, Rebuttal, Sample},
    ingest::measurements::{MeasurementSource, read_measurements},
    store::{Decision, StoreError},
    verification::{EvidenceRules, VerificationIndex},
};

/// Who takes a step, and why.
#[derive(Clone, Debug)]
pub struct Deciding {
    pub actor: Actor,
    pub reason: String,
}

/// The measurements that an operator rebuts with.
#[derive(Clone, Debug)]
pub struct RebuttalFile {
    pub name: String,
    pub bytes: Bytes,
}

impl Publisher {
    /// The day where the region is: terms begin and end on it.
    pub fn today(&self) -> Date {
        self.as_of.date(&self.snapshot().region.region)
    }

    pub async fn case(&self, number: CaseNumber) -> Result<Case, PublishError> {
        Ok(self.store().case(number).await?.ok_or(StoreError::NoSuchCase(number))?)
    }

    /// Takes a case one step on, today.
    pub async fn take_case_step(
        &self,
        number: CaseNumber,
        event: CaseEvent,
        deciding: Deciding,
    ) -> Result<Case, PublishError> {
        let (actor, reason) = (deciding.actor.as_str().to_owned(), deciding.reason.trim().to_owned());
        let step = CaseStep { at: Timestamp::now(), on: self.today(), actor, reason, event };
        Ok(self.store().take_case_step(number, &step).await?)
    }

    /// Asks the case's network to explain its claim.
    ///
    /// # Errors
    /// When it claims nothing there, or the measurements aren't enough (R13).
    pub async fn challenge_case(&self, number: CaseNumber, deciding: Deciding) -> Result<Case, PublishError> {
        let case = self.case(number).await?;
        let contracts = self.store().contracts().await?;
        let (snapshot, today) = (self.snapshot(), self.today());
        if !is_claimed(&snapshot, &case.subject, case.place) {
            return Err(PublishError::NotClaimed(number));
        }
        match challenge(&snapshot, &case.subject, case.place, &contracts, today) {
            Some(event) => self.take_case_step(number, event, deciding).await,
            None => {
                let found = tests_at(&snapshot, &snapshot.evidence.verification, &case.subject, case.place);
                Err(PublishError::NotEnoughEvidence { case: number, found })
            }
        }
    }

    /// Keeps the measurements that an operator rebuts with, and the step. They
    /// are the operator's own: no figure rests on them.
    ///
    /// # Errors
    /// When the file can't be read, or holds no valid test at the place.
    pub async fn rebut_case(
        &self,
        number: CaseNumber,
        file: RebuttalFile,
        deciding: Deciding,
    ) -> Result<Case, PublishError> {
        let case = self.case(number).await?;
        let samples = self.samples_of(&file).await?;
        let (snapshot, today) = (self.snapshot(), self.today());
        let region = snapshot.region.region.clone();
        let rules = EvidenceRules {
            networks: &region.networks,
            profile: &region.profile,
            samples: &sample_rules(&region, today),
        };
        let verification = VerificationIndex::build(&samples, &rules);
        let tests = tests_at(&snapshot, &verification, &case.subject, case.place).tests;
        if tests.trials() == 0 {
            return Err(PublishError::NothingRebuts(number));
        }
        let kept = self.store().keep_file(std::io::Cursor::new(file.bytes)).await?;
        let measurements = Rebuttal {
            file_name: file.name,
            sha256: kept.sha256().to_owned(),
            tests: tests.trials(),
            failing: tests.failing(),
        };
        self.take_case_step(number, CaseEvent::Rebutted { measurements }, deciding).await
    }

    async fn samples_of(&self, file: &RebuttalFile) -> Result<Vec<Sample>, PublishError> {
        let (region, file) = (self.snapshot().region.region.clone(), file.clone());
        let read = move || {
            let source = MeasurementSource::of_region(&region, &file.name);
            read_measurements(&file.bytes, &source)
        };
        Ok(tokio::task::spawn_blocking(read).await??.samples)
    }

    /// Decides on a report that waits for a moderator; its cases go on, and the
    /// map shows it.
    pub async fn moderate(
        &self,
        report: i64,
        moderation: Moderation,
        deciding: Deciding,
    ) -> Result<(), PublishError> {
        let waiting = self.store().dead_zone(report).await?.ok_or(PublishError::NoSuchReport(report))?;
        let reason = deciding.reason.trim().to_owned();
        if moderation == Moderation::Dismissed && reason.is_empty() {
            return Err(PublishError::ReasonMissing);
        }
        let (snapshot, on) = (self.snapshot(), self.today());
        let contracts = self.store().contracts().await?;
        let place = report_position(&waiting.report.geometry);
        let cases = self.store().cases_of_report(report).await?;
        let challenges = cases.iter().filter_map(|case| {
            Some((case.number, challenge(&snapshot, &case.subject, place, &contracts, on)?))
        });
        let challenges = challenges.collect();
        let (actor, at) = (deciding.actor, Timestamp::now());
        let decision = Decision { report, moderation, actor, reason, at, on, challenges };
        let _building = self.building.lock().await;
        self.store().moderate(&decision).await?;
        let decided = crate::domain::DeadZone { moderation, ..waiting };
        self.show_reports([Arc::new(decided)]);
        Ok(())
    }
}
