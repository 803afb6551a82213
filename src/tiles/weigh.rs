//! Weighs the vertices of all features of a layer together, so that features
//! which share an edge still share it when they are thinned.
//!
//! Where the ways of two features part or meet is a node, and stays at every
//! zoom. Between two nodes lies an arc, and an arc is weighed as such, in one
//! direction whoever runs along it: so whatever shares it keeps the same
//! vertices. A ring without nodes begins at its westernmost vertex, so that an
//! island fills its hole.

use std::collections::HashMap;

use geo::Coord;

use super::simplify::importance_between;
use super::world::Path;

/// A ring of so few vertices (a raster cell, a box) stays whole until it vanishes.
const SMALL_RING_POINTS: usize = 5;

type Key = (u64, u64);

/// Gives every vertex of the paths its weight: the largest tolerance, in World
/// units, at which it stays. Paths of one layer are to be weighed in one call.
pub fn weigh<'path>(paths: impl IntoIterator<Item = &'path mut Path>) {
    let mut paths: Vec<&mut Path> = paths.into_iter().collect();
    let nodes = Nodes::of(&paths);
    for path in &mut paths {
        let importance = weights(&path.vertices, &nodes);
        path.importance = importance;
    }
}

/// Of each vertex the two that it lies between, or that it is a node.
struct Nodes(HashMap<Key, Between>);

#[derive(Clone, Copy, PartialEq)]
enum Between {
    Neighbours(Key, Key),
    Node,
}

impl Nodes {
    fn of(paths: &[&mut Path]) -> Self {
        let count = paths.iter().map(|path| path.vertices.len()).sum();
        let mut nodes = Self(HashMap::with_capacity(count));
        for path in paths {
            nodes.add(&path.vertices);
        }
        nodes
    }

    fn add(&mut self, path: &[Coord<f64>]) {
        let [first, .., last] = path else { return };
        for around in path.windows(3) {
            let [before, at, after] = [0, 1, 2].map(|index| key(around[index]));
            self.meet(at, Between::Neighbours(before.min(after), before.max(after)));
        }
        if is_ring(path) {
            let (before, after) = (key(path[path.len() - 2]), key(path[1]));
            self.meet(key(*first), Between::Neighbours(before.min(after), before.max(after)));
        } else {
            [first, last].iter().for_each(|end| self.meet(key(**end), Between::Node));
        }
        if is_small_ring(path) {
            path.iter().for_each(|corner| self.meet(key(*corner), Between::Node));
        }
    }

    fn meet(&mut self, at: Key, between: Between) {
        let known = self.0.entry(at).or_insert(between);
        if *known != between {
            *known = Between::Node;
        }
    }

    fn has(&self, vertex: Coord<f64>) -> bool {
        self.0.get(&key(vertex)) == Some(&Between::Node)
    }
}

fn weights(path: &[Coord<f64>], nodes: &Nodes) -> Vec<f32> {
    if path.len() <= 2 || is_small_ring(path) {
        return vec![f32::INFINITY; path.len()];
    }
    if is_ring(path) { ring_weights(path, nodes) } else { line_weights(path, nodes) }
}

fn line_weights(path: &[Coord<f64>], nodes: &Nodes) -> Vec<f32> {
    let mut importance = vec![0.0; path.len()];
    let stops: Vec<usize> = (0..path.len()).filter(|&index| nodes.has(path[index])).collect();
    for ends in stops.windows(2) {
        weigh_arc(&path[ends[0]..=ends[1]], &mut importance[ends[0]..=ends[1]]);
    }
    importance
}

fn ring_weights(path: &[Coord<f64>], nodes: &Nodes) -> Vec<f32> {
    let open = &path[..path.len() - 1];
    let mut stops: Vec<usize> = (0..open.len()).filter(|&index| nodes.has(open[index])).collect();
    if stops.is_empty() {
        stops.push(westernmost(open));
    }
    if let [only] = stops[..] {
        stops.push(farthest_from(open, only));
        stops.sort_unstable();
        stops.dedup();
    }
    let mut importance = vec![0.0; open.len()];
    let following = stops.iter().cycle().skip(1);
    for (&from, &to) in stops.iter().zip(following) {
        // Round the end of the list: an arc may run over the first vertex.
        let to = if to > from { to } else { to + open.len() };
        let arc: Vec<Coord<f64>> = (from..=to).map(|index| open[index % open.len()]).collect();
        let mut weights = vec![0.0; arc.len()];
        weigh_arc(&arc, &mut weights);
        for (index, weight) in (from..=to).zip(weights) {
            importance[index % open.len()] = weight;
        }
    }
    importance.push(importance[0]);
    importance
}

/// In the direction that the arc itself gives, whichever way a path runs.
fn weigh_arc(arc: &[Coord<f64>], importance: &mut [f32]) {
    let backwards = arc.iter().map(|at| key(*at)).gt(arc.iter().rev().map(|at| key(*at)));
    if backwards {
        let reversed: Vec<Coord<f64>> = arc.iter().rev().copied().collect();
        importance_between(&reversed, importance);
        importance.reverse();
    } else {
        importance_between(arc, importance);
    }
}

fn westernmost(ring: &[Coord<f64>]) -> usize {
    let smallest = (0..ring.len()).min_by_key(|&index| key(ring[index]));
    smallest.unwrap_or_default()
}

fn farthest_from(ring: &[Coord<f64>], from: usize) -> usize {
    let squared = |index: usize| {
        let away = ring[index] - ring[from];
        away.x * away.x + away.y * away.y
    };
    let farther = |a: &usize, b: &usize| {
        squared(*a).total_cmp(&squared(*b)).then_with(|| key(ring[*b]).cmp(&key(ring[*a])))
    };
    (0..ring.len()).max_by(farther).unwrap_or_default()
}

fn is_ring(path: &[Coord<f64>]) -> bool {
    path.len() > 2 && path.first() == path.last()
}

fn is_small_ring(path: &[Coord<f64>]) -> bool {
    is_ring(path) && path.len() <= SMALL_RING_POINTS
}

/// Equal places have equal keys. World coordinates aren't negative, so that keys
/// are in the coordinates' order.
fn key(vertex: Coord<f64>) -> Key {
    // Adding nothing makes a negative zero a plain one.
    ((vertex.x + 0.0).to_bits(), (vertex.y + 0.0).to_bits())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(f64, f64)]) -> Path {
        Path::of(points.iter().map(|&(x, y)| Coord { x: x * 1e-3, y: y * 1e-3 }).collect())
    }

    /// What stays of each path when it is weighed with the others.
    fn check(paths: &[&[(f64, f64)]], tolerance: f64, expected: &[&[usize]]) {
        let mut paths: Vec<Path> = paths.iter().map(|points| path(points)).collect();
        weigh(&mut paths);
        let kept = |path: &Path| -> Vec<usize> {
            let weights = path.importance.iter().enumerate();
            weights
                .filter(|(_, weight)| f64::from(**weight) >= tolerance * 1e-3)
                .map(|(index, _)| index)
                .collect()
        };
        assert_eq!(paths.iter().map(kept).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_shared_border_keeps_the_same_vertices() {
        // The border from (4, 0) to (4, 8) has a bend of 0.4 and one of 3.
        let west = [(0., 0.), (4., 0.), (4.4, 2.), (7., 4.), (4., 8.), (0., 8.), (0., 0.)];
        let east = [(9., 8.), (4., 8.), (7., 4.), (4.4, 2.), (4., 0.), (9., 0.), (9., 8.)];
        check(&[&west, &east], 1.0, &[&[0, 1, 3, 4, 5, 6], &[0, 1, 2, 4, 5, 6]]);
    }

    #[test]
    fn an_island_fills_its_hole_wherever_the_rings_begin() {
        let island = [(5., 1.), (9., 5.), (5.5, 9.), (5., 9.), (1., 5.), (5., 1.)];
        let hole = [(5., 9.), (5.5, 9.), (9., 5.), (5., 1.), (1., 5.), (5., 9.)];
        let mut paths = [path(&island), path(&hole)];
        weigh(&mut paths);
        let [island, hole] = paths;
        let weight = |path: &Path, at: Coord<f64>| {
            let index = path.vertices.iter().position(|vertex| *vertex == at);
            path.importance[index.expect("both have every vertex")]
        };
        for vertex in &island.vertices {
            assert_eq!(weight(&island, *vertex), weight(&hole, *vertex));
        }
    }

    #[test]
    fn lines_keep_their_ends_and_what_meets_them() {
        let road = [(0., 0.), (2., 0.1), (4., 0.), (6., 0.1), (8., 0.)];
        check(&[&road], 1.0, &[&[0, 4]]);
        check(&[&road, &[(4., 0.), (4., 9.)]], 1.0, &[&[0, 2, 4], &[0, 1]]);
    }
}
