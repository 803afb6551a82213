//! Coverage as operators and regulators deliver it: claimed areas and findings.
//!
//! Which delivery a file belongs to, and whether it may be published, is not
//! decided here.

mod cells;
mod dissolve;
mod error;
mod extent;
mod feature;
mod findings;
mod reading;

pub use cells::{CellSource, read_cells};
pub use error::CoverageReadError;
pub use reading::{CoverageSource, read_coverage};

use geo::Area;

use crate::domain::{CoverageFeature, Finding};

/// What a delivery holds. A feature that isn't among `features` has a finding
/// of severity error.
#[derive(Clone, Debug)]
pub struct CoverageReading {
    /// In the region's computing coordinate reference system, in the file's order.
    pub features: Vec<CoverageFeature>,
    /// In the file's order; those of the whole file come last.
    pub findings: Vec<Finding>,
    /// Features (or rows) in the file, taken or not.
    pub feature_count: u64,
    /// The system that the file was read in, such as `EPSG:3006`.
    pub crs: String,
}

impl CoverageReading {
    /// The features' areas summed; where features overlap, they count twice.
    pub fn area_m2(&self) -> f64 {
        self.features.iter().map(|feature| feature.area.unsigned_area()).sum()
    }
}
