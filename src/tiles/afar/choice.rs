//! Which cells are drawn: as many as there is area for, where most of it lies.

use std::collections::BTreeMap;

use super::block::{Block, CELLS, SIDE};
use super::shares::{BlockShares, Shares};

/// The cells that are drawn: a bit for each of a block, row by row.
pub type Cells = BTreeMap<Block, u64>;

/// A cell without as much as this of what another has, has the same.
const SAME_SHARE: f64 = 1e-6;
/// How much a cell's own share counts beside the mean of its four neighbours':
/// enough that a fuller cell comes first, and of equals the one among others.
const OWN_WEIGHT: f64 = 8.0;

/// The cells of areas of which each lies in the one before it.
pub fn choose(nested: &[Shares]) -> Vec<Cells> {
    let mut chosen: Vec<Cells> = Vec::new();
    for (level, shares) in nested.iter().enumerate() {
        let around = level.checked_sub(1).map(|outer| (&nested[outer], &chosen[outer]));
        chosen.push(Level { shares, around }.choose());
    }
    chosen
}

/// An area, and the one that it lies in with what was chosen of that.
struct Level<'a> {
    shares: &'a Shares,
    around: Option<(&'a Shares, &'a Cells)>,
}

impl Level<'_> {
    /// Block after block. What rounding to whole cells leaves over, or takes too
    /// much, goes on: whatever follows each other in that order, such as the
    /// blocks of a tile, is drawn with its area to within a cell.
    fn choose(&self) -> Cells {
        let mut carried = 0.0;
        let mut chosen = Cells::new();
        for (&block, shares) in &self.shares.0 {
            let cells = self.choose_in(block, shares, &mut carried);
            if cells != 0 {
                chosen.insert(block, cells);
            }
        }
        self.show_every_tile(&mut chosen);
        chosen
    }

    fn choose_in(&self, block: Block, shares: &BlockShares, carried: &mut f64) -> u64 {
        let allowed = self.allowed(block);
        let mut cells = allowed & self.forced(block, shares);
        let area = match shares {
            BlockShares::Whole => CELLS as f64,
            BlockShares::Part(shares) => shares.iter().sum(),
        };
        let wanted = (area + *carried).round().max(0.0) as u32;
        if let Some(missing) = wanted.checked_sub(cells.count_ones()) {
            let ranked = self.ranked(block, shares, allowed & !cells);
            ranked.into_iter().take(missing as usize).for_each(|cell| cells |= 1 << cell);
        }
        *carried += area - f64::from(cells.count_ones());
        cells
    }

    /// Where the area around it was chosen.
    fn allowed(&self, block: Block) -> u64 {
        self.around.map_or(u64::MAX, |(_, chosen)| chosen.get(&block).copied().unwrap_or(0))
    }

    /// Where it has all of the cell, or all that the area around it has there:
    /// leaving it out would show something that isn't there.
    fn forced(&self, block: Block, shares: &BlockShares) -> u64 {
        if *shares == BlockShares::Whole {
            return u64::MAX;
        }
        let around = self.around.and_then(|(around, _)| around.0.get(&block));
        let all = |cell| around.map_or(1.0, |around| around.of_cell(cell));
        bits(|cell| all(cell) - shares.of_cell(cell) < SAME_SHARE)
    }

    /// The cells with a share of the area, those with most first; of equals the first.
    fn ranked(&self, block: Block, shares: &BlockShares, among: u64) -> Vec<usize> {
        let neighbours = Neighbours::of(self.shares, block, shares);
        let cells = (0..CELLS).filter(|cell| among >> cell & 1 == 1 && shares.of_cell(*cell) > 0.0);
        let mut ranked: Vec<(f64, usize)> =
            cells.map(|cell| (OWN_WEIGHT * shares.of_cell(cell) + neighbours.mean(cell), cell)).collect();
        ranked.sort_by(|(a, one), (b, other)| b.total_cmp(a).then(one.cmp(other)));
        ranked.into_iter().map(|(_, cell)| cell).collect()
    }

    /// Where there is something of the area in a tile, something is drawn.
    fn show_every_tile(&self, chosen: &mut Cells) {
        let blocks: Vec<(&Block, &BlockShares)> = self.shares.0.iter().collect();
        for of_tile in blocks.chunk_by(|(one, _), (next, _)| one.tile() == next.tile()) {
            if of_tile.iter().any(|(block, _)| chosen.contains_key(block)) {
                continue;
            }
            let cells = of_tile.iter().flat_map(|(block, shares)| {
                let allowed = self.allowed(**block);
                let cells = (0..CELLS).filter(move |cell| allowed >> cell & 1 == 1);
                cells.map(move |cell| (shares.of_cell(cell), **block, cell))
            });
            let fullest =
                cells.filter(|(share, ..)| *share > 0.0).reduce(|a, b| if b.0 > a.0 { b } else { a });
            if let Some((_, block, cell)) = fullest {
                chosen.insert(block, 1 << cell);
            }
        }
    }
}

fn bits(is_set: impl Fn(usize) -> bool) -> u64 {
    (0..CELLS).filter(|cell| is_set(*cell)).fold(0, |bits, cell| bits | 1 << cell)
}

/// A block with those beside it.
struct Neighbours<'a> {
    here: &'a BlockShares,
    west: Option<&'a BlockShares>,
    east: Option<&'a BlockShares>,
    north: Option<&'a BlockShares>,
    south: Option<&'a BlockShares>,
}

impl<'a> Neighbours<'a> {
    fn of(shares: &'a Shares, block: Block, here: &'a BlockShares) -> Self {
        let at = |columns, rows| shares.0.get(&block.neighbour(columns, rows)?);
        Self { here, west: at(-1, 0), east: at(1, 0), north: at(0, -1), south: at(0, 1) }
    }

    /// The mean share of the four cells beside a cell.
    fn mean(&self, cell: usize) -> f64 {
        let last = SIDE - 1;
        let share = |block: Option<&BlockShares>, cell: usize| block.map_or(0.0, |block| block.of_cell(cell));
        let (column, row) = (cell % SIDE, cell / SIDE);
        let here = Some(self.here);
        let west = if column == 0 { share(self.west, cell + last) } else { share(here, cell - 1) };
        let east = if column == last { share(self.east, cell - last) } else { share(here, cell + 1) };
        let north = if row == 0 { share(self.north, cell + last * SIDE) } else { share(here, cell - SIDE) };
        let south =
            if row == last { share(self.south, cell - last * SIDE) } else { share(here, cell + SIDE) };
        (west + east + north + south) / 4.0
    }
}
