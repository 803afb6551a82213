//! Cell statistics by SQL over the files of samples, by a query engine that
//! runs in this process. The same SQL and functions can run on a cluster over
//! the same files.
//!
//! What a sample is worth is asked of the same rules as elsewhere: the functions
//! call them, and no rule stands in SQL.

mod alike;
mod cell_evidence;
mod cell_table;
mod error;
mod functions;
mod judge;
mod level_histogram;
mod query;
#[cfg(test)]
mod tests;

pub use cell_table::CellTable;
pub use error::StatisticsError;
pub use judge::StatisticsRules;
pub use level_histogram::LevelHistogram;
pub use query::{SampleObjects, cell_statistics};

use jiff::Timestamp;

use crate::{
    domain::NetworkId,
    geometry::CellIndex,
    verification::{CellLevel, Tally, Tested},
};

/// What the samples of one network in one 100 m cell say of one service, by one
/// kind of test.
#[derive(Clone, Debug, PartialEq)]
pub struct CellStatistics {
    pub network: NetworkId,
    pub tested: Tested,
    pub cell: CellIndex,
    /// One vote a local day (R8).
    pub votes: Tally,
    /// Valid samples that bear on it.
    pub samples: Tally,
    /// Median levels of signal tests by technology, to the whole decibel below (R9).
    pub levels: Vec<CellLevel>,
    /// When the newest of them was taken.
    pub newest: Timestamp,
}
