//! What is claimed where no road goes: by snowmobile or on foot.

use std::collections::{BTreeMap, BTreeSet};

use geo::BoundingRect;

use super::{Claims, PlanQuestion, pieces::votes};
use crate::{
    analysis::verdicts::road_by_square,
    domain::LineKind,
    geometry::{CellIndex, Grid, length_by_cell, part_of_line},
    index::Snapshot,
    verification::{DRIVABLE_GRID, is_drivable},
};

/// Claimed land and places that can't be driven to. None of it counts as failing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OffRoad {
    /// Square kilometres whose centre is claimed land, with at most 200 m of road;
    /// south-west corner first, from south to north in each column.
    pub squares: Vec<CellIndex>,
    /// Claimed places without a verdict whose cell no road goes through; indices
    /// into the region's places.
    pub places: Vec<usize>,
}

pub fn off_road(snapshot: &Snapshot, question: &PlanQuestion, claims: &Claims) -> OffRoad {
    let mut found = OffRoad::default();
    for &zone in &question.zones {
        found.squares.extend(squares(snapshot, claims, zone));
        found.places.extend(places(snapshot, question, claims, zone));
    }
    found.squares.sort_unstable();
    found.squares.dedup();
    found.places.sort_unstable();
    found.places.dedup();
    found
}

fn squares(snapshot: &Snapshot, claims: &Claims, zone: usize) -> Vec<CellIndex> {
    let index = &snapshot.region.zones[zone];
    let Some(bounds) = index.zone.outline.bounding_rect() else { return Vec::new() };
    let (first, last) = (DRIVABLE_GRID.cell_at(bounds.min()), DRIVABLE_GRID.cell_at(bounds.max()));
    let road_m: BTreeMap<CellIndex, f64> = road_by_square(snapshot, zone);
    let all = (first.column..=last.column)
        .flat_map(|column| (first.row..=last.row).map(move |row| CellIndex { column, row }));
    let is_off_road = |cell: &CellIndex| {
        let centre = DRIVABLE_GRID.centre(*cell);
        !road_m.get(cell).is_some_and(|road_m| is_drivable(*road_m))
            && claims.any.contains(centre)
            && index.land.contains(centre)
    };
    all.filter(is_off_road).collect()
}

fn places(snapshot: &Snapshot, question: &PlanQuestion, claims: &Claims, zone: usize) -> Vec<usize> {
    let demand = &snapshot.region.region.demand;
    let index = &snapshot.region.zones[zone];
    let links = &demand.lines[LineKind::Roads];
    let by_road: BTreeSet<CellIndex> = index.lines[LineKind::Roads]
        .parts
        .iter()
        .map(|part| part_of_line(&links[part.link].line, part.interval))
        .flat_map(|line| length_by_cell(&line, Grid::MEASUREMENT).map(|(cell, _)| cell).collect::<Vec<_>>())
        .collect();
    let waits = |place: &usize| {
        let position = demand.places[*place].position;
        let cell = Grid::MEASUREMENT.cell_at(position);
        let undecided = |network| !votes(snapshot, question, network, std::iter::once(cell)).is_decided();
        let claimed = claims.networks.iter().filter(|(_, area)| area.contains(position));
        !by_road.contains(&cell) && claimed.into_iter().any(|(network, _)| undecided(network))
    };
    index.places.iter().copied().filter(waits).collect()
}
