//! Where the region is: whether features can lie in it. In the computing
//! coordinate reference system.

use geo::{BoundingRect, Coord, Intersects, MultiPolygon, Rect};

use crate::domain::Region;

/// The box around the region; how much of a delivery lies outside its outline is
/// validation's to say.
pub struct RegionExtent(Option<Rect<f64>>);

impl RegionExtent {
    pub fn new(region: &Region) -> Self {
        Self(region.bounds())
    }

    /// Whether a box meets the region's.
    pub fn meets(&self, area: &MultiPolygon<f64>) -> bool {
        self.0.zip(area.bounding_rect()).is_some_and(|(bounds, rect)| bounds.intersects(&rect))
    }

    pub fn holds(&self, position: Coord<f64>) -> bool {
        self.0.is_some_and(|bounds| bounds.intersects(&position))
    }
}
