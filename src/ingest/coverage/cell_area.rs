//! An area of cells or pixels as a feature: where its corners lie.

use std::sync::Arc;

use geo::Coord;

use super::{
    ReadLimits,
    feature::RawFeature,
    outline::{Corner, Loops},
};
use crate::{
    geometry::assemble,
    ingest::polygon::{Problem, Remarks, Shapes},
};

/// Where columns and rows lie in the file's system: an affine map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placing {
    pub origin: Coord<f64>,
    /// One column to the right, and one row down.
    pub column: Coord<f64>,
    pub row: Coord<f64>,
    /// A straight edge of cells is bent in another system: it gets a corner every
    /// so many cells. None: as long as it is.
    pub longest_edge: Option<i32>,
}

/// So many cells of an edge stay straight when they are projected: of 100 m
/// cells in degrees, that bends a decimetre.
pub const LONGEST_EDGE: i32 = 16;

impl Placing {
    fn coord(&self, (column, row): Corner) -> Coord<f64> {
        self.origin + self.column * f64::from(column) + self.row * f64::from(row)
    }

    /// Whether the area of a loop comes out on its right.
    fn is_mirrored(&self) -> bool {
        self.column.x * self.row.y - self.column.y * self.row.x > 0.0
    }

    fn ring(&self, corners: &[Corner]) -> Vec<Coord<f64>> {
        let mut ring = Vec::with_capacity(corners.len());
        for (index, start) in corners.iter().enumerate() {
            let end = corners[(index + 1) % corners.len()];
            let length = (end.0 - start.0).abs().max((end.1 - start.1).abs());
            let step = self.longest_edge.unwrap_or(length).max(1);
            let (east, south) = ((end.0 - start.0).signum(), (end.1 - start.1).signum());
            let along = (0..length).step_by(step as usize);
            ring.extend(along.map(|at| self.coord((start.0 + east * at, start.1 + south * at))));
        }
        if self.is_mirrored() {
            ring.reverse();
        }
        ring
    }
}

pub struct CellArea {
    pub number: u64,
    pub loops: Loops,
    pub placing: Arc<Placing>,
}

impl RawFeature for CellArea {
    fn number(&self) -> u64 {
        self.number
    }

    fn size_bytes(&self) -> usize {
        self.loops.iter().map(|corners| size_of_val(corners.as_slice())).sum()
    }

    fn shapes(&self, _limits: &ReadLimits) -> Result<Shapes, Problem> {
        let loops = self.loops.iter().map(|corners| self.placing.ring(corners)).collect();
        Ok(Shapes { polygons: assemble(loops), remarks: Remarks::default(), was_wound_wrongly: false })
    }

    fn is_sound(&self) -> bool {
        true
    }
}
