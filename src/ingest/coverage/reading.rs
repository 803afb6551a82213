//! What comes of a file beside its features.

use geo::Area;

use super::{CoverageFormat, HeaderColumns};
use crate::domain::{CoverageFeature, Finding};

/// What was read of a delivery. Its features went to the sink; one that didn't
/// has a finding of severity error.
#[derive(Clone, Debug)]
pub struct CoverageReading {
    pub format: CoverageFormat,
    /// The system that the file was read in, such as `EPSG:3006`.
    pub crs: String,
    /// The layer that was read, where the format has layers.
    pub layer: Option<String>,
    /// The side of cells or pixels, in the units of the file's system.
    pub cell_size: Option<f64>,
    /// Features (of a table its rows, of a picture its areas), taken or not.
    pub feature_count: u64,
    /// Features that went to the sink.
    pub taken_count: u64,
    /// Header fields found in the file's columns.
    pub header: HeaderColumns,
    /// In the file's order; those of the whole file come last.
    pub findings: Vec<Finding>,
}

/// A delivery with its features in memory.
#[derive(Clone, Debug)]
pub struct CollectedCoverage {
    /// In the region's computing coordinate reference system, in the file's order.
    pub features: Vec<CoverageFeature>,
    pub reading: CoverageReading,
}

impl CollectedCoverage {
    /// The features' areas summed; where features overlap, they count twice.
    pub fn area_m2(&self) -> f64 {
        self.features.iter().map(|feature| feature.area.unsigned_area()).sum()
    }
}
