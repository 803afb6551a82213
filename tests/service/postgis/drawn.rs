//! Polygons as they trouble an overlay: holes with islands in them, edges and
//! corners that are shared, slivers. Drawn by a seed, each valid for itself.

use std::f64::consts::TAU;

use geo::{Coord, LineString, Polygon, Rect, coord};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Draws within bounds, metres.
pub struct Drawer {
    dice: ChaCha8Rng,
    bounds: Rect<f64>,
}

impl Drawer {
    pub fn new(seed: u64, bounds: Rect<f64>) -> Self {
        Self { dice: ChaCha8Rng::seed_from_u64(seed), bounds }
    }

    /// What one network claims for one service: some figures of each kind.
    pub fn claim(&mut self) -> Vec<Polygon<f64>> {
        let mut polygons = Vec::new();
        for _ in 0..24 {
            polygons.extend(self.island_in_a_hole());
            polygons.extend(self.blocks());
            polygons.extend(self.torn_apart());
            polygons.extend(self.corner_to_corner());
            polygons.push(self.sliver());
        }
        polygons
    }

    pub fn position(&mut self) -> Coord<f64> {
        let (min, max) = (self.bounds.min(), self.bounds.max());
        coord! { x: self.dice.random_range(min.x..max.x), y: self.dice.random_range(min.y..max.y) }
    }

    /// A ragged star, as somebody draws a zone.
    pub fn zone(&mut self) -> Polygon<f64> {
        let (centre, reach_m) = (self.position(), self.reach_m(3.0, 4.8));
        let radii = self.radii(8..120, reach_m);
        Polygon::new(ring(centre, &radii, 1.0), Vec::new())
    }

    /// A star with a hole like itself, and in that an island like itself.
    fn island_in_a_hole(&mut self) -> [Polygon<f64>; 2] {
        let (centre, reach_m) = (self.position(), self.reach_m(2.5, 4.6));
        let radii = self.radii(5..150, reach_m);
        let hole = ring(centre, &radii, 0.5).0.into_iter().rev().collect();
        let outer = Polygon::new(ring(centre, &radii, 1.0), vec![hole]);
        [outer, Polygon::new(ring(centre, &radii, 0.2), Vec::new())]
    }

    /// Squares of a grid, which share edges, corners, or nothing.
    fn blocks(&mut self) -> Vec<Polygon<f64>> {
        const SIDE: i32 = 6;
        let (corner, side_m) = (self.position(), self.reach_m(2.0, 3.8));
        let at = |column: i32, row: i32| corner + coord! { x: f64::from(column), y: f64::from(row) } * side_m;
        let cells = (0..SIDE).flat_map(|column| (0..SIDE).map(move |row| (column, row)));
        let cells: Vec<_> = cells.filter(|_| self.dice.random_bool(0.6)).collect();
        let square = |(column, row)| Rect::new(at(column, row), at(column + 1, row + 1)).to_polygon();
        cells.into_iter().map(square).collect()
    }

    /// Two halves that meet along a ragged line.
    fn torn_apart(&mut self) -> [Polygon<f64>; 2] {
        let (west, length_m) = (self.position(), self.reach_m(3.0, 4.6));
        let count = self.dice.random_range(3..60);
        let step_m = length_m / f64::from(count);
        let bend = |number: i32| {
            let aside = self.dice.random_range(-0.3..0.3) * length_m;
            west + coord! { x: f64::from(number) * step_m, y: aside }
        };
        let tear: Vec<Coord<f64>> = (0..=count).map(bend).collect();
        let side = |aside_m: f64| {
            let back = [length_m, 0.0].map(|along_m| west + coord! { x: along_m, y: aside_m });
            Polygon::new(tear.iter().copied().chain(back).collect(), Vec::new())
        };
        [side(length_m), side(-length_m)]
    }

    /// Two triangles that have one corner in common, and nothing else.
    fn corner_to_corner(&mut self) -> [Polygon<f64>; 2] {
        let (corner, side_m) = (self.position(), self.reach_m(2.5, 4.3));
        [-1.0, 1.0].map(|to| {
            let away = |x: f64, y: f64| corner + coord! { x: x, y: y } * (to * side_m);
            Polygon::new(LineString::new(vec![corner, away(1.0, 0.2), away(0.3, 1.1)]), Vec::new())
        })
    }

    /// Kilometres long, and from a centimetre to some metres wide.
    fn sliver(&mut self) -> Polygon<f64> {
        let (from, length_m) = (self.position(), self.reach_m(3.0, 4.7));
        let angle = self.dice.random_range(0.0..TAU);
        let along = coord! { x: angle.cos(), y: angle.sin() };
        let across = coord! { x: -along.y, y: along.x } * self.reach_m(-2.0, 0.8);
        let to = from + along * length_m;
        Polygon::new(LineString::new(vec![from, to, to + across, from + across]), Vec::new())
    }

    /// From 10^`least` to 10^`most` metres.
    fn reach_m(&mut self, least: f64, most: f64) -> f64 {
        10_f64.powf(self.dice.random_range(least..most))
    }

    fn radii(&mut self, count: std::ops::Range<usize>, reach_m: f64) -> Vec<f64> {
        let count = self.dice.random_range(count);
        (0..count).map(|_| reach_m * self.dice.random_range(0.3..1.0)).collect()
    }
}

/// One corner a direction, counter-clockwise: it can't meet itself.
fn ring(centre: Coord<f64>, radii: &[f64], scale: f64) -> LineString<f64> {
    let corner = |(number, radius): (usize, &f64)| {
        let angle = TAU * number as f64 / radii.len() as f64;
        centre + coord! { x: angle.cos(), y: angle.sin() } * (scale * radius)
    };
    radii.iter().enumerate().map(corner).collect()
}
