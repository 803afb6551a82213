//! Blocks of 8 × 8 cells of the world's grid, in an order that keeps neighbours
//! together.

use crate::tiles::grid::units_per_world;

/// Cells along a block's side.
pub const SIDE: usize = 8;
pub const CELLS: usize = SIDE * SIDE;
/// Width of a cell in tile units: two pixels of a tile drawn 512 pixels wide.
pub const CELL_UNITS: f64 = 16.0;
/// A tile is so many blocks wide.
pub const BLOCKS_A_TILE: u32 = 32;

/// How wide a cell is in World units.
pub fn cell_world(zoom: u8) -> f64 {
    CELL_UNITS / units_per_world(zoom)
}

/// A block's place in the world's grid. The order is Morton's (1966): the blocks
/// of a tile follow each other, and so do those of each of its quarters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block(u64);

impl Block {
    pub fn at(column: u32, row: u32) -> Self {
        Self(spread(column) | spread(row) << 1)
    }

    pub fn column(self) -> u32 {
        gather(self.0)
    }

    pub fn row(self) -> u32 {
        gather(self.0 >> 1)
    }

    /// The block of the zoom before that it is a quarter of, and where in that
    /// its cells begin (column, row).
    pub fn parent(self) -> (Self, [usize; 2]) {
        let half = SIDE / 2;
        (Self(self.0 >> 2), [(self.0 & 1) as usize * half, (self.0 >> 1 & 1) as usize * half])
    }

    /// The number of the tile that it lies in.
    pub fn tile(self) -> u64 {
        self.0 / u64::from(BLOCKS_A_TILE).pow(2)
    }

    /// The block so many columns and rows away; none beyond the world's first ones.
    pub fn neighbour(self, columns: i32, rows: i32) -> Option<Self> {
        Some(Self::at(self.column().checked_add_signed(columns)?, self.row().checked_add_signed(rows)?))
    }
}

/// A number's bits with a gap before each.
fn spread(number: u32) -> u64 {
    let mut bits = u64::from(number);
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

fn gather(bits: u64) -> u32 {
    let mut bits = bits & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333),
        (2, 0x0f0f_0f0f_0f0f_0f0f),
        (4, 0x00ff_00ff_00ff_00ff),
        (8, 0x0000_ffff_0000_ffff),
        (16, 0x0000_0000_ffff_ffff),
    ] {
        bits = (bits | bits >> shift) & mask;
    }
    bits as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (column, row) in [(0, 0), (1, 0), (0, 1), (5, 9), (8191, 4097), (u32::MAX, 7)] {
            let block = Block::at(column, row);
            assert_eq!((block.column(), block.row()), (column, row));
        }
        assert_eq!(Block::at(5, 8).parent(), (Block::at(2, 4), [4, 0]));
        assert_eq!(Block::at(31, 31).tile(), 0);
        assert_eq!(Block::at(32, 31).tile(), 1);
        assert_eq!(Block::at(0, 3).neighbour(-1, 0), None);
        assert_eq!(Block::at(1, 3).neighbour(-1, 1), Some(Block::at(0, 4)));
    }
}
