//! The gaps of one supply as areas that one could act on, ranked by what lies
//! in them.

use geo::{Area, BoundingRect, Intersects, Polygon, Rect};
use rayon::prelude::*;

use super::{Stretch, gap_polygons, inhabitants::at_points, stretches_inside};
use crate::{
    domain::words,
    geometry::{ANALYSIS_GRID, Mosaic, mean_width_m, total},
    index::{RegionIndex, Snapshot, Supply, ZoneIndex, place_of},
};

/// Gaps below this without any demand in them are edges of coverage rather than
/// places; they are counted, not listed.
pub const LEAST_LISTED_GAP_M2: f64 = 1_000_000.0;

/// What is narrower on average lies between two maps that were drawn apart, and
/// is no place; it is counted for itself.
pub const SLIVER_WIDTH_M: f64 = 10.0;

/// A connected piece of one zone's land that a supply leaves uncovered.
#[derive(Clone, Debug)]
pub struct GapArea {
    /// Index into the zones that were asked about.
    pub zone: usize,
    /// Computing coordinate reference system.
    pub outline: Polygon<f64>,
    pub area_m2: f64,
    pub inhabitants: f64,
    /// The roads in it, longest stretch first.
    pub stretches: Vec<Stretch>,
    pub road_m: f64,
    /// Indices into the region's places.
    pub places: Vec<usize>,
    /// Numbers of the reports in it.
    pub dead_zones: Vec<i64>,
    /// Mean of the gap's shares of all uncovered inhabitants, road and places, 0…1.
    pub priority: f64,
}

/// What gaps are ranked by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GapOrder {
    #[default]
    Priority,
    Inhabitants,
    Road,
    Places,
    Area,
}

words!(GapOrder, "order", {
    Priority => "priority", Inhabitants => "inhabitants", Road => "road", Places => "places", Area => "area",
});

/// The listed gaps, most important first, and how many are not listed.
#[derive(Clone, Debug)]
pub struct RankedGaps {
    pub gaps: Vec<GapArea>,
    pub unlisted: Unlisted,
    /// Narrower than [`SLIVER_WIDTH_M`].
    pub slivers: Unlisted,
}

/// Gaps that are counted only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unlisted {
    pub count: usize,
    pub area_m2: f64,
}

impl Unlisted {
    fn of(gaps: &[f64]) -> Self {
        Self { count: gaps.len(), area_m2: total(gaps.iter().copied()) }
    }
}

/// The gaps of a supply in zones.
pub fn ranked_gaps(snapshot: &Snapshot, supply: &Supply, zones: &[&ZoneIndex]) -> RankedGaps {
    let gaps_of = |(number, zone): (usize, &&ZoneIndex)| {
        let polygons = gap_polygons(snapshot, supply, zone);
        let (slivers, wide): (Vec<_>, Vec<_>) = polygons.into_iter().partition(is_sliver);
        let gaps = wide.into_iter().map(|outline| gap_area(snapshot, number, zone, outline));
        (gaps.collect::<Vec<_>>(), slivers.iter().map(Area::unsigned_area).collect::<Vec<_>>())
    };
    let of_zones: Vec<_> = zones.par_iter().enumerate().map(gaps_of).collect();
    let (all, slivers): (Vec<_>, Vec<_>) = of_zones.into_iter().unzip();
    let (mut gaps, rest): (Vec<_>, Vec<_>) = all.into_iter().flatten().partition(is_listed);
    set_priorities(&mut gaps);
    let rest: Vec<f64> = rest.iter().map(|gap| gap.area_m2).collect();
    let slivers: Vec<f64> = slivers.into_iter().flatten().collect();
    RankedGaps { gaps, unlisted: Unlisted::of(&rest), slivers: Unlisted::of(&slivers) }
        .ordered(GapOrder::Priority)
}

impl RankedGaps {
    /// Most first; what is equal stands by its area.
    pub fn ordered(mut self, order: GapOrder) -> Self {
        let key = |gap: &GapArea| match order {
            GapOrder::Priority => gap.priority,
            GapOrder::Inhabitants => gap.inhabitants,
            GapOrder::Road => gap.road_m,
            GapOrder::Places => gap.places.len() as f64,
            GapOrder::Area => gap.area_m2,
        };
        self.gaps.sort_by(|a, b| key(b).total_cmp(&key(a)).then(b.area_m2.total_cmp(&a.area_m2)));
        self
    }
}

fn is_sliver(gap: &Polygon<f64>) -> bool {
    mean_width_m(gap.exterior()) < SLIVER_WIDTH_M
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
    let stretches = stretches_inside(&snapshot.region, zone, &area);
    GapArea {
        zone: number,
        area_m2: outline.unsigned_area(),
        inhabitants: inside.inhabitants(),
        road_m: total(stretches.iter().map(|stretch| stretch.length_m)),
        stretches,
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
        let squares = self.zone.squares.iter().chain(&self.zone.cut_squares);
        let squares = squares.map(|&square| &self.region.region.demand.population[square]);
        let near = squares.filter(|square| self.near(square.outline.bounding_rect()));
        let in_squares = total(near.map(|square| {
            let share = self.area.convex_overlap_area_m2(&square.outline) / square.outline.unsigned_area();
            square.inhabitants * share.min(1.0)
        }));
        in_squares + at_points(self.region, self.zone, self.area)
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
        let ranked = ranked_gaps(&snapshot, &Fixture::voice(Networks::Any), &[&snapshot.region.zones[0]]);
        let [first, second] = ranked.gaps.as_slice() else { panic!("two gaps: {ranked:?}") };
        assert_close(first.inhabitants, 150.0);
        assert_close(first.road_m, 1_500.0);
        assert_eq!(first.places.len(), 1);
        assert_close(second.inhabitants, 400.0);
        assert_close(first.priority + second.priority, 1.0);
        assert_eq!(first.stretches.len(), 1);
        assert_eq!((ranked.unlisted.count, ranked.slivers.count), (0, 0));
        assert_close(ranked.ordered(GapOrder::Places).gaps[0].inhabitants, 150.0);
    }

    /// 5 m between two maps are counted, not listed.
    #[test]
    fn slivers_are_set_apart() {
        let snapshot =
            Fixture::strip().claim("a", &[rectangle_km(0.0, 4.0), rectangle_km(4.005, 9.0)]).snapshot();
        let zones = [&snapshot.region.zones[0]];
        let ranked = ranked_gaps(&snapshot, &Fixture::voice(Networks::Any), &zones);
        assert_eq!((ranked.gaps.len(), ranked.slivers.count), (1, 1));
        assert!((ranked.slivers.area_m2 - 5_000.0).abs() < 0.5, "{ranked:?}");
    }
}
