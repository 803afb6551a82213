//! Where people normally are, as a region says it.
//!
//! The idea is PTS's (Post- och telestyrelsen): it follows up the national goal of
//! mobile services where people normally are ("där man normalt befinner sig")
//! over classes of land: localities, inhabited land, roads and railways with
//! what lies beside them, facilities and trails. Which of these, and how far to
//! their sides, is data.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use super::{ByLine, LineKind, text::words};

/// What the area where people normally are is built from.
#[derive(Clone, Debug, Default)]
pub struct Presence {
    pub areas: Vec<PresenceArea>,
    /// Whether squares with inhabitants belong to it.
    pub has_squares: bool,
    /// Distance to both sides of a line by its class, metres; other classes don't belong to it.
    pub lines_within_m: ByLine<BTreeMap<String, f64>>,
    /// Distance around every place, metres.
    pub places_within_m: Option<f64>,
}

/// An area of a class such as `tätort` or `småort`.
#[derive(Clone, Debug)]
pub struct PresenceArea {
    pub class: String,
    /// Computing coordinate reference system.
    pub outline: MultiPolygon<f64>,
}

/// Which of the region's data a class of the area comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PresenceGroup {
    Areas,
    Squares,
    Roads,
    Railways,
    Trails,
    Routes,
    Places,
}

words!(PresenceGroup, "presence group", {
    Areas => "areas", Squares => "squares", Roads => "roads", Railways => "railways", Trails => "trails",
    Routes => "routes", Places => "places",
});

impl From<LineKind> for PresenceGroup {
    fn from(kind: LineKind) -> Self {
        match kind {
            LineKind::Roads => Self::Roads,
            LineKind::Railways => Self::Railways,
            LineKind::Trails => Self::Trails,
            LineKind::Routes => Self::Routes,
        }
    }
}
