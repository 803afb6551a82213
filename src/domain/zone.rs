//! Zones: the parts of the region for which figures are given.

use std::fmt;

use geo::MultiPolygon;

/// A zone's official code as text, such as `2401`: the first two digits of a
/// municipality's code are its county's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneCode(String);

impl ZoneCode {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The kind of a zone, as the region names it: `municipality`, `county`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ZoneKind(String);

impl ZoneKind {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The kind that demand is assigned to and that a position is named by.
    pub fn municipality() -> Self {
        Self::new("municipality")
    }

    /// That of an area that somebody draws or uploads.
    pub fn own() -> Self {
        Self::new("own")
    }

    /// That of an organisation with its places and routes.
    pub fn organisation() -> Self {
        Self::new("organisation")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ZoneKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A zone with its outline in the region's computing coordinate reference system.
#[derive(Clone, Debug)]
pub struct Zone {
    pub code: ZoneCode,
    pub name: String,
    pub kind: ZoneKind,
    /// The zone that this one is a part of: a municipality's county.
    pub parent: Option<ZoneCode>,
    pub outline: MultiPolygon<f64>,
}
