//! The lines of one kind that lie in a zone.

use geo::{BoundingRect, Intersects, LineString, Rect};

use super::LinkPart;
use crate::{
    domain::Link,
    geometry::{Mosaic, covered_intervals, total},
};

/// What lies in a zone of the lines of one kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ZoneLines {
    /// In the order of the region's links.
    pub parts: Vec<LinkPart>,
    pub length_m: f64,
}

impl ZoneLines {
    /// `bounds` lies around the area.
    pub fn within(links: &[Link], bounds: Option<Rect<f64>>, area: &Mosaic) -> Self {
        let Some(bounds) = bounds else { return Self::default() };
        let near = |line: &LineString<f64>| line.bounding_rect().is_some_and(|rect| rect.intersects(&bounds));
        Self::of((0..links.len()).filter(|link| near(&links[*link].line)), links, area)
    }

    /// Of those links alone.
    pub fn of(near: impl Iterator<Item = usize>, links: &[Link], area: &Mosaic) -> Self {
        let parts_of = |link: usize| {
            let inside = covered_intervals(&links[link].line, area).into_iter();
            inside.map(move |interval| LinkPart { link, interval })
        };
        let parts: Vec<LinkPart> = near.flat_map(parts_of).collect();
        Self { length_m: total(parts.iter().map(|part| part.interval.length_m())), parts }
    }
}
