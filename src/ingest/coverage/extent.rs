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

    /// The part of the areas' sum, 0…1, that lies outside the region.
    pub fn share_outside<'area>(&self, areas: impl IntoIterator<Item = &'area MultiPolygon<f64>>) -> f64 {
        let (mut whole, mut outside) = (0.0, 0.0);
        let mut on_the_edge = Vec::new();
        for area in areas {
            let area_m2 = area.unsigned_area();
            whole += area_m2;
            match self.is_wholly_inside(area) {
                Some(true) => {}
                Some(false) => outside += area_m2,
                None => on_the_edge.push(area),
            }
        }
        // One overlay for all of them: the region's outline is long.
        let beyond = difference(on_the_edge.into_iter().flatten(), &self.outline);
        if whole > 0.0 { (outside + beyond.unsigned_area()) / whole } else { 0.0 }
    }

    /// None where the outline comes near.
    fn is_wholly_inside(&self, area: &MultiPolygon<f64>) -> Option<bool> {
        let rect = area.bounding_rect()?;
        if self.edges.comes_near(rect) {
            return None;
        }
        let corner = area.coords_iter().next()?;
        Some(!self.edges.rings_around(corner).len().is_multiple_of(2))
    }
}
