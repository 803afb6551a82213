//! The demand: what coverage is counted over.
//!
//! Geometry is in the region's computing coordinate reference system, metres.

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::{Environment, ZoneCode};

/// Everything that coverage is counted over in a region.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// Taken out of the zones' area: the denominator is land.
    pub lakes: Vec<MultiPolygon<f64>>,
    pub population: Vec<PopulationSquare>,
    pub roads: Vec<RoadLink>,
    pub places: Vec<Place>,
    pub localities: Vec<Locality>,
}

/// Inhabitants of one square of a statistical grid.
#[derive(Clone, Debug)]
pub struct PopulationSquare {
    /// The square's official name, such as `7000007100000`.
    pub cell: String,
    pub inhabitants: f64,
    /// As the source says; else the municipality in which the centre lies.
    pub municipality: Option<ZoneCode>,
    /// Convex: four corners, in the computing coordinate reference system.
    pub outline: Polygon<f64>,
}

/// A piece of road between two nodes. Links of one route that meet end to end
/// are one stretch.
#[derive(Clone, Debug)]
pub struct RoadLink {
    pub name: String,
    pub class: String,
    pub route: String,
    pub line: LineString<f64>,
}

/// A place of an organisation that needs coverage.
#[derive(Clone, Debug)]
pub struct Place {
    pub name: String,
    pub kind: String,
    pub environment: Environment,
    pub organisation: String,
    pub position: Coord<f64>,
}

/// A locality (tätort) as a point with its inhabitants.
#[derive(Clone, Debug)]
pub struct Locality {
    pub name: String,
    pub inhabitants: f64,
    pub position: Coord<f64>,
}
