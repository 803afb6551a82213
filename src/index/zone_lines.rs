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
        let parts_of = |(link, line): (usize, &LineString<f64>)| {
            covered_intervals(line, area).into_iter().map(move |interval| LinkPart { link, interval })
        };
        let lines = links.iter().map(|link| &link.line).enumerate().filter(|(_, line)| near(line));
        let parts: Vec<LinkPart> = lines.flat_map(parts_of).collect();
        Self { length_m: total(parts.iter().map(|part| part.interval.length_m())), parts }
    }
}
