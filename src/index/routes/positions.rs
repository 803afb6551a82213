//! How far along its route each link lies.

use std::collections::BTreeSet;

use geo::Coord;
use petgraph::{
    algo::dijkstra,
    graph::{EdgeIndex, NodeIndex, UnGraph},
    visit::{Dfs, EdgeRef},
};

/// Where a link lies on its route.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LinkPosition {
    /// From 1, by the pieces' starts.
    pub piece: usize,
    pub pieces: usize,
    /// Of the link's first and last point, metres from the start of the piece.
    pub first_m: f64,
    pub last_m: f64,
    /// The length of a ring; none where the piece is no ring.
    pub ring_m: Option<f64>,
}

/// Nodes are places, links go between them and are as long as they are.
type Network = UnGraph<Coord<f64>, f64>;

/// Positions of the links, in their order: of each link the nodes of its ends,
/// its length in metres and its route's number. Links of two routes share no node.
pub fn positions(
    nodes: &[Coord<f64>],
    ends: &[[usize; 2]],
    lengths_m: &[f64],
    route_of: &[usize],
) -> Vec<LinkPosition> {
    let mut network = Network::with_capacity(nodes.len(), ends.len());
    for node in nodes {
        network.add_node(*node);
    }
    for ([first, last], length_m) in ends.iter().zip(lengths_m) {
        network.add_edge(NodeIndex::new(*first), NodeIndex::new(*last), *length_m);
    }
    let mut found = vec![LinkPosition::default(); ends.len()];
    let mut starts = Vec::new();
    for piece in pieces(&network) {
        let Some(start) = start(&network, &piece) else { continue };
        let links = links_of(&network, &piece);
        let Some(&first) = links.first() else { continue };
        let in_piece: Vec<(usize, LinkPosition)> = match is_ring(&network, &piece) {
            true => around_a_ring(&network, start, &links),
            false => from_the_start(&network, start, &links),
        };
        starts.push((route_of[first], network[start], links));
        for (link, position) in in_piece {
            found[link] = position;
        }
    }
    number_pieces(starts, &mut found);
    found
}

/// Numbers the pieces of each route by their starts.
fn number_pieces(mut starts: Vec<(usize, Coord<f64>, Vec<usize>)>, found: &mut [LinkPosition]) {
    starts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| from_west(a.1, b.1)));
    for route in starts.chunk_by(|a, b| a.0 == b.0) {
        for ((_, _, links), piece) in route.iter().zip(1..) {
            for &link in links {
                found[link] = LinkPosition { piece, pieces: route.len(), ..found[link] };
            }
        }
    }
}

fn from_west(a: Coord<f64>, b: Coord<f64>) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

/// The nodes of each connected piece.
fn pieces(network: &Network) -> Vec<Vec<NodeIndex>> {
    let mut seen = vec![false; network.node_count()];
    let mut pieces = Vec::new();
    for node in network.node_indices() {
        if seen[node.index()] {
            continue;
        }
        let mut piece = Vec::new();
        let mut search = Dfs::new(network, node);
        while let Some(reached) = search.next(network) {
            seen[reached.index()] = true;
            piece.push(reached);
        }
        pieces.push(piece);
    }
    pieces
}

/// The piece's links in the data's order.
fn links_of(network: &Network, piece: &[NodeIndex]) -> Vec<usize> {
    let mut links: Vec<usize> =
        piece.iter().flat_map(|&node| network.edges(node)).map(|link| link.id().index()).collect();
    links.sort_unstable();
    links.dedup();
    links
}

/// How many ends of links meet at a node; a link that comes back has both.
fn ends_at(network: &Network, node: NodeIndex) -> usize {
    network.edges(node).map(|link| if link.source() == link.target() { 2 } else { 1 }).sum()
}

fn is_ring(network: &Network, piece: &[NodeIndex]) -> bool {
    piece.iter().all(|&node| ends_at(network, node) == 2)
}

/// The westernmost end, of several the southernmost; any node where there is no end.
fn start(network: &Network, piece: &[NodeIndex]) -> Option<NodeIndex> {
    let westernmost =
        |nodes: &mut dyn Iterator<Item = NodeIndex>| nodes.min_by(|&a, &b| from_west(network[a], network[b]));
    let mut ends = piece.iter().copied().filter(|&node| ends_at(network, node) == 1);
    westernmost(&mut ends).or_else(|| westernmost(&mut piece.iter().copied()))
}

fn from_the_start(network: &Network, start: NodeIndex, links: &[usize]) -> Vec<(usize, LinkPosition)> {
    let distances_m = dijkstra(network, start, None, |link| *link.weight());
    let position = |&link: &usize| {
        let (first, last) = network.edge_endpoints(EdgeIndex::new(link))?;
        let (first_m, last_m) = (*distances_m.get(&first)?, *distances_m.get(&last)?);
        Some((link, LinkPosition { first_m, last_m, ..LinkPosition::default() }))
    };
    links.iter().filter_map(position).collect()
}

/// Once around, beginning with the link that stands first in the data.
fn around_a_ring(network: &Network, start: NodeIndex, links: &[usize]) -> Vec<(usize, LinkPosition)> {
    let mut found: Vec<(usize, LinkPosition)> = Vec::with_capacity(links.len());
    let mut walked = BTreeSet::new();
    let (mut node, mut walked_m) = (start, 0.0);
    let ahead = |node, walked: &BTreeSet<_>| {
        network.edges(node).filter(|link| !walked.contains(&link.id())).min_by_key(|link| link.id())
    };
    while let Some(link) = ahead(node, &walked) {
        walked.insert(link.id());
        let (from_m, to_m) = (walked_m, walked_m + link.weight());
        let begins_here = network.edge_endpoints(link.id()).is_some_and(|(first, _)| first == node);
        let (first_m, last_m) = if begins_here { (from_m, to_m) } else { (to_m, from_m) };
        found.push((link.id().index(), LinkPosition { first_m, last_m, ..LinkPosition::default() }));
        (node, walked_m) = (link.target(), to_m);
    }
    for (_, position) in &mut found {
        position.ring_m = Some(walked_m);
    }
    found
}
