//! Gap analysis: how much of the demand in each zone a supply covers, and where
//! it doesn't (R1, R2, R4).

use std::sync::Arc;

use geo::MultiPolygon;
use rayon::prelude::*;

use super::{
    ByClass, LineGaps, PresenceGaps, buildings,
    buildings::buildings_without,
    inhabitants::inhabitants,
    line_gaps,
    presence::{presence_area, presence_gaps},
};
use crate::{
    domain::{ByLine, DemandUnit, LineKind, Share},
    geometry::Mosaic,
    index::{Networks, RegionIndex, Snapshot, Supply, ZoneIndex},
};

/// How much of a demand is covered, in the demand's own unit: square metres,
/// inhabitants, metres, places or buildings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measure {
    pub total: f64,
    pub covered: f64,
}

impl Measure {
    pub fn uncovered(self) -> f64 {
        (self.total - self.covered).max(0.0)
    }

    /// Nothing where there is no demand.
    pub fn covered_share(self) -> Option<Share> {
        Share::of(self.covered, self.total)
    }
}

/// Land area by how many networks cover it, square metres (R1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NotSpots {
    pub land_m2: f64,
    pub any_m2: f64,
    pub all_m2: f64,
}

impl NotSpots {
    /// Some network covers, but not all.
    pub fn partial_m2(self) -> f64 {
        (self.any_m2 - self.all_m2).max(0.0)
    }

    /// No network covers.
    pub fn total_m2(self) -> f64 {
        (self.land_m2 - self.any_m2).max(0.0)
    }
}

/// The figures of one zone for one supply.
#[derive(Clone, Debug)]
pub struct ZoneGaps {
    pub land_area: Measure,
    pub inhabitants: Measure,
    pub lines: ByLine<LineGaps>,
    pub places: Measure,
    pub buildings: Measure,
    pub presence: PresenceGaps,
    pub not_spots: NotSpots,
}

impl ZoneGaps {
    pub fn measure(&self, unit: DemandUnit) -> Measure {
        match unit {
            DemandUnit::LandArea => self.land_area,
            DemandUnit::Inhabitants => self.inhabitants,
            DemandUnit::RoadLength => self.lines[LineKind::Roads].length,
            DemandUnit::RailwayLength => self.lines[LineKind::Railways].length,
            DemandUnit::TrailLength => self.lines[LineKind::Trails].length,
            DemandUnit::RouteLength => self.lines[LineKind::Routes].length,
            DemandUnit::Places => self.places,
            DemandUnit::Buildings => self.buildings,
            DemandUnit::PresenceArea => self.presence.area,
        }
    }

    pub fn by_class(&self, unit: DemandUnit) -> ByClass {
        match (unit.line(), unit) {
            (Some(kind), _) => (&self.lines[kind]).into(),
            (None, DemandUnit::PresenceArea) => (&self.presence).into(),
            (None, _) => self.measure(unit).into(),
        }
    }
}

/// The figures of every zone of the region for one supply, in the region's order.
pub fn gaps(snapshot: &Snapshot, supply: &Supply) -> Vec<ZoneGaps> {
    let areas = Areas::of(snapshot, supply);
    snapshot.region.zones.par_iter().map(|zone| figures(&snapshot.region, zone, &areas)).collect()
}

/// The figures of one zone, of the region or of anybody's own, for one supply.
pub fn zone_gaps(snapshot: &Snapshot, zone: &ZoneIndex, supply: &Supply) -> ZoneGaps {
    figures(&snapshot.region, zone, &Areas::of(snapshot, supply))
}

/// The land of a zone that a supply leaves uncovered, dissolved; computing
/// coordinate reference system.
pub fn gap_polygons(snapshot: &Snapshot, supply: &Supply, zone: &ZoneIndex) -> MultiPolygon<f64> {
    zone.land.difference(&snapshot.area(supply)).dissolve()
}

/// How much of a zone's demand an area covers.
pub fn measure(region: &RegionIndex, zone: &ZoneIndex, unit: DemandUnit, area: &Mosaic) -> Measure {
    match unit {
        DemandUnit::LandArea => land_area(zone, area),
        DemandUnit::Inhabitants => inhabitants(region, zone, area),
        DemandUnit::RoadLength => line_gaps(region, zone, LineKind::Roads, area).length,
        DemandUnit::RailwayLength => line_gaps(region, zone, LineKind::Railways, area).length,
        DemandUnit::TrailLength => line_gaps(region, zone, LineKind::Trails, area).length,
        DemandUnit::RouteLength => line_gaps(region, zone, LineKind::Routes, area).length,
        DemandUnit::Places => places(region, zone, area),
        DemandUnit::Buildings => buildings(region, zone, area),
        DemandUnit::PresenceArea => presence_area(zone, area),
    }
}

/// The same, in all and by class where the demand has classes.
pub fn by_class(region: &RegionIndex, zone: &ZoneIndex, unit: DemandUnit, area: &Mosaic) -> ByClass {
    match (unit.line(), unit) {
        (Some(kind), _) => (&line_gaps(region, zone, kind, area)).into(),
        (None, DemandUnit::PresenceArea) => (&presence_gaps(zone, area)).into(),
        (None, _) => measure(region, zone, unit, area).into(),
    }
}

/// The same without the demand that lies in an excluded area: it counts neither
/// in the share's numerator nor in its denominator (R2).
pub fn measure_without(
    region: &RegionIndex,
    zone: &ZoneIndex,
    unit: DemandUnit,
    area: &Mosaic,
    excluded: &Mosaic,
) -> Measure {
    if unit == DemandUnit::Buildings {
        return buildings_without(region, zone, area, excluded);
    }
    let left_out = measure(region, zone, unit, excluded);
    let counted = measure(region, zone, unit, &area.difference(excluded));
    Measure { total: left_out.uncovered(), covered: counted.covered }
}

struct Areas {
    asked: Arc<Mosaic>,
    any: Arc<Mosaic>,
    all: Arc<Mosaic>,
}

impl Areas {
    fn of(snapshot: &Snapshot, supply: &Supply) -> Self {
        let area = |networks| snapshot.area(&supply.with_networks(networks));
        Self { asked: snapshot.area(supply), any: area(Networks::Any), all: area(Networks::All) }
    }
}

fn figures(region: &RegionIndex, zone: &ZoneIndex, areas: &Areas) -> ZoneGaps {
    ZoneGaps {
        land_area: land_area(zone, &areas.asked),
        inhabitants: inhabitants(region, zone, &areas.asked),
        lines: ByLine::from_fn(|kind| line_gaps(region, zone, kind, &areas.asked)),
        places: places(region, zone, &areas.asked),
        buildings: buildings(region, zone, &areas.asked),
        presence: presence_gaps(zone, &areas.asked),
        not_spots: NotSpots {
            land_m2: zone.land_m2,
            any_m2: zone.land.intersection_area_m2(&areas.any),
            all_m2: zone.land.intersection_area_m2(&areas.all),
        },
    }
}

fn land_area(zone: &ZoneIndex, area: &Mosaic) -> Measure {
    Measure { total: zone.land_m2, covered: zone.land.intersection_area_m2(area) }
}

fn places(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Measure {
    let covers = |place: &&usize| area.contains(region.region.demand.places[**place].position);
    Measure { total: zone.places.len() as f64, covered: zone.places.iter().filter(covers).count() as f64 }
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;
    use crate::analysis::fixture::{Fixture, assert_close, rectangle_km};

    /// R1 on a zone of 10 × 1 km: A covers 0–6, B covers 4–9.
    #[test]
    fn not_spots_of_two_networks() {
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 6.0)])
            .claim("b", &[rectangle_km(4.0, 9.0)])
            .snapshot();
        let figures = &gaps(&snapshot, &Fixture::voice(Networks::Any))[0];
        let spots = figures.not_spots;
        for (found, expected) in
            [(spots.any_m2, 0.9), (spots.all_m2, 0.2), (spots.partial_m2(), 0.7), (spots.total_m2(), 0.1)]
        {
            assert_close(found / spots.land_m2, expected);
        }
        assert_close(figures.land_area.covered_share().unwrap().value(), 0.9);
    }

    /// R1: 0–6 and 4–10 of one network are 100 %, never 120 %.
    #[test]
    fn a_network_counts_once() {
        let snapshot =
            Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0), rectangle_km(4.0, 10.0)]).snapshot();
        let network = Networks::One(Fixture::network("a"));
        assert_close(
            gaps(&snapshot, &Fixture::voice(network))[0].land_area.covered_share().unwrap().value(),
            1.0,
        );
    }

    /// R2 in small: what is excluded counts neither above nor below the line.
    #[test]
    fn exclusions_leave_both_sides() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 9.85)]).snapshot();
        let excluded = Mosaic::from_polygons(crate::geometry::ANALYSIS_GRID, [&rectangle_km(0.0, 2.0)]);
        let supply = snapshot.area(&Fixture::voice(Networks::Any));
        let zone = &snapshot.region.zones[0];
        let measure = measure_without(&snapshot.region, zone, DemandUnit::LandArea, &supply, &excluded);
        assert_close(measure.covered_share().unwrap().value(), 7.85 / 8.0);
        assert_eq!(measure.covered_share().unwrap().percent(), "98.12");
    }

    #[test]
    fn inhabitants_count_by_area_share_and_places_by_point() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 2.25)]).snapshot();
        let figures = &gaps(&snapshot, &Fixture::voice(Networks::Any))[0];
        assert_eq!(figures.inhabitants.total, 1_000.0);
        assert_close(figures.inhabitants.covered, 225.0);
        assert_eq!((figures.places.total, figures.places.covered), (2.0, 1.0));
    }

    #[test]
    fn gap_and_cover_are_the_zone() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(1.3, 6.7)]).snapshot();
        let supply = Fixture::voice(Networks::Any);
        let zone = &snapshot.region.zones[0];
        let covered = land_area(zone, &snapshot.area(&supply)).covered;
        assert_close(covered + gap_polygons(&snapshot, &supply, zone).unsigned_area(), zone.land_m2);
    }

    #[test]
    fn nobody_claims_anything() {
        let snapshot = Fixture::strip().snapshot();
        let figures = &gaps(&snapshot, &Fixture::voice(Networks::Any))[0];
        assert_eq!(figures.land_area.covered, 0.0);
        assert_close(figures.not_spots.total_m2(), figures.not_spots.land_m2);
    }
}
