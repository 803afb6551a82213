//! Roads as stretches: an uncovered stretch goes on from one link to the next
//! of the same route (R4).

use std::collections::BTreeMap;

use geo::{Coord, LineString};

use crate::{
    domain::{RoadLink, Share},
    geometry::{Interval, Mosaic, complement, covered_intervals, part_of_line, total},
    index::{RegionIndex, RoadPart, ZoneIndex},
};

/// Stretches at least this long are counted as long ones.
pub const LONG_STRETCH_M: f64 = 2_000.0;

/// Link ends this close are the same node.
const NODE_M: f64 = 0.5;

/// A stretch of one route: uncovered, lost or gained.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    pub route: String,
    pub length_m: f64,
    /// Its parts, link by link; indices into the region's road links.
    pub parts: Vec<RoadPart>,
}

impl Stretch {
    /// The stretch as lines in the computing coordinate reference system.
    pub fn lines(&self, region: &RegionIndex) -> Vec<LineString<f64>> {
        let links = &region.region.demand.roads;
        self.parts.iter().map(|part| part_of_line(&links[part.link].line, part.interval)).collect()
    }
}

/// The uncovered stretches of a zone, longest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoadStretches(pub Vec<Stretch>);

impl RoadStretches {
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

/// The stretches of a zone's roads that a supply leaves uncovered. At the zone's
/// edge a stretch ends.
pub fn road_stretches(region: &RegionIndex, zone: &ZoneIndex, supply: &Mosaic) -> RoadStretches {
    let links = &region.region.demand.roads;
    let gaps = zone.road_parts.iter().flat_map(|part| uncovered(&links[part.link], part, supply)).collect();
    RoadStretches(longest_first(join(links, gaps)))
}

/// The stretches of a zone's roads inside an area, longest first.
pub fn stretches_inside(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> Vec<Stretch> {
    let links = &region.region.demand.roads;
    let inside = zone.road_parts.iter().flat_map(|part| {
        let line = part_of_line(&links[part.link].line, part.interval);
        let intervals = covered_intervals(&line, area).into_iter();
        intervals.map(|interval| shifted(part, interval)).collect::<Vec<_>>()
    });
    longest_first(join(links, inside.collect()))
}

fn longest_first(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_by(|a, b| b.length_m.total_cmp(&a.length_m).then_with(|| a.route.cmp(&b.route)));
    stretches
}

/// A part of a road part, counted along the link.
fn shifted(part: &RoadPart, inside: Interval) -> RoadPart {
    let from_m = part.interval.from_m;
    RoadPart {
        link: part.link,
        interval: Interval { from_m: from_m + inside.from_m, to_m: from_m + inside.to_m },
    }
}

fn uncovered(link: &RoadLink, part: &RoadPart, supply: &Mosaic) -> Vec<RoadPart> {
    let line = part_of_line(&link.line, part.interval);
    let gaps = complement(&covered_intervals(&line, supply), part.interval.length_m());
    gaps.into_iter().map(|gap| shifted(part, gap)).collect()
}

/// Joins gaps of one route that meet at a common node.
fn join(links: &[RoadLink], gaps: Vec<RoadPart>) -> Vec<Stretch> {
    let mut groups = Groups::new(gaps.len());
    let mut seen: BTreeMap<(&str, Node), usize> = BTreeMap::new();
    for (number, gap) in gaps.iter().enumerate() {
        let link = &links[gap.link];
        for node in ends_at_nodes(link, gap.interval) {
            match seen.get(&(link.route.as_str(), node)) {
                Some(&other) => groups.unite(number, other),
                None => drop(seen.insert((&link.route, node), number)),
            }
        }
    }
    let mut stretches: BTreeMap<usize, Stretch> = BTreeMap::new();
    for (number, gap) in gaps.into_iter().enumerate() {
        let stretch = stretches.entry(groups.root(number)).or_insert_with(|| Stretch {
            route: links[gap.link].route.clone(),
            length_m: 0.0,
            parts: Vec::new(),
        });
        stretch.length_m += gap.interval.length_m();
        stretch.parts.push(gap);
    }
    stretches.into_values().collect()
}

/// Where links meet, to within [`NODE_M`].
pub(super) type Node = [i64; 2];

pub(super) fn node_of(end: Coord<f64>) -> Node {
    [(end.x / NODE_M).round() as i64, (end.y / NODE_M).round() as i64]
}

/// The nodes of the link that the gap reaches.
fn ends_at_nodes(link: &RoadLink, gap: Interval) -> Vec<Node> {
    let length_m: f64 = link.line.lines().map(|segment| segment.delta().x.hypot(segment.delta().y)).sum();
    let start = link.line.0.first().filter(|_| gap.from_m < NODE_M);
    let end = link.line.0.last().filter(|_| gap.to_m > length_m - NODE_M);
    start.into_iter().chain(end).copied().map(node_of).collect()
}

/// Disjoint sets: which gaps belong together.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn root(&mut self, mut item: usize) -> usize {
        while self.0[item] != item {
            self.0[item] = self.0[self.0[item]];
            item = self.0[item];
        }
        item
    }

    /// The lower number stays root, so that groups come in the gaps' order.
    fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        index::Networks,
    };

    fn stretches(covered_km: &[(f64, f64)]) -> RoadStretches {
        let areas: Vec<_> = covered_km.iter().map(|&(from, to)| rectangle_km(from, to)).collect();
        let snapshot = Fixture::strip().claim("a", &areas).snapshot();
        let supply = snapshot.area(&Fixture::voice(Networks::Any));
        road_stretches(&snapshot.region, &snapshot.region.zones[0], &supply)
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
