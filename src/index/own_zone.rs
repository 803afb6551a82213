//! A zone that somebody draws or uploads, with the demand that lies in it.

use std::{collections::BTreeSet, sync::Arc};

use geo::{Area, BoundingRect, Centroid, MultiPolygon, Polygon, Rect};
use rstar::{AABB, RTree};

use super::{BoxOf, RegionIndex, ZoneIndex, ZoneLines, box_of, region::sort_by_cell};
use crate::{
    domain::{ByLine, Demand, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Mosaic, total},
};

/// The demand by where it lies; numbers are indices into the region's demand.
#[derive(Debug)]
pub struct DemandTrees {
    squares: Tree,
    points: Tree,
    lines: ByLine<Tree>,
    places: Tree,
    buildings: Tree,
}

type Tree = RTree<BoxOf<usize>>;

impl DemandTrees {
    /// Of the squares only those whose inhabitants are counted by squares.
    pub fn new(demand: &Demand, counted_squares: &BTreeSet<usize>) -> Self {
        let counted = |(number, outline): (usize, &Polygon<f64>)| {
            counted_squares.contains(&number).then(|| outline.bounding_rect()).flatten()
        };
        let squares = demand.population.iter().map(|square| &square.outline).enumerate();
        let point = |position| Some(Rect::new(position, position));
        Self {
            squares: tree(squares.map(counted)),
            points: tree(demand.population_points.iter().map(|at| point(at.position))),
            lines: ByLine::from_fn(|kind| {
                tree(demand.lines[kind].iter().map(|link| link.line.bounding_rect()))
            }),
            places: tree(demand.places.iter().map(|place| point(place.position))),
            buildings: tree(demand.buildings.iter().map(|building| building.outline.bounding_rect())),
        }
    }
}

fn tree(boxes: impl Iterator<Item = Option<Rect<f64>>>) -> Tree {
    let boxes = boxes.enumerate().filter_map(|(number, rect)| Some(box_of(rect?, number)));
    RTree::bulk_load(boxes.collect())
}

/// In the region's order.
fn near(tree: &Tree, rect: Rect<f64>) -> Vec<usize> {
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
        let (demand, trees) = (&self.region.demand, &self.trees);
        let (squares, cut_squares) = self.squares_in(&whole, near(&trees.squares));
        let points = near(&trees.points).into_iter();
        let points: Vec<usize> =
            points.filter(|&point| whole.contains(demand.population_points[point].position)).collect();
        let places = near(&trees.places).into_iter();
        let places = places.filter(|&place| whole.contains(demand.places[place].position)).collect();
        let lines = |kind| ZoneLines::of(near(&trees.lines[kind]).into_iter(), &demand.lines[kind], &whole);
        ZoneIndex {
            inhabitants: self.inhabitants_of(&squares, &cut_squares, &points, &whole),
            lines: ByLine::from_fn(lines),
            buildings: self.buildings_in(&whole, near(&trees.buildings)),
            presence: self.presence.as_ref().map(|presence| Arc::new(presence.within(&land))),
            zone: Zone { code: ZoneCode::new("own"), name, kind: ZoneKind::own(), parent: None, outline },
            land_m2: land.area_m2(),
            whole,
            land,
            squares,
            cut_squares,
            points,
            places,
        }
    }

    fn inhabitants_of(&self, squares: &[usize], cut: &[usize], points: &[usize], whole: &Mosaic) -> f64 {
        let demand = &self.region.demand;
        let in_cut = cut.iter().map(|&square| {
            let square = &demand.population[square];
            square.inhabitants * share_inside(&square.outline, whole)
        });
        let in_squares = squares.iter().map(|&square| demand.population[square].inhabitants);
        let at_points = points.iter().map(|&point| demand.population_points[point].inhabitants);
        total(in_squares.chain(in_cut).chain(at_points))
    }

    /// By their centres.
    fn buildings_in(&self, area: &Mosaic, mut near: Vec<usize>) -> Vec<usize> {
        let centre = |building: usize| self.region.demand.buildings[building].outline.centroid();
        near.retain(|&building| centre(building).is_some_and(|centre| area.contains(centre.0)));
        sort_by_cell(&self.region, &mut near);
        near
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
        domain::DemandUnit,
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
        for (kind, lines) in figures.lines.iter() {
            assert!((lines.length.covered - 3_800.0).abs() < 1e-6, "{kind}");
        }
        // Those at 2.5 and 7.5 km stand on the zone's edge, which belongs to it.
        assert_eq!((figures.buildings.total, figures.buildings.covered), (6.0, 4.0));
        assert_close(figures.presence.area.total, 5e6);
        assert_close(figures.presence.area.covered, 3.8e6);
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
        assert_eq!((zone.inhabitants, zone.places.len(), zone.buildings.len()), (0.0, 0, 0));
        assert!(zone.lines.iter().all(|(_, lines)| lines.length_m == 0.0));
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
            // What lies on the cut as a whole is in both halves.
            let is_cut = |unit: &&DemandUnit| !matches!(unit, DemandUnit::Places | DemandUnit::Buildings);
            for &unit in DemandUnit::ALL.iter().filter(is_cut) {
                let (both, whole) = (halves.each_ref().map(|half| half.measure(unit)), whole.measure(unit));
                prop_assert!((both[0].total + both[1].total - whole.total).abs() <= 1e-6 * whole.total);
                prop_assert!((both[0].covered + both[1].covered - whole.covered).abs() <= 1e-6 * whole.total);
            }
        }
    }
}
