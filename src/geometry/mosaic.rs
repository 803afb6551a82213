//! An area as a mosaic: cut along a grid into cells that are whole or in part
//! covered.
//!
//! Set operations and areas go cell by cell: whole cells are added up, and only
//! what lies on an edge is cut. That is exact, and since an overlay never sees
//! more than one cell its numbers stay within 10⁻⁵ m however large the region.

mod builder;
mod count;
mod dissolve;
mod split;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;

use geo::{
    Area, BoundingRect, Coord, CoordinatePosition, CoordsIter, InteriorPoint, Intersects, MapCoordsInPlace,
    MultiPolygon, Polygon, Rect, coordinate_position::CoordPos,
};
use rayon::prelude::*;

pub use builder::MosaicBuilder;

use super::{
    CellIndex, Grid,
    cut::CutPiece,
    overlay::{difference, intersection, intersection_area_m2, union_of},
    ring::{convex_overlap_area_m2, rect_polygon},
    total,
};

/// Cells are cut at this size: small enough that a piece has tens of vertices,
/// large enough that most of a region's cells are whole.
pub const ANALYSIS_GRID: Grid = Grid::new(5_000.0);

/// What an overlay leaves below this is its rounding, not an area.
const LEAST_AREA_M2: f64 = 1e-3;
/// Overlays round to their own lattice; a coordinate this close to a cell's edge is on it.
const SNAP_M: f64 = 1e-4;

/// An area in a planar coordinate reference system, metres.
#[derive(Clone, Debug, PartialEq)]
pub struct Mosaic {
    grid: Grid,
    /// Ordered by cell, none empty.
    pieces: Vec<Piece>,
}

/// What the area has in one cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    pub cell: CellIndex,
    pub area_m2: f64,
    pub shape: Shape,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// The whole cell.
    Whole,
    /// Valid polygons within the cell, exteriors counter-clockwise.
    Part(MultiPolygon<f64>),
}

impl Mosaic {
    pub fn empty(grid: Grid) -> Self {
        Self { grid, pieces: Vec::new() }
    }

    /// Dissolves polygons to a mosaic: what several of them cover counts once.
    /// Each polygon must be valid for itself; its winding doesn't matter.
    pub fn from_polygons<'a>(grid: Grid, polygons: impl IntoIterator<Item = &'a Polygon<f64>>) -> Self {
        let mut builder = MosaicBuilder::new(grid);
        builder.add(polygons);
        builder.finish()
    }

    pub fn from_multi_polygon(grid: Grid, area: &MultiPolygon<f64>) -> Self {
        Self::from_polygons(grid, area)
    }

    pub fn grid(&self) -> Grid {
        self.grid
    }

    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub fn area_m2(&self) -> f64 {
        total(self.pieces.iter().map(|piece| piece.area_m2))
    }

    /// About what it takes in memory.
    pub fn size_bytes(&self) -> usize {
        let corners = self.pieces.iter().map(|piece| match &piece.shape {
            Shape::Whole => 0,
            Shape::Part(part) => part.coords_count(),
        });
        size_of_val(self.pieces.as_slice()) + corners.sum::<usize>() * size_of::<Coord<f64>>()
    }

    /// Area of what both have, square metres, without making the polygons of
    /// cells that one of them has whole.
    pub fn intersection_area_m2(&self, other: &Self) -> f64 {
        total(self.join(other).filter_map(|(_, mine, theirs)| Some(self.shared_area_m2(mine?, theirs?))))
    }

    pub fn intersection(&self, other: &Self) -> Self {
        self.combine(other, |mine, theirs| match (&mine?.shape, &theirs?.shape) {
            (Shape::Whole, _) => theirs.cloned(),
            (_, Shape::Whole) => mine.cloned(),
            (Shape::Part(a), Shape::Part(b)) => self.piece(mine?.cell, intersection(a, b)),
        })
    }

    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |mine, theirs| match (mine, theirs) {
            (Some(only), None) | (None, Some(only)) => Some(only.clone()),
            (Some(a), Some(b)) => match (&a.shape, &b.shape) {
                (Shape::Whole, _) => Some(a.clone()),
                (_, Shape::Whole) => Some(b.clone()),
                (Shape::Part(p), Shape::Part(q)) => self.piece(a.cell, union_of(p.iter().chain(q))),
            },
            (None, None) => None,
        })
    }

    /// What this has and the other hasn't.
    pub fn difference(&self, other: &Self) -> Self {
        self.combine(other, |mine, theirs| {
            let mine = mine?;
            match theirs.map(|piece| &piece.shape) {
                None => Some(mine.clone()),
                Some(Shape::Whole) => None,
                Some(Shape::Part(taken)) => self.piece(mine.cell, difference(&self.polygons_of(mine), taken)),
            }
        })
    }

    /// Whether a position lies in the area; its edge belongs to it.
    pub fn contains(&self, position: Coord<f64>) -> bool {
        self.grid.cells_touching(position).any(|cell| {
            self.piece_at(cell).is_some_and(|piece| match &piece.shape {
                Shape::Whole => true,
                Shape::Part(part) => part.coordinate_position(&position) != CoordPos::Outside,
            })
        })
    }

    /// The area without those parts, cell by cell, that `keep` doesn't want; whole
    /// cells stay.
    pub fn parts_where(&self, keep: impl Fn(&Polygon<f64>) -> bool + Sync) -> Self {
        let kept = |piece: &Piece| match &piece.shape {
            Shape::Whole => Some(piece.clone()),
            Shape::Part(part) => {
                let part = part.iter().filter(|polygon| keep(polygon)).cloned().collect();
                self.piece(piece.cell, part)
            }
        };
        Self { grid: self.grid, pieces: self.pieces.par_iter().filter_map(kept).collect() }
    }

    /// A position inside the area: of the cell that it has most of, within the
    /// largest part there. None of an empty area.
    pub fn position_inside(&self) -> Option<Coord<f64>> {
        let largest = self.pieces.iter().max_by(|a, b| a.area_m2.total_cmp(&b.area_m2))?;
        match &largest.shape {
            Shape::Whole => Some(self.grid.centre(largest.cell)),
            Shape::Part(part) => {
                let by_area =
                    |a: &&Polygon<f64>, b: &&Polygon<f64>| a.unsigned_area().total_cmp(&b.unsigned_area());
                part.iter().max_by(by_area)?.interior_point().map(Coord::from)
            }
        }
    }

    /// Area that a convex polygon shares with the mosaic, square metres.
    pub fn convex_overlap_area_m2(&self, convex: &Polygon<f64>) -> f64 {
        let Some(bounds) = convex.bounding_rect() else { return 0.0 };
        total(self.pieces_within(bounds).map(|piece| match &piece.shape {
            Shape::Whole => {
                convex_overlap_area_m2(&MultiPolygon(vec![rect_polygon(self.grid.rect(piece.cell))]), convex)
            }
            Shape::Part(part) => convex_overlap_area_m2(part, convex),
        }))
    }

    /// The piece of a cell, if the area touches it.
    pub fn piece_at(&self, cell: CellIndex) -> Option<&Piece> {
        let index = self.pieces.binary_search_by_key(&cell, |piece| piece.cell).ok()?;
        Some(&self.pieces[index])
    }

    /// The bounding rectangle of what a piece covers.
    pub fn bounds_of(&self, piece: &Piece) -> Option<Rect<f64>> {
        match &piece.shape {
            Shape::Whole => Some(self.grid.rect(piece.cell)),
            Shape::Part(part) => part.bounding_rect(),
        }
    }

    fn shared_area_m2(&self, mine: &Piece, theirs: &Piece) -> f64 {
        match (&mine.shape, &theirs.shape) {
            (Shape::Whole, _) => theirs.area_m2,
            (_, Shape::Whole) => mine.area_m2,
            (Shape::Part(a), Shape::Part(b)) => intersection_area_m2(a, b),
        }
    }

    fn polygons_of(&self, piece: &Piece) -> MultiPolygon<f64> {
        match &piece.shape {
            Shape::Whole => MultiPolygon(vec![rect_polygon(self.grid.rect(piece.cell))]),
            Shape::Part(part) => part.clone(),
        }
    }

    fn piece(&self, cell: CellIndex, part: MultiPolygon<f64>) -> Option<Piece> {
        piece(self.grid, cell, part)
    }

    fn pieces_within(&self, bounds: Rect<f64>) -> impl Iterator<Item = &Piece> {
        let (low, high) = (self.grid.cell_at(bounds.min()), self.grid.cell_at(bounds.max()));
        (low.column..=high.column)
            .flat_map(move |column| (low.row..=high.row).map(move |row| CellIndex { column, row }))
            .filter_map(|cell| self.piece_at(cell))
    }

    fn combine(
        &self,
        other: &Self,
        merge: impl Fn(Option<&Piece>, Option<&Piece>) -> Option<Piece> + Sync,
    ) -> Self {
        let joined: Vec<_> = self.join(other).collect();
        let pieces = joined.into_par_iter().filter_map(|(_, mine, theirs)| merge(mine, theirs)).collect();
        Self { grid: self.grid, pieces }
    }

    /// Both mosaics' pieces, cell by cell in order.
    fn join<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = (CellIndex, Option<&'a Piece>, Option<&'a Piece>)> {
        assert_eq!(self.grid, other.grid, "mosaics of one snapshot share their grid");
        let (mut mine, mut theirs) = (self.pieces.iter().peekable(), other.pieces.iter().peekable());
        std::iter::from_fn(move || {
            let order = match (mine.peek(), theirs.peek()) {
                (Some(a), Some(b)) => a.cell.cmp(&b.cell),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return None,
            };
            let left = if order.is_le() { mine.next() } else { None };
            let right = if order.is_ge() { theirs.next() } else { None };
            let cell = left.or(right)?.cell;
            Some((cell, left, right))
        })
    }
}

fn dissolve_cell(grid: Grid, group: &[(CellIndex, CutPiece)]) -> Option<Piece> {
    let cell = group.first()?.0;
    let (mut parts, mut are_sound) = (Vec::with_capacity(group.len()), true);
    for (_, cut) in group {
        match cut {
            CutPiece::Whole => return Some(whole(grid, cell)),
            CutPiece::Part { polygon, is_sound } if has_extent(polygon) => {
                are_sound &= is_sound;
                parts.push(polygon);
            }
            CutPiece::Part { .. } => {}
        }
    }
    let is_dissolved = are_sound && are_apart(&parts);
    let part = if is_dissolved { parts.into_iter().cloned().collect() } else { union_of(parts) };
    piece(grid, cell, part)
}

/// What is smaller has no area to speak of, and an overlay of nothing else would
/// scale it up past its numbers.
fn has_extent(part: &Polygon<f64>) -> bool {
    part.bounding_rect().is_some_and(|bounds| bounds.width().max(bounds.height()) > SNAP_M)
}

/// Whether boxes say that polygons don't meet; of many nobody asks.
fn are_apart(parts: &[&Polygon<f64>]) -> bool {
    const FEW: usize = 8;
    let boxes: Vec<Rect<f64>> = parts.iter().filter_map(|part| part.bounding_rect()).collect();
    let meets_later =
        |(index, one): (usize, &Rect<f64>)| boxes[index + 1..].iter().any(|other| one.intersects(other));
    boxes.len() <= FEW && !boxes.iter().enumerate().any(meets_later)
}

fn whole(grid: Grid, cell: CellIndex) -> Piece {
    Piece { cell, area_m2: grid.cell_area_m2(), shape: Shape::Whole }
}

fn piece(grid: Grid, cell: CellIndex, mut part: MultiPolygon<f64>) -> Option<Piece> {
    snap_to_edges(&mut part, grid.rect(cell));
    part.0.retain(|polygon| polygon.unsigned_area() >= LEAST_AREA_M2);
    let area_m2 = part.unsigned_area();
    if part.0.is_empty() {
        None
    } else if grid.cell_area_m2() - area_m2 < LEAST_AREA_M2 {
        Some(whole(grid, cell))
    } else {
        Some(Piece { cell, area_m2, shape: Shape::Part(part) })
    }
}

/// Puts what an overlay rounded off a cell's edge back on it, so that pieces of
/// neighbouring cells meet exactly.
fn snap_to_edges(part: &mut MultiPolygon<f64>, cell: Rect<f64>) {
    let snap = |value: f64, low: f64, high: f64| {
        if (value - low).abs() < SNAP_M {
            low
        } else if (value - high).abs() < SNAP_M {
            high
        } else {
            value
        }
    };
    let (min, max) = (cell.min(), cell.max());
    part.map_coords_in_place(|coord| Coord {
        x: snap(coord.x, min.x, max.x),
        y: snap(coord.y, min.y, max.y),
    });
}
