//! Dead-zone reports in: kept first, then answered and published.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{PublishError, Publisher};
use crate::{
    cases::{ReportAnswer, answer_report, report_position},
    domain::{Actor, DeadZone, DeadZoneReport, Zone},
    index::{DeadZoneIndex, Snapshot},
    ingest::{DocumentError, dead_zone::DeadZoneDocument, read_document},
};

/// A phone's clock may be this far ahead of ours.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// A report that is kept, with the answer to whoever made it.
#[derive(Clone, Debug)]
pub struct AnsweredReport {
    pub dead_zone: Arc<DeadZone>,
    pub document: DeadZoneDocument,
    pub municipality: Zone,
    pub answer: ReportAnswer,
}

impl Publisher {
    /// Keeps a report (a JSON document), answers it and puts it on the map.
    pub async fn report_dead_zone(&self, json: &str, actor: &Actor) -> Result<AnsweredReport, PublishError> {
        let document: DeadZoneDocument = read_document(json)?;
        let region = self.snapshot().region.region.clone();
        let report: DeadZoneReport = document.to_report(&region)?;
        refuse_future(report.observed_at, Timestamp::now())?;
        let position = report_position(&report.geometry);
        let snapshot = self.snapshot();
        let municipality = match snapshot.region.municipality_at(position) {
            Some(zone) => zone.zone.clone(),
            None => return Err(self.outside(position)?),
        };
        let answer = answer_report(&snapshot, &report, position);
        let _building = self.building.lock().await;
        let kept = self.importer.store.add_dead_zone(report, Timestamp::now(), actor).await?;
        let dead_zone = Arc::new(kept);
        let before = self.snapshot();
        let reports = before.dead_zones.reports.iter().cloned().chain([dead_zone.clone()]).collect();
        self.publish(Snapshot { dead_zones: Arc::new(DeadZoneIndex::new(reports)), ..(*before).clone() });
        Ok(AnsweredReport { dead_zone, document, municipality, answer })
    }

    fn outside(&self, position: geo::Coord<f64>) -> Result<PublishError, PublishError> {
        let lng_lat = self.frame.position_to_lng_lat(position)?;
        Ok(PublishError::OutsideRegion { lng: lng_lat.x, lat: lng_lat.y })
    }
}

fn refuse_future(observed_at: Timestamp, now: Timestamp) -> Result<(), DocumentError> {
    if observed_at.duration_since(now) <= CLOCK_TOLERANCE {
        return Ok(());
    }
    let reason = format!("{observed_at} is still to come");
    Err(DocumentError::Field { field: "observed_at".to_owned(), reason })
}
