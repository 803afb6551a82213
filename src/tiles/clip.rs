//! Cuts rings, lines and points to the buffered square of a tile, one axis
//! after the other, in the manner of geojson-vt (`src/clip.js`).
//!
//! A ring that leaves the square and comes back runs along the square's edge
//! in between, perhaps twice over: making valid polygons of that is the
//! business of `repair`.

use geo::Coord;

use super::grid::{BUFFER, EXTENT};

/// Where the buffered tile begins and ends on both axes, in tile units.
const LOW: f64 = -BUFFER;
const HIGH: f64 = EXTENT + BUFFER;

/// An axis to cut along: what lies between [`LOW`] and [`HIGH`] on it stays.
#[derive(Clone, Copy)]
enum Axis {
    X,
    Y,
}

/// Whether a position lies in the buffered tile, its edge included.
pub fn contains(position: Coord<f64>) -> bool {
    (LOW..=HIGH).contains(&position.x) && (LOW..=HIGH).contains(&position.y)
}

/// The part of a closed ring in the buffered tile, closed again; empty when
/// nothing is left. Keeps the ring's direction.
pub fn clip_ring(ring: impl IntoIterator<Item = Coord<f64>>) -> Vec<Coord<f64>> {
    Axis::Y.clip_ring(Axis::X.clip_ring(ring))
}

/// The pieces of a line in the buffered tile, in the line's order.
pub fn clip_line(line: impl IntoIterator<Item = Coord<f64>>) -> Vec<Vec<Coord<f64>>> {
    Axis::X.clip_line(line).into_iter().flat_map(|piece| Axis::Y.clip_line(piece)).collect()
}

impl Axis {
    fn clip_ring(self, ring: impl IntoIterator<Item = Coord<f64>>) -> Vec<Coord<f64>> {
        let mut kept = Vec::new();
        self.for_each_part(ring, |part| {
            if part.enters {
                kept.push(part.from);
            }
            kept.push(part.to);
        });
        if let Some(first) = kept.first().copied() {
            kept.push(first);
        }
        kept
    }

    fn clip_line(self, line: impl IntoIterator<Item = Coord<f64>>) -> Vec<Vec<Coord<f64>>> {
        let mut pieces: Vec<Vec<Coord<f64>>> = Vec::new();
        self.for_each_part(line, |part| match pieces.last_mut() {
            Some(piece) if !part.enters => piece.push(part.to),
            _ => pieces.push(vec![part.from, part.to]),
        });
        pieces
    }

    /// Gives of every segment the part between the edges, where there is one.
    fn for_each_part(self, path: impl IntoIterator<Item = Coord<f64>>, mut take: impl FnMut(Part)) {
        let mut path = path.into_iter();
        let Some(mut from) = path.next() else { return };
        for to in path {
            let (start, end) = (self.along(from), self.along(to));
            let beside = (start < LOW && end < LOW) || (start > HIGH && end > HIGH);
            if !beside {
                take(Part {
                    enters: !(LOW..=HIGH).contains(&start),
                    from: self.edge_crossing(start, from, to).unwrap_or(from),
                    to: self.edge_crossing(end, from, to).unwrap_or(to),
                });
            }
            from = to;
        }
    }

    /// Where the segment meets the edge beyond which `position` lies; none
    /// when `position` lies within.
    fn edge_crossing(self, position: f64, from: Coord<f64>, to: Coord<f64>) -> Option<Coord<f64>> {
        if position < LOW {
            Some(self.crossing(LOW, from, to))
        } else if position > HIGH {
            Some(self.crossing(HIGH, from, to))
        } else {
            None
        }
    }

    /// Reckoned from the segment's lower end, so that two polygons that share
    /// a border in opposite directions are cut at the very same point.
    fn crossing(self, edge: f64, from: Coord<f64>, to: Coord<f64>) -> Coord<f64> {
        let (low, high) = if self.along(from) <= self.along(to) { (from, to) } else { (to, from) };
        let share = (edge - self.along(low)) / (self.along(high) - self.along(low));
        match self {
            Self::X => Coord { x: edge, y: low.y + (high.y - low.y) * share },
            Self::Y => Coord { x: low.x + (high.x - low.x) * share, y: edge },
        }
    }

    fn along(self, position: Coord<f64>) -> f64 {
        match self {
            Self::X => position.x,
            Self::Y => position.y,
        }
    }
}

/// What one axis leaves of a segment.
struct Part {
    /// The segment begins beyond an edge.
    enters: bool,
    from: Coord<f64>,
    to: Coord<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coordinates(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    fn check_ring(ring: &[(f64, f64)], expected: &[(f64, f64)]) {
        assert_eq!(clip_ring(coordinates(ring)), coordinates(expected));
    }

    fn check_line(line: &[(f64, f64)], expected: &[&[(f64, f64)]]) {
        let pieces: Vec<_> = expected.iter().map(|piece| coordinates(piece)).collect();
        assert_eq!(clip_line(coordinates(line)), pieces);
    }

    #[test]
    fn rings() {
        let around = [(-9e3, -9e3), (9e3, -9e3), (9e3, 9e3), (-9e3, 9e3), (-9e3, -9e3)];
        let corners: Vec<_> = clip_ring(coordinates(&around));
        assert!(corners.iter().all(|corner| contains(*corner)));
        assert_eq!(corners.first(), corners.last());
        check_ring(&[(5e3, 0.0), (6e3, 0.0), (6e3, 9.0), (5e3, 0.0)], &[]);
        check_ring(
            &[(10.0, 10.0), (20.0, 10.0), (20.0, 20.0), (10.0, 10.0)],
            &[(20.0, 20.0), (10.0, 10.0), (20.0, 10.0), (20.0, 20.0)],
        );
        check_ring(&[], &[]);
    }

    #[test]
    fn lines() {
        check_line(&[(-100.0, 5.0), (5000.0, 5.0)], &[&[(LOW, 5.0), (HIGH, 5.0)]]);
        // Out at the right, back again, out at the bottom.
        check_line(
            &[(4000.0, 0.0), (4320.0, 0.0), (4320.0, 100.0), (4000.0, 100.0), (4000.0, 5000.0)],
            &[&[(4000.0, 0.0), (HIGH, 0.0)], &[(HIGH, 100.0), (4000.0, 100.0), (4000.0, HIGH)]],
        );
        check_line(&[(-100.0, 0.0), (-70.0, 5000.0)], &[]);
        check_line(&[(HIGH, 0.0), (HIGH, 10.0)], &[&[(HIGH, 0.0), (HIGH, 10.0)]]);
        check_line(&[(7.0, 7.0)], &[]);
    }

    #[test]
    fn a_shared_border_is_cut_at_the_same_point_in_both_directions() {
        let (from, to) = (Coord { x: -171.3, y: 7.7 }, Coord { x: 333.1, y: 91.9 });
        let there = clip_line([from, to]);
        let back = clip_line([to, from]);
        assert_eq!(there[0].first(), back[0].last());
    }

    #[test]
    fn points_on_the_edge_belong() {
        assert!(contains(Coord { x: LOW, y: HIGH }));
        assert!(!contains(Coord { x: LOW - 1e-9, y: 0.0 }));
    }
}
