//! Why something was not taken or not published.

use crate::{
    domain::{Finding, NetworkId},
    geometry::ProjectionError,
    ingest::{DocumentError, coverage::CoverageReadError, measurements::MeasurementError},
    store::StoreError,
};

#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Coverage(#[from] CoverageReadError),
    #[error(transparent)]
    Measurements(#[from] MeasurementError),
    /// A requirement or report that a caller sent.
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("no feature of the file could be taken: {} findings", .0.len())]
    NothingTaken(Vec<Finding>),
    #[error("the region has no network `{0}`")]
    UnknownNetwork(NetworkId),
    #[error("the position {lat}, {lng} lies outside the region")]
    OutsideRegion { lng: f64, lat: f64 },
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// A document in the store that this version can't read.
    #[error("requirement {id} in the store can't be read: {source}")]
    StoredRequirement { id: i64, source: DocumentError },
    #[error("the work was broken off: {0}")]
    BrokenOff(#[from] tokio::task::JoinError),
}
