//! The segments of many rings in the cells of a grid: what [`SegmentTree`] answers,
//! faster where segments are about equally long and lie about equally
//! close, as those of coverage do. Where they don't, there is no grid, and the
//! tree has to do. In one planar coordinate reference system.

use geo::{BoundingRect, Coord, LineString, Rect};

use super::segment_tree::{Segment, segments};

pub struct SegmentGrid {
    segments: Vec<Segment>,
    min: Coord<f64>,
    cell: Coord<f64>,
    columns: usize,
    rows: usize,
    /// Where each cell's segments begin in `entries`; one more at the end.
    starts: Vec<u32>,
    entries: Vec<u32>,
}

/// Columns and rows that something lies in, both ends included.
#[derive(Clone, Copy)]
struct Span {
    first_column: usize,
    last_column: usize,
    first_row: usize,
    last_row: usize,
}

/// Cells for each segment, entries for each and comparisons for each, at most:
/// past them the tree is faster.
const ENTRIES: usize = 8;
const COMPARISONS: usize = 64;

/// Numbers of segments and cells are kept short.
const MOST_SEGMENTS: usize = 1 << 28;

impl SegmentGrid {
    /// Takes closed rings; they are numbered from 0 in their order. None where
    /// segments lie too unevenly.
    pub fn new<'ring>(rings: impl IntoIterator<Item = &'ring LineString<f64>>) -> Option<Self> {
        let segments: Vec<Segment> = segments(rings).collect();
        if segments.is_empty() || segments.len() > MOST_SEGMENTS {
            return None;
        }
        let boxes = segments.iter().map(|segment| segment.line.bounding_rect());
        let bounds = boxes.reduce(|one, other| {
            let (min, max) = (one.min(), one.max());
            let (other_min, other_max) = (other.min(), other.max());
            Rect::new(
                Coord { x: min.x.min(other_min.x), y: min.y.min(other_min.y) },
                Coord { x: max.x.max(other_max.x), y: max.y.max(other_max.y) },
            )
        })?;
        let mut grid = Self::empty(segments, bounds)?;
        grid.fill().then_some(grid)
    }

    /// About as many square cells as segments.
    fn empty(segments: Vec<Segment>, bounds: Rect<f64>) -> Option<Self> {
        let (width, height) = (bounds.width(), bounds.height());
        let size = (width * height / segments.len() as f64).sqrt();
        if !size.is_finite() || size <= 0.0 {
            return None;
        }
        let most = segments.len() as f64;
        let columns = (width / size).ceil().clamp(1.0, most);
        let rows = (height / size).ceil().clamp(1.0, most);
        let cell = Coord { x: width / columns, y: height / rows };
        let cells = columns * rows;
        if !(cell.x > 0.0 && cell.y > 0.0 && cells <= 4.0 * most + 4.0) {
            return None;
        }
        Some(Self {
            segments,
            min: bounds.min(),
            cell,
            columns: columns as usize,
            rows: rows as usize,
            starts: vec![0; cells as usize + 1],
            entries: Vec::new(),
        })
    }

    /// False where it gets too full.
    fn fill(&mut self) -> bool {
        let mut entries = 0;
        for index in 0..self.segments.len() {
            let span = self.span(self.segments[index].line.bounding_rect());
            entries += span.cells();
            if entries > ENTRIES * self.segments.len() + ENTRIES {
                return false;
            }
            for row in span.first_row..=span.last_row {
                for column in span.first_column..=span.last_column {
                    self.starts[row * self.columns + column + 1] += 1;
                }
            }
        }
        let comparisons: usize = self.starts.iter().map(|count| (*count as usize).pow(2)).sum();
        if comparisons > COMPARISONS * self.segments.len() + COMPARISONS {
            return false;
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        self.entries = vec![0; entries];
        let mut next = self.starts.clone();
        for index in 0..self.segments.len() {
            let span = self.span(self.segments[index].line.bounding_rect());
            for row in span.first_row..=span.last_row {
                for column in span.first_column..=span.last_column {
                    let place = &mut next[row * self.columns + column];
                    self.entries[*place as usize] = index as u32;
                    *place += 1;
                }
            }
        }
        true
    }

    /// As [`super::SegmentTree::first_contact`].
    pub fn first_contact(&self) -> Option<Coord<f64>> {
        self.starts.windows(2).find_map(|bounds| {
            let cell = &self.entries[bounds[0] as usize..bounds[1] as usize];
            cell.iter().enumerate().find_map(|(index, one)| {
                let one = &self.segments[*one as usize];
                cell[index + 1..].iter().find_map(|other| one.contact(&self.segments[*other as usize]))
            })
        })
    }

    /// As [`super::SegmentTree::rings_around`].
    pub fn rings_around(&self, point: Coord<f64>) -> Vec<usize> {
        let place = self.span(Rect::new(point, point));
        let mut odd = Vec::new();
        for column in place.first_column..self.columns {
            let cell = place.first_row * self.columns + column;
            for index in &self.entries[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
                let segment = &self.segments[*index as usize];
                // One that lies in several columns counts in the first that the ray comes to.
                let first = self.span(segment.line.bounding_rect()).first_column;
                if first.max(place.first_column) == column && segment.is_met_by_ray(point) {
                    match odd.iter().position(|ring| *ring == segment.ring) {
                        Some(known) => {
                            odd.swap_remove(known);
                        }
                        None => odd.push(segment.ring),
                    }
                }
            }
        }
        odd.sort_unstable();
        odd
    }

    /// What lies outside the grid is brought to its edge; the conversion does so
    /// with what is below it.
    fn span(&self, rect: Rect<f64>) -> Span {
        let column = |x: f64| (((x - self.min.x) / self.cell.x) as usize).min(self.columns - 1);
        let row = |y: f64| (((y - self.min.y) / self.cell.y) as usize).min(self.rows - 1);
        Span {
            first_column: column(rect.min().x),
            last_column: column(rect.max().x),
            first_row: row(rect.min().y),
            last_row: row(rect.max().y),
        }
    }
}

impl Span {
    fn cells(&self) -> usize {
        (self.last_column - self.first_column + 1) * (self.last_row - self.first_row + 1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::SegmentTree, *};

    /// Rings of corners on a lattice, so that they touch, cross and repeat.
    fn any_rings() -> impl Strategy<Value = Vec<LineString<f64>>> {
        let corner = (0..12i32, 0..12i32).prop_map(|(x, y)| Coord { x: f64::from(x), y: f64::from(y) });
        let ring = prop::collection::vec(corner, 3..9).prop_map(|mut corners| {
            corners.dedup();
            corners.push(corners[0]);
            LineString(corners)
        });
        prop::collection::vec(ring, 1..5)
    }

    #[test]
    fn what_lies_unevenly_has_no_grid() {
        let needle = |at: f64| LineString::from(vec![(0.0, at), (1e6, at), (1e6, at + 0.1), (0.0, at)]);
        let needles: Vec<_> = (0..1_000).map(|at| needle(f64::from(at))).collect();
        assert!(SegmentGrid::new(&needles).is_none());
        let line = LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)]);
        assert!(SegmentGrid::new([&line]).is_none());
        assert!(SegmentGrid::new([]).is_none());
    }

    proptest! {
        #[test]
        fn the_answers_are_the_trees(
            rings in any_rings(), x in -1.0..13.0f64, y in (-4..52i32).prop_map(|quarter| f64::from(quarter) / 4.0),
        ) {
            let tree = SegmentTree::new(&rings);
            if let Some(grid) = SegmentGrid::new(&rings) {
                prop_assert_eq!(grid.first_contact().is_some(), tree.first_contact().is_some());
                prop_assert_eq!(grid.rings_around(Coord { x, y }), tree.rings_around(Coord { x, y }));
            }
        }
    }
}
