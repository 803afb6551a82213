//! Cells of one grid, each once, as bits in blocks: however many cells there are,
//! they take no more than the area they lie in.

use std::collections::BTreeMap;

use crate::{
    geometry::{CellIndex, Grid},
    ingest::coverage::{CoverageReadError, ReadFault, outline::Run},
};

/// Cells along a block's side: a row of it is one word.
const SIDE: i32 = 64;

pub struct CellBlocks {
    grid: Grid,
    /// By row from north, then column from west.
    blocks: BTreeMap<(i32, i32), Box<Block>>,
    limit: usize,
}

/// A word for each row from north, a bit for each column from west.
struct Block {
    seen: [u64; SIDE as usize],
    covered: [u64; SIDE as usize],
}

impl CellBlocks {
    pub fn new(grid: Grid, limit: usize) -> Self {
        Self { grid, blocks: BTreeMap::new(), limit }
    }

    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// False when the cell is there already; it stays as it was.
    ///
    /// # Errors
    /// When the cells are spread over too many blocks.
    pub fn insert(&mut self, cell: CellIndex, is_covered: bool) -> Result<bool, CoverageReadError> {
        let row = southward(cell.row);
        let place = (row.div_euclid(SIDE), cell.column.div_euclid(SIDE));
        if !self.blocks.contains_key(&place) && self.blocks.len() == self.limit {
            return Err(ReadFault::TooManyCells.with(format!("{} × 64 × 64", self.limit)));
        }
        let empty = || Box::new(Block { seen: [0; SIDE as usize], covered: [0; SIDE as usize] });
        let block = self.blocks.entry(place).or_insert_with(empty);
        let (word, bit) = (row.rem_euclid(SIDE) as usize, 1 << cell.column.rem_euclid(SIDE));
        let is_new = block.seen[word] & bit == 0;
        block.seen[word] |= bit;
        if is_new && is_covered {
            block.covered[word] |= bit;
        }
        Ok(is_new)
    }

    /// The covered cells as runs, row by row from north; rows count to the south.
    pub fn for_each_row<E>(&self, mut use_row: impl FnMut(i32, &[Run]) -> Result<(), E>) -> Result<(), E> {
        let mut runs = Vec::new();
        let mut rest = self.blocks.range(..);
        while let Some((&(block_row, _), _)) = rest.clone().next() {
            let beside = || self.blocks.range((block_row, i32::MIN)..=(block_row, i32::MAX));
            for word in 0..SIDE {
                runs.clear();
                for ((_, block_column), block) in beside() {
                    add_runs(block_column * SIDE, block.covered[word as usize], &mut runs);
                }
                if !runs.is_empty() {
                    use_row(block_row * SIDE + word, &runs)?;
                }
            }
            rest = self.blocks.range((block_row + 1, i32::MIN)..);
        }
        Ok(())
    }
}

/// Cells' rows count to the north.
fn southward(row: i32) -> i32 {
    -1 - row
}

fn add_runs(first_column: i32, mut word: u64, runs: &mut Vec<Run>) {
    let mut column = first_column;
    while word != 0 {
        let skipped = word.trailing_zeros();
        word >>= skipped;
        let length = word.trailing_ones();
        word = word.checked_shr(length).unwrap_or(0);
        let start = column + skipped as i32;
        column = start + length as i32;
        match runs.last_mut() {
            Some(last) if last.end == start => last.end = column,
            _ => runs.push(Run { start, end: column }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_runs_from_north() {
        let mut blocks = CellBlocks::new(Grid::MEASUREMENT, 10);
        let cells = [(-1, 5), (0, 5), (63, 5), (64, 5), (2, -70), (7, -70)];
        for (column, row) in cells {
            assert!(blocks.insert(CellIndex { column, row }, (column, row) != (7, -70)).unwrap());
            assert!(!blocks.insert(CellIndex { column, row }, true).unwrap());
        }
        let mut rows = Vec::new();
        blocks
            .for_each_row(|row, runs| {
                rows.push((row, runs.to_vec()));
                Ok::<(), ()>(())
            })
            .unwrap();
        let run = |start, end| Run { start, end };
        assert_eq!(rows, [(-6, vec![run(-1, 1), run(63, 65)]), (69, vec![run(2, 3)])]);
    }

    #[test]
    fn blocks_are_limited() {
        let mut blocks = CellBlocks::new(Grid::MEASUREMENT, 2);
        let mut insert = |column| blocks.insert(CellIndex { column, row: 0 }, true);
        assert!(insert(0).is_ok() && insert(64).is_ok() && insert(65).is_ok() && insert(128).is_err());
    }
}
