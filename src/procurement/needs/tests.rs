use jiff::civil::date;

use super::*;
use crate::{
    analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
    domain::{
        Asked, Bilingual, EvidenceRule, LocalFloor, Region, Service, Zone, ZoneCode, ZoneKind, ZoneSet,
    },
    geometry::total,
    procurement::NetworkOutcome,
};

const SQUARES: Grid = Grid::new(5_000.0);

fn requirement(unit: DemandUnit, threshold: f64) -> Requirement {
    let asked = Asked {
        zones: ZoneSet::Kind(ZoneKind::municipality()),
        unit,
        service: Service::Voice,
        threshold: Share::new(threshold).unwrap(),
        valid_from: date(2026, 1, 1),
    };
    Requirement::of(Bilingual::new("Krav", "Requirement"), asked)
}

fn found(snapshot: &Snapshot, requirement: &Requirement) -> NetworkNeeds {
    network_needs(snapshot, requirement, &Fixture::network("a"), date(2026, 6, 1), SQUARES)
}

/// What each square has of a need.
fn amounts(need: &Need) -> Vec<(i32, f64)> {
    need.uncovered.iter().map(|one| (one.squares[0].column, one.amount.round())).collect()
}

/// On a strip of which 0 to 3.5 km are covered.
fn strip() -> Snapshot {
    Fixture::strip().claim("a", &[rectangle_km(0.0, 3.5)]).snapshot()
}

#[test]
fn a_missed_share_is_a_need_and_a_met_one_none() {
    let missed = found(&strip(), &requirement(DemandUnit::Inhabitants, 0.8));
    let [need] = missed.needs.as_slice() else { panic!("{missed:?}") };
    assert_eq!((need.kind, need.zone.name.as_str()), (NeedKind::Threshold, "Remsan"));
    assert_close(need.at_least, 450.0);
    assert_eq!(amounts(need), [(0, 150.0), (1, 500.0)]);
    let met = found(&strip(), &requirement(DemandUnit::Inhabitants, 0.3));
    assert_eq!((met.needs.len(), met.evaluation.outcome()), (0, NetworkOutcome::Met));
}

/// Of the places one is asked for, and of the land what isn't excluded.
#[test]
fn what_is_not_asked_for_is_no_need() {
    let mut places = requirement(DemandUnit::Places, 1.0);
    places.place_need = Some(crate::domain::Environment::Outdoor);
    assert!(found(&strip(), &places).needs.is_empty());
    for unit in DemandUnit::ALL {
        let mut asked = requirement(*unit, 1.0);
        asked.exclusions = Some(rectangle_km(6.0, 10.0).into());
        let found = found(&strip(), &asked);
        let left: f64 = found.needs.iter().flat_map(|need| &need.uncovered).map(|one| one.amount).sum();
        let missing: f64 = found.needs.iter().map(|need| need.at_least).sum();
        assert!((left - missing).abs() <= 1e-6 * missing, "{unit}: {found:?}");
    }
}

/// A county whose average is met and of which the eastern half lies below the floor.
#[test]
fn a_part_below_the_floor_is_a_need_of_its_own() {
    let zone = |code: &str, kind: &str, from: f64, to: f64| Zone {
        code: ZoneCode::new(code),
        name: code.to_owned(),
        kind: ZoneKind::new(kind),
        parent: (kind == "municipality").then(|| ZoneCode::new("24")),
        outline: rectangle_km(from, to).into(),
    };
    let two = |region: &mut Region| {
        let parts = [zone("2401", "municipality", 0.0, 5.0), zone("2402", "municipality", 5.0, 10.0)];
        region.zones = parts.into_iter().chain([zone("24", "county", 0.0, 10.0)]).collect();
    };
    let snapshot = Fixture::strip().with_region(two).claim("a", &[rectangle_km(0.0, 7.5)]).snapshot();
    let mut asked = requirement(DemandUnit::LandArea, 0.7);
    asked.zones = ZoneSet::Kind(ZoneKind::new("county"));
    asked.local_floor = Some(LocalFloor { kind: ZoneKind::municipality(), share: Share::new(0.6).unwrap() });
    let found = found(&snapshot, &asked);
    let [need] = found.needs.as_slice() else { panic!("{found:?}") };
    assert_eq!((need.kind, need.zone.code.as_str()), (NeedKind::LocalFloor, "2402"));
    assert_close(need.at_least, 0.5e6);
    assert_eq!(amounts(need), [(1, 2.5e6)]);
}

/// Uncovered from 3.5 to 10 km, of which 2 km are allowed.
#[test]
fn a_stretch_that_is_too_long_is_a_need() {
    let mut asked = requirement(DemandUnit::RoadLength, 0.1);
    asked.longest_gap_m = Some(2_000.0);
    let found = found(&strip(), &asked);
    let [need] = found.needs.as_slice() else { panic!("{found:?}") };
    assert_eq!(need.kind, NeedKind::LongestGap);
    assert_close(need.at_least, 4_500.0);
    assert_close(total(need.uncovered.iter().map(|one| one.amount)), 6_500.0);
    assert_eq!(amounts(need), [(0, 1_500.0), (1, 5_000.0)]);
}

/// Every call fails inside the claim: no coverage settles that.
#[test]
fn what_measurements_refute_is_told() {
    let samples = calls("a", (0..30).map(|cell| (cell, vec![false, false])));
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 10.0)]).measured(&samples);
    let mut asked = requirement(DemandUnit::LandArea, 0.5);
    asked.evidence = EvidenceRule::VerifiedWithConfidence;
    let tried = found(&snapshot, &asked);
    assert_eq!((tried.refuted.len(), tried.evaluation.outcome()), (1, NetworkOutcome::Missed));
    asked.evidence = EvidenceRule::Claimed;
    assert!(found(&snapshot, &asked).refuted.is_empty());
}

/// Nothing was delivered: nothing can be said of it, and nothing is needed of it.
#[test]
fn without_a_delivery_there_is_no_need() {
    let found = found(&Fixture::strip().snapshot(), &requirement(DemandUnit::LandArea, 0.5));
    assert_eq!((found.needs.len(), found.evaluation.outcome()), (0, NetworkOutcome::Undetermined));
}
