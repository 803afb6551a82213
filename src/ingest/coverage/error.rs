//! Why nothing of a file can be taken.

use crate::{
    geometry::ProjectionError,
    ingest::{CrsNameError, GeoJsonTextError, UnpackError},
};

#[derive(Debug, thiserror::Error)]
pub enum CoverageReadError {
    #[error(transparent)]
    Text(#[from] GeoJsonTextError),
    #[error(transparent)]
    CrsName(#[from] CrsNameError),
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error("the file names {file} and the caller {caller}: which is right?")]
    CrsConflict { file: String, caller: String },
    #[error("line {line}: {reason}")]
    Csv { line: u64, reason: String },
    #[error("the file has no column `{0}`")]
    MissingColumn(String),
}

impl CoverageReadError {
    /// A stable word for the API's problem documents.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Text(GeoJsonTextError::Unpack(UnpackError::TooLarge { .. })) => "too_large",
            Self::Text(GeoJsonTextError::Unpack(UnpackError::Broken(_))) => "broken_gzip",
            Self::Text(GeoJsonTextError::Broken { .. }) => "broken_json",
            Self::Text(GeoJsonTextError::NotGeoJson(_)) => "not_geojson",
            Self::Text(GeoJsonTextError::Crs(_)) | Self::CrsName(_) | Self::Projection(_) => "unknown_crs",
            Self::CrsConflict { .. } => "crs_conflict",
            Self::Csv { .. } => "broken_csv",
            Self::MissingColumn(_) => "missing_column",
        }
    }
}

impl From<UnpackError> for CoverageReadError {
    fn from(error: UnpackError) -> Self {
        Self::Text(error.into())
    }
}
