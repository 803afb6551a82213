//! What the field shows: measured cells and reported dead zones.

use geo::Point;

use super::{Features, LayerError, LayerQuestion, Properties, count};
use crate::{
    domain::{DeadZone, NetworkId, Service, TestKind},
    geometry::{CellIndex, Grid, scb_name},
    index::{Snapshot, place_of},
    verification::{CellEvidence, CellFindings},
};

pub fn measurements(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let verification = &snapshot.evidence.verification;
    let asked = verification.measured().filter(|(network, service)| question.is_about(network, *service));
    asked.into_iter().try_for_each(|(network, service)| {
        verification.findings(network, service).iter().try_for_each(|cell| {
            let outline = Grid::MEASUREMENT.rect(cell.cell).to_polygon();
            features.add(outline, cell_properties(network, service, cell))
        })
    })
}

fn cell_properties(network: &NetworkId, service: Service, cell: &CellFindings<'_>) -> Properties {
    let mut properties = cell_name(network, service, cell.cell);
    properties.push(("state", cell.state().as_str().into()));
    properties.extend(votes(cell));
    let level = cell.of(TestKind::Signal).and_then(CellEvidence::main_level);
    properties.extend(level.map(|level| ("median_rsrp_dbm", level.median_rsrp.value().into())));
    properties
}

/// Of each kind of test that there is.
pub fn votes(cell: &CellFindings<'_>) -> Properties {
    let of_kind = |kind, names: [&'static str; 2]| {
        let votes = cell.of(kind).map(|evidence| [evidence.votes.trials(), evidence.votes.passing()]);
        votes.into_iter().flat_map(move |votes| names.into_iter().zip(votes.map(count)))
    };
    let signal = of_kind(TestKind::Signal, ["signal_votes", "signal_passing"]);
    signal.chain(of_kind(TestKind::Service, ["service_votes", "service_passing"])).collect()
}

/// Which cell it is, and of whose service it speaks.
pub fn cell_name(network: &NetworkId, service: Service, cell: CellIndex) -> Properties {
    vec![
        ("cell", scb_name(Grid::MEASUREMENT.south_west(cell)).into()),
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
    let networks: Vec<_> = report.networks.iter().map(NetworkId::as_str).collect();
    properties.extend((!networks.is_empty()).then(|| ("networks", networks.join(" ").into())));
    properties
}
