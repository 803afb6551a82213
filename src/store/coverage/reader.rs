//! FlatGeobuf to features.

use std::{fs::File, io::BufReader, path::Path};

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbFeature, FgbReader};
use geo::Geometry;
use geozero::{ColumnValue, PropertyProcessor, ToGeo};

use super::super::{StoreError, error::readable};
use crate::domain::CoverageFeature;

/// All features of a file that was compared with its hash, by their numbers:
/// the file has them in the order of its index.
pub(in crate::store) fn read(path: &Path) -> Result<Vec<CoverageFeature>, StoreError> {
    let file = File::open(path).map_err(|error| StoreError::folder(path, error))?;
    let file = readable("coverage", FgbReader::open(BufReader::new(file)))?;
    let expected = file.header().features_count();
    let mut rows = readable("coverage", file.select_all_seq())?;
    let mut features = Vec::new();
    while let Some(row) = readable("coverage", rows.next())? {
        features.push(feature(row)?);
    }
    if features.len() as u64 != expected {
        return readable("coverage", Err(format!("{} of {expected} features are there", features.len())));
    }
    features.sort_by_key(|feature| feature.number);
    Ok(features)
}

fn feature(row: &FgbFeature) -> Result<CoverageFeature, StoreError> {
    let mut number = Number(None);
    readable("coverage", row.process_properties(&mut number))?;
    let number = readable("coverage", number.0.ok_or("a feature has no number"))?;
    match readable("coverage", row.to_geo())? {
        Geometry::MultiPolygon(area) => Ok(CoverageFeature { number, area }),
        _ => readable("coverage", Err("a feature is no MultiPolygon")),
    }
}

/// The first column.
struct Number(Option<u64>);

impl PropertyProcessor for Number {
    fn property(&mut self, _: usize, _: &str, value: &ColumnValue) -> geozero::error::Result<bool> {
        if let ColumnValue::Long(number) = value {
            self.0 = Some(number.cast_unsigned());
        }
        // No column behind it is needed.
        Ok(true)
    }
}
