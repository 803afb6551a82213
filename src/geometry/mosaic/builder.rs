//! A mosaic of polygons that come in batches, so that they needn't all be there
//! at once: what waits is their pieces along the grid.

use geo::Polygon;
use rayon::prelude::*;

use super::{Mosaic, dissolve_cell};
use crate::geometry::{
    CellIndex, Grid,
    cut::{CutPiece, cut_along_grid},
};

#[derive(Debug)]
pub struct MosaicBuilder {
    grid: Grid,
    cuts: Vec<(CellIndex, CutPiece)>,
}

impl MosaicBuilder {
    pub fn new(grid: Grid) -> Self {
        Self { grid, cuts: Vec::new() }
    }

    /// Adds polygons, each valid for itself; its winding doesn't matter.
    pub fn add<'a>(&mut self, polygons: impl IntoIterator<Item = &'a Polygon<f64>>) {
        let polygons: Vec<&Polygon<f64>> = polygons.into_iter().collect();
        let cut: Vec<Vec<_>> = polygons.into_par_iter().map(|polygon| cut(polygon, self.grid)).collect();
        self.cuts.extend(cut.into_iter().flatten());
    }

    /// What all of them cover; what several cover counts once.
    pub fn finish(mut self) -> Mosaic {
        self.cuts.sort_by_key(|(cell, _)| *cell);
        let groups: Vec<_> = self.cuts.chunk_by(|(a, _), (b, _)| a == b).collect();
        let grid = self.grid;
        Mosaic {
            grid,
            pieces: groups.into_par_iter().filter_map(|group| dissolve_cell(grid, group)).collect(),
        }
    }
}

fn cut(polygon: &Polygon<f64>, grid: Grid) -> Vec<(CellIndex, CutPiece)> {
    let mut cuts = Vec::new();
    cut_along_grid(polygon, grid, &mut |cell, piece| cuts.push((cell, piece)));
    cuts
}
