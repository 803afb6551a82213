//! What several areas have, by how many of them have it.

use geo::MultiPolygon;

use super::{Mosaic, Piece, Shape, piece, whole};
use crate::geometry::{
    Grid,
    overlay::{intersection, union_of},
};

impl Mosaic {
    /// What at least `k` of the areas have. With `k` = 1 their union, with `k` =
    /// their number what all of them have; nothing with 0.
    ///
    /// It stays on its thread: whoever waits for it on another may be what its
    /// helpers would wait for.
    pub fn at_least(grid: Grid, k: usize, areas: &[&Self]) -> Self {
        if k == 0 {
            return Self::empty(grid);
        }
        let mut pieces: Vec<&Piece> = areas.iter().flat_map(|area| &area.pieces).collect();
        pieces.sort_by_key(|piece| piece.cell);
        let cells = pieces.chunk_by(|a, b| a.cell == b.cell);
        Self { grid, pieces: cells.filter_map(|cell| at_least_in_cell(grid, k, cell)).collect() }
    }

    /// What at least one of the areas has.
    pub fn any_of(grid: Grid, areas: &[&Self]) -> Self {
        Self::at_least(grid, 1, areas)
    }
}

/// Whole cells are counted, and only the others laid over each other.
fn at_least_in_cell(grid: Grid, k: usize, pieces: &[&Piece]) -> Option<Piece> {
    let cell = pieces.first()?.cell;
    let mut parts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if let Shape::Part(part) = &piece.shape {
            parts.push((*piece, part));
        }
    }
    let wholes = pieces.len() - parts.len();
    if wholes >= k {
        return Some(whole(grid, cell));
    }
    match (k - wholes, parts.as_slice()) {
        (missing, parts) if missing > parts.len() => None,
        (_, [(only, _)]) => Some((*only).clone()),
        (missing, parts) => {
            let parts: Vec<&MultiPolygon<f64>> = parts.iter().map(|(_, part)| *part).collect();
            piece(grid, cell, at_least_of_parts(missing, &parts))
        }
    }
}

fn at_least_of_parts(k: usize, parts: &[&MultiPolygon<f64>]) -> MultiPolygon<f64> {
    let nothing = || MultiPolygon(Vec::new());
    match parts {
        _ if k == 1 => union_of(parts.iter().flat_map(|part| part.iter())),
        [first, others @ ..] if k == parts.len() => {
            others.iter().fold((*first).clone(), |common, part| intersection(&common, part))
        }
        _ => {
            // reached[j] is what at least j + 1 of the parts seen so far have.
            let mut reached = vec![nothing(); k];
            for part in parts {
                for level in (1..k).rev() {
                    let both = intersection(&reached[level - 1], part);
                    reached[level] = union_of(reached[level].iter().chain(&both));
                }
                reached[0] = union_of(reached[0].iter().chain(part.iter()));
            }
            reached.pop().unwrap_or_else(nothing)
        }
    }
}
