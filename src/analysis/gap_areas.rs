//! The gaps of one supply as areas that one could act on, ranked by what lies
//! in them.

use geo::{Area, BoundingRect, Intersects, Polygon, Rect};
use rayon::prelude::*;

use super::{gap_polygons, inhabitants::at_points};
use crate::{
    domain::LineKind,
    geometry::{ANALYSIS_GRID, Mosaic, covered_intervals, part_of_line, total},
    index::{RegionIndex, Snapshot, Supply, ZoneIndex, place_of},
};

/// Gaps below this without any demand in them are edges of coverage rather than
/// places; they are counted, not listed.
pub const LEAST_LISTED_GAP_M2: f64 = 1_000_000.0;

/// A connected piece of one zone's land that a supply leaves uncovered.
#[derive(Clone, Debug)]
pub struct GapArea {
    /// Index into the region's zones.
    pub zone: usize,
    /// Computing coordinate reference system.
    pub outline: Polygon<f64>,
    pub area_m2: f64,
    pub inhabitants: f64,
    pub road_m: f64,
    /// Indices into the region's places.
    pub places: Vec<usize>,
    /// Numbers of the reports in it.
    pub dead_zones: Vec<i64>,
    /// Mean of the gap's shares of all uncovered inhabitants, road and places, 0…1.
    pub priority: f64,
}

/// The listed gaps, most important first, and how many are not listed.
#[derive(Clone, Debug)]
pub struct RankedGaps {
    pub gaps: Vec<GapArea>,
    pub unlisted: usize,
    pub unlisted_m2: f64,
}

/// The gaps of a supply in the region's municipalities, or in those zones that
/// `asked` picks.
pub fn ranked_gaps(
    snapshot: &Snapshot,
    supply: &Supply,
    asked: impl Fn(&ZoneIndex) -> bool + Sync,
) -> RankedGaps {
    let zones: Vec<_> = snapshot.region.zones.iter().enumerate().filter(|(_, zone)| asked(zone)).collect();
    let all: Vec<GapArea> = zones
        .into_par_iter()
        .flat_map_iter(|(number, zone)| {
            let polygons = gap_polygons(snapshot, supply, zone);
            polygons.into_iter().map(move |outline| gap_area(snapshot, number, zone, outline))
        })
        .collect();
    let (mut gaps, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(is_listed);
    set_priorities(&mut gaps);
    gaps.sort_by(|a, b| b.priority.total_cmp(&a.priority).then(b.area_m2.total_cmp(&a.area_m2)));
    RankedGaps { gaps, unlisted: rest.len(), unlisted_m2: total(rest.iter().map(|gap| gap.area_m2)) }
}

fn is_listed(gap: &GapArea) -> bool {
    let has_demand =
        gap.inhabitants >= 0.5 || gap.road_m >= 1.0 || !gap.places.is_empty() || !gap.dead_zones.is_empty();
    has_demand || gap.area_m2 >= LEAST_LISTED_GAP_M2
}

fn set_priorities(gaps: &mut [GapArea]) {
    let sum = |of: fn(&GapArea) -> f64| gaps.iter().map(of).sum::<f64>();
    let totals = [sum(|gap| gap.inhabitants), sum(|gap| gap.road_m), sum(|gap| gap.places.len() as f64)];
    for gap in gaps {
        let parts = [gap.inhabitants, gap.road_m, gap.places.len() as f64];
        let shares =
            parts.iter().zip(totals).filter(|(_, total)| *total > 0.0).map(|(part, total)| part / total);
        gap.priority = total(shares) / 3.0;
    }
}

fn gap_area(snapshot: &Snapshot, number: usize, zone: &ZoneIndex, outline: Polygon<f64>) -> GapArea {
    let area = Mosaic::from_polygons(ANALYSIS_GRID, [&outline]);
    let inside = Inside { region: &snapshot.region, zone, bounds: outline.bounding_rect(), area: &area };
    let dead_zones = inside.bounds.into_iter().flat_map(|bounds| snapshot.dead_zones.within_rect(bounds));
    GapArea {
        zone: number,
        area_m2: outline.unsigned_area(),
        inhabitants: inside.inhabitants(),
        road_m: inside.road_m(),
        places: inside.places(),
        dead_zones: dead_zones
            .filter(|report| area.contains(place_of(report)))
            .map(|report| report.number)
            .collect(),
        priority: 0.0,
        outline,
    }
}

/// The demand of a zone inside a gap; what lies outside the gap's bounding
/// rectangle is passed over.
struct Inside<'a> {
    region: &'a RegionIndex,
    zone: &'a ZoneIndex,
    bounds: Option<Rect<f64>>,
    area: &'a Mosaic,
}

impl Inside<'_> {
    fn inhabitants(&self) -> f64 {
        let squares = self.zone.squares.iter().map(|&square| &self.region.region.demand.population[square]);
        let near = squares.filter(|square| self.near(square.outline.bounding_rect()));
        let in_squares = total(near.map(|square| {
            let share = self.area.convex_overlap_area_m2(&square.outline) / square.outline.unsigned_area();
            square.inhabitants * share.min(1.0)
        }));
        in_squares + at_points(self.region, self.zone, self.area)
    }

    fn road_m(&self) -> f64 {
        let lines = self.zone.lines[LineKind::Roads].parts.iter().map(|part| {
            let link = &self.region.region.demand.lines[LineKind::Roads][part.link];
            part_of_line(&link.line, part.interval)
        });
        let near = lines.filter(|line| self.near(line.bounding_rect()));
        let inside = near.flat_map(|line| covered_intervals(&line, self.area));
        total(inside.map(|interval| interval.length_m()))
    }

    fn places(&self) -> Vec<usize> {
        let places = &self.region.region.demand.places;
        self.zone.places.iter().copied().filter(|&place| self.area.contains(places[place].position)).collect()
    }

    fn near(&self, other: Option<Rect<f64>>) -> bool {
        matches!((self.bounds, other), (Some(bounds), Some(other)) if bounds.intersects(&other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        index::Networks,
    };

    /// 0–1.5 km: a place, 150 inhabitants, 1.5 km of road; 4–9.9 km: more of each but the place.
    #[test]
    fn gaps_are_ranked_by_what_lies_in_them() {
        let snapshot =
            Fixture::strip().claim("a", &[rectangle_km(1.5, 4.0), rectangle_km(8.0, 10.0)]).snapshot();
        let ranked = ranked_gaps(&snapshot, &Fixture::voice(Networks::Any), |_| true);
        let [first, second] = ranked.gaps.as_slice() else { panic!("two gaps: {ranked:?}") };
        assert_close(first.inhabitants, 150.0);
        assert_close(first.road_m, 1_500.0);
        assert_eq!(first.places.len(), 1);
        assert_close(second.inhabitants, 400.0);
        assert_close(first.priority + second.priority, 1.0);
        assert_eq!(ranked.unlisted, 0);
    }
}
