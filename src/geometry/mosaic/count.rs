//! What several areas have, by how many of them have it.

use geo::Polygon;
use rayon::prelude::*;

use super::{Mosaic, Piece, Shape, piece};
use crate::geometry::{Grid, overlay::union_of};

impl Mosaic {
    /// What at least `k` of the areas have. With `k` = 1 their union, with `k` =
    /// their number what all of them have.
    pub fn at_least(grid: Grid, k: usize, areas: &[&Self]) -> Self {
        match k {
            0 => Self::empty(grid),
            1 => Self::any_of(grid, areas),
            _ if k == areas.len() => Self::all_of(grid, areas),
            _ if k > areas.len() => Self::empty(grid),
            _ => Self::level(grid, k, areas),
        }
    }

    /// What at least one of the areas has: one overlay a cell, however many they are.
    pub fn any_of(grid: Grid, areas: &[&Self]) -> Self {
        let mut pieces: Vec<&Piece> = areas.iter().flat_map(|area| &area.pieces).collect();
        pieces.sort_by_key(|piece| piece.cell);
        let cells: Vec<&[&Piece]> = pieces.chunk_by(|a, b| a.cell == b.cell).collect();
        let pieces = cells.into_par_iter().filter_map(|cell| any_of_cell(grid, cell)).collect();
        Self { grid, pieces }
    }

    fn all_of(grid: Grid, areas: &[&Self]) -> Self {
        match areas {
            [] => Self::empty(grid),
            [first, others @ ..] => {
                others.iter().fold((*first).clone(), |common, area| common.intersection(area))
            }
        }
    }

    fn level(grid: Grid, k: usize, areas: &[&Self]) -> Self {
        // reached[j] is what at least j + 1 of the areas seen so far have.
        let mut reached = vec![Self::empty(grid); k];
        for area in areas {
            for level in (1..k).rev() {
                let both = reached[level - 1].intersection(area);
                reached[level] = reached[level].union(&both);
            }
            reached[0] = reached[0].union(area);
        }
        reached.swap_remove(k - 1)
    }
}

/// The union of several areas' pieces of one cell.
fn any_of_cell(grid: Grid, pieces: &[&Piece]) -> Option<Piece> {
    if let [only] = pieces {
        return Some((*only).clone());
    }
    let mut parts: Vec<&Polygon<f64>> = Vec::new();
    for piece in pieces {
        match &piece.shape {
            Shape::Whole => return Some((*piece).clone()),
            Shape::Part(part) => parts.extend(part),
        }
    }
    piece(grid, pieces.first()?.cell, union_of(parts))
}
