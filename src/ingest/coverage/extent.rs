//! Where the region is: whether features can lie in it. In the computing
//! coordinate reference system.

use geo::{BoundingRect, Contains, Coord, Intersects, MultiPolygon, Rect};

use crate::domain::Region;

/// As far from the region as this its system is true to shape, and whatever was valid stays so.
const NEAR_M: f64 = 1e6;

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

    /// Whether a box lies in the region's or near it.
    pub fn is_near(&self, area: &MultiPolygon<f64>) -> bool {
        self.0.zip(area.bounding_rect()).is_some_and(|(bounds, rect)| {
            let near = Coord { x: NEAR_M, y: NEAR_M };
            Rect::new(bounds.min() - near, bounds.max() + near).contains(&rect)
        })
    }

    pub fn holds(&self, position: Coord<f64>) -> bool {
        self.0.is_some_and(|bounds| bounds.intersects(&position))
    }
}
