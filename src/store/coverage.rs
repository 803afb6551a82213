//! What a delivery covers, as FlatGeobuf: snapshots load it, and QGIS and GDAL
//! open it as it is. The same features with the same label are the same bytes.

mod reader;
mod writer;

use jiff::civil::Date;

#[cfg(test)]
pub(super) use reader::read;
pub use writer::CoverageWriter;

use super::{Store, StoreError, rows::away};
use crate::domain::{ClaimKey, CoverageFeature, Delivery};

/// What stands beside each feature, and where the coordinates lie.
#[derive(Clone, Debug)]
pub struct CoverageLabel {
    pub claim: ClaimKey,
    pub simulation_date: Option<Date>,
    /// The computing coordinate reference system, such as `EPSG:3006`.
    pub crs: String,
}

impl Store {
    /// Begins a coverage file.
    pub fn coverage_writer(&self) -> Result<CoverageWriter, StoreError> {
        CoverageWriter::new(self.objects.incoming().to_owned())
    }

    /// What a delivery covers: the features that were taken, by their numbers.
    pub async fn coverage(&self, delivery: &Delivery) -> Result<Vec<CoverageFeature>, StoreError> {
        let file = self.local_file(&delivery.coverage_sha256).await?;
        away(move || reader::read(file.path())).await
    }
}
