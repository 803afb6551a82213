//! Whether all within a distance of something is covered, without drawing what
//! lies within the distance: it is, where the nearest uncovered land is at least
//! that far away.

use std::collections::BTreeMap;

use geo::{BoundingRect, Coord, CoordsIter, Distance, Euclidean, Geometry, Line, MultiPolygon, Point, Rect};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::{CellIndex, Interval, Mosaic, Shape, complement};

/// Overlays move a corner by less than this, so it is none the nearer.
const TOUCH_M: f64 = 1e-4;

type Edge = GeomWithData<Rectangle<[f64; 2]>, Line<f64>>;

/// So many cells' edges are kept: shapes come cell by cell, and few lie on a side.
const KEPT_CELLS: usize = 64;

/// Of each shape, whether every point within `margin_m` of it lies in the area;
/// a shape whose margin touches the edge of the area from inside is covered.
/// Points, polygons and multi-polygons in the mosaic's coordinate reference
/// system; what has no extent is not covered.
///
/// It is fast where shapes of one cell of the mosaic follow each other.
pub fn covered_with_margin<'shape>(
    area: &Mosaic,
    shapes: impl IntoIterator<Item = &'shape Geometry<f64>>,
    margin_m: f64,
) -> Vec<bool> {
    let mut surroundings = Surroundings { area, margin_m, edges: BTreeMap::new() };
    shapes.into_iter().map(|shape| surroundings.covers(shape)).collect()
}

/// An area with the edges of what it leaves uncovered, in the cells looked at last.
struct Surroundings<'area> {
    area: &'area Mosaic,
    margin_m: f64,
    edges: BTreeMap<CellIndex, RTree<Edge>>,
}

impl Surroundings<'_> {
    fn covers(&mut self, shape: &Geometry<f64>) -> bool {
        let Some(bounds) = shape.bounding_rect() else { return false };
        let reach = grown(bounds, self.margin_m);
        let not_whole: Vec<CellIndex> =
            cells_within(self.area, reach).filter(|cell| !is_whole(self.area, *cell)).collect();
        // Where no edge is near, all of a part of the shape is on one side.
        not_whole.is_empty()
            || not_whole.into_iter().all(|cell| self.is_far_from(cell, shape, reach))
                && parts(shape).all(|position| position.is_some_and(|at| self.area.contains(at)))
    }

    /// No uncovered land of the cell within the margin of the shape.
    fn is_far_from(&mut self, cell: CellIndex, shape: &Geometry<f64>, reach: Rect<f64>) -> bool {
        if self.edges.len() > KEPT_CELLS {
            self.edges.clear();
        }
        let edges = self.edges.entry(cell).or_insert_with(|| tree(self.area, cell));
        let mut near = edges.locate_in_envelope_intersecting(envelope(reach));
        near.all(|edge| Euclidean.distance(&edge.data, shape) >= self.margin_m - TOUCH_M)
    }
}

/// A position of each part of the shape.
fn parts(shape: &Geometry<f64>) -> Box<dyn Iterator<Item = Option<Coord<f64>>> + '_> {
    match shape {
        Geometry::MultiPolygon(MultiPolygon(polygons)) => {
            Box::new(polygons.iter().map(|polygon| polygon.exterior().coords().next().copied()))
        }
        Geometry::Point(Point(position)) => Box::new(std::iter::once(Some(*position))),
        other => Box::new(std::iter::once(other.coords_iter().next())),
    }
}

fn tree(area: &Mosaic, cell: CellIndex) -> RTree<Edge> {
    let edge = |line: Line<f64>| GeomWithData::new(rectangle(line.bounding_rect()), line);
    RTree::bulk_load(edges_of_the_uncovered(area, cell).into_iter().map(edge).collect())
}

/// The edges of what the area leaves uncovered in a cell; where two uncovered
/// cells meet, their common side is among them.
fn edges_of_the_uncovered(area: &Mosaic, cell: CellIndex) -> Vec<Line<f64>> {
    let sides = area.grid().rect(cell).to_lines();
    match area.piece_at(cell).map(|piece| &piece.shape) {
        None => sides.to_vec(),
        Some(Shape::Whole) => Vec::new(),
        Some(Shape::Part(part)) => {
            let rings = part
                .iter()
                .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
            let lines: Vec<Line<f64>> = rings.flat_map(|ring| ring.lines()).collect();
            let (along, inside): (Vec<_>, Vec<_>) =
                lines.into_iter().partition(|line| sides.iter().any(|side| lies_along(line, side)));
            let open = sides.iter().flat_map(|side| uncovered_parts(side, &along));
            open.chain(inside).collect()
        }
    }
}

/// Pieces of a mosaic are put on their cell's sides exactly.
fn lies_along(line: &Line<f64>, side: &Line<f64>) -> bool {
    let on = |value: fn(Coord<f64>) -> f64| {
        let at = value(side.start);
        value(side.end) == at && value(line.start) == at && value(line.end) == at
    };
    on(|coord| coord.x) || on(|coord| coord.y)
}

/// What the lines that lie along a side leave of it.
fn uncovered_parts(side: &Line<f64>, along: &[Line<f64>]) -> Vec<Line<f64>> {
    let from_start_m = |coord: Coord<f64>| Euclidean.distance(side.start, coord);
    let mut covered: Vec<Interval> = along
        .iter()
        .filter(|line| lies_along(line, side))
        .map(|line| (from_start_m(line.start), from_start_m(line.end)))
        .map(|(a, b)| Interval { from_m: a.min(b), to_m: a.max(b) })
        .collect();
    covered.sort_by(|a, b| a.from_m.total_cmp(&b.from_m));
    let length_m = from_start_m(side.end);
    let at = |metres: f64| side.start + side.delta() * (metres / length_m);
    let open = complement(&covered, length_m);
    open.into_iter().map(|part| Line::new(at(part.from_m), at(part.to_m))).collect()
}

fn is_whole(area: &Mosaic, cell: CellIndex) -> bool {
    area.piece_at(cell).is_some_and(|piece| piece.shape == Shape::Whole)
}

fn cells_within(area: &Mosaic, reach: Rect<f64>) -> impl Iterator<Item = CellIndex> + use<> {
    let (low, high) = (area.grid().cell_at(reach.min()), area.grid().cell_at(reach.max()));
    (low.column..=high.column)
        .flat_map(move |column| (low.row..=high.row).map(move |row| CellIndex { column, row }))
}

fn grown(rect: Rect<f64>, by_m: f64) -> Rect<f64> {
    let corner = Coord { x: by_m, y: by_m };
    Rect::new(rect.min() - corner, rect.max() + corner)
}

fn envelope(rect: Rect<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners([rect.min().x, rect.min().y], [rect.max().x, rect.max().y])
}

fn rectangle(rect: Rect<f64>) -> Rectangle<[f64; 2]> {
    Rectangle::from_aabb(envelope(rect))
}

#[cfg(test)]
mod tests;
