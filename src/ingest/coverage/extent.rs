//! Where the region is: whether features lie in it. In the computing coordinate
//! reference system.

use geo::{Area, BoundingRect, Coord, CoordsIter, Intersects, MultiPolygon, Rect};

use crate::{
    domain::Region,
    geometry::{SegmentTree, difference, union_of},
};

pub struct RegionExtent {
    bounds: Option<Rect<f64>>,
    outline: MultiPolygon<f64>,
    edges: SegmentTree,
}

impl RegionExtent {
    pub fn new(region: &Region) -> Self {
        let outline = union_of(region.zones.iter().flat_map(|zone| &zone.outline));
        let rings = outline.iter().flat_map(|part| std::iter::once(part.exterior()).chain(part.interiors()));
        let edges = SegmentTree::new(rings);
        Self { bounds: outline.bounding_rect(), edges, outline }
    }

    /// Whether a box meets the region's.
    pub fn meets(&self, area: &MultiPolygon<f64>) -> bool {
        match (self.bounds, area.bounding_rect()) {
            (Some(bounds), Some(rect)) => bounds.intersects(&rect),
            _ => false,
        }
    }

    pub fn bounds_hold(&self, position: Coord<f64>) -> bool {
        self.bounds.is_some_and(|bounds| bounds.intersects(&position))
    }

    /// How much of an area lies outside the region, as far as that can be said
    /// without laying it over the outline.
    pub fn reach(&self, area: &MultiPolygon<f64>) -> Reach {
        let Some(rect) = area.bounding_rect() else { return Reach::Inside };
        if self.edges.comes_near(rect) {
            return Reach::OnTheEdge;
        }
        let corner = area.coords_iter().next();
        match corner.is_some_and(|corner| !self.edges.rings_around(corner).len().is_multiple_of(2)) {
            true => Reach::Inside,
            false => Reach::Outside,
        }
    }
}

/// Where an area lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    Inside,
    Outside,
    OnTheEdge,
}

/// Sums areas and what of them lies outside the region.
pub struct AreaSum<'extent> {
    extent: &'extent RegionExtent,
    pub area_m2: f64,
    outside_m2: f64,
    /// Waiting for an overlay: the outline is long, so that many share one.
    waiting: Vec<MultiPolygon<f64>>,
    waiting_vertices: usize,
}

/// So much waits for an overlay at the most.
const SHARED_VERTICES: usize = 300_000;

impl<'extent> AreaSum<'extent> {
    pub fn new(extent: &'extent RegionExtent) -> Self {
        Self { extent, area_m2: 0.0, outside_m2: 0.0, waiting: Vec::new(), waiting_vertices: 0 }
    }

    pub fn add(&mut self, area: &MultiPolygon<f64>, reach: Reach) {
        let area_m2 = area.unsigned_area();
        self.area_m2 += area_m2;
        match reach {
            Reach::Inside => {}
            Reach::Outside => self.outside_m2 += area_m2,
            Reach::OnTheEdge => {
                self.waiting_vertices += area.coords_count();
                self.waiting.push(area.clone());
                if self.waiting_vertices > SHARED_VERTICES {
                    self.lay_over();
                }
            }
        }
    }

    /// The part of the areas' sum, 0…1, that lies outside the region.
    pub fn share_outside(&mut self) -> f64 {
        self.lay_over();
        if self.area_m2 > 0.0 { self.outside_m2 / self.area_m2 } else { 0.0 }
    }

    fn lay_over(&mut self) {
        let beyond = difference(self.waiting.iter().flatten(), &self.extent.outline);
        self.outside_m2 += beyond.unsigned_area();
        self.waiting.clear();
        self.waiting_vertices = 0;
    }
}
