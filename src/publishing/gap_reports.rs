//! Gap reports as they are made ready, and what is answered to them.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;

use super::{PublishError, PublishedRequirement, Publisher};
use crate::{
    cases::{AnsweredGap, AskedRequirement, GapReportContent, Promise, promises_kept, since_last},
    domain::{Actor, AnswerRow, GapId, GapStanding, NetworkId, RefusedRow, ReportedGaps, checked_answers},
    index::Snapshot,
    store::Answering,
};

/// A report that could be issued, with what became of the one before.
#[derive(Clone, Debug)]
pub struct PreparedGapReport {
    pub snapshot: Arc<Snapshot>,
    pub content: GapReportContent,
    pub standings: BTreeMap<GapId, GapStanding>,
    /// As this report finds them.
    pub promises: Vec<Promise>,
}

/// What became of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenAnswers {
    pub taken: usize,
    pub refused: Vec<RefusedRow>,
}

impl Publisher {
    /// Makes a network's report of today ready; that takes its time. Nothing is kept.
    pub async fn prepare_gap_report(
        &self,
        network: &NetworkId,
        requirements: Vec<PublishedRequirement>,
    ) -> Result<PreparedGapReport, PublishError> {
        let (snapshot, today, network_id) = (self.snapshot(), self.today(), network.clone());
        let asked = requirements.into_iter().map(|stored| AskedRequirement {
            id: stored.id,
            version: stored.version,
            sha256: stored.sha256,
            requirement: stored.requirement,
        });
        let (asked, of_data) = (asked.collect::<Vec<_>>(), snapshot.clone());
        let make = move || GapReportContent::new(&of_data, &network_id, today, asked);
        let content = tokio::task::spawn_blocking(make).await?;
        let now = content.reported_gaps();
        let mut reports = self.reported_gaps(network).await?;
        reports.push(now.clone());
        let promises = promises_kept(&reports, &self.answered_gaps(network).await?);
        let last = reports.len().checked_sub(2).map(|last| &reports[last]);
        let standings = since_last(last, &now, &promises);
        Ok(PreparedGapReport { snapshot, content, standings, promises })
    }

    /// What a network's operator promised, and what the reports that were issued found of it.
    pub async fn gap_promises(&self, network: &NetworkId) -> Result<Vec<Promise>, PublishError> {
        Ok(promises_kept(&self.reported_gaps(network).await?, &self.answered_gaps(network).await?))
    }

    /// Takes the answers to a report that can be taken, and refuses the others row
    /// by row. None: the network has no such report.
    pub async fn answer_gap_report(
        &self,
        network: &NetworkId,
        number: i64,
        rows: &[AnswerRow],
        actor: &Actor,
    ) -> Result<Option<TakenAnswers>, PublishError> {
        let reports = self.store().gap_reports(network).await?;
        let Some(report) = reports.into_iter().find(|report| report.number == number) else {
            return Ok(None);
        };
        let today = self.today();
        let (given, refused) = checked_answers(rows, network, &report.gaps.gaps, today);
        let answering = Answering { actor, at: Timestamp::now(), on: today };
        self.store().add_gap_answers(number, &given, &answering).await?;
        Ok(Some(TakenAnswers { taken: given.len(), refused }))
    }

    async fn reported_gaps(&self, network: &NetworkId) -> Result<Vec<ReportedGaps>, PublishError> {
        let reports = self.store().gap_reports(network).await?;
        Ok(reports.into_iter().map(|report| report.gaps).collect())
    }

    async fn answered_gaps(&self, network: &NetworkId) -> Result<Vec<AnsweredGap>, PublishError> {
        let answers = self.store().gap_answers(network).await?.into_iter();
        let answered = answers.map(|stored| AnsweredGap {
            gap: stored.given.gap,
            on: stored.on,
            answer: stored.given.answer,
        });
        Ok(answered.collect())
    }
}
