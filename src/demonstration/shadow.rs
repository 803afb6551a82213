//! How far below the line of sight each cell around a site lies.

use geo::Coord;

use super::raster::{Lattice, Raster};

/// The cells within reach of a site.
pub(super) struct Window {
    lattice: Lattice,
    column: usize,
    row: usize,
    reach_cells: usize,
}

impl Window {
    /// None when the site lies outside the raster or reaches no cell.
    pub(super) fn around(lattice: Lattice, site: Coord<f64>, reach_m: f64) -> Option<Self> {
        let (column, row) = lattice.cell_at(site)?;
        let reach_cells = (reach_m / lattice.step_m) as usize;
        (reach_cells > 0).then_some(Self { lattice, column, row, reach_cells })
    }

    fn width(&self) -> usize {
        2 * self.reach_cells + 1
    }

    /// The window's own number of the cell at this offset from the site.
    fn slot(&self, dx: isize, dy: isize) -> usize {
        let reach = self.reach_cells as isize;
        (dy + reach) as usize * self.width() + (dx + reach) as usize
    }

    /// The raster's number of that cell; none outside the raster.
    fn index(&self, dx: isize, dy: isize) -> Option<usize> {
        let (column, row) = (self.column.checked_add_signed(dx)?, self.row.checked_add_signed(dy)?);
        (column < self.lattice.columns && row < self.lattice.rows).then(|| self.lattice.index(column, row))
    }

    /// Offsets of the cells on the square ring at this distance.
    fn ring(radius: isize) -> impl Iterator<Item = (isize, isize)> {
        let sides = (-radius..=radius).flat_map(move |along| [(along, -radius), (along, radius)]);
        let ends = (1 - radius..radius).flat_map(move |along| [(-radius, along), (radius, along)]);
        sides.chain(ends)
    }
}

/// A cell as a site sees it.
pub(super) struct SeenCell {
    /// The cell's number in the raster.
    pub index: usize,
    /// East and north of the site.
    pub offset_m: Coord<f64>,
    pub distance_m: f64,
    /// How far below the line of sight the ground lies.
    pub hidden_m: f64,
}

/// Horizons seen from a site, ring by ring outwards: each cell's horizon comes
/// from the two cells of the inner ring that its line of sight passes between
/// (XDraw; Franklin, Ray and Mehta 1994).
#[derive(Default)]
pub(super) struct Shadow {
    /// The steepest slope on the way to each cell and at the cell itself.
    horizon: Vec<f32>,
    hidden_m: Vec<f32>,
}

impl Shadow {
    pub(super) fn cast(&mut self, heights_m: &Raster<f32>, window: &Window, mast_m: f64) {
        let slots = window.width() * window.width();
        self.horizon.clear();
        self.horizon.resize(slots, f32::NEG_INFINITY);
        self.hidden_m.clear();
        self.hidden_m.resize(slots, 0.0);
        let own_index = window.lattice.index(window.column, window.row);
        let eye_m = f64::from(heights_m.values[own_index]) + mast_m;
        for radius in 1..=window.reach_cells as isize {
            for (dx, dy) in Window::ring(radius) {
                if let Some(index) = window.index(dx, dy) {
                    self.cast_cell(window, (dx, dy), f64::from(heights_m.values[index]) - eye_m);
                }
            }
        }
    }

    fn cast_cell(&mut self, window: &Window, (dx, dy): (isize, isize), rise_m: f64) {
        const PHONE_M: f64 = 1.5;
        let distance_m = distance_m(window, dx, dy);
        let rise_m = rise_m - earth_curvature_m(distance_m);
        let before = self.inner_horizon(window, dx, dy);
        let slot = window.slot(dx, dy);
        let line_of_sight_m = f64::from(before) * distance_m;
        self.hidden_m[slot] = (line_of_sight_m - rise_m - PHONE_M).max(0.0) as f32;
        self.horizon[slot] = before.max((rise_m / distance_m) as f32);
    }

    fn inner_horizon(&self, window: &Window, dx: isize, dy: isize) -> f32 {
        let radius = dx.abs().max(dy.abs());
        if radius == 1 {
            return f32::NEG_INFINITY;
        }
        let shrink = |offset: isize| offset as f32 * (radius - 1) as f32 / radius as f32;
        let (x, y) = (shrink(dx), shrink(dy));
        let at = |x: f32, y: f32| self.horizon[window.slot(x as isize, y as isize)];
        let (near, far, share) = if dx.abs() == radius {
            (at(x.round(), y.floor()), at(x.round(), y.ceil()), y - y.floor())
        } else {
            (at(x.floor(), y.round()), at(x.ceil(), y.round()), x - x.floor())
        };
        if share == 0.0 { near } else { near * (1.0 - share) + far * share }
    }

    /// Each cell of the window that lies in the raster and within reach.
    pub(super) fn cells<'a>(&'a self, window: &'a Window) -> impl Iterator<Item = SeenCell> + 'a {
        let reach = window.reach_cells as isize;
        let offsets = (-reach..=reach).flat_map(move |dy| (-reach..=reach).map(move |dx| (dx, dy)));
        offsets.filter(move |(dx, dy)| dx * dx + dy * dy <= reach * reach).filter_map(move |(dx, dy)| {
            let index = window.index(dx, dy)?;
            let step_m = window.lattice.step_m;
            Some(SeenCell {
                index,
                offset_m: Coord { x: dx as f64 * step_m, y: dy as f64 * step_m },
                distance_m: distance_m(window, dx, dy),
                hidden_m: f64::from(self.hidden_m[window.slot(dx, dy)]),
            })
        })
    }
}

fn distance_m(window: &Window, dx: isize, dy: isize) -> f64 {
    ((dx * dx + dy * dy) as f64).sqrt() * window.lattice.step_m
}

/// How far the ground has sunk, with the usual allowance for refraction (4/3 of
/// the earth's radius).
fn earth_curvature_m(distance_m: f64) -> f64 {
    const EFFECTIVE_RADIUS_M: f64 = 8_495_000.0;
    distance_m * distance_m / (2.0 * EFFECTIVE_RADIUS_M)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A wall on flat ground hides what lies behind it and nothing else.
    #[test]
    fn a_wall_throws_a_shadow() {
        let lattice = Lattice { west_m: 0.0, south_m: 0.0, step_m: 100.0, columns: 41, rows: 41 };
        let heights =
            Raster::from_centres(
                lattice,
                |centre| if (2_500.0..2_600.0).contains(&centre.x) { 80.0 } else { 0.0 },
            );
        let window = Window::around(lattice, lattice.centre(20, 20), 2_000.0).unwrap();
        let mut shadow = Shadow::default();
        shadow.cast(&heights, &window, 30.0);
        let hidden = |column| {
            let wanted = lattice.index(column, 20);
            shadow.cells(&window).find(|cell| cell.index == wanted).map(|cell| cell.hidden_m)
        };
        assert_eq!(hidden(10), Some(0.0));
        assert_eq!(hidden(25), Some(0.0));
        // The wall's top is 50 m above the eye at 500 m: 100 m at 1,000 m, seen from 28.5 m below the eye.
        let behind = hidden(30).unwrap();
        assert!((behind - 128.6).abs() < 0.5, "{behind}");
    }
}
