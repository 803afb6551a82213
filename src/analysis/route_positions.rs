//! Where along its route a stretch lies.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

use geo::{Euclidean, Length};

use super::{
    Stretch,
    stretches::{Node, node_of},
};
use crate::{domain::RoadLink, geometry::total};

/// Distances along every route of the region.
///
/// A route is counted from its westernmost end, the southernmost of several, and
/// every other place on it by the shortest way along the route. Each connected
/// part of a route is counted for itself, a round course from its westernmost node.
#[derive(Clone, Debug)]
pub struct RoutePositions {
    links: Vec<LinkPosition>,
}

/// How far from the route's beginning both ends of a link are, metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct LinkPosition {
    start_m: f64,
    end_m: f64,
    length_m: f64,
}

impl RoutePositions {
    pub fn new(links: &[RoadLink]) -> Self {
        let mut routes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, link) in links.iter().enumerate() {
            routes.entry(&link.route).or_default().push(number);
        }
        let mut positions = vec![LinkPosition::default(); links.len()];
        for numbers in routes.values() {
            let route = Route::new(links, numbers);
            let distances = route.distances_mm();
            for link in &route.links {
                let at = |node: Node| distances.get(&node).map_or(0.0, |mm| *mm as f64 / 1e3);
                positions[link.number] = LinkPosition {
                    start_m: at(link.ends[0]),
                    end_m: at(link.ends[1]),
                    length_m: link.length_m,
                };
            }
        }
        Self { links: positions }
    }

    /// Metres from the route's beginning to the nearest place of a stretch.
    pub fn start_m(&self, stretch: &Stretch) -> f64 {
        let ends = stretch.parts.iter().flat_map(|part| {
            let link = self.links[part.link];
            [part.interval.from_m, part.interval.to_m].map(|along_m| link.at(along_m))
        });
        ends.fold(f64::INFINITY, f64::min)
    }
}

impl LinkPosition {
    /// By the end of the link from which the way is shorter.
    fn at(self, along_m: f64) -> f64 {
        (self.start_m + along_m).min(self.end_m + self.length_m - along_m)
    }
}

/// The links of one route as a graph of nodes.
struct Route {
    links: Vec<LinkOfRoute>,
    /// Of each node the links that end there, as places in `links`.
    at_node: BTreeMap<Node, Vec<usize>>,
}

struct LinkOfRoute {
    number: usize,
    ends: [Node; 2],
    length_m: f64,
}

impl Route {
    fn new(links: &[RoadLink], numbers: &[usize]) -> Self {
        let mut route = Self { links: Vec::with_capacity(numbers.len()), at_node: BTreeMap::new() };
        for &number in numbers {
            let line = &links[number].line;
            let (Some(first), Some(last)) = (line.0.first(), line.0.last()) else { continue };
            let ends = [node_of(*first), node_of(*last)];
            let length_m = total(line.lines().map(|segment| Euclidean.length(&segment)));
            ends.iter().for_each(|end| route.at_node.entry(*end).or_default().push(route.links.len()));
            route.links.push(LinkOfRoute { number, ends, length_m });
        }
        route
    }

    /// Of each node its distance, in whole millimetres so that equal ways are equal.
    fn distances_mm(&self) -> BTreeMap<Node, u64> {
        let mut distances = BTreeMap::new();
        // West to east: the first end of a part is where it begins, else its first node.
        let is_end = |node: &&Node| self.at_node[*node].len() == 1;
        let ends = self.at_node.keys().filter(is_end);
        for &start in ends.chain(self.at_node.keys()) {
            if !distances.contains_key(&start) {
                self.walk_from(start, &mut distances);
            }
        }
        distances
    }

    /// Dijkstra (1959) over the part of the route that is connected with a node.
    fn walk_from(&self, start: Node, distances: &mut BTreeMap<Node, u64>) {
        let mut waiting = BinaryHeap::from([Reverse((0_u64, start))]);
        while let Some(Reverse((mm, node))) = waiting.pop() {
            if distances.contains_key(&node) {
                continue;
            }
            distances.insert(node, mm);
            for link in self.at_node[&node].iter().map(|&link| &self.links[link]) {
                let other = if link.ends[0] == node { link.ends[1] } else { link.ends[0] };
                waiting.push(Reverse((mm + (link.length_m * 1e3).round() as u64, other)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::LineString;
    use proptest::prelude::*;

    use super::*;
    use crate::{geometry::Interval, index::RoadPart};

    fn link(route: &str, points: &[(f64, f64)]) -> RoadLink {
        RoadLink {
            name: route.to_owned(),
            class: "riksvag".to_owned(),
            route: route.to_owned(),
            line: LineString::from(points.to_vec()),
        }
    }

    #[track_caller]
    fn check(links: &[RoadLink], parts: &[(usize, f64, f64)], expected_m: f64) {
        let parts =
            parts.iter().map(|&(link, from_m, to_m)| RoadPart { link, interval: Interval { from_m, to_m } });
        let stretch = Stretch { route: String::new(), length_m: 0.0, parts: parts.collect() };
        let found = RoutePositions::new(links).start_m(&stretch);
        assert!((found - expected_m).abs() < 2e-3, "{found} is not {expected_m}");
    }

    #[test]
    fn positions() {
        let links = [
            // Drawn from east to west, between two that are drawn from west to east.
            link("E4", &[(2_000.0, 0.0), (1_000.0, 0.0)]),
            link("E4", &[(0.0, 0.0), (1_000.0, 0.0)]),
            link("E4", &[(2_000.0, 0.0), (5_000.0, 0.0)]),
            link("95", &[(1_000.0, 0.0), (1_000.0, 700.0)]),
            // Another part of the same route.
            link("E4", &[(9_000.0, 0.0), (9_900.0, 0.0)]),
        ];
        check(&links, &[(1, 0.0, 400.0)], 0.0);
        check(&links, &[(1, 400.0, 500.0)], 400.0);
        check(&links, &[(0, 100.0, 300.0)], 1_700.0);
        check(&links, &[(2, 500.0, 900.0), (0, 0.0, 100.0)], 1_900.0);
        check(&links, &[(3, 200.0, 300.0)], 200.0);
        check(&links, &[(4, 200.0, 300.0)], 200.0);
    }

    #[test]
    fn a_round_course_goes_the_shorter_way() {
        let square = [
            link("1", &[(0.0, 0.0), (0.0, 100.0)]),
            link("1", &[(0.0, 100.0), (100.0, 100.0)]),
            link("1", &[(100.0, 100.0), (100.0, 0.0)]),
            link("1", &[(100.0, 0.0), (0.0, 0.0)]),
        ];
        check(&square, &[(2, 0.0, 10.0)], 190.0);
        check(&square, &[(3, 0.0, 10.0)], 90.0);
    }

    proptest! {
        /// However a straight road is cut into links and drawn, a place is as far
        /// from its western end as it is.
        #[test]
        fn the_links_of_a_road_leave_no_trace(
            lengths in prop::collection::vec((10.0..5_000.0f64, any::<bool>()), 1..12),
            at in 0.0..1.0f64,
        ) {
            let mut links = Vec::new();
            let mut from = 0.0;
            for (length, is_reversed) in &lengths {
                let ends = [(from, 0.0), (from + length, 0.0)];
                links.push(link("E10", &if *is_reversed { [ends[1], ends[0]] } else { ends }));
                from += length;
            }
            let place = at * from;
            let mut passed = 0.0;
            let number = lengths.iter().position(|(length, _)| { passed += length; place <= passed }).unwrap();
            let (length, is_reversed) = lengths[number];
            let along = place - (passed - length);
            let along = if is_reversed { length - along } else { along };
            check(&links, &[(number, along, along)], place);
        }
    }
}
