//! Polygons around the cells whose value is above zero, by marching squares.

use contour::ContourBuilder;
use geo::{Area, Coord, Line, LineString, Polygon};

use super::raster::{Lattice, Raster};

/// Polygons with holes, in the raster's plane; those and their holes smaller
/// than `smallest_m2` are left out. The raster's outermost cells must be
/// below zero.
///
/// Values nearer to zero than a fifth are pushed away from it: so no edge
/// passes through a cell's centre, and no two edges touch.
pub(super) fn polygons_above_zero(raster: Raster<f32>, smallest_m2: f64) -> Vec<Polygon<f64>> {
    let lattice = raster.lattice;
    let values: Vec<f64> = raster.values.into_iter().map(|value| away_from_zero(f64::from(value))).collect();
    let rings = ContourBuilder::new(lattice.columns, lattice.rows, true)
        .x_step(lattice.step_m)
        .y_step(lattice.step_m)
        .x_origin(lattice.west_m)
        .y_origin(lattice.south_m)
        .lines(&values, &[0.0])
        .expect("a raster has as many values as cells")
        .swap_remove(0)
        .into_inner()
        .0;
    assemble(rings.0, lattice, smallest_m2)
}

fn away_from_zero(value: f64) -> f64 {
    const LEAST: f64 = 0.2;
    if value.abs() < LEAST { LEAST.copysign(value) } else { value }
}

/// Gives each hole to the polygon around it.
///
/// West of a hole's westernmost corner lies covered ground, and the first edge
/// there belongs to the polygon itself or to another of its holes.
fn assemble(rings: Vec<LineString<f64>>, lattice: Lattice, smallest_m2: f64) -> Vec<Polygon<f64>> {
    let edges = EdgeRows::new(&rings, lattice);
    // The builder turns outer rings clockwise where north is up.
    let is_hole: Vec<bool> = rings.iter().map(|ring| signed_area_m2(ring) > 0.0).collect();
    let mut holes: Vec<(usize, Coord<f64>)> = (0..rings.len())
        .filter(|ring| is_hole[*ring])
        .map(|ring| (ring, westernmost(&rings[ring])))
        .collect();
    holes.sort_by(|one, other| one.1.x.total_cmp(&other.1.x).then(one.0.cmp(&other.0)));
    let mut owner: Vec<usize> = (0..rings.len()).collect();
    for (hole, corner) in holes {
        owner[hole] = edges.first_west_of(corner).map_or(hole, |ring| owner[ring]);
    }
    let mut interiors: Vec<Vec<LineString<f64>>> = vec![Vec::new(); rings.len()];
    let mut exteriors = Vec::new();
    for (number, ring) in rings.into_iter().enumerate() {
        if signed_area_m2(&ring).abs() < smallest_m2 {
            continue;
        }
        if is_hole[number] {
            interiors[owner[number]].push(ring);
        } else {
            exteriors.push((number, ring));
        }
    }
    exteriors
        .into_iter()
        .map(|(number, ring)| Polygon::new(ring, std::mem::take(&mut interiors[number])))
        .collect()
}

fn signed_area_m2(ring: &LineString<f64>) -> f64 {
    Polygon::new(ring.clone(), vec![]).signed_area()
}

fn westernmost(ring: &LineString<f64>) -> Coord<f64> {
    ring.coords().copied().min_by(|one, other| one.x.total_cmp(&other.x)).expect("a ring has corners")
}

/// A piece of the ring of this number.
#[derive(Clone, Copy)]
struct Edge {
    line: Line<f64>,
    ring: u32,
}

impl Edge {
    /// Where the edge passes this northing; none when it doesn't.
    fn x_at(&self, y: f64) -> Option<f64> {
        let Line { start, end } = self.line;
        let passes = (start.y > y) != (end.y > y);
        passes.then(|| start.x + (y - start.y) / (end.y - start.y) * (end.x - start.x))
    }
}

/// Edges by the raster rows that they lie in.
struct EdgeRows {
    rows: Vec<Vec<Edge>>,
    south_m: f64,
    step_m: f64,
}

impl EdgeRows {
    fn new(rings: &[LineString<f64>], lattice: Lattice) -> Self {
        let mut edges = Self {
            rows: vec![Vec::new(); lattice.rows + 1],
            south_m: lattice.south_m,
            step_m: lattice.step_m,
        };
        for (number, ring) in rings.iter().enumerate() {
            for line in ring.lines() {
                let (one, other) = (edges.row(line.start.y), edges.row(line.end.y));
                for row in one.min(other)..=one.max(other) {
                    edges.rows[row].push(Edge { line, ring: number as u32 });
                }
            }
        }
        edges
    }

    fn row(&self, y: f64) -> usize {
        ((y - self.south_m) / self.step_m).max(0.0) as usize
    }

    /// The ring of the first edge that a line due west meets.
    fn first_west_of(&self, corner: Coord<f64>) -> Option<usize> {
        self.rows[self.row(corner.y)]
            .iter()
            .filter_map(|edge| Some((edge.x_at(corner.y)?, edge.ring)))
            .filter(|(x, _)| *x < corner.x)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, ring)| ring as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(picture: &[&str], expected_holes: &[usize]) {
        let lattice = Lattice {
            west_m: 0.0,
            south_m: 0.0,
            step_m: 10.0,
            columns: picture[0].len(),
            rows: picture.len(),
        };
        let values =
            picture.iter().flat_map(|row| row.bytes()).map(|cell| if cell == b'#' { 1.0 } else { -1.0 });
        let polygons = polygons_above_zero(Raster { lattice, values: values.collect() }, 0.0);
        let mut holes: Vec<usize> = polygons.iter().map(|polygon| polygon.interiors().len()).collect();
        holes.sort_unstable();
        assert_eq!(holes, expected_holes);
    }

    #[test]
    fn holes_and_islands_in_holes() {
        check(&["....", ".##.", ".##.", "...."], &[0]);
        check(
            &[
                "...........",
                ".#########.",
                ".#.......#.",
                ".#.#####.#.",
                ".#.#...#.#.",
                ".#.#.#.#.#.",
                ".#.#...#.#.",
                ".#.#####.#.",
                ".#.......#.",
                ".#########.",
                "...........",
            ],
            &[0, 1, 1],
        );
        check(&[".......", ".#####.", ".#.#.#.", ".#####.", "......."], &[2]);
    }
}
