//! Which vertices a zoom can do without, after Douglas and Peucker (1973).
//!
//! The whole geometry is weighed once, when it is published, before anything
//! is cut: every vertex gets the largest tolerance, in World units, at which it
//! still stays. A tile then only compares numbers, and two neighbouring tiles
//! keep the same vertices, so what crosses their common border crosses it at
//! the same place. Thinning after the cut would start from the cut points,
//! which are different in each tile, and the border would show.
//!
//! Which paths are weighed together, and from where to where, is `weigh`'s business.

use geo::Coord;

use super::grid::units_per_world;

/// From this zoom on every vertex is kept.
pub const FULL_DETAIL_ZOOM: u8 = 14;

/// How far a thinned path may lie from the true one, in tile units: a quarter
/// of a pixel of a tile drawn 512 pixels wide.
const TOLERANCE_UNITS: f64 = 2.0;

/// Every so many vertices one stays whatever it weighs. Weighing a path whose
/// spans always split at their end takes the square of its length, which a
/// hostile upload could make minutes: so the length is bounded.
const BLOCK: usize = 1024;

/// How far a thinned path may lie from the true one, in World units.
pub fn tolerance_world(zoom: u8) -> f64 {
    if zoom >= FULL_DETAIL_ZOOM { 0.0 } else { TOLERANCE_UNITS / units_per_world(zoom) }
}

/// For each vertex of a path the largest tolerance, in World units, at which
/// it stays. The ends, and one vertex in each [`BLOCK`], always stay; what even
/// the finest thinned zoom can do without has 0.
pub fn importance_between(path: &[Coord<f64>], importance: &mut [f32]) {
    let Some(end) = path.len().checked_sub(1) else { return };
    importance.fill(0.0);
    importance[end] = f32::INFINITY;
    for first in (0..end).step_by(BLOCK) {
        importance[first] = f32::INFINITY;
        weigh_between(path, first, end.min(first + BLOCK), importance);
    }
}

fn weigh_between(path: &[Coord<f64>], first: usize, last: usize, importance: &mut [f32]) {
    let finest = tolerance_world(FULL_DETAIL_ZOOM - 1);
    let mut spans = vec![(first, last, f32::INFINITY)];
    while let Some((first, last, limit)) = spans.pop() {
        let Some((middle, distance)) = farthest_from_chord(path, first, last) else {
            continue;
        };
        if distance < finest {
            continue;
        }
        // A vertex never outlives the one that split its span off; so one
        // comparison per tile gives what the recursive rule would give.
        #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
        let weight = (distance as f32).min(limit);
        importance[middle] = weight;
        spans.push((first, middle, weight));
        spans.push((middle, last, weight));
    }
}

/// The vertex between `first` and `last` that lies farthest from their chord,
/// and its distance in World units; of equals the one nearest to the middle,
/// which keeps the spans short on regular shapes.
fn farthest_from_chord(path: &[Coord<f64>], first: usize, last: usize) -> Option<(usize, f64)> {
    let chord = Chord::new(path[first], path[last]);
    let middle = usize::midpoint(first, last);
    let mut best: Option<(usize, f64)> = None;
    for (index, vertex) in path.iter().enumerate().take(last).skip(first + 1) {
        let squared = chord.squared_distance(*vertex);
        let better = best.is_none_or(|(found, largest)| {
            squared > largest || (squared == largest && index.abs_diff(middle) < found.abs_diff(middle))
        });
        if better {
            best = Some((index, squared));
        }
    }
    best.map(|(index, squared)| (index, squared.sqrt()))
}

/// The straight line between two vertices.
struct Chord {
    from: Coord<f64>,
    direction: Coord<f64>,
    inverse_squared_length: f64,
}

impl Chord {
    fn new(from: Coord<f64>, to: Coord<f64>) -> Self {
        let direction = to - from;
        let squared_length = direction.x * direction.x + direction.y * direction.y;
        let inverse_squared_length = if squared_length > 0.0 { squared_length.recip() } else { 0.0 };
        Self { from, direction, inverse_squared_length }
    }

    fn squared_distance(&self, vertex: Coord<f64>) -> f64 {
        let offset = vertex - self.from;
        let along = (offset.x * self.direction.x + offset.y * self.direction.y) * self.inverse_squared_length;
        let nearest = self.direction * along.clamp(0.0, 1.0);
        let away = offset - nearest;
        away.x * away.x + away.y * away.y
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIXEL: f64 = 1e-4;

    fn importance(path: &[Coord<f64>]) -> Vec<f32> {
        let mut importance = vec![0.0; path.len()];
        importance_between(path, &mut importance);
        importance
    }

    fn check(path: &[(f64, f64)], expected: &[f32]) {
        let path: Vec<_> = path.iter().map(|&(x, y)| Coord { x: x * PIXEL, y: y * PIXEL }).collect();
        let found: Vec<f32> = importance(&path).into_iter().map(|weight| weight / 1e-4).collect();
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let both_endless = found.is_infinite() && expected.is_infinite();
            assert!(both_endless || (found - expected).abs() < 1e-3, "{found} is not {expected}");
        }
    }

    #[test]
    fn weights() {
        let always = f32::INFINITY;
        check(&[], &[]);
        check(&[(0.0, 0.0)], &[always]);
        check(&[(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)], &[always, 0.0, always]);
        check(&[(0.0, 0.0), (1.0, 3.0), (2.0, 0.0)], &[always, 3.0, always]);
        // The second spike is higher over its own chord (4.83) than the first
        // was over the whole, but does not outlive it.
        check(&[(0.0, 0.0), (4.0, 3.0), (5.0, -2.9), (10.0, 0.0)], &[always, 3.0, 3.0, always]);
    }

    #[test]
    fn one_vertex_in_each_block_stays() {
        let straight: Vec<_> = (0..3000).map(|x| Coord { x: f64::from(x) * PIXEL, y: 0.0 }).collect();
        let weights = importance(&straight);
        let kept: Vec<usize> = (0..weights.len()).filter(|index| weights[*index] > 0.0).collect();
        assert_eq!(kept, [0, 1024, 2048, 2999]);
    }

    #[test]
    fn tolerance_halves_with_each_zoom_and_ends() {
        assert_eq!(tolerance_world(0), 2.0 / 4096.0);
        assert_eq!(tolerance_world(5) / tolerance_world(6), 2.0);
        assert_eq!(tolerance_world(14), 0.0);
    }
}
