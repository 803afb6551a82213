//! Figures that are asked for often: computed when something is published, and
//! kept as long as what they rest on is.

use std::sync::Arc;

use moka::sync::Cache;
use rayon::prelude::*;

use crate::{
    analysis::{ProvedDemand, ZoneGaps, gaps, proved_beside},
    index::{Evidence, Snapshot, Supply},
};

/// Greatest number of answers kept; one takes some tens of kilobytes.
const KEPT_ANSWERS: u64 = 500;

/// The figures of supplies, by the hashes of what they were computed from.
/// Clones share them.
#[derive(Clone, Debug)]
pub struct Answers {
    gaps: Cache<(String, Supply), Arc<Vec<ZoneGaps>>>,
    proved: Cache<(String, Supply), Arc<Vec<ZoneProof>>>,
}

/// What is proved of the claim to each demand of a zone.
type ZoneProof = Vec<ProvedDemand>;

impl Default for Answers {
    fn default() -> Self {
        Self { gaps: Cache::new(KEPT_ANSWERS), proved: Cache::new(KEPT_ANSWERS) }
    }
}

impl Answers {
    /// The figures of every zone for a supply; computed once however many ask
    /// at the same time.
    pub fn gaps(&self, snapshot: &Snapshot, supply: &Supply) -> Arc<Vec<ZoneGaps>> {
        self.gaps.get_with((basis(snapshot, supply), supply.clone()), || Arc::new(gaps(snapshot, supply)))
    }

    /// What is proved of a supply's claim in every zone, beside its figures as
    /// claimed and as verified; computed once as well.
    pub fn proved(&self, snapshot: &Snapshot, supply: &Supply) -> Arc<Vec<ZoneProof>> {
        let figures = |evidence| self.gaps(snapshot, &Supply { evidence, ..supply.clone() });
        let (claimed, verified) = (figures(Evidence::Claimed), figures(Evidence::Verified));
        let make = || {
            let zones = snapshot.region.zones.par_iter().enumerate();
            let of_zone =
                |(number, zone)| proved_beside(snapshot, zone, supply, [&claimed[number], &verified[number]]);
            Arc::new(zones.map(of_zone).collect())
        };
        let verified_supply = Supply { evidence: Evidence::Verified, ..supply.clone() };
        self.proved.get_with((basis(snapshot, &verified_supply), verified_supply), make)
    }

    /// Computes each network's figures for each service, and those of any and
    /// all, as long as `is_current`.
    pub fn prepare(&self, snapshot: &Snapshot, is_current: impl Fn() -> bool) {
        let supplies = snapshot.coverage.supplies_by_any_technology();
        supplies.take_while(|_| is_current()).for_each(|supply| drop(self.gaps(snapshot, supply)));
    }
}

/// Names what a supply's figures rest on.
fn basis(snapshot: &Snapshot, supply: &Supply) -> String {
    let (region, coverage) = (&snapshot.region.version, &snapshot.coverage.version);
    match supply.evidence {
        Evidence::Claimed => format!("{region} {coverage}"),
        Evidence::Verified => format!("{region} {coverage} {}", snapshot.evidence.version),
    }
}
