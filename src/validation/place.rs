//! Where something was found: a point inside it that a map can show.

use crate::{
    domain::{Finding, LngLat},
    geometry::{LngLatFrame, Mosaic},
};

pub trait Placed {
    /// The finding with a point inside its area.
    fn at(self, area: &Mosaic, frame: &LngLatFrame) -> Self;
}

impl Placed for Finding {
    fn at(self, area: &Mosaic, frame: &LngLatFrame) -> Self {
        let position = area.position_inside().and_then(|inside| frame.position_to_lng_lat(inside).ok());
        Finding { place: position.map(|place| LngLat { lng: place.x, lat: place.y }), ..self }
    }
}
