//! The cheapest way over a raster: along valleys, around lakes, never out of
//! the region.

use std::{cmp::Reverse, collections::BinaryHeap};

use geo::{Coord, Distance, Euclidean, Point};

use super::{
    land::Land,
    noise::Noise,
    raster::{Lattice, Raster},
};

/// What a step of one metre costs in each cell; infinite where no road goes.
pub(super) struct PathFinder<'a> {
    lattice: Lattice,
    cost: Vec<f32>,
    heights_m: &'a Raster<f32>,
}

const NEIGHBOURS: [(isize, isize); 8] =
    [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)];

impl<'a> PathFinder<'a> {
    /// Soft ground, where the noise is above zero, is gone around. Lakes can be
    /// bridged at a price; the outline is kept at a cell's distance.
    pub(super) fn new(land: &Land, heights_m: &'a Raster<f32>, ground: &Noise) -> Self {
        const ON_LAND: f32 = 1.0;
        const ON_WATER: f32 = 15.0;
        let lattice = land.municipality.lattice;
        let cost = (0..lattice.columns * lattice.rows)
            .map(|index| {
                let surroundings = || neighbours(lattice, index).map(|(neighbour, _)| neighbour);
                if !land.is_inside(index) || !surroundings().all(|neighbour| land.is_inside(neighbour)) {
                    f32::INFINITY
                } else if land.lake.values[index] || !surroundings().all(|neighbour| land.is_dry(neighbour)) {
                    ON_WATER
                } else {
                    let (column, row) = lattice.cell(index);
                    let centre = lattice.centre(column, row);
                    ON_LAND + 3.0 * ground.at(centre.x, centre.y).max(0.0) as f32
                }
            })
            .collect();
        Self { lattice, cost, heights_m }
    }

    /// Cell centres from one place to another, both ends' own cells included;
    /// only the two ends when no way is found.
    pub(super) fn path(&self, from: Coord<f64>, to: Coord<f64>) -> Vec<Coord<f64>> {
        let (start, goal) = (self.nearest_open(from), self.nearest_open(to));
        let came_from = self.search(start, goal);
        let mut path = vec![goal];
        while let Some(previous) = came_from[path[path.len() - 1]] {
            path.push(previous as usize);
        }
        path.reverse();
        path.into_iter().map(|index| self.centre(index)).collect()
    }

    /// A* (Hart, Nilsson, Raphael 1968): for each reached cell the one before it.
    fn search(&self, start: usize, goal: usize) -> Vec<Option<u32>> {
        let mut came_from = vec![None; self.cost.len()];
        let mut cheapest = vec![f32::INFINITY; self.cost.len()];
        let mut open = BinaryHeap::from([(Reverse(0_u32), start)]);
        cheapest[start] = 0.0;
        while let Some((_, index)) = open.pop() {
            if index == goal {
                break;
            }
            for (neighbour, length_m) in neighbours(self.lattice, index) {
                let cost = cheapest[index] + self.step_cost(index, neighbour, length_m);
                if cost < cheapest[neighbour] {
                    cheapest[neighbour] = cost;
                    came_from[neighbour] = Some(index as u32);
                    let remaining_m =
                        Euclidean.distance(Point(self.centre(neighbour)), Point(self.centre(goal)));
                    // Whole metres order the queue the same way on every machine.
                    open.push((Reverse((f64::from(cost) + remaining_m) as u32), neighbour));
                }
            }
        }
        came_from
    }

    /// A road climbs reluctantly: 100 m up or down costs as much as 2.5 km.
    fn step_cost(&self, from: usize, to: usize, length_m: f32) -> f32 {
        const CLIMB: f32 = 25.0;
        length_m * self.cost[to] + CLIMB * (self.heights_m.values[to] - self.heights_m.values[from]).abs()
    }

    fn nearest_open(&self, place: Coord<f64>) -> usize {
        let (column, row) = self.lattice.cell_at(place).expect("places lie inside the region");
        let distance = |index: &usize| {
            let (other_column, other_row) = self.lattice.cell(*index);
            other_column.abs_diff(column).pow(2) + other_row.abs_diff(row).pow(2)
        };
        let is_open = |index: &usize| self.cost[*index].is_finite();
        let around = |reach: usize| {
            let rows = row.saturating_sub(reach)..=(row + reach).min(self.lattice.rows - 1);
            let columns = column.saturating_sub(reach)..=(column + reach).min(self.lattice.columns - 1);
            rows.flat_map(move |row| columns.clone().map(move |column| self.lattice.index(column, row)))
        };
        around(12).filter(is_open).min_by_key(distance).expect("open ground lies within six kilometres")
    }

    fn centre(&self, index: usize) -> Coord<f64> {
        let (column, row) = self.lattice.cell(index);
        self.lattice.centre(column, row)
    }
}

/// The cells around one and the metres to each.
fn neighbours(lattice: Lattice, index: usize) -> impl Iterator<Item = (usize, f32)> {
    let (column, row) = lattice.cell(index);
    NEIGHBOURS.into_iter().filter_map(move |(dx, dy)| {
        let (column, row) = (column.checked_add_signed(dx)?, row.checked_add_signed(dy)?);
        let factor = if dx != 0 && dy != 0 { std::f64::consts::SQRT_2 } else { 1.0 };
        let inside = column < lattice.columns && row < lattice.rows;
        inside.then(|| (lattice.index(column, row), (lattice.step_m * factor) as f32))
    })
}
