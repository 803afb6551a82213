//! Why a region can't be used.

/// A fault of a region's file, with the place in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    #[error("{file}: {reason}")]
    File { file: String, reason: String },
    #[error("{file}, {item} {number}: {reason}")]
    Item { file: String, item: Item, number: u64, reason: String },
}

/// What a file is counted in, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    Feature,
    /// The header isn't counted.
    Row,
    Entry,
}

impl std::fmt::Display for Item {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Feature => "feature",
            Self::Row => "row",
            Self::Entry => "entry",
        })
    }
}

impl RegionError {
    pub(super) fn file(file: &str, reason: impl ToString) -> Self {
        Self::File { file: file.to_owned(), reason: reason.to_string() }
    }

    pub(super) fn item(file: &str, item: Item, number: u64, reason: impl ToString) -> Self {
        Self::Item { file: file.to_owned(), item, number, reason: reason.to_string() }
    }
}
