//! Reported dead zones by place.

use std::sync::Arc;

use geo::{Coord, Rect};
use rstar::{AABB, RTree, primitives::GeomWithData};

use super::version_of;
use crate::domain::{DeadZone, position_of};

/// All reports but those that were found to be none, ordered by number.
#[derive(Debug)]
pub struct DeadZoneIndex {
    pub reports: Vec<Arc<DeadZone>>,
    pub version: String,
    tree: RTree<GeomWithData<[f64; 2], usize>>,
}

impl DeadZoneIndex {
    pub fn new(reports: impl IntoIterator<Item = Arc<DeadZone>>) -> Self {
        let reports: Vec<_> = reports.into_iter().filter(|report| report.is_shown()).collect();
        let version = version_of(
            reports
                .iter()
                .map(|report| format!("{} {} {}", report.number, report.received_at, report.moderation)),
        );
        let points = reports.iter().enumerate();
        let points = points.map(|(index, report)| {
            let place = place_of(report);
            GeomWithData::new([place.x, place.y], index)
        });
        Self { version, tree: RTree::bulk_load(points.collect()), reports }
    }

    /// The reports whose place is at most this far from a position.
    pub fn within(&self, position: Coord<f64>, distance_m: f64) -> impl Iterator<Item = &Arc<DeadZone>> {
        // rstar measures squared distances.
        self.tree
            .locate_within_distance([position.x, position.y], distance_m * distance_m)
            .map(|found| &self.reports[found.data])
    }

    /// The reports whose place lies in a rectangle, ordered by number.
    pub fn within_rect(&self, rect: Rect<f64>) -> Vec<&Arc<DeadZone>> {
        let envelope = AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y]);
        let mut found: Vec<usize> = self.tree.locate_in_envelope(envelope).map(|point| point.data).collect();
        found.sort_unstable();
        found.into_iter().map(|index| &self.reports[index]).collect()
    }
}

/// The point by which a report is shown: its position, or its area's centre.
pub fn place_of(dead_zone: &DeadZone) -> Coord<f64> {
    position_of(&dead_zone.report.geometry).unwrap_or_default()
}
