//! Nodes: where ends of links meet.

use std::collections::BTreeMap;

use geo::{Coord, Distance, Euclidean};

use crate::geometry::{CellIndex, Grid};

/// Ends of links of one route this close are the same node, metres.
pub const NODE_M: f64 = 0.5;

/// Cells as wide as a node: one within reach lies in the cell or in one around it.
const CELLS: Grid = Grid::new(NODE_M);

/// The nodes met so far, numbered from 0; each belongs to one route.
#[derive(Default)]
pub struct Nodes {
    positions: Vec<Coord<f64>>,
    in_cells: BTreeMap<(usize, CellIndex), Vec<usize>>,
}

impl Nodes {
    /// The nearest node of the route within [`NODE_M`]; else a new one.
    pub fn node_at(&mut self, route: usize, end: Coord<f64>) -> usize {
        let cell = CELLS.cell_at(end);
        let columns = cell.column - 1..=cell.column + 1;
        let around = columns
            .flat_map(|column| (cell.row - 1..=cell.row + 1).map(move |row| CellIndex { column, row }));
        let known = around.filter_map(|cell| self.in_cells.get(&(route, cell))).flatten();
        let distances = known.map(|&node| (Euclidean.distance(self.positions[node], end), node));
        let within = distances.filter(|(distance_m, _)| *distance_m <= NODE_M);
        match within.min_by(|one, other| one.0.total_cmp(&other.0)) {
            Some((_, node)) => node,
            None => self.add(route, cell, end),
        }
    }

    pub fn positions(&self) -> &[Coord<f64>] {
        &self.positions
    }

    fn add(&mut self, route: usize, cell: CellIndex, position: Coord<f64>) -> usize {
        let node = self.positions.len();
        self.positions.push(position);
        self.in_cells.entry((route, cell)).or_default().push(node);
        node
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_within_half_a_metre_meet_wherever_cells_end() {
        let mut nodes = Nodes::default();
        let node = |nodes: &mut Nodes, route, x| nodes.node_at(route, Coord { x, y: 0.0 });
        assert_eq!(node(&mut nodes, 0, 99.9), 0);
        assert_eq!(node(&mut nodes, 0, 100.3), 0);
        assert_eq!(node(&mut nodes, 1, 100.3), 1);
        assert_eq!(node(&mut nodes, 0, 100.5), 2);
        // The nearer of two.
        assert_eq!(node(&mut nodes, 0, 100.25), 2);
    }
}
