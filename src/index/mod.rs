//! The immutable snapshot of all that is published, and who covers what in it.
//! No SQL, no HTTP.
//!
//! Readers clone an `Arc` of the snapshot; a writer builds the part that
//! changed beside it and swaps. The parts are versioned each for itself, so a
//! new dead zone leaves every answer about coverage as it was.

mod claims_by_cell;
mod coverage;
mod dead_zones;
mod evidence;
mod kept_areas;
mod nodes;
mod organisation_zones;
mod own_zone;
mod place_names;
mod population;
mod presence;
mod region;
mod road_network;
mod routes;
mod supply;
mod version;
mod zone_lines;

use std::sync::Arc;

use claims_by_cell::ClaimsByCell;
use kept_areas::KeptAreas;
use own_zone::DemandTrees;

pub use coverage::*;
pub use dead_zones::*;
pub use evidence::*;
pub use place_names::*;
pub use presence::*;
pub use region::*;
pub use road_network::*;
pub use routes::*;
pub use supply::*;
pub use version::*;
pub use zone_lines::*;

use crate::geometry::Mosaic;

/// The version of the method by which figures are computed. It is named with
/// every figure and goes up whenever the same inputs would give another.
pub const METHOD_VERSION: &str = "3";

/// All that is published at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub region: Arc<RegionIndex>,
    pub coverage: Arc<CoverageIndex>,
    pub evidence: Arc<EvidenceIndex>,
    pub dead_zones: Arc<DeadZoneIndex>,
}

impl Snapshot {
    /// The area of a supply, dissolved: as it's claimed, or verified.
    pub fn area(&self, supply: &Supply) -> Arc<Mosaic> {
        match supply.evidence {
            Evidence::Claimed => self.coverage.area(supply),
            Evidence::Verified => self.evidence.verified_area(&self.coverage, supply),
        }
    }

    /// Names everything that is published by one hash.
    pub fn data_version(&self) -> String {
        version_of([
            &self.region.version,
            &self.coverage.version,
            &self.evidence.version,
            &self.dead_zones.version,
        ])
    }
}
