//! What is wrong with a JSON document that somebody wrote.

use serde::de::DeserializeOwned;

/// A document's field that can't be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    #[error("{field}: {reason}")]
    Field { field: String, reason: String },
    /// The geometry is sound and lies elsewhere.
    #[error("{field}: the place is outside the region")]
    OutsideRegion { field: String },
}

impl DocumentError {
    pub fn field(&self) -> &str {
        match self {
            Self::Field { field, .. } | Self::OutsideRegion { field } => field,
        }
    }

    pub(super) fn new(field: impl Into<String>, reason: impl ToString) -> Self {
        Self::Field { field: field.into(), reason: reason.to_string() }
    }
}

/// Reads a document from JSON, naming the line and column where that fails.
///
/// # Errors
/// When the text is no JSON, or a field is missing or of another type.
pub fn read_document<T: DeserializeOwned>(json: &str) -> Result<T, DocumentError> {
    serde_json::from_str(json).map_err(|error| DocumentError::new("document", error))
}

/// Parses one of the field's words, naming the document's field where that fails.
pub(super) fn word<T>(field: &str, text: &str) -> Result<T, DocumentError>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| DocumentError::new(field, error))
}
