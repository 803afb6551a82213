//! A zone that somebody draws or uploads, with the demand that lies in it.

use geo::{Area, BoundingRect, MultiPolygon, Polygon, Rect};
use rstar::{AABB, RTree};

use super::{BoxOf, RegionIndex, ZoneIndex, box_of, road_parts};
use crate::{
    domain::{Demand, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Mosaic, total},
};

/// The demand by where it lies; numbers are indices into the region's demand.
#[derive(Clone, Debug)]
pub struct DemandTrees {
    squares: RTree<BoxOf<usize>>,
    links: RTree<BoxOf<usize>>,
    places: RTree<BoxOf<usize>>,
}

impl DemandTrees {
    pub fn new(demand: &Demand) -> Self {
        let places = demand.places.iter().map(|place| Some(Rect::new(place.position, place.position)));
        Self {
            squares: tree(demand.population.iter().map(|square| square.outline.bounding_rect())),
            links: tree(demand.roads.iter().map(|link| link.line.bounding_rect())),
            places: tree(places),
        }
    }
}

fn tree(boxes: impl Iterator<Item = Option<Rect<f64>>>) -> RTree<BoxOf<usize>> {
    let boxes = boxes.enumerate().filter_map(|(number, rect)| Some(box_of(rect?, number)));
    RTree::bulk_load(boxes.collect())
}

/// In the region's order.
fn near(tree: &RTree<BoxOf<usize>>, rect: Rect<f64>) -> Vec<usize> {
    let (min, max) = (rect.min(), rect.max());
    let window = AABB::from_corners([min.x, min.y], [max.x, max.y]);
    let mut found: Vec<usize> = tree.locate_in_envelope_intersecting(window).map(|near| near.data).collect();
    found.sort_unstable();
    found
}

impl RegionIndex {
    /// A zone of anybody's own: valid polygons in the computing coordinate
    /// reference system. Inhabitants of a square that its edge cuts count by the
    /// share of the square's area.
    pub fn own_zone(&self, name: String, outline: MultiPolygon<f64>) -> ZoneIndex {
        let whole = Mosaic::from_multi_polygon(ANALYSIS_GRID, &outline);
        let land = whole.difference(&self.lakes);
        let bounds = outline.bounding_rect();
        let near = |tree| bounds.map_or_else(Vec::new, |bounds| near(tree, bounds));
        let demand = &self.region.demand;
        let (squares, cut_squares) = self.squares_in(&whole, near(&self.trees.squares));
        let cut_inhabitants = cut_squares.iter().map(|&square| {
            let square = &demand.population[square];
            square.inhabitants * share_inside(&square.outline, &whole)
        });
        let inhabitants = total(squares.iter().map(|&square| demand.population[square].inhabitants))
            + total(cut_inhabitants);
        let road_parts = road_parts(&self.region, near(&self.trees.links).into_iter(), &whole);
        let is_inside = |place: &usize| whole.contains(demand.places[*place].position);
        let places = near(&self.trees.places).into_iter().filter(is_inside).collect();
        ZoneIndex {
            zone: Zone { code: ZoneCode::new("own"), name, kind: ZoneKind::own(), parent: None, outline },
            land_m2: land.area_m2(),
            whole,
            land,
            squares,
            cut_squares,
            inhabitants,
            road_m: total(road_parts.iter().map(|part| part.interval.length_m())),
            road_parts,
            places,
        }
    }

    /// Those that lie in an area whole, and those that its edge cuts.
    fn squares_in(&self, area: &Mosaic, near: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
        let share = |square: &usize| share_inside(&self.region.demand.population[*square].outline, area);
        let touched =
            near.into_iter().map(|square| (square, share(&square))).filter(|(_, share)| *share > 0.0);
        let (whole, cut): (Vec<_>, Vec<_>) = touched.partition(|(_, share)| *share >= 1.0);
        let numbers = |squares: Vec<(usize, f64)>| squares.into_iter().map(|(square, _)| square).collect();
        (numbers(whole), numbers(cut))
    }
}

/// How much of a square lies in an area, 0…1.
fn share_inside(square: &Polygon<f64>, area: &Mosaic) -> f64 {
    area.convex_overlap_area_m2(square) / square.unsigned_area()
}

#[cfg(test)]
mod tests {
    use geo::Intersects;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::{
            fixture::{Fixture, assert_close, rectangle_km},
            zone_gaps,
        },
        index::{Networks, Snapshot},
    };

    fn snapshot() -> Snapshot {
        Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 6.3)])
            .claim("b", &[rectangle_km(4.1, 9.0)])
            .snapshot()
    }

    fn part(snapshot: &Snapshot, from_km: f64, to_km: f64) -> ZoneIndex {
        snapshot.region.own_zone(String::new(), rectangle_km(from_km, to_km).into())
    }

    /// 2.5–7.5 km: half of two squares, a road of 5 km, no place.
    #[test]
    fn what_the_edge_cuts_counts_in_part() {
        let snapshot = snapshot();
        let zone = part(&snapshot, 2.5, 7.5);
        assert_eq!((zone.squares.len(), zone.cut_squares.len(), zone.places.len()), (4, 2, 0));
        let figures = zone_gaps(&snapshot, &zone, &Fixture::voice(Networks::One(Fixture::network("a"))));
        assert_close(figures.inhabitants.total, 500.0);
        assert_close(figures.inhabitants.covered, 380.0);
        assert_close(figures.road_length.covered, 3_800.0);
        assert_close(figures.land_area.covered, 3.8e6);
        assert_close(figures.not_spots.all_m2, 2.2e6);
        let names: Vec<_> =
            snapshot.region.municipalities_of(&zone.whole).map(|zone| &zone.zone.name).collect();
        assert_eq!(names, ["Remsan"]);
    }

    #[test]
    fn outside_the_region_nothing_lies_in_a_zone() {
        let snapshot = snapshot();
        let zone = part(&snapshot, 20.0, 30.0);
        assert!(
            !snapshot.region.whole.pieces().is_empty()
                && !zone.zone.outline.intersects(&rectangle_km(0.0, 10.0))
        );
        assert_eq!((zone.inhabitants, zone.road_m, zone.places.len()), (0.0, 0.0, 0));
        assert_eq!(snapshot.region.municipalities_of(&zone.whole).count(), 0);
    }

    proptest! {
        /// Wherever a zone is cut in two, the halves have together what it has.
        #[test]
        fn halves_make_the_whole(cut_km in 0.001..9.999_f64) {
            let snapshot = snapshot();
            let supply = Fixture::voice(Networks::Any);
            let whole = zone_gaps(&snapshot, &snapshot.region.zones[0], &supply);
            let halves = [(0.0, cut_km), (cut_km, 10.0)]
                .map(|(from, to)| zone_gaps(&snapshot, &part(&snapshot, from, to), &supply));
            for unit in [crate::domain::DemandUnit::LandArea, crate::domain::DemandUnit::Inhabitants, crate::domain::DemandUnit::RoadLength] {
                let (both, whole) = (halves.each_ref().map(|half| half.measure(unit)), whole.measure(unit));
                prop_assert!((both[0].total + both[1].total - whole.total).abs() <= 1e-6 * whole.total);
                prop_assert!((both[0].covered + both[1].covered - whole.covered).abs() <= 1e-6 * whole.total);
            }
        }
    }
}
