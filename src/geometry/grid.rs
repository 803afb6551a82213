//! A grid of square cells, aligned to the origin of the coordinate reference system.

use geo::{Coord, Rect};

/// Square cells of one size; cell (0, 0) has its south-west corner in the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    size_m: f64,
}

/// A cell's place in its grid, ordered row by row within a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex {
    pub column: i32,
    pub row: i32,
}

impl Grid {
    /// Measurements are voted on in these cells (R8).
    pub const MEASUREMENT: Grid = Grid { size_m: 100.0 };

    /// # Panics
    /// When the size isn't positive and finite: sizes are written in code.
    pub const fn new(size_m: f64) -> Self {
        assert!(size_m > 0.0 && size_m.is_finite(), "a cell has a size");
        Self { size_m }
    }

    pub fn size_m(self) -> f64 {
        self.size_m
    }

    pub fn cell_area_m2(self) -> f64 {
        self.size_m * self.size_m
    }

    /// The cell of a position. A position on a west or south edge belongs to
    /// the cell, on an east or north edge to the next (R23).
    pub fn cell_at(self, position: Coord<f64>) -> CellIndex {
        CellIndex {
            column: (position.x / self.size_m).floor() as i32,
            row: (position.y / self.size_m).floor() as i32,
        }
    }

    pub fn south_west(self, cell: CellIndex) -> Coord<f64> {
        Coord { x: f64::from(cell.column) * self.size_m, y: f64::from(cell.row) * self.size_m }
    }

    pub fn rect(self, cell: CellIndex) -> Rect<f64> {
        let north_east = CellIndex { column: cell.column + 1, row: cell.row + 1 };
        Rect::new(self.south_west(cell), self.south_west(north_east))
    }

    /// The cell of a position, and on a grid line the cell before it too.
    pub fn cells_touching(self, position: Coord<f64>) -> impl Iterator<Item = CellIndex> + use<> {
        let cell = self.cell_at(position);
        let corner = self.south_west(cell);
        let columns = cell.column - i32::from(position.x == corner.x)..=cell.column;
        let rows = cell.row - i32::from(position.y == corner.y)..=cell.row;
        columns.flat_map(move |column| rows.clone().map(move |row| CellIndex { column, row }))
    }

    pub fn centre(self, cell: CellIndex) -> Coord<f64> {
        self.rect(cell).center()
    }
}
