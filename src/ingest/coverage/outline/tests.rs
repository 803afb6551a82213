use std::collections::BTreeSet;

use geo::{Area, Coord, MultiPolygon, Validation};
use proptest::prelude::*;

use super::*;
use crate::geometry::assemble;

/// Runs of cells given as (column, row), rows to the south.
fn outline(cells: &BTreeSet<(i32, i32)>, corner_limit: usize) -> Vec<MultiPolygon<f64>> {
    let mut outline = Outline::new(corner_limit);
    let mut areas = Vec::new();
    let rows: BTreeSet<i32> = cells.iter().map(|(_, row)| *row).collect();
    for row in rows {
        let mut runs: Vec<Run> = Vec::new();
        for (column, _) in cells.iter().filter(|cell| cell.1 == row) {
            match runs.last_mut() {
                Some(last) if last.end == *column => last.end += 1,
                _ => runs.push(Run { start: *column, end: column + 1 }),
            }
        }
        outline.row(row, &runs);
        areas.extend(outline.take_closed());
    }
    outline.cut();
    areas.extend(outline.take_closed());
    let coord = |(x, y): Corner| Coord { x: f64::from(x), y: -f64::from(y) };
    let corners = |one: Vec<Corner>| one.into_iter().map(coord).collect();
    areas.into_iter().map(|loops| assemble(loops.into_iter().map(corners).collect())).collect()
}

#[track_caller]
fn check(cells: &[(i32, i32)], areas: usize, holes: usize) {
    let traced = outline(&cells.iter().copied().collect(), usize::MAX);
    assert_eq!(traced.len(), areas, "{traced:?}");
    assert!(traced.iter().all(|area| area.0.len() == 1), "one polygon for each area");
    assert_eq!(traced.iter().map(|area| area.0[0].interiors().len()).sum::<usize>(), holes);
    assert_eq!(traced.iter().map(Area::unsigned_area).sum::<f64>(), cells.len() as f64);
}

#[test]
fn areas_are_exact() {
    check(&[], 0, 0);
    check(&[(4_942, -58_735)], 1, 0);
    check(&[(4_942, -58_735), (4_943, -58_735), (4_943, -58_736)], 1, 0);
    check(&[(0, 0), (0, 7)], 2, 0);
    // Only the corner is shared.
    check(&[(0, 0), (1, 1)], 2, 0);
    check(&[(1, 0), (0, 1)], 2, 0);
    // A ring around a hole, and an island in it.
    let around = |size: i32| {
        let ring = move |n: &(i32, i32)| n.0 == 0 || n.1 == 0 || n.0 == size || n.1 == size;
        (0..=size).flat_map(move |x| (0..=size).map(move |y| (x, y))).filter(ring)
    };
    check(&around(2).collect::<Vec<_>>(), 1, 1);
    check(&around(4).chain([(2, 2)]).collect::<Vec<_>>(), 2, 1);
    // A ring that closes at a corner only: its hole touches its shell.
    check(&around(2).filter(|cell| *cell != (0, 0)).collect::<Vec<_>>(), 1, 1);
    // Two holes that meet at a corner.
    let full = (0..4).flat_map(|x| (0..4).map(move |y| (x, y)));
    check(&full.filter(|cell| ![(1, 1), (2, 2)].contains(cell)).collect::<Vec<_>>(), 1, 2);
}

#[test]
fn corners_stand_where_the_boundary_turns() {
    let bar: BTreeSet<_> = (0..1_000).map(|column| (column, 3)).collect();
    assert_eq!(outline(&bar, usize::MAX)[0].0[0].exterior().0.len(), 5);
}

proptest! {
    #[test]
    fn every_set_of_cells_keeps_its_area(cells in prop::collection::btree_set((0..9i32, 0..9i32), 0..81)) {
        let traced = outline(&cells, usize::MAX);
        prop_assert_eq!(traced.iter().map(Area::unsigned_area).sum::<f64>(), cells.len() as f64);
        for area in &traced {
            prop_assert_eq!(area.0.len(), 1);
            prop_assert!(area.is_valid(), "{:?}", area);
        }
        prop_assert_eq!(traced.len(), areas_by_flooding(&cells));
    }

    #[test]
    fn areas_that_are_cut_keep_it_too(
        cells in prop::collection::btree_set((0..9i32, 0..9i32), 0..81), limit in 1..40usize,
    ) {
        let traced = outline(&cells, limit);
        prop_assert_eq!(traced.iter().map(Area::unsigned_area).sum::<f64>(), cells.len() as f64);
        prop_assert!(traced.iter().all(Validation::is_valid));
    }
}

/// Counts what hangs together by edges, another way.
fn areas_by_flooding(cells: &BTreeSet<(i32, i32)>) -> usize {
    let mut left = cells.clone();
    let mut areas = 0;
    while let Some(first) = left.pop_first() {
        areas += 1;
        let mut waiting = vec![first];
        while let Some((x, y)) = waiting.pop() {
            waiting.extend(
                [(x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)].into_iter().filter(|near| left.remove(near)),
            );
        }
    }
    areas
}
