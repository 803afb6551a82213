//! Valid polygons from rings that have been thinned, cut and put on a grid.
//!
//! Each of these may make a ring touch or cross itself or another, or run
//! twice along the edge of the tile. The overlay of `i_overlay` works on whole
//! numbers and so answers on the tile's own grid; nothing is rounded after it.
//! Its plain mode is used, and polygons are put together from its loops, for the
//! reasons that `geometry::overlay` names.

use geo::{Coord, LineString, Polygon};

use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::i_float::int::point::IntPoint;

use crate::geometry::assemble;

/// A ring on the tile's grid, without the repeated last point.
pub type GridRing = Vec<IntPoint>;

/// An exterior of positive area and then its holes, of negative areas.
pub type GridPolygon = Vec<GridRing>;

const OPTIONS: IntOverlayOptions = IntOverlayOptions {
    preserve_input_collinear: false,
    output_direction: ContourDirection::CounterClockwise,
    preserve_output_collinear: false,
    min_output_area: 0,
    ogc: false,
};

/// The valid polygons that the rings of one feature enclose.
///
/// Exteriors come with a positive area and holes with a negative one. What
/// exteriors cover more than once counts once; what a hole covers outside of
/// every exterior counts for nothing.
pub fn valid_polygons(mut rings: Vec<GridRing>) -> Vec<GridPolygon> {
    rings.retain(|ring| ring.len() >= 3);
    if let [ring] = rings.as_slice()
        && is_plain(ring)
    {
        return vec![rings];
    }
    let mut overlay = Overlay::new_custom(vertex_count(&rings), OPTIONS, solver());
    let shapes = overlay.simplify_shape(&rings, FillRule::Positive).unwrap_or_else(|| vec![rings]);
    polygons(shapes)
}

/// The valid polygons of what rings enclose and other rings don't.
pub fn valid_difference(mut rings: Vec<GridRing>, mut without: Vec<GridRing>) -> Vec<GridPolygon> {
    rings.retain(|ring| ring.len() >= 3);
    without.retain(|ring| ring.len() >= 3);
    if without.is_empty() || rings.is_empty() {
        return valid_polygons(rings);
    }
    let mut overlay = Overlay::with_contours_custom(&rings, &without, OPTIONS, solver());
    polygons(overlay.overlay(OverlayRule::Difference, FillRule::Positive))
}

/// One tile is one thread's work.
const fn solver() -> Solver {
    Solver { multithreading: None, ..Solver::AUTO }
}

fn vertex_count(rings: &[GridRing]) -> usize {
    rings.iter().map(Vec::len).sum()
}

fn polygons(shapes: Vec<Vec<GridRing>>) -> Vec<GridPolygon> {
    let loops = shapes.into_iter().flatten().map(on_plane).collect();
    assemble(loops).into_iter().map(on_grid).collect()
}

/// Whole numbers of this size are exact as `f64`, so nothing moves on the way.
fn on_plane(ring: GridRing) -> Vec<Coord<f64>> {
    ring.into_iter().map(|point| Coord { x: f64::from(point.x), y: f64::from(point.y) }).collect()
}

fn on_grid(polygon: Polygon<f64>) -> GridPolygon {
    let (exterior, holes) = polygon.into_inner();
    let ring = |closed: LineString<f64>| {
        let corners = closed.0.len().saturating_sub(1);
        closed
            .0
            .into_iter()
            .take(corners)
            .map(|coord| IntPoint::new(coord.x as i32, coord.y as i32))
            .collect()
    };
    std::iter::once(exterior).chain(holes).map(ring).collect()
}

/// A triangle, or a quadrangle that only turns one way, is valid as it is:
/// most raster cells and whole tiles are spared the overlay.
fn is_plain(ring: &[IntPoint]) -> bool {
    let turn = |index: usize| {
        let [a, b, c] = [0, 1, 2].map(|step| ring[(index + step) % ring.len()]);
        let [a, b, c] = [a, b, c].map(|point| (i64::from(point.x), i64::from(point.y)));
        (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0)
    };
    ring.len() <= 4 && (0..ring.len()).all(|index| turn(index) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Twice the area of a ring by the surveyor's formula.
    fn doubled_area(ring: &[IntPoint]) -> i64 {
        let ahead = ring.iter().cycle().skip(1);
        let cross = |(a, b): (&IntPoint, &IntPoint)| {
            i64::from(a.x) * i64::from(b.y) - i64::from(b.x) * i64::from(a.y)
        };
        ring.iter().zip(ahead).map(cross).sum()
    }

    fn ring(points: &[(i32, i32)]) -> GridRing {
        points.iter().map(|&(x, y)| IntPoint::new(x, y)).collect()
    }

    /// Compares the doubled areas of the rings, polygon by polygon.
    fn check(rings: &[&[(i32, i32)]], expected: &[&[i64]]) {
        let polygons = valid_polygons(rings.iter().map(|points| ring(points)).collect());
        let areas: Vec<Vec<i64>> =
            polygons.iter().map(|rings| rings.iter().map(|ring| doubled_area(ring)).collect()).collect();
        assert_eq!(areas, expected);
    }

    const BOX: &[(i32, i32)] = &[(0, 0), (10, 0), (10, 10), (0, 10)];

    #[test]
    fn polygons() {
        check(&[], &[]);
        check(&[BOX], &[&[200]]);
        check(&[&[(0, 0), (5, 5)]], &[]);
        check(&[&[(0, 0), (5, 5), (10, 10)]], &[]);
        check(&[&[(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)]], &[&[200]]);
        check(&[BOX, &[(2, 2), (2, 4), (4, 4), (4, 2)]], &[&[200, -8]]);
        check(&[BOX, &[(8, 2), (8, 4), (12, 4), (12, 2)]], &[&[200 - 8]]);
        check(&[BOX, BOX], &[&[200]]);
        check(&[BOX, &[(0, 0), (0, 10), (10, 10), (10, 0)]], &[]);
    }

    #[test]
    fn a_bridge_along_the_edge_is_taken_away() {
        let two_rooms = [(0, 0), (10, 0), (10, 4), (0, 4), (0, 6), (10, 6), (10, 10), (0, 10)];
        check(&[&two_rooms], &[&[80], &[80]]);
    }

    #[test]
    fn a_hole_that_touches_its_exterior_in_a_point_is_a_hole() {
        check(&[BOX, &[(10, 5), (5, 3), (5, 7)]], &[&[200, -20]]);
        check(&[&[(0, 0), (10, 0), (10, 5), (5, 3), (5, 7), (10, 5), (10, 10), (0, 10)]], &[&[200, -20]]);
    }

    #[test]
    fn rings_that_touch_in_a_point_become_two_polygons() {
        check(&[&[(0, 0), (4, 0), (4, 4), (8, 4), (8, 8), (4, 8), (4, 4), (0, 4)]], &[&[32], &[32]]);
    }
}
