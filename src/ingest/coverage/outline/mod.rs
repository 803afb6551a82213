//! Areas of covered cells, traced row by row along the cells' own edges, exactly.
//! Rows go from north to south; what a cell measures isn't known here.
//!
//! Cells that share an edge are one area; cells that share no more than a corner
//! are two. Memory holds the last row and the areas that aren't closed yet.
//! `geo::unary_union` was tried and gave the area of 37,026 cells for 37,024:
//! where many meet at corners it puts some rings together wrongly.

mod chains;
mod components;

use self::{
    chains::{Chains, End},
    components::Components,
};

/// A corner of cells: columns to the east, rows to the south.
pub type Corner = (i32, i32);

/// The boundary of one area: closed, corners at its turns alone, the area on the
/// left as seen on a map. A loop may touch itself and others at corners.
pub type Loops = Vec<Vec<Corner>>;

/// Covered cells of a row that lie side by side, from `start` up to before `end`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub start: i32,
    pub end: i32,
}

/// Traces areas, of which those that are closed are asked for after each row.
pub struct Outline {
    above: Vec<OpenRun>,
    next_row: i32,
    chains: Chains,
    components: Components,
    corner_limit: usize,
    closed: Vec<Loops>,
}

/// A run of the last row with the boundary that hangs down at its sides.
#[derive(Clone, Copy)]
struct OpenRun {
    run: Run,
    component: u32,
    /// None before the line above the run is traced.
    west: Option<End>,
    east: Option<End>,
}

impl Outline {
    /// More open corners than the limit, and the areas are cut along the row.
    pub fn new(corner_limit: usize) -> Self {
        Self {
            above: Vec::new(),
            next_row: i32::MIN,
            chains: Chains::default(),
            components: Components::default(),
            corner_limit,
            closed: Vec::new(),
        }
    }

    /// The next row's runs from west to east, apart from each other. Rows that
    /// hold nothing may be left out.
    pub fn row(&mut self, row: i32, runs: &[Run]) {
        if row != self.next_row {
            self.cut();
        }
        self.line(row, runs);
        self.next_row = row + 1;
        if self.chains.corners() + self.components.corners() > self.corner_limit {
            self.cut();
        }
    }

    /// Closes all areas below the last row.
    pub fn cut(&mut self) {
        self.line(self.next_row, &[]);
    }

    /// The areas that were closed since the last call.
    pub fn take_closed(&mut self) -> Vec<Loops> {
        std::mem::take(&mut self.closed)
    }

    /// The line between the last row and the next.
    fn line(&mut self, row: i32, runs: &[Run]) {
        let mut below = self.labelled(runs);
        Line {
            row,
            above: &self.above,
            below: &mut below,
            chains: &mut self.chains,
            components: &mut self.components,
            along: None,
        }
        .trace();
        let ended = self.above.iter().map(|run| run.component);
        self.closed.extend(self.components.end_row(ended, below.iter_mut().map(|run| &mut run.component)));
        self.above = below;
    }

    /// The runs with the components of those above that they share an edge with.
    fn labelled(&mut self, runs: &[Run]) -> Vec<OpenRun> {
        let mut first = 0;
        let mut below = Vec::with_capacity(runs.len());
        for run in runs {
            while self.above.get(first).is_some_and(|above| above.run.end <= run.start) {
                first += 1;
            }
            let beside = self.above[first..].iter().take_while(|above| above.run.start < run.end);
            let components = beside.map(|above| above.component);
            let component = match components.reduce(|one, other| self.components.join(one, other)) {
                Some(component) => self.components.go_on(component),
                None => self.components.begin(),
            };
            below.push(OpenRun { run: *run, component, west: None, east: None });
        }
        below
    }
}

/// One line between rows on its way from west to east.
struct Line<'outline> {
    row: i32,
    above: &'outline [OpenRun],
    below: &'outline mut [OpenRun],
    chains: &'outline mut Chains,
    components: &'outline mut Components,
    /// The boundary that comes along the line from the west.
    along: Option<End>,
}

/// The run that a position has come to, and whether it is within it.
struct Place {
    index: usize,
    inside: bool,
}

impl Line<'_> {
    fn trace(mut self) {
        let (mut above, mut below) = (Place { index: 0, inside: false }, Place { index: 0, inside: false });
        loop {
            let next_above = self.above.get(above.index).map(|open| above.next_edge(open.run));
            let next_below = self.below.get(below.index).map(|open| below.next_edge(open.run));
            let Some(column) = next_above.into_iter().chain(next_below).min() else { return };
            let (was_above, was_below) = (above.inside, below.inside);
            let (above_run, below_run) = (above.index, below.index);
            if next_above == Some(column) {
                above.pass();
            }
            if next_below == Some(column) {
                below.pass();
            }
            let cells = Cells {
                north_west: was_above,
                north_east: above.inside,
                south_west: was_below,
                south_east: below.inside,
            };
            self.corner(column, &cells, above_run, below_run);
        }
    }

    /// Joins, turns or begins boundaries where cells meet. Each has the area on
    /// its left, so that the cells around say which way it runs.
    fn corner(&mut self, column: i32, cells: &Cells, above_run: usize, below_run: usize) {
        let corner = (column, self.row);
        let up = cells
            .edge_up()
            .then(|| self.above[above_run])
            .and_then(|open| if cells.north_east { open.west } else { open.east });
        let (mut east, mut down) = (None, None);
        match (up, self.along.take()) {
            // Where two areas meet at a corner, each keeps to its own side.
            (Some(up), Some(along)) if cells.is_saddle() && cells.north_east => {
                self.chains.grow(up, corner);
                self.chains.grow(along, corner);
                (east, down) = (Some(up), Some(along));
            }
            (Some(up), Some(along)) => {
                self.chains.grow(up, corner);
                if let Some(closed) = self.chains.join(up, along) {
                    self.components.close(self.above[above_run].component, closed);
                }
                if cells.is_saddle() {
                    (east, down) = self.begin(corner, cells);
                }
            }
            (Some(end), None) => {
                if cells.edge_down() {
                    down = Some(end);
                } else {
                    self.chains.grow(end, corner);
                    east = Some(end);
                }
            }
            (None, Some(end)) => {
                if cells.edge_east() {
                    east = Some(end);
                } else {
                    self.chains.grow(end, corner);
                    down = Some(end);
                }
            }
            (None, None) => (east, down) = self.begin(corner, cells),
        }
        self.along = east;
        if down.is_some() {
            let open = &mut self.below[below_run];
            if cells.south_east { open.west = down } else { open.east = down }
        }
    }

    /// Down and back along the line, or the other way round.
    fn begin(&mut self, corner: Corner, cells: &Cells) -> (Option<End>, Option<End>) {
        let (head, tail) = self.chains.begin(corner);
        if cells.south_east { (Some(head), Some(tail)) } else { (Some(tail), Some(head)) }
    }
}

/// Which of the four cells around a corner are covered.
struct Cells {
    north_west: bool,
    north_east: bool,
    south_west: bool,
    south_east: bool,
}

impl Cells {
    fn edge_up(&self) -> bool {
        self.north_west != self.north_east
    }

    fn edge_east(&self) -> bool {
        self.north_east != self.south_east
    }

    fn edge_down(&self) -> bool {
        self.south_west != self.south_east
    }

    /// Two covered cells meet two others at the corner.
    fn is_saddle(&self) -> bool {
        self.north_west == self.south_east && self.north_east == self.south_west && self.edge_up()
    }
}

impl Place {
    fn next_edge(&self, run: Run) -> i32 {
        if self.inside { run.end } else { run.start }
    }

    fn pass(&mut self) {
        self.index += usize::from(self.inside);
        self.inside = !self.inside;
    }
}

#[cfg(test)]
mod tests;
