//! A mosaic by the cells of a coarser grid: nothing is cut, since the coarser
//! grid's lines are lines of its own.

use std::collections::BTreeMap;

use super::Mosaic;
use crate::geometry::{CellIndex, Grid};

impl Mosaic {
    /// What the area has in each cell of a coarser grid, in the cells' order; cells
    /// without any of it are left out.
    ///
    /// # Panics
    /// When the coarser cells aren't a whole number of its own wide: sizes are
    /// written in code.
    pub fn split(&self, coarser: Grid) -> BTreeMap<CellIndex, Self> {
        let wide = (coarser.size_m() / self.grid.size_m()).round();
        assert!(
            wide >= 1.0 && wide * self.grid.size_m() == coarser.size_m(),
            "a coarser grid's lines are its own"
        );
        let wide = wide as i32;
        let mut parts: BTreeMap<CellIndex, Self> = BTreeMap::new();
        // The pieces come in order, and so stay in order within each part.
        for piece in &self.pieces {
            let CellIndex { column, row } = piece.cell;
            let cell = CellIndex { column: column.div_euclid(wide), row: row.div_euclid(wide) };
            parts.entry(cell).or_insert_with(|| Self::empty(self.grid)).pieces.push(piece.clone());
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use geo::{Polygon, polygon};

    use super::*;
    use crate::geometry::total;

    /// From 7 km west to 13 km east of the origin, 1 km to both sides of it.
    fn strip() -> Polygon<f64> {
        polygon![(x: -7e3, y: -1e3), (x: 13e3, y: -1e3), (x: 13e3, y: 1e3), (x: -7e3, y: 1e3)]
    }

    #[test]
    fn the_parts_are_the_whole() {
        let whole = Mosaic::from_polygons(Grid::new(5e3), [&strip()]);
        let parts = whole.split(Grid::new(10e3));
        let areas: Vec<_> =
            parts.iter().map(|(cell, part)| (cell.column, cell.row, part.area_m2() / 1e6)).collect();
        let expected = [(-1, -1, 7.0), (-1, 0, 7.0), (0, -1, 10.0), (0, 0, 10.0), (1, -1, 3.0), (1, 0, 3.0)];
        assert_eq!(areas, expected);
        assert_eq!(total(parts.values().map(Mosaic::area_m2)), whole.area_m2());
        for (cell, part) in &parts {
            assert!(part.pieces().iter().all(|piece| whole.piece_at(piece.cell) == Some(piece)), "{cell:?}");
        }
    }

    #[test]
    #[should_panic(expected = "a coarser grid's lines")]
    fn a_grid_between_the_lines_is_none() {
        let _ = Mosaic::from_polygons(Grid::new(5e3), [&strip()]).split(Grid::new(12e3));
    }
}
