//! Links of one kind joined over their nodes into routes: which of them meet,
//! and how far from the start of its route each lies.
//!
//! A route is what links of one name and organisation make up. Where they don't
//! all hang together, each connected piece has its own start, and pieces are
//! numbered from 1 by their starts, from west to east, then from south to north.
//!
//! The start of a piece is its westernmost end, of several the southernmost; an
//! end is a node where one link ends alone. Positions are metres along the route
//! from there, the shortest way where it branches or parts into two
//! carriageways. A ring has no end: it starts at its westernmost node, of several
//! the southernmost, and its positions go once around, first along the link that
//! stands first in the data.

mod positions;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use geo::{Coord, Euclidean, Length};

use self::positions::{LinkPosition, positions};
use super::nodes::{NODE_M, Nodes};
use crate::{domain::Link, geometry::Interval};

/// A part of a link; the index is into the region's links of its kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinkPart {
    pub link: usize,
    /// Metres from the link's first point.
    pub interval: Interval,
}

/// Where on its route something lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoutePosition {
    /// From 1.
    pub piece: usize,
    /// How many connected pieces the route has.
    pub pieces: usize,
    /// Metres from the start of the piece.
    pub from_m: f64,
    /// Below `from_m` where it lies across the start of a ring.
    pub to_m: f64,
}

/// The links of one kind as routes.
#[derive(Clone, Debug, Default)]
pub struct RouteIndex {
    links: Vec<RoutedLink>,
}

#[derive(Clone, Debug)]
struct RoutedLink {
    /// Of its first and its last point.
    nodes: [usize; 2],
    length_m: f64,
    position: LinkPosition,
    is_named: bool,
}

impl RouteIndex {
    pub fn new(links: &[Link]) -> Self {
        let mut nodes = Nodes::default();
        let mut routes = BTreeMap::new();
        let mut ends = Vec::with_capacity(links.len());
        let mut route_of = Vec::with_capacity(links.len());
        for link in links {
            let count = routes.len();
            let route = *routes.entry((&link.organisation, &link.route)).or_insert(count);
            let [first, last] = [link.line.0.first(), link.line.0.last()];
            let node = |end: Option<&Coord<f64>>| end.map_or(0, |end| nodes.node_at(route, *end));
            ends.push([first, last].map(node));
            route_of.push(route);
        }
        let lengths_m: Vec<f64> = links.iter().map(|link| Euclidean.length(&link.line)).collect();
        let positions = positions(nodes.positions(), &ends, &lengths_m, &route_of);
        let routed = links.iter().zip(ends).zip(lengths_m).zip(positions);
        let links = routed.map(|(((link, nodes), length_m), position)| {
            let is_named = !link.route.is_empty();
            RoutedLink { nodes, length_m, position, is_named }
        });
        Self { links: links.collect() }
    }

    /// The nodes at the ends of its link that a part reaches.
    pub fn nodes_reached(&self, part: &LinkPart) -> impl Iterator<Item = usize> + use<> {
        let RoutedLink { nodes: [first, last], length_m, .. } = self.links[part.link];
        let first = (part.interval.from_m < NODE_M).then_some(first);
        let last = (part.interval.to_m > length_m - NODE_M).then_some(last);
        first.into_iter().chain(last)
    }

    /// Where on their route parts lie that hang together. None for links whose
    /// route has no name.
    pub fn position_of(&self, parts: &[LinkPart]) -> Option<RoutePosition> {
        let first = &self.links[parts.first()?.link];
        let LinkPosition { piece, pieces, ring_m, .. } = first.position;
        let spans: Vec<Interval> = parts.iter().map(|part| self.span(part)).collect();
        let across = ring_m.and_then(|ring_m| across_the_start(&spans, ring_m));
        let Interval { from_m, to_m } = match across {
            Some(interval) => interval,
            None => around(&spans)?,
        };
        first.is_named.then_some(RoutePosition { piece, pieces, from_m, to_m })
    }

    /// The positions of a part, lowest and highest.
    fn span(&self, part: &LinkPart) -> Interval {
        let RoutedLink { length_m, position: LinkPosition { first_m, last_m, .. }, .. } =
            self.links[part.link];
        let at = |along_m: f64| (first_m + along_m).min(last_m + length_m - along_m);
        let Interval { from_m, to_m } = part.interval;
        // Where both ways to the start are equally long.
        let farthest_m = ((last_m + length_m - first_m) / 2.0).clamp(from_m, to_m);
        Interval { from_m: at(from_m).min(at(to_m)).max(0.0), to_m: at(farthest_m) }
    }
}

fn around(spans: &[Interval]) -> Option<Interval> {
    let both =
        |a: Interval, b: Interval| Interval { from_m: a.from_m.min(b.from_m), to_m: a.to_m.max(b.to_m) };
    spans.iter().copied().reduce(both)
}

/// What goes across the start of a ring: from its last stretch to its first.
fn across_the_start(spans: &[Interval], ring_m: f64) -> Option<Interval> {
    let mut ordered = spans.to_vec();
    ordered.sort_by(|a, b| a.from_m.total_cmp(&b.from_m));
    let mut joined: Vec<Interval> = Vec::new();
    for span in ordered {
        match joined.last_mut() {
            // Parts that meet at a node may each end a little before it.
            Some(last) if span.from_m - last.to_m < 2.0 * NODE_M => last.to_m = last.to_m.max(span.to_m),
            _ => joined.push(span),
        }
    }
    match joined.as_slice() {
        [first, last] if first.from_m < NODE_M && last.to_m > ring_m - NODE_M => {
            Some(Interval { from_m: last.from_m, to_m: first.to_m })
        }
        _ => None,
    }
}
