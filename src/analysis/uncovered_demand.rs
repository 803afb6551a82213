//! What an area leaves uncovered of a zone's demand, by the squares of a grid.
//!
//! Together the squares have all that is uncovered: closing every one of them
//! covers the zone.

use std::collections::{BTreeMap, BTreeSet};

use geo::{Area, BoundingRect, Coord, Polygon, Rect};

use super::{BUILDING_MARGIN_M, stretches::uncovered_parts, uncovered_buildings};
use crate::{
    domain::{DemandUnit, LineKind},
    geometry::{CellIndex, Grid, Mosaic, Shape, length_by_cell, part_of_line, total},
    index::{LinkPart, RegionIndex, ZoneIndex},
};

/// Demand that is covered once all these squares are.
#[derive(Clone, Debug, PartialEq)]
pub struct UncoveredDemand {
    /// In the demand's own unit, above zero.
    pub amount: f64,
    /// In order; more than one where a building stands at the edge of a square.
    pub squares: Vec<CellIndex>,
}

/// A zone's demand of one unit that an area leaves uncovered, in the squares'
/// order. The grid is a coarser one than the area's.
pub fn uncovered_demand(
    region: &RegionIndex,
    zone: &ZoneIndex,
    unit: DemandUnit,
    area: &Mosaic,
    grid: Grid,
) -> Vec<UncoveredDemand> {
    let demand = &region.region.demand;
    match unit {
        DemandUnit::LandArea => area_by_square(&zone.land, area, grid),
        DemandUnit::PresenceArea => zone
            .presence
            .as_ref()
            .map_or_else(Vec::new, |presence| area_by_square(&presence.area, area, grid)),
        DemandUnit::Inhabitants => inhabitants_by_square(region, zone, area, grid),
        DemandUnit::Places => {
            let positions = zone.places.iter().map(|&place| demand.places[place].position);
            points_by_square(positions.map(|position| (position, 1.0)), area, grid)
        }
        DemandUnit::Buildings => {
            buildings_by_square(region, &uncovered_buildings(region, zone, area), area, grid)
        }
        DemandUnit::RoadLength => lines_by_square(region, zone, LineKind::Roads, area, grid),
        DemandUnit::RailwayLength => lines_by_square(region, zone, LineKind::Railways, area, grid),
        DemandUnit::TrailLength => lines_by_square(region, zone, LineKind::Trails, area, grid),
        DemandUnit::RouteLength => lines_by_square(region, zone, LineKind::Routes, area, grid),
    }
}

/// Points, each with what it counts, that an area doesn't cover.
pub fn points_by_square(
    points: impl Iterator<Item = (Coord<f64>, f64)>,
    area: &Mosaic,
    grid: Grid,
) -> Vec<UncoveredDemand> {
    let uncovered = points.filter(|(position, _)| !area.contains(*position));
    gathered(uncovered.map(|(position, amount)| (vec![grid.cell_at(position)], amount)))
}

/// Parts of a kind's links, by their length.
pub fn parts_by_square(
    region: &RegionIndex,
    kind: LineKind,
    parts: &[LinkPart],
    grid: Grid,
) -> Vec<UncoveredDemand> {
    let links = &region.region.demand.lines[kind];
    let lengths = parts.iter().flat_map(|part| {
        let line = part_of_line(&links[part.link].line, part.interval);
        length_by_cell(&line, grid).collect::<Vec<_>>()
    });
    gathered(lengths.map(|(square, length_m)| (vec![square], length_m)))
}

fn lines_by_square(
    region: &RegionIndex,
    zone: &ZoneIndex,
    kind: LineKind,
    area: &Mosaic,
    grid: Grid,
) -> Vec<UncoveredDemand> {
    parts_by_square(region, kind, &uncovered_parts(region, zone, kind, area), grid)
}

fn area_by_square(demand: &Mosaic, area: &Mosaic, grid: Grid) -> Vec<UncoveredDemand> {
    let squares = demand.difference(area).split(grid).into_iter();
    gathered(squares.map(|(square, uncovered)| (vec![square], uncovered.area_m2())))
}

/// As they are counted: a square's by the share of its area, a point's as a whole.
fn inhabitants_by_square(
    region: &RegionIndex,
    zone: &ZoneIndex,
    area: &Mosaic,
    grid: Grid,
) -> Vec<UncoveredDemand> {
    let demand = &region.region.demand;
    let left = zone.squares.iter().map(|&square| {
        let of_part = |part: &Polygon<f64>| part.unsigned_area() - area.convex_overlap_area_m2(part);
        (&demand.population[square], by_cell(&demand.population[square].outline, grid, of_part))
    });
    // Of a square that lies in the zone in part: what is in the zone.
    let uncovered = if zone.cut_squares.is_empty() { None } else { Some(zone.whole.difference(area)) };
    let cut = zone.cut_squares.iter().zip(uncovered.iter().cycle()).map(|(&square, uncovered)| {
        let of_part = |part: &Polygon<f64>| uncovered.convex_overlap_area_m2(part);
        (&demand.population[square], by_cell(&demand.population[square].outline, grid, of_part))
    });
    let in_squares = left.chain(cut).flat_map(|(square, by_cell)| {
        let density = square.inhabitants / square.outline.unsigned_area();
        by_cell.into_iter().map(move |(cell, uncovered_m2)| (vec![cell], uncovered_m2 * density))
    });
    let points = zone.points.iter().map(|&point| &demand.population_points[point]);
    let points = points.filter(|point| !area.contains(point.position));
    gathered(in_squares.chain(points.map(|point| (vec![grid.cell_at(point.position)], point.inhabitants))))
}

/// What is asked of each part of a convex polygon that lies in one cell.
fn by_cell(
    convex: &Polygon<f64>,
    grid: Grid,
    of_part: impl Fn(&Polygon<f64>) -> f64,
) -> Vec<(CellIndex, f64)> {
    let Some(bounds) = convex.bounding_rect() else { return Vec::new() };
    let cell = grid.cell_at(bounds.center());
    let around = grid.rect(cell);
    let is_inside = bounds.min().x >= around.min().x
        && bounds.min().y >= around.min().y
        && bounds.max().x <= around.max().x
        && bounds.max().y <= around.max().y;
    if is_inside {
        return vec![(cell, of_part(convex))];
    }
    let cut = Mosaic::from_polygons(grid, [convex]);
    let parts = cut.pieces().iter().map(|piece| {
        let uncovered_m2 = match &piece.shape {
            Shape::Whole => of_part(&grid.rect(piece.cell).to_polygon()),
            Shape::Part(part) => total(part.iter().map(&of_part)),
        };
        (piece.cell, uncovered_m2)
    });
    parts.collect()
}

/// Uncovered buildings, by index: each needs every square that its margin reaches into.
pub fn buildings_by_square(
    region: &RegionIndex,
    uncovered: &[usize],
    area: &Mosaic,
    grid: Grid,
) -> Vec<UncoveredDemand> {
    let buildings = &region.region.demand.buildings;
    let bounds = uncovered.iter().filter_map(|&building| buildings[building].outline.bounding_rect());
    gathered(bounds.map(|bounds| (squares_around(bounds, area, grid), 1.0)))
}

/// The squares that a building's margin reaches into, without those of which
/// nothing is uncovered there.
fn squares_around(bounds: Rect<f64>, area: &Mosaic, grid: Grid) -> Vec<CellIndex> {
    let margin = Coord { x: BUILDING_MARGIN_M, y: BUILDING_MARGIN_M };
    let (low, high) = (bounds.min() - margin, bounds.max() + margin);
    let (first, last) = (grid.cell_at(low), grid.cell_at(high));
    let columns = first.column..=last.column;
    let cells = columns.flat_map(|column| (first.row..=last.row).map(move |row| CellIndex { column, row }));
    let is_open = |cell: &CellIndex| {
        let square = grid.rect(*cell);
        let (from, to) = (square.min(), square.max());
        let (min, max) = (
            Coord { x: low.x.max(from.x), y: low.y.max(from.y) },
            Coord { x: high.x.min(to.x), y: high.y.min(to.y) },
        );
        let reached = Rect::new(min, max).to_polygon();
        reached.unsigned_area() - area.convex_overlap_area_m2(&reached) > LEAST_UNCOVERED_M2
    };
    let (all, centre): (Vec<_>, _) = (cells.collect(), grid.cell_at(bounds.center()));
    let open: Vec<_> = all.iter().copied().filter(is_open).collect();
    // A single building's margin may be uncovered by less than a rounding: its own square has it.
    if open.is_empty() { vec![centre] } else { open }
}

/// Less than that in a building's margin is rounding, square metres.
const LEAST_UNCOVERED_M2: f64 = 1e-6;

/// What hangs on the same squares is added up.
fn gathered(found: impl Iterator<Item = (Vec<CellIndex>, f64)>) -> Vec<UncoveredDemand> {
    let mut amounts: BTreeMap<Vec<CellIndex>, Vec<f64>> = BTreeMap::new();
    for (squares, amount) in found.filter(|(_, amount)| *amount > 0.0) {
        amounts.entry(squares).or_default().push(amount);
    }
    let summed = amounts.into_iter().map(|(squares, amounts)| (squares, total(amounts.into_iter())));
    summed.map(|(squares, amount)| UncoveredDemand { amount, squares }).collect()
}

/// The squares of which any demand hangs.
pub fn squares_of<'a>(demand: impl IntoIterator<Item = &'a UncoveredDemand>) -> BTreeSet<CellIndex> {
    demand.into_iter().flat_map(|one| one.squares.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::{
            fixture::{Fixture, assert_close, rectangle_km},
            measure,
        },
        geometry::ANALYSIS_GRID,
    };

    const SQUARES: Grid = Grid::new(5_000.0);

    fn covered(from_km: f64, to_km: f64) -> Mosaic {
        Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(from_km, to_km)])
    }

    fn found(unit: DemandUnit, area: &Mosaic) -> Vec<UncoveredDemand> {
        let region = Fixture::strip().snapshot().region;
        uncovered_demand(&region, &region.zones[0], unit, area, SQUARES)
    }

    /// Uncovered from 3.5 to 10 km: the western square has 1.5 km of it.
    #[test]
    fn each_square_has_its_own() {
        for (unit, west, east) in [
            (DemandUnit::LandArea, 1.5e6, 5e6),
            (DemandUnit::PresenceArea, 1.5e6, 5e6),
            (DemandUnit::Inhabitants, 150.0, 500.0),
            (DemandUnit::RoadLength, 1_500.0, 5_000.0),
            (DemandUnit::Buildings, 2.0, 5.0),
        ] {
            let found = found(unit, &covered(0.0, 3.5));
            let [first, second] = found.as_slice() else { panic!("{unit}: {found:?}") };
            assert_eq!((first.squares[0].column, second.squares[0].column), (0, 1), "{unit}");
            assert_close(first.amount, west);
            assert_close(second.amount, east);
        }
        let places = found(DemandUnit::Places, &covered(0.0, 3.5));
        assert_eq!(places, [UncoveredDemand { amount: 1.0, squares: vec![CellIndex { column: 1, row: 0 }] }]);
    }

    /// A building on the line between two squares needs both, unless its margin is
    /// covered on one side.
    #[test]
    fn a_building_between_squares_needs_both() {
        let on_the_line = |region: &mut crate::domain::Region| {
            region.demand.buildings.truncate(1);
            region.demand.buildings[0].outline = geo::Point::new(4_998.0, 500.0).into();
        };
        let region = Fixture::strip().with_region(on_the_line).snapshot().region;
        for (area, columns) in [(covered(0.0, 1.0), vec![0, 1]), (covered(0.0, 5.0), vec![1])] {
            let unit = DemandUnit::Buildings;
            let found = uncovered_demand(&region, &region.zones[0], unit, &area, SQUARES);
            let squares: Vec<_> = found[0].squares.iter().map(|square| square.column).collect();
            assert_eq!((found.len(), found[0].amount, squares), (1, 1.0, columns));
        }
    }

    /// A population square on the line between two squares is shared by its area.
    #[test]
    fn inhabitants_on_the_line_are_shared() {
        let on_the_line = |region: &mut crate::domain::Region| {
            region.demand.population.truncate(1);
            region.demand.population[0].outline = rectangle_km(4.6, 5.6);
        };
        let region = Fixture::strip().with_region(on_the_line).snapshot().region;
        let (zone, unit) = (&region.zones[0], DemandUnit::Inhabitants);
        let found = uncovered_demand(&region, zone, unit, &covered(4.8, 5.1), SQUARES);
        assert_close(found[0].amount, 20.0);
        assert_close(found[1].amount, 50.0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        /// Whatever is covered, the squares have together what is uncovered.
        #[test]
        fn squares_have_together_what_is_uncovered(from in 0.0..9.0f64, length in 0.01..6.0f64) {
            let region = Fixture::strip().snapshot().region;
            let (zone, area) = (&region.zones[0], covered(from, from + length));
            for &unit in DemandUnit::ALL {
                let found = uncovered_demand(&region, zone, unit, &area, SQUARES);
                let (sum, measure) = (total(found.iter().map(|one| one.amount)), measure(&region, zone, unit, &area));
                prop_assert!((sum - measure.uncovered()).abs() <= 1e-6 * measure.total, "{unit}: {sum} {measure:?}");
            }
        }
    }
}
