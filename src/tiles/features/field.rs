//! What the field shows: measured cells and reported dead zones.

use geo::Point;

use super::{Features, LayerError, LayerQuestion, Properties, count};
use crate::{
    domain::{DeadZone, NetworkId, Service},
    geometry::{Grid, scb_name},
    index::{Snapshot, place_of},
    verification::CellEvidence,
};

pub fn measurements(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let cells = snapshot.evidence.verification.cells();
    cells.filter(|(network, service, _)| question.is_about(network, *service)).try_for_each(
        |(network, service, cell)| {
            let outline = Grid::MEASUREMENT.rect(cell.cell).to_polygon();
            features.add(outline, cell_properties(network, service, cell))
        },
    )
}

fn cell_properties(network: &NetworkId, service: Service, cell: &CellEvidence) -> Properties {
    let mut properties = cell_name(network, service, cell);
    properties.extend([
        ("state", cell.state.as_str().into()),
        ("votes", count(cell.votes.trials())),
        ("passing", count(cell.votes.passing())),
    ]);
    properties.extend(cell.main_level().map(|level| ("median_rsrp_dbm", level.median_rsrp.value().into())));
    properties
}

/// Which cell it is, and of whose service it speaks.
pub fn cell_name(network: &NetworkId, service: Service, cell: &CellEvidence) -> Properties {
    vec![
        ("cell", scb_name(Grid::MEASUREMENT.south_west(cell.cell)).into()),
        ("network", network.to_string().into()),
        ("service", service.to_string().into()),
    ]
}

pub fn dead_zones(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot
        .dead_zones
        .reports
        .iter()
        .try_for_each(|dead_zone| features.add(Point(place_of(dead_zone)), dead_zone_properties(dead_zone)))
}

/// The text of a report is not on the map: it can name people.
fn dead_zone_properties(dead_zone: &DeadZone) -> Properties {
    let report = &dead_zone.report;
    let mut properties: Properties = vec![
        ("number", dead_zone.number.into()),
        ("service", report.service.to_string().into()),
        ("environment", report.environment.to_string().into()),
    ];
    properties.extend(report.network.as_ref().map(|network| ("network", network.to_string().into())));
    properties
}
