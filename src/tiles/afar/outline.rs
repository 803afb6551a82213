//! Outlines of chosen cells.
//!
//! Where the outline steps from one row of cells to the next it turns once to
//! each side. Such two corners are cut off together, half a cell from each: what
//! the one takes away the other adds, so that slanting edges are smooth and the
//! area stays that of the cells to the last digit.

use std::collections::HashMap;

use geo::Coord;

use super::Rings;
use super::block::{Block, CELLS, SIDE, cell_world};
use super::choice::Cells;

/// A corner of the cells, counted in half cells from the world's north-west.
type Corner = (i32, i32);

/// In which direction an outline goes on, clockwise on the screen, with the
/// cells to its right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Heading {
    East,
    South,
    West,
    North,
}

impl Heading {
    fn step(self, (x, y): Corner) -> Corner {
        match self {
            Self::East => (x + 2, y),
            Self::South => (x, y + 2),
            Self::West => (x - 2, y),
            Self::North => (x, y - 2),
        }
    }

    const fn to_the_right(self) -> Self {
        match self {
            Self::East => Self::South,
            Self::South => Self::West,
            Self::West => Self::North,
            Self::North => Self::East,
        }
    }
}

/// The outlines as closed rings in World coordinates: exteriors of positive area
/// and holes of negative. Cells that only meet at a corner lie apart.
pub fn outlines(cells: &Cells, zoom: u8) -> Rings {
    let half_cell = cell_world(zoom) / 2.0;
    let in_world = |(x, y): Corner| Coord { x: f64::from(x) * half_cell, y: f64::from(y) * half_cell };
    let mut edges = Edges::of(cells);
    let mut rings = Rings::new();
    while let Some(corners) = edges.take_ring() {
        let mut ring: Vec<Coord<f64>> = smoothed(&corners).into_iter().map(in_world).collect();
        ring.extend(ring.first().copied());
        rings.push(ring);
    }
    rings
}

/// The cells' edges with nothing on their other side, by where they begin; at
/// most two begin at a corner, and these go opposite ways.
struct Edges {
    from: HashMap<Corner, [Option<Heading>; 2]>,
    /// Where edges begin, the last first.
    corners: Vec<Corner>,
}

impl Edges {
    fn of(cells: &Cells) -> Self {
        let mut edges = Self { from: HashMap::new(), corners: Vec::new() };
        for (&block, &chosen) in cells {
            edges.add_block(cells, block, chosen);
        }
        edges.corners.sort_unstable_by(|a, b| b.cmp(a));
        edges.corners.dedup();
        edges
    }

    fn add_block(&mut self, cells: &Cells, block: Block, chosen: u64) {
        let beside = |columns, rows| {
            block.neighbour(columns, rows).and_then(|block| cells.get(&block)).copied().unwrap_or(0)
        };
        let [west, east, north, south] = [beside(-1, 0), beside(1, 0), beside(0, -1), beside(0, 1)];
        if chosen & west & east & north & south == u64::MAX {
            return;
        }
        let is_set = |bits: u64, cell: usize| bits >> cell & 1 == 1;
        let last = SIDE - 1;
        for cell in (0..CELLS).filter(|cell| is_set(chosen, *cell)) {
            let (column, row) = (cell % SIDE, cell / SIDE);
            let place = |block: u32, cell: usize| 2 * (block as i32 * SIDE as i32 + cell as i32);
            let (x, y) = (place(block.column(), column), place(block.row(), row));
            let to_north =
                if row == 0 { is_set(north, cell + last * SIDE) } else { is_set(chosen, cell - SIDE) };
            let to_south =
                if row == last { is_set(south, cell - last * SIDE) } else { is_set(chosen, cell + SIDE) };
            let to_west = if column == 0 { is_set(west, cell + last) } else { is_set(chosen, cell - 1) };
            let to_east = if column == last { is_set(east, cell - last) } else { is_set(chosen, cell + 1) };
            for (has_neighbour, corner, heading) in [
                (to_north, (x, y), Heading::East),
                (to_east, (x + 2, y), Heading::South),
                (to_south, (x + 2, y + 2), Heading::West),
                (to_west, (x, y + 2), Heading::North),
            ] {
                if !has_neighbour {
                    self.add(corner, heading);
                }
            }
        }
    }

    fn add(&mut self, corner: Corner, heading: Heading) {
        let from = self.from.entry(corner).or_default();
        let place = usize::from(from[0].is_some());
        from[place] = Some(heading);
        self.corners.push(corner);
    }

    /// A ring by its corners, without the repeated first one.
    fn take_ring(&mut self) -> Option<Vec<Corner>> {
        let start = loop {
            let last = *self.corners.last()?;
            if self.from.contains_key(&last) {
                break last;
            }
            self.corners.pop();
        };
        let mut heading = self.take(start, None)?;
        let (first, mut at, mut corners) = (heading, start, Vec::new());
        loop {
            at = heading.step(at);
            let next = if at == start && !self.goes_on_right(at, heading) {
                first
            } else {
                self.take(at, Some(heading))?
            };
            if next != heading {
                corners.push(at);
            }
            if at == start && next == first {
                return Some(corners);
            }
            heading = next;
        }
    }

    /// Whether an edge that begins here turns right: the cell that the outline
    /// runs around has its corner here.
    fn goes_on_right(&self, at: Corner, heading: Heading) -> bool {
        self.from.get(&at).is_some_and(|from| from.contains(&Some(heading.to_the_right())))
    }

    /// Takes the edge that goes on from a corner, to the right where there are two.
    fn take(&mut self, at: Corner, before: Option<Heading>) -> Option<Heading> {
        let from = self.from.get_mut(&at)?;
        let right = before.map(Heading::to_the_right);
        let place = usize::from(from[0].is_none() || (right.is_some() && from[1] == right));
        let taken = from[place].take();
        if from.iter().all(Option::is_none) {
            self.from.remove(&at);
        }
        taken
    }
}

/// The ring without its steps.
fn smoothed(corners: &[Corner]) -> Vec<Corner> {
    let count = corners.len();
    let turn = |index: usize| {
        let [before, at, after] = [count - 1, 0, 1].map(|step| corners[(index + step) % count]);
        ((at.0 - before.0) * (after.1 - at.1) - (at.1 - before.1) * (after.0 - at.0)).signum()
    };
    let turns: Vec<i32> = (0..count).map(turn).collect();
    let mut is_cut = vec![false; count];
    for (index, next) in (0..count).map(|index| (index, (index + 1) % count)) {
        if turns[index] != turns[next] && !is_cut[index] && !is_cut[next] {
            (is_cut[index], is_cut[next]) = (true, true);
        }
    }
    let mut smooth = Vec::with_capacity(count * 2);
    for index in 0..count {
        let at = corners[index];
        if is_cut[index] {
            let towards =
                |other: Corner| (at.0 + (other.0 - at.0).signum(), at.1 + (other.1 - at.1).signum());
            smooth.extend([
                towards(corners[(index + count - 1) % count]),
                towards(corners[(index + 1) % count]),
            ]);
        } else {
            smooth.push(at);
        }
    }
    smooth.dedup();
    if smooth.len() > 1 && smooth.first() == smooth.last() {
        smooth.pop();
    }
    without_straight(&smooth)
}

/// The ring without vertices on a straight line between their neighbours.
fn without_straight(ring: &[Corner]) -> Vec<Corner> {
    let count = ring.len();
    let bends = |index: &usize| {
        let [before, at, after] = [count - 1, 0, 1].map(|step| ring[(index + step) % count]);
        (at.0 - before.0) * (after.1 - at.1) != (at.1 - before.1) * (after.0 - at.0)
    };
    (0..count).filter(bends).map(|index| ring[index]).collect()
}

#[cfg(test)]
mod tests {
    use geo::{Area, LineString, Polygon};
    use proptest::prelude::*;

    use super::*;

    fn cells(chosen: &[(u32, u32)]) -> Cells {
        let mut cells = Cells::new();
        for (column, row) in chosen {
            let bit = row % 8 * 8 + column % 8;
            *cells.entry(Block::at(column / 8, row / 8)).or_default() |= 1 << bit;
        }
        cells
    }

    /// The doubled areas of the rings, in cells.
    fn check(chosen: &[(u32, u32)], expected: &[f64]) {
        let rings = outlines(&cells(chosen), 0);
        let cell = cell_world(0) * cell_world(0);
        let area =
            |ring: &Vec<Coord<f64>>| Polygon::new(LineString(ring.clone()), Vec::new()).signed_area() / cell;
        assert_eq!(rings.iter().map(area).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn rings() {
        check(&[], &[]);
        check(&[(7, 7)], &[1.0]);
        check(&[(7, 7), (8, 7)], &[2.0]);
        check(&[(7, 7), (8, 8)], &[1.0, 1.0]);
        check(&[(8, 7), (7, 8)], &[1.0, 1.0]);
        check(&[(0, 0), (1, 1), (2, 2), (1, 0), (2, 1)], &[5.0]);
        let around: Vec<_> =
            (0..9).filter(|cell| *cell != 4).map(|cell| (cell % 3 + 6, cell / 3 + 6)).collect();
        check(&around, &[9.0, -1.0]);
    }

    #[test]
    fn a_slanting_edge_is_smooth() {
        let stairs: Vec<_> = (0..20).flat_map(|row| (0..=row).map(move |column| (column, row))).collect();
        let rings = outlines(&cells(&stairs), 0);
        assert_eq!(rings.len(), 1);
        assert!(rings[0].len() < 10, "{:?}", rings[0]);
    }

    proptest! {
        #[test]
        fn the_area_is_that_of_the_cells(chosen in prop::collection::btree_set((0..20u32, 0..20u32), 0..300)) {
            let chosen: Vec<_> = chosen.into_iter().collect();
            let rings = outlines(&cells(&chosen), 3);
            let sum: f64 = rings.iter().map(|ring| Polygon::new(LineString(ring.clone()), Vec::new()).signed_area()).sum();
            let cell = cell_world(3) * cell_world(3);
            prop_assert!((sum / cell - chosen.len() as f64).abs() < 1e-9);
        }
    }
}
