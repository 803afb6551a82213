//! How many of a zone's inhabitants a supply covers.

use geo::Area;

use super::Measure;
use crate::{
    domain::{Share, words},
    geometry::{Mosaic, total},
    index::{RegionIndex, ZoneIndex},
};

/// What a zone's inhabitants are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InhabitantsBasis {
    /// Each square's by the share of its area that is covered.
    Squares,
    /// Each point's as a whole.
    Points,
    /// Some municipalities of the zone by points, the others by squares.
    Both,
}

words!(InhabitantsBasis, "basis of inhabitants", {
    Squares => "squares", Points => "points", Both => "both",
});

/// None where nobody lives in the zone as far as the region says.
pub fn inhabitants_basis(zone: &ZoneIndex) -> Option<InhabitantsBasis> {
    match (zone.squares.is_empty() && zone.cut_squares.is_empty(), zone.points.is_empty()) {
        (true, true) => None,
        (false, true) => Some(InhabitantsBasis::Squares),
        (true, false) => Some(InhabitantsBasis::Points),
        (false, false) => Some(InhabitantsBasis::Both),
    }
}

/// Inhabitants of a zone's squares, each counted by the share of its area that
/// is covered, and of its points.
pub(super) fn inhabitants(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Measure {
    Measure { total: zone.inhabitants, covered: inhabitants_in(region, zone, area) }
}

/// Inhabitants of a zone in an area.
pub(super) fn inhabitants_in(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> f64 {
    let in_cut_squares = match zone.cut_squares.as_slice() {
        [] => 0.0,
        cut => in_squares(region, cut, &zone.whole.intersection(area)),
    };
    in_squares(region, &zone.squares, area) + in_cut_squares + at_points(region, zone, area)
}

/// Of each square by the share of its area.
fn in_squares(region: &RegionIndex, squares: &[usize], area: &Mosaic) -> f64 {
    let squares = squares.iter().map(|&square| &region.region.demand.population[square]);
    total(squares.map(|square| {
        let inside_m2 = area.convex_overlap_area_m2(&square.outline);
        square.inhabitants * Share::of(inside_m2, square.outline.unsigned_area()).map_or(0.0, Share::value)
    }))
}

/// Inhabitants of a zone's points in an area.
pub(super) fn at_points(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> f64 {
    let points = zone.points.iter().map(|&point| &region.region.demand.population_points[point]);
    total(points.filter(|point| area.contains(point.position)).map(|point| point.inhabitants))
}

#[cfg(test)]
mod tests {
    use geo::{Coord, MultiPolygon};

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::{PopulationPoint, Region, Zone, ZoneCode, ZoneKind},
        geometry::ANALYSIS_GRID,
    };

    fn zone(code: &str, kind: &str, from_km: f64, to_km: f64) -> Zone {
        Zone {
            code: ZoneCode::new(code),
            name: code.to_owned(),
            kind: ZoneKind::new(kind),
            parent: (kind == "municipality").then(|| ZoneCode::new("24")),
            outline: MultiPolygon(vec![rectangle_km(from_km, to_km)]),
        }
    }

    /// Two municipalities of five squares each; the eastern one has two points, too.
    fn two_municipalities(region: &mut Region) {
        region.zones = vec![
            zone("2401", "municipality", 0.0, 5.0),
            zone("2402", "municipality", 5.0, 10.0),
            zone("24", "county", 0.0, 10.0),
        ];
        let point = |kilometre: f64, inhabitants| PopulationPoint {
            inhabitants,
            position: Coord { x: kilometre * 1e3, y: 250.0 },
        };
        region.demand.population_points = vec![point(6.1, 30.0), point(8.0, 12.0)];
    }

    #[test]
    fn points_decide_where_a_municipality_has_them() {
        let region = Fixture::strip().with_region(two_municipalities).snapshot().region;
        let area = Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(4.5, 6.2)]);
        for (zone, basis, total, covered) in [
            (0, InhabitantsBasis::Squares, 500.0, 50.0),
            (1, InhabitantsBasis::Points, 42.0, 30.0),
            (2, InhabitantsBasis::Both, 542.0, 80.0),
        ] {
            let zone = &region.zones[zone];
            assert_eq!(inhabitants_basis(zone), Some(basis), "{}", zone.zone.code);
            let found = inhabitants(&region, zone, &area);
            assert_close(found.total, total);
            assert_close(found.covered, covered);
        }
    }

    #[test]
    fn nobody_has_no_basis() {
        let region =
            Fixture::strip().with_region(|region| region.demand.population.clear()).snapshot().region;
        assert_eq!(inhabitants_basis(&region.zones[0]), None);
    }
}
