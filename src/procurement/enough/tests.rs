use proptest::prelude::*;

use super::*;
use crate::{
    analysis::UncoveredDemand,
    domain::{ZoneCode, ZoneKind},
    procurement::{NeedKind, ZoneName},
};

fn square(column: i32) -> CellIndex {
    CellIndex { column, row: 0 }
}

/// Demand of so much in each of these squares; those of several squares wait for all of them.
fn need(kind: NeedKind, at_least: f64, demand: &[(f64, &[i32])]) -> Need {
    let uncovered = demand.iter().map(|(amount, columns)| UncoveredDemand {
        amount: *amount,
        squares: columns.iter().map(|&column| square(column)).collect(),
    });
    let zone = ZoneName { code: ZoneCode::new("1"), name: "1".to_owned(), kind: ZoneKind::own() };
    Need { kind, zone, at_least, tolerance: at_least * 1e-9, uncovered: uncovered.collect() }
}

fn share(at_least: f64, demand: &[(f64, &[i32])]) -> Need {
    need(NeedKind::Threshold, at_least, demand)
}

fn are_enough(needs: &[Need], squares: &BTreeSet<CellIndex>) -> bool {
    needs.iter().all(|need| {
        let covered =
            need.uncovered.iter().filter(|one| one.squares.iter().all(|square| squares.contains(square)));
        covered.map(|one| one.amount).sum::<f64>() >= need.at_least - need.tolerance
    })
}

/// What was chosen, and how few could be enough.
#[track_caller]
fn check(needs: &[Need], squares: &[i32], at_least: usize) {
    let found = enough(needs);
    let columns: Vec<_> = found.squares.iter().map(|square| square.column).collect();
    assert_eq!((columns.as_slice(), found.at_least, found.unreachable.len()), (squares, at_least, 0));
    assert!(are_enough(needs, &found.squares.into_iter().collect()));
}

#[test]
fn the_largest_are_enough() {
    check(&[share(90.0, &[(50.0, &[1]), (20.0, &[2]), (45.0, &[3])])], &[1, 3], 2);
    check(&[share(96.0, &[(50.0, &[1]), (20.0, &[2]), (45.0, &[3])])], &[1, 3, 2], 3);
    check(&[], &[], 0);
}

/// One square for both needs is better than the best of each.
#[test]
fn a_square_that_serves_two_needs_comes_first() {
    let roads = share(10.0, &[(11.0, &[1]), (10.0, &[2])]);
    let people = share(300.0, &[(300.0, &[2]), (400.0, &[3])]);
    check(&[roads, people], &[2], 1);
}

/// Needs of different squares are proved each for itself.
#[test]
fn independent_needs_add_up() {
    let needs =
        [10, 20, 30].map(|first| share(3.0, &[(2.0, &[first]), (1.0, &[first + 1]), (1.0, &[first + 2])]));
    let found = enough(&needs);
    assert_eq!((found.squares.len(), found.at_least, found.at_most_too_many()), (6, 6, 0));
}

/// The first choice is made superfluous by those after it.
#[test]
fn what_became_superfluous_is_dropped() {
    let needs = [share(4.0, &[(3.0, &[1]), (4.0, &[2])]), share(4.0, &[(3.0, &[1]), (4.0, &[3])])];
    let found = enough(&needs);
    let columns: Vec<_> = found.squares.iter().map(|square| square.column).collect();
    assert_eq!((columns, found.at_least), (vec![2, 3], 2));
}

#[test]
fn what_waits_for_several_squares_has_all_of_them() {
    check(&[share(1.0, &[(1.0, &[1, 2])])], &[2, 1], 1);
    check(&[share(2.0, &[(2.0, &[1, 2]), (2.0, &[3])])], &[3], 1);
}

/// Of a stretch of 7 km 5 km are allowed; what breaks it may be shorter than what is chosen.
#[test]
fn a_stretch_is_shortened() {
    let stretch = need(NeedKind::LongestGap, 2_000.0, &[(1_500.0, &[1]), (1_500.0, &[2]), (4_000.0, &[3])]);
    check(&[stretch], &[3], 1);
}

#[test]
fn what_can_not_be_reached_is_told_and_left_out() {
    let needs = [share(5.0, &[(2.0, &[1]), (2.5, &[2])]), share(1.0, &[(1.0, &[3])])];
    let found = enough(&needs);
    assert_eq!((found.squares, found.at_least), (vec![square(3)], 1));
    assert_eq!(found.unreachable, [Unreachable { need: 0, missing: 0.5 }]);
}

/// The fewest squares that are enough, by trying every set.
fn by_brute_force(needs: &[Need], columns: i32) -> Option<usize> {
    let set = |bits: u32| -> BTreeSet<CellIndex> {
        (0..columns).filter(|column| bits & (1 << column) != 0).map(square).collect()
    };
    let sets = (0..1_u32 << columns).filter(|bits| are_enough(needs, &set(*bits)));
    sets.map(|bits| bits.count_ones() as usize).min()
}

const COLUMNS: i32 = 9;

fn any_need() -> impl Strategy<Value = Need> {
    let of_squares = prop::collection::btree_set(0..COLUMNS, 1..3);
    let demand = prop::collection::vec((1_u32..100, of_squares), 1..12);
    (demand, 0.05..1.0_f64).prop_map(|(demand, part)| {
        let demand: Vec<(f64, Vec<i32>)> = demand
            .into_iter()
            .map(|(amount, columns)| (f64::from(amount), columns.into_iter().collect()))
            .collect();
        let all: f64 = demand.iter().map(|(amount, _)| amount).sum();
        let demand: Vec<(f64, &[i32])> =
            demand.iter().map(|(amount, columns)| (*amount, columns.as_slice())).collect();
        share(all * part, &demand)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// What is chosen is enough, none of it is superfluous, and the fewest lie
    /// between what is proved and what is chosen.
    #[test]
    fn the_fewest_lie_between_the_bound_and_the_choice(needs in prop::collection::vec(any_need(), 1..5)) {
        let found = enough(&needs);
        prop_assert!(found.unreachable.is_empty());
        let chosen: BTreeSet<_> = found.squares.iter().copied().collect();
        prop_assert_eq!(chosen.len(), found.squares.len());
        prop_assert!(are_enough(&needs, &chosen));
        for square in &chosen {
            let others = chosen.iter().filter(|other| *other != square).copied().collect();
            prop_assert!(!are_enough(&needs, &others), "{:?} is superfluous", square);
        }
        let fewest = by_brute_force(&needs, COLUMNS).unwrap();
        prop_assert!(found.at_least <= fewest && fewest <= chosen.len(), "{} {} {}", found.at_least, fewest, chosen.len());
    }
}
