//! Lists of dead zones in: what can be taken is kept together, the rest told by row.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::{
    PublishError, Publisher, Reporting,
    reports::{challenged, refuse_future},
};
use crate::{
    cases::report_position,
    domain::{Actor, Contract, Standing},
    index::Snapshot,
    ingest::{
        dead_zone::DeadZoneDocument,
        dead_zone_list::{ListedDeadZone, read_dead_zone_list},
    },
    store::{KeptReport, NewReport},
};

/// A list on its way in, of somebody whose word counts.
#[derive(Clone, Debug)]
pub struct SentList {
    pub bytes: Bytes,
    pub actor: Actor,
    /// What its sender calls it: what is sent again under that name is kept once.
    pub sent_as: Option<String>,
}

/// What became of a row.
#[derive(Debug)]
pub struct AnsweredRow {
    pub row: u64,
    pub kept: Result<KeptReport, PublishError>,
}

/// A list that is read: what is to be kept, by row, and what isn't.
#[derive(Debug, Default)]
struct ReadList {
    rows: Vec<u64>,
    new: Vec<NewReport>,
    refused: Vec<AnsweredRow>,
}

impl Publisher {
    /// Keeps the rows of a list that can be taken, and shows them on the map.
    ///
    /// # Errors
    /// When the list can't be read; what is wrong with a row is told with the row.
    pub async fn report_dead_zones(
        self: &Arc<Self>,
        list: SentList,
    ) -> Result<Vec<AnsweredRow>, PublishError> {
        let contracts = self.store().contracts().await?;
        let publisher = self.clone();
        // Each place is laid against the region's outlines: too much for a thread that answers others.
        let read = tokio::task::spawn_blocking(move || publisher.read_list(&list, &contracts));
        let ReadList { rows, new, refused: mut answered } = read.await??;
        let kept = self.keep_reports(new).await;
        answered.extend(rows.into_iter().zip(kept).map(|(row, kept)| AnsweredRow { row, kept }));
        answered.sort_by_key(|answer| answer.row);
        Ok(answered)
    }

    fn read_list(&self, list: &SentList, contracts: &[Contract]) -> Result<ReadList, PublishError> {
        let before = self.snapshot();
        let (actor, at, on) = (list.actor.clone(), Timestamp::now(), self.today());
        let reporting = Reporting { actor, standing: Standing::Official, at, on };
        let mut read = ReadList::default();
        let time_zone = &before.region.region.time_zone;
        for ListedDeadZone { row, document } in read_dead_zone_list(&list.bytes, time_zone)? {
            let report = document.map_err(PublishError::from);
            match report.and_then(|document| self.listed_report(&before, &reporting, &document)) {
                Ok(report) => {
                    let sent_as = list.sent_as.as_ref().map(|name| format!("{name} row {row}"));
                    read.new.push(NewReport { sent_as, ..challenged(&before, contracts, report) });
                    read.rows.push(row);
                }
                Err(error) => read.refused.push(AnsweredRow { row, kept: Err(error) }),
            }
        }
        Ok(read)
    }

    fn listed_report(
        &self,
        before: &Snapshot,
        reporting: &Reporting,
        document: &DeadZoneDocument,
    ) -> Result<NewReport, PublishError> {
        let region = &before.region.region;
        let report = document.to_report(region)?;
        refuse_future(report.observed_at, reporting.at)?;
        self.municipality(before, report_position(&report.geometry))?;
        Ok(reporting.plain(region, report))
    }
}
