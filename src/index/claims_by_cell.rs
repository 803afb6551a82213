//! Who claims a position: the claims' pieces by the cell that they lie in.

use std::{collections::HashMap, sync::Arc};

use geo::{Coord, CoordinatePosition, coordinate_position::CoordPos};

use super::Claim;
use crate::geometry::{ANALYSIS_GRID, CellIndex, Shape, Sieve};

/// Every piece of every claim.
#[derive(Debug, Default)]
pub struct ClaimsByCell(HashMap<CellIndex, Vec<ClaimPiece>>);

#[derive(Debug)]
struct ClaimPiece {
    /// Index into the claims, and into the claim's pieces.
    claim: usize,
    piece: usize,
    /// None: the whole cell is claimed.
    sieve: Option<Sieve>,
}

impl ClaimsByCell {
    /// On the caller's thread alone, as others may wait for it.
    pub fn new(claims: &[Arc<Claim>]) -> Self {
        let mut cells = HashMap::<CellIndex, Vec<ClaimPiece>>::new();
        for (claim, of) in claims.iter().enumerate() {
            for (number, piece) in of.area.pieces().iter().enumerate() {
                let sieve = match &piece.shape {
                    Shape::Whole => None,
                    Shape::Part(part) => Some(Sieve::new(part, ANALYSIS_GRID.rect(piece.cell))),
                };
                cells.entry(piece.cell).or_default().push(ClaimPiece { claim, piece: number, sieve });
            }
        }
        Self(cells)
    }

    /// The claims that cover a position, in their order; an edge belongs to its area.
    pub fn at<'a>(&self, position: Coord<f64>, claims: &'a [Arc<Claim>]) -> Vec<&'a Arc<Claim>> {
        let mut found: Vec<usize> = Vec::with_capacity(claims.len());
        for cell in ANALYSIS_GRID.cells_touching(position) {
            let rect = ANALYSIS_GRID.rect(cell);
            let pieces = self.0.get(&cell).into_iter().flatten();
            let covering =
                pieces.filter(|piece| match piece.sieve.as_ref().map(|sieve| sieve.says(position, rect)) {
                    None => true,
                    Some(Some(inside)) => inside,
                    Some(None) => piece.covers(position, claims),
                });
            found.extend(covering.map(|piece| piece.claim));
        }
        // Only on the grid's lines has a position several cells.
        if !found.is_sorted_by(|one, next| one < next) {
            found.sort_unstable();
            found.dedup();
        }
        found.into_iter().map(|claim| &claims[claim]).collect()
    }
}

impl ClaimPiece {
    fn covers(&self, position: Coord<f64>, claims: &[Arc<Claim>]) -> bool {
        match &claims[self.claim].area.pieces()[self.piece].shape {
            Shape::Whole => true,
            Shape::Part(part) => part.coordinate_position(&position) != CoordPos::Outside,
        }
    }
}
