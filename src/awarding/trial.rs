//! A bid tried by the requirements: on its own coverage where it hands in any, and
//! on what is published of the networks for which it doesn't.

use std::{collections::BTreeSet, sync::Arc};

use rayon::prelude::*;

use super::{coverage::BidClaim, terms::FixedTerms};
use crate::{
    bidding::OpenedBid,
    domain::{BidNumber, EvidenceRule, NetworkId, words},
    index::{Claim, CoverageIndex, EvidenceIndex, Snapshot},
    procurement::{NetworkOutcome, OfferVerdict, Unweighed, try_offer},
};

/// A bid with everything that was found of it.
#[derive(Clone, Debug)]
pub struct TriedBid {
    pub opened: OpenedBid,
    pub namesakes: Vec<BidNumber>,
    /// What it was tried on, each with the bid's file where it is the bid's own.
    pub coverage: Vec<(Arc<Claim>, Option<String>)>,
    /// In the order of the terms: mandatory ones first.
    pub verdicts: Vec<OfferVerdict>,
}

/// What a bid is in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BidStanding {
    Compared,
    /// A mandatory requirement is missed, or a criterion lies below its minimum.
    Failed,
    /// The evidence isn't enough to say.
    Undetermined,
}

words!(BidStanding, "standing of a bid", {
    Compared => "compared", Failed => "failed", Undetermined => "undetermined",
});

/// What all the bids are tried by.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What was published at the end of the cut-off.
    pub published: Arc<Snapshot>,
    pub fixed: FixedTerms,
}

impl Trial {
    /// Whether any requirement asks for measurements.
    pub fn asks_for_measurements(&self) -> bool {
        let mut requirements = self.fixed.requirements.iter();
        requirements.any(|stored| stored.requirement.evidence != EvidenceRule::Claimed)
    }

    /// Tries a bid. It blocks its thread.
    pub fn bid(&self, opened: OpenedBid, namesakes: Vec<BidNumber>, own: &[BidClaim]) -> TriedBid {
        let networks: BTreeSet<NetworkId> = opened.bid.facts.networks().iter().cloned().collect();
        let coverage = self.coverage(&networks, own);
        let claims = coverage.iter().map(|(claim, _)| claim.clone()).collect();
        let snapshot = self.snapshot(claims);
        let on = self.fixed.terms.cut_off;
        let requirements = self.fixed.requirements.par_iter();
        let verdicts =
            requirements.map(|stored| try_offer(&snapshot, &stored.requirement, &networks, on)).collect();
        TriedBid { opened, namesakes, coverage, verdicts }
    }

    /// By network: of one for which the bid hands in anything that alone counts.
    fn coverage(
        &self,
        networks: &BTreeSet<NetworkId>,
        own: &[BidClaim],
    ) -> Vec<(Arc<Claim>, Option<String>)> {
        let is_own =
            |network: &NetworkId| own.iter().any(|claim| claim.claim.delivery.header.network == *network);
        let published = self.published.coverage.claims().iter().filter(|claim| {
            let network = &claim.delivery.header.network;
            networks.contains(network) && !is_own(network)
        });
        let own = own.iter().map(|claim| (claim.claim.clone(), Some(claim.file.clone())));
        let mut coverage: Vec<_> = own.chain(published.map(|claim| (claim.clone(), None))).collect();
        coverage.sort_by_key(|(claim, _)| claim.delivery.header.claim());
        coverage
    }

    /// The region and the measurements as they are, beside what the bid rests on.
    fn snapshot(&self, claims: Vec<Arc<Claim>>) -> Snapshot {
        let Snapshot { region, evidence, dead_zones, .. } = &*self.published;
        let coverage = Arc::new(CoverageIndex::new(&region.region.network_ids(), claims));
        let evidence = if self.asks_for_measurements() {
            let (verification, imports) = (evidence.verification.clone(), evidence.imports.clone());
            Arc::new(EvidenceIndex::new(verification, imports, evidence.as_of, region, &coverage))
        } else {
            evidence.clone()
        };
        Snapshot { region: region.clone(), coverage, evidence, dead_zones: dead_zones.clone() }
    }

    /// What the bid's verdicts make of it.
    pub fn standing(&self, tried: &TriedBid) -> BidStanding {
        let (mandatory, criteria) = self.split(tried);
        let outcomes: Vec<_> = mandatory.iter().map(OfferVerdict::outcome).collect();
        let weighed: Vec<_> = criteria
            .iter()
            .zip(&self.fixed.requirements[mandatory.len()..])
            .map(|(verdict, stored)| (verdict.weighed(), stored.requirement.threshold))
            .collect();
        let fails = outcomes.contains(&NetworkOutcome::Missed)
            || weighed.iter().any(|(figure, minimum)| match figure {
                Ok(share) => share < minimum,
                Err(why) => *why == Unweighed::Fails,
            });
        let is_open = outcomes.contains(&NetworkOutcome::Undetermined)
            || weighed.iter().any(|(figure, _)| figure.is_err());
        match (fails, is_open) {
            (true, _) => BidStanding::Failed,
            (false, true) => BidStanding::Undetermined,
            (false, false) => BidStanding::Compared,
        }
    }

    /// Verdicts of mandatory requirements, and of criteria.
    pub fn split<'a>(&self, tried: &'a TriedBid) -> (&'a [OfferVerdict], &'a [OfferVerdict]) {
        tried.verdicts.split_at(self.fixed.terms.mandatory.len())
    }
}
