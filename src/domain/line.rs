//! Lines that coverage is counted along: roads, railways, trails, and the
//! routes that organisations drive.

use std::ops::{Index, IndexMut};

use geo::LineString;

use super::text::words;

/// A kind of line. All of them are links that meet at nodes and make up routes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineKind {
    Roads,
    Railways,
    Trails,
    /// The organisations' own: home care, school buses, ploughing.
    Routes,
}

words!(LineKind, "kind of line", {
    Roads => "roads", Railways => "railways", Trails => "trails", Routes => "routes",
});

/// A value for each kind of line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByLine<T>([T; LineKind::ALL.len()]);

impl<T> ByLine<T> {
    pub fn from_fn(mut value: impl FnMut(LineKind) -> T) -> Self {
        Self(std::array::from_fn(|index| value(LineKind::ALL[index])))
    }

    pub fn iter(&self) -> impl Iterator<Item = (LineKind, &T)> {
        LineKind::ALL.iter().copied().zip(&self.0)
    }
}

impl<T> Index<LineKind> for ByLine<T> {
    type Output = T;

    fn index(&self, kind: LineKind) -> &T {
        &self.0[kind as usize]
    }
}

impl<T> IndexMut<LineKind> for ByLine<T> {
    fn index_mut(&mut self, kind: LineKind) -> &mut T {
        &mut self.0[kind as usize]
    }
}

/// A piece of a line between two nodes. Links of one route that meet end to end
/// are one stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub name: String,
    /// Such as `riksvag`; empty where the source says none.
    pub class: String,
    /// What joins links: a road's number, a trail's name. Empty where there is none.
    pub route: String,
    /// Whose route it is; empty for what isn't an organisation's own. Two
    /// organisations' routes of one name are two routes.
    pub organisation: String,
    /// In the computing coordinate reference system, at least two distinct points.
    pub line: LineString<f64>,
}
