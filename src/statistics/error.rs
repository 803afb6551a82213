//! Why there are no statistics.

use arrow::error::ArrowError;
use datafusion::error::DataFusionError;

#[derive(Debug, thiserror::Error)]
pub enum StatisticsError {
    #[error("the query over the samples failed: {0}")]
    Query(#[from] DataFusionError),
    #[error("the answer of the query over the samples can't be read: {0}")]
    Columns(#[from] ArrowError),
    #[error("a column of the query over the samples can't be read: {0}")]
    Unreadable(String),
}

impl StatisticsError {
    pub(super) fn unreadable(reason: impl std::fmt::Display) -> Self {
        Self::Unreadable(reason.to_string())
    }
}

/// For the functions inside a query.
pub(super) fn in_query(error: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::Execution(error.to_string())
}
