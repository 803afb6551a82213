//! Lines as stretches: an uncovered stretch goes on from one link to the next of
//! the same route (R4).

use std::collections::{BTreeMap, btree_map::Entry};

use geo::LineString;
use petgraph::unionfind::UnionFind;

use crate::{
    domain::{LineKind, Link, Share},
    geometry::{Interval, Mosaic, complement, covered_intervals, part_of_line, total},
    index::{LinkPart, RegionIndex, RouteIndex, RoutePosition, ZoneIndex},
};

/// Stretches at least this long are counted as long ones.
pub const LONG_STRETCH_M: f64 = 2_000.0;

/// A stretch of one route: uncovered, lost or gained.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    pub route: String,
    pub length_m: f64,
    /// How far from the start of its route; none where the route has no name.
    pub position: Option<RoutePosition>,
    /// Its parts, link by link.
    pub parts: Vec<LinkPart>,
}

impl Stretch {
    /// The stretch as lines in the computing coordinate reference system.
    pub fn lines(&self, region: &RegionIndex, kind: LineKind) -> Vec<LineString<f64>> {
        let links = &region.region.demand.lines[kind];
        self.parts.iter().map(|part| part_of_line(&links[part.link].line, part.interval)).collect()
    }
}

/// The uncovered stretches of a zone, longest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretches(pub Vec<Stretch>);

impl Stretches {
    pub fn uncovered_m(&self) -> f64 {
        total(self.0.iter().map(|stretch| stretch.length_m))
    }

    pub fn longest_m(&self) -> Option<f64> {
        self.0.first().map(|stretch| stretch.length_m)
    }

    pub fn median_m(&self) -> Option<f64> {
        let middle = self.0.len() / 2;
        match self.0.len() {
            0 => None,
            odd if odd % 2 == 1 => Some(self.0[middle].length_m),
            _ => Some((self.0[middle - 1].length_m + self.0[middle].length_m) / 2.0),
        }
    }

    /// Share of the uncovered length that lies in stretches of at least [`LONG_STRETCH_M`].
    pub fn share_in_long(&self) -> Option<Share> {
        let long = self.0.iter().filter(|stretch| stretch.length_m >= LONG_STRETCH_M);
        Share::of(total(long.map(|stretch| stretch.length_m)), self.uncovered_m())
    }
}

/// The stretches of a zone's lines that a supply leaves uncovered. At the zone's
/// edge a stretch ends.
pub fn uncovered_stretches(
    region: &RegionIndex,
    zone: &ZoneIndex,
    kind: LineKind,
    supply: &Mosaic,
) -> Stretches {
    Stretches(joined(region, kind, uncovered_parts(region, zone, kind, supply)))
}

/// The parts of a zone's lines that a supply leaves uncovered, link by link.
pub(super) fn uncovered_parts(
    region: &RegionIndex,
    zone: &ZoneIndex,
    kind: LineKind,
    supply: &Mosaic,
) -> Vec<LinkPart> {
    let links = &region.region.demand.lines[kind];
    zone.lines[kind].parts.iter().flat_map(|part| uncovered(&links[part.link], part, supply)).collect()
}

/// The stretches of a zone's roads inside an area, longest first.
pub fn stretches_inside(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Vec<Stretch> {
    let links = &region.region.demand.lines[LineKind::Roads];
    let inside = zone.lines[LineKind::Roads].parts.iter().flat_map(|part| {
        let line = part_of_line(&links[part.link].line, part.interval);
        let intervals = covered_intervals(&line, area).into_iter();
        intervals.map(|interval| shifted(part, interval)).collect::<Vec<_>>()
    });
    joined(region, LineKind::Roads, inside.collect())
}

/// A part of a part, counted along the link.
fn shifted(part: &LinkPart, inside: Interval) -> LinkPart {
    let from_m = part.interval.from_m;
    LinkPart {
        link: part.link,
        interval: Interval { from_m: from_m + inside.from_m, to_m: from_m + inside.to_m },
    }
}

fn uncovered(link: &Link, part: &LinkPart, supply: &Mosaic) -> Vec<LinkPart> {
    let line = part_of_line(&link.line, part.interval);
    let gaps = complement(&covered_intervals(&line, supply), part.interval.length_m());
    gaps.into_iter().map(|gap| shifted(part, gap)).collect()
}

/// Parts of one route that meet at a common node are one stretch; longest first.
pub(super) fn joined(region: &RegionIndex, kind: LineKind, parts: Vec<LinkPart>) -> Vec<Stretch> {
    let (links, routes) = (&region.region.demand.lines[kind], &region.routes[kind]);
    let stretch = |parts: Vec<LinkPart>| Stretch {
        route: parts.first().map(|part| links[part.link].route.clone()).unwrap_or_default(),
        length_m: total(parts.iter().map(|part| part.interval.length_m())),
        position: routes.position_of(&parts),
        parts,
    };
    let mut stretches: Vec<Stretch> = groups(routes, parts).into_iter().map(stretch).collect();
    stretches.sort_by(|a, b| b.length_m.total_cmp(&a.length_m).then_with(|| a.route.cmp(&b.route)));
    stretches
}

/// The parts that hang together, in the order of the first of each.
fn groups(routes: &RouteIndex, parts: Vec<LinkPart>) -> Vec<Vec<LinkPart>> {
    let mut together = UnionFind::<usize>::new(parts.len());
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, part) in parts.iter().enumerate() {
        for node in routes.nodes_reached(part) {
            match seen.entry(node) {
                Entry::Occupied(other) => {
                    together.union(number, *other.get());
                }
                Entry::Vacant(new) => {
                    new.insert(number);
                }
            }
        }
    }
    let mut groups: Vec<Vec<LinkPart>> = Vec::new();
    let mut group_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (number, part) in parts.into_iter().enumerate() {
        let group = *group_of.entry(together.find(number)).or_insert(groups.len());
        if group == groups.len() {
            groups.push(Vec::new());
        }
        groups[group].push(part);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        index::Networks,
    };

    fn stretches(covered_km: &[(f64, f64)]) -> Stretches {
        let areas: Vec<_> = covered_km.iter().map(|&(from, to)| rectangle_km(from, to)).collect();
        let snapshot = Fixture::strip().claim("a", &areas).snapshot();
        let supply = snapshot.area(&Fixture::voice(Networks::Any));
        uncovered_stretches(&snapshot.region, &snapshot.region.zones[0], LineKind::Roads, &supply)
    }

    /// R4's road of 10 km; its links meet at 4 km, inside the middle gap.
    #[test]
    fn a_gap_goes_on_from_one_link_to_the_next() {
        let found = stretches(&[(0.0, 1.0), (1.4, 3.0), (5.2, 9.0)]);
        assert_eq!(found.0.len(), 3);
        assert_close(found.uncovered_m(), 3_600.0);
        assert_close(found.median_m().unwrap(), 1_000.0);
        assert_close(found.longest_m().unwrap(), 2_200.0);
        assert_eq!(found.share_in_long().unwrap().percent(), "61.11");
        assert_eq!(found.0[0].parts.len(), 2);
        let positions = found.0.iter().map(|stretch| stretch.position.unwrap());
        let kilometres =
            positions.map(|at| [at.from_m, at.to_m].map(|metres| (metres / 10.0).round() / 100.0));
        assert_eq!(kilometres.collect::<Vec<_>>(), [[3.0, 5.2], [9.0, 10.0], [1.0, 1.4]]);
    }

    #[test]
    fn a_covered_road_has_no_stretch_and_no_median() {
        let found = stretches(&[(0.0, 10.0)]);
        assert_eq!((found.0.len(), found.median_m(), found.share_in_long()), (0, None, None));
    }

    #[test]
    fn a_road_without_cover_is_one_stretch() {
        let found = stretches(&[]);
        assert_eq!(found.0.len(), 1);
        assert_close(found.longest_m().unwrap(), 10_000.0);
    }
}
