//! What one zoom shows of a geometry, so indexed that a tile looks only at what
//! is near it, however long the ring.
//!
//! Every path has boxes around runs of its segments, and boxes around those. A
//! run whose box lies beside a tile is passed over by its first and its last
//! vertex: box and tile are apart along an axis, so all of the run and the
//! straight line between these two lie beyond the same edge of the tile, and
//! what a ring encloses inside of the tile stays as it is.

use geo::{Coord, Intersects, Rect};
use rstar::{AABB, RTree};

use super::simplify::tolerance_world;
use super::world::{Path, Shape, WorldGeometry};
use crate::index::{BoxOf, box_of};

/// Segments in the smallest boxes, and boxes in each larger one.
const RUN: usize = 16;
const BOXES: usize = 4;

/// A geometry as a zoom shows it, in World coordinates.
#[derive(Clone, Debug)]
pub enum ZoomGeometry {
    Points(Vec<Coord<f64>>),
    Lines(Paths),
    /// Rings: what they wind round once or more is inside.
    Areas(Paths),
}

/// Indexed paths, found by their bounds.
#[derive(Clone, Debug)]
pub struct Paths {
    paths: Vec<IndexedPath>,
    tree: RTree<BoxOf<usize>>,
}

#[derive(Clone, Debug)]
pub struct IndexedPath {
    vertices: Vec<Coord<f64>>,
    /// Boxes around runs of segments, the smallest first; the last level has one.
    levels: Vec<Vec<Rect<f64>>>,
}

impl ZoomGeometry {
    /// Thinned as the zoom can do with.
    pub fn new(geometry: &WorldGeometry, zoom: u8) -> Self {
        let tolerance = tolerance_world(zoom);
        let thinned = |path: &Path| path.thinned(tolerance);
        match &geometry.shape {
            Shape::Points(points) => Self::Points(points.clone()),
            Shape::Lines(lines) => Self::Lines(Paths::new(lines.iter().map(thinned), 2)),
            Shape::Areas(rings) => Self::areas(rings.iter().map(thinned)),
        }
    }

    /// Of what a zoom doesn't show.
    pub fn nothing() -> Self {
        Self::Points(Vec::new())
    }

    /// Of closed rings in World coordinates; what has no inside is left out.
    pub fn areas(rings: impl Iterator<Item = Vec<Coord<f64>>>) -> Self {
        Self::Areas(Paths::new(rings, 4))
    }

    /// The box around it in World coordinates; none when it is empty.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let join = |a: Rect<f64>, b: Rect<f64>| bounds_of([a.min(), a.max(), b.min(), b.max()].iter());
        match self {
            Self::Points(points) => (!points.is_empty()).then(|| bounds_of(points.iter())),
            Self::Lines(paths) | Self::Areas(paths) => {
                paths.paths.iter().map(IndexedPath::bounds).reduce(join)
            }
        }
    }

    /// About what it takes in memory.
    pub fn size_bytes(&self) -> usize {
        match self {
            Self::Points(points) => size_of_val(points.as_slice()),
            Self::Lines(paths) | Self::Areas(paths) => paths.size_bytes(),
        }
    }
}

impl Paths {
    fn new(paths: impl Iterator<Item = Vec<Coord<f64>>>, least_vertices: usize) -> Self {
        let paths = paths.filter(|path| path.len() >= least_vertices);
        let paths: Vec<IndexedPath> = paths.map(IndexedPath::new).collect();
        let boxes = paths.iter().enumerate().map(|(index, path)| box_of(path.bounds(), index));
        Self { tree: RTree::bulk_load(boxes.collect()), paths }
    }

    /// The paths whose bounds meet an area, in their order.
    pub fn near(&self, area: &Rect<f64>) -> impl Iterator<Item = &IndexedPath> {
        let mut near: Vec<usize> =
            self.tree.locate_in_envelope_intersecting(envelope(area)).map(|found| found.data).collect();
        near.sort_unstable();
        near.into_iter().map(|index| &self.paths[index])
    }

    fn size_bytes(&self) -> usize {
        let boxes = size_of::<BoxOf<usize>>() + size_of::<IndexedPath>();
        let paths = self.paths.iter().map(|path| {
            size_of_val(path.vertices.as_slice())
                + path.levels.iter().map(|level| size_of_val(level.as_slice())).sum::<usize>()
        });
        self.paths.len() * boxes + paths.sum::<usize>()
    }
}

impl IndexedPath {
    /// Of at least two vertices.
    fn new(vertices: Vec<Coord<f64>>) -> Self {
        let last = vertices.len() - 1;
        let runs = (0..last.max(1)).step_by(RUN);
        let runs = runs.map(|first| bounds_of(vertices[first..=last.min(first + RUN)].iter()));
        let mut levels: Vec<Vec<Rect<f64>>> = vec![runs.collect()];
        while let Some(below) = levels.last()
            && below.len() > 1
        {
            let around = |boxes: &[Rect<f64>]| {
                let corners: Vec<Coord<f64>> = boxes.iter().flat_map(|one| [one.min(), one.max()]).collect();
                bounds_of(corners.iter())
            };
            let above = below.chunks(BOXES).map(around).collect();
            levels.push(above);
        }
        Self { vertices, levels }
    }

    pub fn bounds(&self) -> Rect<f64> {
        self.levels[self.levels.len() - 1][0]
    }

    /// Its vertices, without what can be passed over for an area.
    pub fn around(&self, area: &Rect<f64>) -> Vec<Coord<f64>> {
        let mut found = Vec::new();
        self.visit(self.levels.len() - 1, 0, area, &mut found);
        found.extend(self.vertices.last());
        found
    }

    /// The vertices of a box but for the one where the next box begins.
    fn visit(&self, level: usize, index: usize, area: &Rect<f64>, found: &mut Vec<Coord<f64>>) {
        let width = RUN * BOXES.pow(level as u32);
        let vertices = &self.vertices[index * width..((index + 1) * width).min(self.vertices.len() - 1)];
        match vertices {
            [first, .., last] if !self.levels[level][index].intersects(area) => found.extend([*first, *last]),
            _ if level == 0 => found.extend(vertices),
            _ => {
                let below = index * BOXES..((index + 1) * BOXES).min(self.levels[level - 1].len());
                below.for_each(|child| self.visit(level - 1, child, area, found));
            }
        }
    }
}

pub fn envelope(area: &Rect<f64>) -> AABB<[f64; 2]> {
    AABB::from_corners([area.min().x, area.min().y], [area.max().x, area.max().y])
}

fn bounds_of<'a>(coords: impl Iterator<Item = &'a Coord<f64>>) -> Rect<f64> {
    let nothing =
        (Coord { x: f64::INFINITY, y: f64::INFINITY }, Coord { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY });
    let (low, high) = coords.fold(nothing, |(low, high), at| {
        (Coord { x: low.x.min(at.x), y: low.y.min(at.y) }, Coord { x: high.x.max(at.x), y: high.y.max(at.y) })
    });
    Rect::new(low, high)
}

#[cfg(test)]
mod tests {
    use geo::{Area, BooleanOps, LineString, Polygon};

    use super::*;
    use crate::tiles::{
        clip::clip_ring,
        grid::{BUFFER, EXTENT},
    };

    /// A ring of many small teeth around the middle of the world.
    fn saw(vertices: usize) -> IndexedPath {
        let at = |index: usize| {
            let angle = std::f64::consts::TAU * (index % (vertices - 1)) as f64 / (vertices - 1) as f64;
            let radius = 0.3 + 0.01 * (index % (vertices - 1) % 7) as f64;
            Coord { x: 0.5 + radius * angle.cos(), y: 0.5 + radius * angle.sin() }
        };
        IndexedPath::new((0..vertices).map(at).collect())
    }

    #[test]
    fn what_is_passed_over_changes_nothing_inside() {
        let path = saw(3_000);
        let whole = Polygon::new(LineString(path.vertices.clone()), Vec::new());
        for (x, y, side) in
            [(0.8, 0.5, 0.01), (0.5, 0.5, 0.02), (0.7, 0.7, 0.1), (0.1, 0.1, 0.8), (0.0, 0.0, 0.1)]
        {
            let area = Rect::new((x, y), (x + side, y + side));
            let found = path.around(&area);
            assert!(side > 0.5 || found.len() < 600, "{} of 3,000 at {x} {y}", found.len());
            let square = area.to_polygon();
            let expected = whole.intersection(&square).unsigned_area();
            // Even where the straight lines cross each other outside.
            let scale = (EXTENT + 2.0 * BUFFER) / side;
            let in_tile =
                |at: &Coord<f64>| Coord { x: (at.x - x) * scale - BUFFER, y: (at.y - y) * scale - BUFFER };
            let clipped = LineString(clip_ring(found.iter().map(in_tile)));
            let area = clipped.lines().map(|line| line.determinant()).sum::<f64>() / 2.0 / scale.powi(2);
            assert!((area - expected).abs() < 1e-9, "{x} {y}: {area} is not {expected}");
        }
    }

    #[test]
    fn bounds_are_those_of_all_vertices() {
        for vertices in [4, 16, 17, 18, 64, 65, 66, 1_000] {
            let path = saw(vertices);
            assert_eq!(path.bounds(), bounds_of(path.vertices.iter()));
            let everything = Rect::new((0.0, 0.0), (1.0, 1.0));
            assert_eq!(path.around(&everything), path.vertices);
        }
    }
}
