//! What is claimed beside what was measured, and how old the measurements are.

use jiff::civil::Date;

use super::{
    Features, LayerError, LayerQuestion, Properties,
    field::{cell_name, votes},
    from_afar::{NEAR_BY, NOT_MEASURED, ShownState, from_afar},
};
use crate::{
    domain::{EvidenceState, NetworkId, Service, TestKind},
    geometry::{ANALYSIS_GRID, CellIndex, Grid, Mosaic},
    index::{Snapshot, Supply},
    verification::{CellEvidence, CellFindings},
};

/// The last day of each class of age but the last one, which has no end.
const AGE_CLASSES: [(i64, &str); 4] = [(30, "0-30"), (90, "31-90"), (180, "91-180"), (365, "181-365")];
const OLDEST: &str = "366-";

/// Each measured cell by what is claimed at its centre and what both kinds of
/// tests say together, and what else is claimed:
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
    for (cell, is_claimed) in snapshot.evidence.findings(network, service) {
        let shown = match (cell.state(), is_claimed) {
            // Every sample was rejected: no more is known than around it.
            (EvidenceState::NotMeasured, _) => continue,
            (state, true) => ShownState::Claimed(state),
            (_, false) => ShownState::NotClaimed,
        };
        measured.push((cell.cell, shown));
        let outline = Grid::MEASUREMENT.rect(cell.cell).to_polygon();
        features.add_at(NEAR_BY, outline, verified(network, service, &cell, shown))?;
    }
    let claimed = snapshot.area(&Supply::of(network.clone(), service));
    let unmeasured = claimed.difference(&cells_area(&measured)).dissolve();
    if !unmeasured.0.is_empty() {
        features.add_at(NEAR_BY, unmeasured, state_of(network, service, NOT_MEASURED))?;
    }
    from_afar(&claimed, &measured, features, |state| state_of(network, service, state))
}

fn state_of(network: &NetworkId, service: Service, state: ShownState) -> Properties {
    vec![
        ("network", network.to_string().into()),
        ("service", service.to_string().into()),
        ("state", state.as_str().into()),
    ]
}

fn cells_area(cells: &[(CellIndex, ShownState)]) -> Mosaic {
    let squares: Vec<_> = cells.iter().map(|(cell, _)| Grid::MEASUREMENT.rect(*cell).to_polygon()).collect();
    Mosaic::from_polygons(ANALYSIS_GRID, &squares)
}

fn verified(network: &NetworkId, service: Service, cell: &CellFindings<'_>, state: ShownState) -> Properties {
    let mut properties = cell_name(network, service, cell.cell);
    properties.push(("state", state.as_str().into()));
    properties.extend(votes(cell));
    for (kind, name) in [(TestKind::Signal, "signal_found"), (TestKind::Service, "service_found")] {
        properties.extend(cell.of(kind).and_then(CellEvidence::passes).map(|found| (name, found.into())));
    }
    properties
}

/// The days since the newest sample that counts in each cell.
pub fn age(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let verification = &snapshot.evidence.verification;
    let asked = verification.measured().filter(|(network, service)| question.is_about(network, *service));
    asked.into_iter().try_for_each(|(network, service)| {
        let cells = verification.findings(network, service);
        let dated = cells.iter().filter_map(|cell| Some((cell.cell, newest_day(snapshot, cell)?)));
        dated.into_iter().try_for_each(|(cell, newest)| {
            let days = days_between(newest, snapshot.evidence.as_of);
            let mut properties = cell_name(network, service, cell);
            properties.extend([
                ("days", days.into()),
                ("age", age_class(days).into()),
                ("newest", newest.to_string().into()),
            ]);
            features.add(Grid::MEASUREMENT.rect(cell).to_polygon(), properties)
        })
    })
}

/// The local day of the newest sample; none where no sample counts.
fn newest_day(snapshot: &Snapshot, cell: &CellFindings<'_>) -> Option<Date> {
    let time_zone = snapshot.region.region.time_zone.clone();
    cell.newest().map(|newest| newest.to_zoned(time_zone).date())
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
