//! Answers that are asked for often, kept as long as what they rest on is published.

use std::sync::Arc;

use moka::sync::Cache;

use crate::{
    analysis::{ZoneGaps, gaps},
    index::{Snapshot, Supply},
};

/// Greatest number of answers kept; one takes some tens of kilobytes.
const KEPT_ANSWERS: u64 = 500;

/// The figures of supplies, by the version of what they were computed from.
#[derive(Clone, Debug)]
pub struct Answers {
    gaps: Cache<(String, Supply), Arc<Vec<ZoneGaps>>>,
}

impl Default for Answers {
    fn default() -> Self {
        Self { gaps: Cache::new(KEPT_ANSWERS) }
    }
}

impl Answers {
    /// The figures of every zone for a supply; computed once however many ask
    /// at the same time.
    pub fn gaps(&self, snapshot: &Snapshot, supply: &Supply) -> Arc<Vec<ZoneGaps>> {
        let version = format!("{} {}", snapshot.region.version, snapshot.coverage.version);
        self.gaps.get_with((version, supply.clone()), || Arc::new(gaps(snapshot, supply)))
    }
}
