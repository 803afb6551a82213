//! Square cells over the region, each with a value: row by row from the
//! south-west corner.

use geo::{BoundingRect, Coord, LineString, MultiPolygon, Rect};
use rayon::prelude::*;

/// Where a raster's cells lie in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lattice {
    pub west_m: f64,
    pub south_m: f64,
    pub step_m: f64,
    pub columns: usize,
    pub rows: usize,
}

impl Lattice {
    /// Cells over the bounds and a margin, aligned to whole 10 km so that
    /// rasters of different steps share their edges.
    pub(super) fn over(bounds: Rect<f64>, margin_m: f64, step_m: f64) -> Self {
        const ALIGNMENT_M: f64 = 10_000.0;
        let low = |value: f64| ((value - margin_m) / ALIGNMENT_M).floor() * ALIGNMENT_M;
        let high = |value: f64| ((value + margin_m) / ALIGNMENT_M).ceil() * ALIGNMENT_M;
        let (west_m, south_m) = (low(bounds.min().x), low(bounds.min().y));
        let count = |from: f64, to: f64| ((to - from) / step_m).round() as usize;
        let columns = count(west_m, high(bounds.max().x));
        let rows = count(south_m, high(bounds.max().y));
        Self { west_m, south_m, step_m, columns, rows }
    }

    pub(super) fn centre(&self, column: usize, row: usize) -> Coord<f64> {
        Coord {
            x: self.west_m + (column as f64 + 0.5) * self.step_m,
            y: self.south_m + (row as f64 + 0.5) * self.step_m,
        }
    }

    /// Column and row of a position; none outside the raster.
    pub(super) fn cell_at(&self, position: Coord<f64>) -> Option<(usize, usize)> {
        let column = ((position.x - self.west_m) / self.step_m).floor();
        let row = ((position.y - self.south_m) / self.step_m).floor();
        let inside = |value: f64, count: usize| value >= 0.0 && value < count as f64;
        (inside(column, self.columns) && inside(row, self.rows)).then_some((column as usize, row as usize))
    }

    pub(super) fn index(&self, column: usize, row: usize) -> usize {
        row * self.columns + column
    }

    pub(super) fn cell(&self, index: usize) -> (usize, usize) {
        (index % self.columns, index / self.columns)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Raster<T> {
    pub lattice: Lattice,
    pub values: Vec<T>,
}

impl<T: Copy + Send + Sync> Raster<T> {
    pub(super) fn filled(lattice: Lattice, value: T) -> Self {
        Self { lattice, values: vec![value; lattice.columns * lattice.rows] }
    }

    /// One value for each cell's centre, computed on all cores.
    pub(super) fn from_centres(lattice: Lattice, value: impl Fn(Coord<f64>) -> T + Sync) -> Self {
        let row_of = |row: usize| (0..lattice.columns).map(|column| (column, row)).collect::<Vec<_>>();
        let values = (0..lattice.rows)
            .into_par_iter()
            .flat_map_iter(row_of)
            .map(|(column, row)| value(lattice.centre(column, row)))
            .collect();
        Self { lattice, values }
    }

    pub(super) fn at(&self, position: Coord<f64>) -> Option<T> {
        self.lattice.cell_at(position).map(|(column, row)| self.values[self.lattice.index(column, row)])
    }

    /// Gives the value to every cell whose centre lies inside the polygons.
    pub(super) fn paint(&mut self, polygons: &MultiPolygon<f64>, value: T) {
        for polygon in polygons {
            let rings: Vec<_> = std::iter::once(polygon.exterior()).chain(polygon.interiors()).collect();
            let Some(bounds) = polygon.bounding_rect() else { continue };
            let row_of = |y: f64| ((y - self.lattice.south_m) / self.lattice.step_m).max(0.0) as usize;
            let last = row_of(bounds.max().y).min(self.lattice.rows - 1);
            for row in row_of(bounds.min().y)..=last {
                self.paint_row(&rings, row, value);
            }
        }
    }

    /// Between each pair of crossings along the row's middle lies the inside.
    fn paint_row(&mut self, rings: &[&LineString<f64>], row: usize, value: T) {
        let y = self.lattice.centre(0, row).y;
        let mut crossings: Vec<f64> = rings
            .iter()
            .flat_map(|ring| ring.lines())
            .filter(|line| (line.start.y > y) != (line.end.y > y))
            .map(|line| {
                line.start.x + (y - line.start.y) / (line.end.y - line.start.y) * (line.end.x - line.start.x)
            })
            .collect();
        crossings.sort_by(f64::total_cmp);
        let column_of =
            |x: f64| ((x - self.lattice.west_m) / self.lattice.step_m - 0.5).ceil().max(0.0) as usize;
        for pair in crossings.chunks_exact(2) {
            let end = column_of(pair[1]).min(self.lattice.columns);
            for column in column_of(pair[0])..end {
                let index = self.lattice.index(column, row);
                self.values[index] = value;
            }
        }
    }
}

impl Raster<f32> {
    /// Between the four nearest cell centres.
    pub(super) fn between_cells(&self, position: Coord<f64>) -> f32 {
        let lattice = &self.lattice;
        let x =
            ((position.x - lattice.west_m) / lattice.step_m - 0.5).clamp(0.0, (lattice.columns - 1) as f64);
        let y = ((position.y - lattice.south_m) / lattice.step_m - 0.5).clamp(0.0, (lattice.rows - 1) as f64);
        let (column, row) = (x as usize, y as usize);
        let (right, up) = ((x - column as f64) as f32, (y - row as f64) as f32);
        let value = |dx: usize, dy: usize| {
            let (column, row) = ((column + dx).min(lattice.columns - 1), (row + dy).min(lattice.rows - 1));
            self.values[lattice.index(column, row)]
        };
        let south = value(0, 0) * (1.0 - right) + value(1, 0) * right;
        let north = value(0, 1) * (1.0 - right) + value(1, 1) * right;
        south * (1.0 - up) + north * up
    }
}

/// Metres from each cell to the nearest source cell, by steps to the eight
/// neighbours (a chamfer distance: at most 8 % too long).
pub(super) fn distance_m(lattice: Lattice, is_source: impl Fn(usize) -> bool) -> Raster<f32> {
    let mut raster = Raster::filled(lattice, f32::MAX / 4.0);
    for (index, value) in raster.values.iter_mut().enumerate() {
        if is_source(index) {
            *value = 0.0;
        }
    }
    let cells = lattice.columns * lattice.rows;
    for index in 0..cells {
        relax(&mut raster, index, [(-1, 0), (-1, -1), (0, -1), (1, -1)]);
    }
    for index in (0..cells).rev() {
        relax(&mut raster, index, [(1, 0), (1, 1), (0, 1), (-1, 1)]);
    }
    raster
}

fn relax(raster: &mut Raster<f32>, index: usize, neighbours: [(isize, isize); 4]) {
    let (column, row) = raster.lattice.cell(index);
    let straight = raster.lattice.step_m as f32;
    for (dx, dy) in neighbours {
        let (Some(column), Some(row)) = (column.checked_add_signed(dx), row.checked_add_signed(dy)) else {
            continue;
        };
        if column >= raster.lattice.columns || row >= raster.lattice.rows {
            continue;
        }
        let step = if dx != 0 && dy != 0 { straight * std::f32::consts::SQRT_2 } else { straight };
        let through = raster.values[raster.lattice.index(column, row)] + step;
        if through < raster.values[index] {
            raster.values[index] = through;
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::{Contains, Point, polygon};

    use super::*;

    fn lattice() -> Lattice {
        Lattice { west_m: 0.0, south_m: 0.0, step_m: 10.0, columns: 20, rows: 20 }
    }

    #[test]
    fn painted_cells_are_those_whose_centre_is_inside() {
        let shape = polygon!(exterior: [(x: 12.0, y: 8.0), (x: 170.0, y: 30.0), (x: 90.0, y: 180.0)],
            interiors: [[(x: 80.0, y: 60.0), (x: 100.0, y: 60.0), (x: 90.0, y: 100.0)]]);
        let mut raster = Raster::filled(lattice(), false);
        raster.paint(&shape.clone().into(), true);
        for row in 0..20 {
            for column in 0..20 {
                let inside = shape.contains(&Point(lattice().centre(column, row)));
                assert_eq!(raster.values[lattice().index(column, row)], inside, "{column} {row}");
            }
        }
    }

    #[test]
    fn distances_grow_by_cells() {
        let distance = distance_m(lattice(), |index| index == 0);
        assert_eq!(distance.values[lattice().index(5, 0)], 50.0);
        assert!((distance.values[lattice().index(5, 5)] - 70.71).abs() < 0.01);
    }

    #[test]
    fn values_between_cells_are_mixed() {
        let raster = Raster::from_centres(lattice(), |centre| centre.x as f32);
        assert_eq!(raster.between_cells(Coord { x: 57.0, y: 33.0 }), 57.0);
    }
}
