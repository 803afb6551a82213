//! The demand: what coverage is counted over.
//!
//! Geometry is in the region's computing coordinate reference system, metres.

use geo::{Coord, Geometry, MultiPolygon, Polygon};

use super::{ByLine, Environment, Link, Presence, ZoneCode};

/// Everything that coverage is counted over in a region.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// Taken out of the zones' area: the denominator is land.
    pub lakes: Vec<MultiPolygon<f64>>,
    pub population: Vec<PopulationSquare>,
    /// Where a municipality has some, they count instead of its squares.
    pub population_points: Vec<PopulationPoint>,
    /// Links of each kind; none where the region has no such layer.
    pub lines: ByLine<Vec<Link>>,
    pub places: Vec<Place>,
    pub buildings: Vec<Building>,
    pub localities: Vec<Locality>,
    /// None: the region says nothing of where people normally are.
    pub presence: Option<Presence>,
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

/// Inhabitants at one point, such as an address.
#[derive(Clone, Debug)]
pub struct PopulationPoint {
    pub inhabitants: f64,
    pub position: Coord<f64>,
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

/// A building that needs coverage.
#[derive(Clone, Debug)]
pub struct Building {
    /// As the source names it.
    pub id: String,
    pub kind: String,
    /// Polygons, or a point where the source has no outline.
    pub outline: Geometry<f64>,
}
