//! The seeded generator of the demonstration: a region on real municipalities,
//! localities and road numbers with everything else invented, and saying so.
//!
//! Pure functions from facts and seed to values; `files` turns these into the
//! formats that any region's data has, `write` alone touches the disk. Reading
//! them back, the service's own way in, is not its business.

mod borders;
mod buildings;
mod contours;
mod coverage;
mod dice;
mod drive_tests;
mod examples;
mod facts;
mod files;
mod journeys;
mod land;
mod lines;
mod make;
mod networks;
mod noise;
mod path;
mod places;
mod plane;
mod population;
mod raster;
mod roads;
mod shadow;
mod signal;
mod simplified;
mod sites;
mod terrain;
#[cfg(test)]
mod tests;
mod vocabulary;
mod write;

pub use buildings::Building;
pub use coverage::{Claim, Edition};
pub use drive_tests::DriveSample;
pub use files::{DemonstrationFile, REGION_ID};
pub use lines::{DrawnLine, Lines};
pub use make::{DEFAULT_SEED, Demonstration, generate};
pub use networks::NetworkPlan;
pub use places::Place;
pub use population::PopulationSquare;
pub use roads::RoadLink;
pub use vocabulary::{Progress, RoadClass, Scale};
pub use write::{WriteError, write};
