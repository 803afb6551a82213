//! The roads as a network that one can drive through.

use std::collections::BTreeMap;

use geo::{Coord, Distance, Euclidean, Length, LineString};
use petgraph::{
    algo::dijkstra,
    graph::{EdgeIndex, NodeIndex, UnGraph},
    visit::EdgeRef,
};

use super::{LinkPart, nodes::Nodes};
use crate::{
    domain::Link,
    geometry::{Interval, part_of_line},
};

pub type RoadNode = NodeIndex;
pub type RoadEdge = EdgeIndex;

/// Cuts closer than this to another or to a link's end leave no part, metres.
const LEAST_PART_M: f64 = 0.01;

/// Every road can be driven both ways. Links meet where their ends do, whatever
/// routes they belong to, and are cut where somebody asked for it.
#[derive(Clone, Debug)]
pub struct RoadNetwork {
    graph: UnGraph<Coord<f64>, LinkPart>,
    of_links: Vec<Vec<RoadEdge>>,
}

/// How far every node is from one of them, metres; infinite where no road leads.
#[derive(Clone, Debug)]
pub struct Distances(Vec<f64>);

impl Distances {
    pub fn to(&self, node: RoadNode) -> f64 {
        self.0[node.index()]
    }
}

impl RoadNetwork {
    /// `cuts`: metres from the first point of a link, by the link's index.
    pub fn new(links: &[Link], cuts: &BTreeMap<usize, Vec<f64>>) -> Self {
        let mut network = Self { graph: UnGraph::default(), of_links: Vec::with_capacity(links.len()) };
        let mut ends = Nodes::default();
        let mut known: BTreeMap<usize, RoadNode> = BTreeMap::new();
        for (link, road) in links.iter().enumerate() {
            let [Some(first), Some(last)] = [road.line.0.first(), road.line.0.last()] else {
                network.of_links.push(Vec::new());
                continue;
            };
            let [from, to] = [*first, *last].map(|end| {
                let node = ends.node_at(0, end);
                *known.entry(node).or_insert_with(|| network.graph.add_node(end))
            });
            let inner = cuts.get(&link).map_or(&[][..], Vec::as_slice);
            network.add_link(link, &road.line, [from, to], inner);
        }
        network
    }

    fn add_link(&mut self, link: usize, line: &LineString<f64>, [from, to]: [RoadNode; 2], cuts: &[f64]) {
        let length_m = Euclidean.length(line);
        let mut inner: Vec<f64> = cuts.to_vec();
        inner.sort_by(f64::total_cmp);
        let (mut node, mut from_m) = (from, 0.0);
        let mut edges = Vec::with_capacity(inner.len() + 1);
        for cut_m in inner {
            if cut_m - from_m < LEAST_PART_M || length_m - cut_m < LEAST_PART_M {
                continue;
            }
            let part = LinkPart { link, interval: Interval { from_m, to_m: cut_m } };
            let end = part_of_line(line, part.interval).0.last().copied().unwrap_or_default();
            let next = self.graph.add_node(end);
            edges.push(self.graph.add_edge(node, next, part));
            (node, from_m) = (next, cut_m);
        }
        let part = LinkPart { link, interval: Interval { from_m, to_m: length_m } };
        edges.push(self.graph.add_edge(node, to, part));
        self.of_links.push(edges);
    }

    pub fn part(&self, edge: RoadEdge) -> LinkPart {
        self.graph[edge]
    }

    pub fn ends(&self, edge: RoadEdge) -> [RoadNode; 2] {
        self.graph.edge_endpoints(edge).map_or([RoadNode::end(); 2], |(from, to)| [from, to])
    }

    /// The edges of a link whose middle lies in an interval of it, from its start.
    pub fn within(&self, link: usize, interval: Interval) -> impl Iterator<Item = RoadEdge> {
        let middle = |part: LinkPart| f64::midpoint(part.interval.from_m, part.interval.to_m);
        let is_inside = move |edge: &RoadEdge| {
            let middle_m = middle(self.part(*edge));
            interval.from_m < middle_m && middle_m < interval.to_m
        };
        self.of_links[link].iter().copied().filter(is_inside)
    }

    /// None where there is no road.
    pub fn nearest_node(&self, position: Coord<f64>) -> Option<RoadNode> {
        let distance_m = |node: &RoadNode| Euclidean.distance(self.graph[*node], position);
        self.graph.node_indices().min_by(|one, other| distance_m(one).total_cmp(&distance_m(other)))
    }

    /// How far it is by road from one node to every other.
    pub fn distances_from(&self, node: RoadNode) -> Distances {
        let mut distances = vec![f64::INFINITY; self.graph.node_count()];
        for (reached, distance_m) in
            dijkstra(&self.graph, node, None, |edge| edge.weight().interval.length_m())
        {
            distances[reached.index()] = distance_m;
        }
        Distances(distances)
    }

    /// The shortest way to a node from the one that the distances are counted
    /// from; empty where there is none.
    pub fn way(&self, distances: &Distances, to: RoadNode) -> Vec<RoadEdge> {
        let mut way = Vec::new();
        let mut node = to;
        while distances.to(node) > 0.0 && distances.to(node).is_finite() {
            let before = |edge: &petgraph::graph::EdgeReference<'_, LinkPart>| {
                distances.to(edge.target()) + edge.weight().interval.length_m()
            };
            let nearer =
                self.graph.edges(node).filter(|edge| distances.to(edge.target()) < distances.to(node));
            let Some(edge) = nearer.min_by(|one, other| before(one).total_cmp(&before(other))) else {
                return Vec::new();
            };
            way.push(edge.id());
            node = edge.target();
        }
        way.reverse();
        way
    }

    /// The edges as one line in the computing coordinate reference system, as they
    /// are driven from a node.
    pub fn line(&self, links: &[Link], from: RoadNode, edges: &[RoadEdge]) -> LineString<f64> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        let mut node = from;
        for &edge in edges {
            let LinkPart { link, interval } = self.part(edge);
            let mut coords = part_of_line(&links[link].line, interval).0;
            let [start, end] = self.ends(edge);
            if node == start {
                node = end;
            } else {
                coords.reverse();
                node = start;
            }
            // Where parts meet the point stands once.
            line.extend(coords.into_iter().skip(usize::from(!line.is_empty())));
        }
        LineString::new(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(coords: &[(f64, f64)]) -> Link {
        Link {
            name: String::new(),
            class: String::new(),
            route: String::new(),
            organisation: String::new(),
            line: LineString::from(coords.to_vec()),
        }
    }

    /// A square of roads of one kilometre each, and one that leads to nothing else.
    fn roads() -> Vec<Link> {
        vec![
            link(&[(0.0, 0.0), (1_000.0, 0.0)]),
            link(&[(1_000.0, 1_000.0), (1_000.0, 0.0)]),
            link(&[(0.0, 0.0), (0.0, 1_000.0), (1_000.0, 1_000.0)]),
            link(&[(5_000.0, 0.0), (6_000.0, 0.0)]),
        ]
    }

    fn node(network: &RoadNetwork, x: f64, y: f64) -> RoadNode {
        network.nearest_node(Coord { x, y }).unwrap()
    }

    #[test]
    fn the_shorter_way_around() {
        let (roads, cuts) = (roads(), BTreeMap::from([(2, vec![500.0])]));
        let network = RoadNetwork::new(&roads, &cuts);
        let start = node(&network, 0.0, 500.0);
        let distances = network.distances_from(start);
        assert_eq!(distances.to(node(&network, 1_000.0, 0.0)), 1_500.0);
        assert_eq!(distances.to(node(&network, 1_000.0, 1_000.0)), 1_500.0);
        assert_eq!(distances.to(node(&network, 5_000.0, 0.0)), f64::INFINITY);
        let way = network.way(&distances, node(&network, 1_000.0, 0.0));
        let line = network.line(&roads, start, &way);
        assert_eq!(line, LineString::from(vec![(0.0, 500.0), (0.0, 0.0), (1_000.0, 0.0)]));
        assert!(network.way(&distances, node(&network, 6_000.0, 0.0)).is_empty());
        assert!(network.way(&distances, start).is_empty());
    }

    #[test]
    fn cuts_at_the_ends_cut_nothing() {
        let cuts = BTreeMap::from([(0, vec![0.0, 400.0, 400.0, 1_000.0])]);
        let network = RoadNetwork::new(&roads(), &cuts);
        let parts = network.within(0, Interval { from_m: 0.0, to_m: 1_000.0 });
        let lengths: Vec<f64> = parts.map(|edge| network.part(edge).interval.length_m()).collect();
        assert_eq!(lengths, [400.0, 600.0]);
        let later = network.within(0, Interval { from_m: 400.0, to_m: 1_000.0 });
        assert_eq!(later.count(), 1);
    }
}
