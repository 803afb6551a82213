use geo::LineString;
use proptest::prelude::*;

use super::*;
use crate::{
    analysis::fixture::{Fixture, rectangle_km},
    domain::Link,
    index::Networks,
};

/// A grid of roads over the strip's kilometres and as far north: nothing is measured.
fn snapshot(claimed: &[(f64, f64)]) -> Snapshot {
    let areas: Vec<_> = claimed.iter().map(|(from, to)| rectangle_km(*from, *to)).collect();
    Fixture::strip().claim("a", &areas).snapshot()
}

fn question(budget_km: f64) -> PlanQuestion {
    PlanQuestion {
        networks: vec![Fixture::network("a")],
        service: Service::Voice,
        kind: TestKind::Signal,
        zones: vec![0],
        required: Share::new(0.9).unwrap(),
        budget_m: budget_km * 1e3,
        most_passes: 2,
        gain: PlanGain::RoadLength,
        start: None,
    }
}

/// 35 votes that all pass confirm 90 %: two days along 1.75 km.
#[test]
fn ten_kilometres_in_pieces_that_two_days_decide() {
    let plan = measurement_plan(&snapshot(&[(0.0, 10.0)]), &question(100.0));
    assert!(plan.pieces.iter().all(|piece| piece.passes() == Some(2)), "{:?}", plan.pieces);
    let length_m: f64 = plan.pieces.iter().map(|piece| piece.length_m).sum();
    assert!((length_m - 10_000.0).abs() < 1e-6, "{length_m}");
    assert_eq!(plan.days.len(), 2);
    // Driven from one end to the other, twice.
    assert!((plan.driven_m() - 20_000.0).abs() < 1e-6, "{}", plan.driven_m());
    assert_eq!(plan.left_out, LeftOut::default());
    let [zone] = plan.zones.as_slice() else { panic!("one zone, one network") };
    assert_eq!((zone.needed, zone.is_confirmed_after()), (Some(35), true));
}

#[test]
fn what_is_not_claimed_is_not_measured() {
    let plan = measurement_plan(&snapshot(&[(2.0, 4.0), (7.0, 9.0)]), &question(100.0));
    let [first, second] = plan.pieces.as_slice() else { panic!("two pieces: {:?}", plan.pieces) };
    assert_eq!([first.length_m, second.length_m].map(f64::round), [2_000.0, 2_000.0]);
    // Three kilometres lie between them, each day.
    assert_eq!((plan.driven_m() - plan.measured_m()).round(), 6_000.0);
    let nobody = measurement_plan(&snapshot(&[]), &question(100.0));
    assert!(nobody.pieces.is_empty() && nobody.days.is_empty());
}

#[test]
fn a_short_piece_needs_more_days_than_there_are() {
    let plan = measurement_plan(&snapshot(&[(2.0, 2.5)]), &question(100.0));
    assert!(plan.pieces.is_empty());
    assert_eq!(plan.left_out.needs_more_passes, 1);
    let often = PlanQuestion { most_passes: 7, ..question(100.0) };
    assert_eq!(measurement_plan(&snapshot(&[(2.0, 2.5)]), &often).days.len(), 7);
}

#[test]
fn every_day_begins_and_ends_where_it_is_asked_for() {
    let start = Some(Coord { x: 0.0, y: 500.0 });
    let asked = PlanQuestion { start, ..question(100.0) };
    let plan = measurement_plan(&snapshot(&[(7.0, 9.0)]), &asked);
    assert_eq!(plan.days.len(), 2);
    for day in &plan.days {
        let length_m: f64 = day.legs.iter().map(|leg| leg.length_m).sum();
        assert_eq!(length_m.round(), 18_000.0);
        let ends = [day.legs.first().unwrap().line.0.first(), day.legs.last().unwrap().line.0.last()];
        assert!(ends.into_iter().all(|end| end.copied() == start));
    }
    // The way there and back is part of the budget.
    let short = PlanQuestion { budget_m: 35_000.0, ..asked };
    let plan = measurement_plan(&snapshot(&[(7.0, 9.0)]), &short);
    assert_eq!((plan.pieces.len(), plan.left_out.beyond_budget), (0, 1));
}

/// Both networks are measured side by side; each has its own verdict.
#[test]
fn two_phones_in_one_vehicle() {
    let snapshot = Fixture::strip()
        .claim("a", &[rectangle_km(0.0, 4.0)])
        .claim("b", &[rectangle_km(0.0, 4.0)])
        .snapshot();
    let asked =
        PlanQuestion { networks: vec![Fixture::network("a"), Fixture::network("b")], ..question(100.0) };
    let plan = measurement_plan(&snapshot, &asked);
    assert_eq!(plan.driven_m().round(), 8_000.0);
    assert!(plan.pieces.iter().all(|piece| piece.undecided_m() == 2.0 * piece.length_m));
    assert_eq!(plan.zones.len(), 2);
    let any = snapshot.area(&Fixture::voice(Networks::Any)).area_m2();
    assert!(any > 0.0);
}

#[test]
fn what_cannot_be_driven_is_listed() {
    let snapshot = Fixture::strip()
        .with_region(|region| {
            region.demand.lines[LineKind::Roads] = vec![crate::analysis::fixture::link(0.0, 4.0)];
        })
        .claim("a", &[rectangle_km(0.0, 10.0)])
        .snapshot();
    let plan = measurement_plan(&snapshot, &question(100.0));
    let columns: Vec<i32> = plan.off_road.squares.iter().map(|square| square.column).collect();
    assert_eq!(columns, [4, 5, 6, 7, 8, 9]);
    // The place at 9 km; that at 1 km lies on the road.
    assert_eq!(plan.off_road.places, [1]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the roads, the claim and the budget: what is driven stays within the
    /// budget, legs go on where the last one ended, and every waiting metre is told of.
    #[test]
    fn a_plan_keeps_to_its_budget(
        columns in prop::collection::btree_set(0u8..10, 1..8),
        claimed in (0..50u8, 51..=100u8).prop_map(|(from, to)| (f64::from(from) / 10.0, f64::from(to) / 10.0)),
        budget_km in 1.0..80.0f64,
        passes in 1u32..4,
        starts in any::<bool>(),
    ) {
        let across = columns.iter().map(|column| {
            let x = f64::from(*column) * 1e3 + 350.0;
            Link { line: LineString::from(vec![(x, 0.0), (x, 500.0), (x, 1_000.0)]), ..crate::analysis::fixture::link(0.0, 1.0) }
        });
        let ends: Vec<f64> = std::iter::once(0.0)
            .chain(columns.iter().map(|column| f64::from(*column) + 0.35))
            .chain([10.0])
            .collect();
        let along = ends.windows(2).map(|pair| crate::analysis::fixture::link(pair[0], pair[1]));
        let halves = across.flat_map(|link| {
            let coords = link.line.0.clone();
            coords.windows(2).map(|pair| Link { line: LineString::new(pair.to_vec()), ..link.clone() }).collect::<Vec<_>>()
        });
        let roads: Vec<Link> = along.chain(halves).collect();
        let snapshot = Fixture::strip()
            .with_region(|region| region.demand.lines[LineKind::Roads] = roads)
            .claim("a", &[rectangle_km(claimed.0, claimed.1)])
            .snapshot();
        let start = starts.then_some(Coord { x: 0.0, y: 500.0 });
        let asked = PlanQuestion { most_passes: passes, start, ..question(budget_km) };
        let plan = measurement_plan(&snapshot, &asked);
        prop_assert!(plan.driven_m() <= asked.budget_m + 1e-6, "{}", plan.driven_m());
        for day in &plan.days {
            for pair in day.legs.windows(2) {
                prop_assert_eq!(pair[0].line.0.last(), pair[1].line.0.first());
            }
            for leg in &day.legs {
                prop_assert!((geo::Length::length(&geo::Euclidean, &leg.line) - leg.length_m).abs() < 1e-6);
            }
        }
        for (number, piece) in plan.pieces.iter().enumerate() {
            let driven = plan.days.iter().filter(|day| day.legs.iter().any(|leg| leg.piece == Some(number)));
            prop_assert_eq!(driven.count() as u32, piece.passes().unwrap());
        }
        let planned_m: f64 = plan.pieces.iter().map(RoadPiece::undecided_m).sum();
        let left_m = plan.left_out.needs_more_passes_m + plan.left_out.beyond_budget_m;
        let across_m = columns.iter().map(|column| f64::from(*column) + 0.35).filter(|x| (claimed.0..claimed.1).contains(x)).count() as f64 * 1e3;
        let waiting_m = (claimed.1 - claimed.0) * 1e3 + across_m;
        prop_assert!((planned_m + left_m - waiting_m).abs() < 1e-3, "{planned_m} + {left_m}, not {waiting_m}");
    }
}
