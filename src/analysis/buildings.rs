//! Buildings: one is covered when every point close to it is (R3).

use geo::Centroid;

use super::Measure;
use crate::{
    domain::Building,
    geometry::{Mosaic, covered_with_margin},
    index::{RegionIndex, ZoneIndex},
};

/// All within this distance of a building has to be covered, metres: so the
/// joint tenders of the Danish municipalities count buildings.
pub const BUILDING_MARGIN_M: f64 = 5.0;

/// How many of a zone's buildings an area covers.
pub fn buildings(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Measure {
    measured(region, &zone.buildings, area)
}

/// The buildings of a zone that an area doesn't cover, in the region's order.
pub fn uncovered_buildings(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Vec<usize> {
    let covered = covered(region, &zone.buildings, area);
    let uncovered = zone.buildings.iter().zip(covered).filter(|(_, covered)| !covered);
    let mut uncovered: Vec<usize> = uncovered.map(|(&building, _)| building).collect();
    uncovered.sort_unstable();
    uncovered
}

/// The same without the buildings whose centre lies in an excluded area. Beside
/// it, the excluded area itself is not asked for (R2).
pub(super) fn buildings_without(
    region: &RegionIndex,
    zone: &ZoneIndex,
    area: &Mosaic,
    excluded: &Mosaic,
) -> Measure {
    let is_asked_for = |building: &&usize| {
        let centre = building_of(region, **building).outline.centroid();
        !centre.is_some_and(|centre| excluded.contains(centre.0))
    };
    let asked: Vec<usize> = zone.buildings.iter().filter(is_asked_for).copied().collect();
    measured(region, &asked, &area.union(excluded))
}

fn measured(region: &RegionIndex, buildings: &[usize], area: &Mosaic) -> Measure {
    let covered = covered(region, buildings, area).into_iter().filter(|covered| *covered).count();
    Measure { total: buildings.len() as f64, covered: covered as f64 }
}

fn covered(region: &RegionIndex, buildings: &[usize], area: &Mosaic) -> Vec<bool> {
    let outlines = buildings.iter().map(|&building| &building_of(region, building).outline);
    covered_with_margin(area, outlines, BUILDING_MARGIN_M)
}

fn building_of(region: &RegionIndex, building: usize) -> &Building {
    &region.region.demand.buildings[building]
}

#[cfg(test)]
mod tests {
    use geo::{Geometry, Polygon, Rect};

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, rectangle_km},
        domain::Share,
        geometry::ANALYSIS_GRID,
    };

    /// Ten metres wide, on the strip's middle line.
    fn house(number: usize, centre_m: f64) -> Building {
        let outline: Polygon<f64> = Rect::new((centre_m - 5.0, 495.0), (centre_m + 5.0, 505.0)).to_polygon();
        Building { id: format!("house {number}"), kind: String::new(), outline: Geometry::Polygon(outline) }
    }

    fn region(centres_m: impl Iterator<Item = f64>) -> std::sync::Arc<RegionIndex> {
        let houses = centres_m.enumerate().map(|(number, centre_m)| house(number, centre_m)).collect();
        Fixture::strip().with_region(|region| region.demand.buildings = houses).snapshot().region
    }

    fn covered_to(metres: f64) -> Mosaic {
        Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(0.0, metres / 1e3)])
    }

    /// R3: its centre 9 m inside the edge it is not covered, 10 m inside it is.
    #[test]
    fn five_metres_around_it_are_part_of_a_building() {
        let region = region([1_000.0].into_iter());
        for (edge_m, covered) in [(1_009.0, 0.0), (1_009.9, 0.0), (1_010.0, 1.0), (1_011.0, 1.0)] {
            let found = buildings(&region, &region.zones[0], &covered_to(edge_m));
            assert_eq!((found.total, found.covered), (1.0, covered), "{edge_m}");
        }
    }

    /// R3: 1,970 of 2,000 reach 98.5 %, 1,969 don't; the failing ones are told.
    #[test]
    fn one_building_decides() {
        let threshold = Share::new(0.985).unwrap();
        for (uncovered, is_met, shown) in [(30, true, "98.50"), (31, false, "98.45")] {
            let near = (0..2_000 - uncovered).map(|number| 100.0 + f64::from(number));
            let region = region(near.chain((0..uncovered).map(|number| 8_000.0 - f64::from(number))));
            let (zone, area) = (&region.zones[0], covered_to(5_000.0));
            let share = buildings(&region, zone, &area).covered_share().unwrap();
            assert_eq!((share >= threshold, share.percent_against(threshold).as_str()), (is_met, shown));
            let failing = uncovered_buildings(&region, zone, &area);
            let first = 2_000 - uncovered as usize;
            assert_eq!(failing, (first..2_000).collect::<Vec<_>>());
        }
    }

    /// R2: a building beside an excluded area needs no coverage in it.
    #[test]
    fn what_stands_in_an_excluded_area_is_left_out() {
        let region = region([1_000.0, 1_992.0, 2_001.0, 3_000.0].into_iter());
        let excluded = Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(2.0, 4.0)]);
        let found = buildings_without(&region, &region.zones[0], &covered_to(2_000.0), &excluded);
        assert_eq!((found.total, found.covered), (2.0, 2.0));
        assert_eq!(buildings(&region, &region.zones[0], &covered_to(2_000.0)).covered, 1.0);
    }
}
