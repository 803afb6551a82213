//! Lists of dead zones in: what can be taken is kept together, the rest told by row.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    PublishError, Publisher, Reporting,
    reports::{challenged, refuse_future},
};
use crate::{
    cases::report_position,
    domain::{Actor, Standing},
    ingest::dead_zone_list::{ListedDeadZone, read_dead_zone_list},
    store::{KeptReport, NewReport},
};

/// A list on its way in, of somebody whose word counts.
#[derive(Clone, Debug)]
pub struct SentList<'bytes> {
    pub bytes: &'bytes [u8],
    pub actor: Actor,
    /// What its sender calls it: what is sent again under that name is kept once.
    pub sent_as: Option<String>,
}

/// What became of a row.
#[derive(Debug)]
pub struct AnsweredRow {
    pub row: usize,
    pub kept: Result<KeptReport, PublishError>,
}

impl Publisher {
    /// Keeps the rows of a list that can be taken, and shows them on the map.
    ///
    /// # Errors
    /// When the list can't be read; what is wrong with a row is told with the row.
    pub async fn report_dead_zones(
        self: &Arc<Self>,
        list: SentList<'_>,
    ) -> Result<Vec<AnsweredRow>, PublishError> {
        let before = self.snapshot();
        let rows = read_dead_zone_list(list.bytes, &before.region.region.time_zone)?;
        let contracts = self.store().contracts().await?;
        let (actor, at, on) = (list.actor, Timestamp::now(), self.today());
        let reporting = Reporting { actor, standing: Standing::Official, at, on };
        let (mut new, mut kept_rows, mut answered) = (Vec::new(), Vec::new(), Vec::new());
        for ListedDeadZone { row, document } in rows {
            let report = document.map_err(PublishError::from).and_then(|document| {
                let report = document.to_report(&before.region.region)?;
                refuse_future(report.observed_at, at)?;
                self.municipality(&before, report_position(&report.geometry))?;
                Ok(reporting.plain(&before.region.region, report))
            });
            match report {
                Ok(report) => {
                    let sent_as = list.sent_as.as_ref().map(|name| format!("{name} row {row}"));
                    new.push(NewReport { sent_as, ..challenged(&before, &contracts, report) });
                    kept_rows.push(row);
                }
                Err(error) => answered.push(AnsweredRow { row, kept: Err(error) }),
            }
        }
        let kept = self.keep_reports(new).await;
        answered.extend(kept_rows.into_iter().zip(kept).map(|(row, kept)| AnsweredRow { row, kept }));
        answered.sort_by_key(|answer| answer.row);
        Ok(answered)
    }
}
