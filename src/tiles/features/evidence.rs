//! What is claimed beside what was measured, and how old the measurements are.

use jiff::civil::Date;

use super::{Features, LayerError, LayerQuestion, Properties, count, field::cell_name};
use crate::{
    domain::{EvidenceState, NetworkId, Service},
    geometry::{ANALYSIS_GRID, CellIndex, Grid, Mosaic},
    index::{Snapshot, Supply},
    verification::CellEvidence,
};

/// Where a network claims nothing and something was measured.
const NOT_CLAIMED: &str = "not_claimed";

/// The last day of each class of age but the last one, which has no end.
const AGE_CLASSES: [(i64, &str); 4] = [(30, "0-30"), (90, "31-90"), (180, "91-180"), (365, "181-365")];
const OLDEST: &str = "366-";

/// Each measured cell by what is claimed at its centre, and what else is claimed:
/// not measured, which is never no coverage.
pub fn verification(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let service = question.supply()?.service;
    let networks = snapshot.region.region.networks.iter().map(|network| &network.id);
    networks
        .filter(|network| question.is_about(network, service))
        .try_for_each(|network| verification_of(snapshot, network, service, features))
}

fn verification_of(
    snapshot: &Snapshot,
    network: &NetworkId,
    service: Service,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let mut measured = Vec::new();
    for (cell, claim) in snapshot.evidence.cells_of(network, service) {
        if cell.passes().is_none() {
            // Every sample was rejected: no more is known than around it.
            continue;
        }
        measured.push(cell.cell);
        let state = if claim.claimed { cell.state.as_str() } else { NOT_CLAIMED };
        let outline = Grid::MEASUREMENT.rect(cell.cell).to_polygon();
        features.add(outline, verified(network, service, cell, state))?;
    }
    let claimed = snapshot.area(&Supply::of(network.clone(), service));
    let unmeasured = claimed.difference(&cells_area(&measured)).dissolve();
    let properties = vec![
        ("network", network.to_string().into()),
        ("service", service.to_string().into()),
        ("state", EvidenceState::NotMeasured.as_str().into()),
    ];
    if unmeasured.0.is_empty() { Ok(()) } else { features.add(unmeasured, properties) }
}

fn cells_area(cells: &[CellIndex]) -> Mosaic {
    let squares: Vec<_> = cells.iter().map(|cell| Grid::MEASUREMENT.rect(*cell).to_polygon()).collect();
    Mosaic::from_polygons(ANALYSIS_GRID, &squares)
}

fn verified(network: &NetworkId, service: Service, cell: &CellEvidence, state: &'static str) -> Properties {
    let mut properties = cell_name(network, service, cell);
    properties.extend([
        ("state", state.into()),
        ("votes", count(cell.votes.trials())),
        ("passing", count(cell.votes.passing())),
    ]);
    properties.extend(cell.passes().map(|found| ("found", found.into())));
    properties
}

/// The days since the newest sample that counts in each cell.
pub fn age(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let cells = snapshot.evidence.verification.cells();
    let asked = cells.filter(|(network, service, _)| question.is_about(network, *service));
    asked
        .filter_map(|(network, service, cell)| Some((network, service, cell, newest_day(snapshot, cell)?)))
        .try_for_each(|(network, service, cell, newest)| {
            let days = days_between(newest, snapshot.evidence.as_of);
            let mut properties = cell_name(network, service, cell);
            properties.extend([
                ("days", days.into()),
                ("age", age_class(days).into()),
                ("newest", newest.to_string().into()),
            ]);
            features.add(Grid::MEASUREMENT.rect(cell.cell).to_polygon(), properties)
        })
}

/// The local day of the newest sample; none where no sample counts.
fn newest_day(snapshot: &Snapshot, cell: &CellEvidence) -> Option<Date> {
    let time_zone = snapshot.region.region.time_zone.clone();
    cell.newest.map(|newest| newest.to_zoned(time_zone).date())
}

/// Whole days; none before the first.
fn days_between(newest: Date, as_of: Date) -> i64 {
    i64::from(newest.duration_until(as_of).as_hours().max(0) as i32 / 24)
}

fn age_class(days: i64) -> &'static str {
    AGE_CLASSES.iter().find(|(last, _)| days <= *last).map_or(OLDEST, |(_, class)| class)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ages() {
        let as_of = date(2026, 11, 15);
        for (newest, days, class) in [
            (as_of, 0, "0-30"),
            (date(2026, 11, 16), 0, "0-30"),
            (date(2026, 10, 16), 30, "0-30"),
            (date(2026, 10, 15), 31, "31-90"),
            (date(2026, 5, 19), 180, "91-180"),
            (date(2025, 11, 15), 365, "181-365"),
            (date(2025, 11, 14), 366, "366-"),
        ] {
            let found = days_between(newest, as_of);
            assert_eq!((found, age_class(found)), (days, class), "{newest}");
        }
    }
}
