//! What a protocol rests on, by hash.

use serde::Serialize;
use utoipa::ToSchema;

use super::Evaluation;
use crate::{
    bidding::OpenedBid,
    domain::{BidNumber, FixedRequirement},
    index::Claim,
};

/// Everything that the result rests on: the same inputs give the same protocol.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InputsPart {
    /// Of the award terms as they were fixed.
    terms_sha256: String,
    region: RegionPart,
    requirements: Vec<RequirementInput>,
    /// What was published at the end of the cut-off of networks for which a bid hands in
    /// nothing of its own.
    published: Vec<PublishedInput>,
    /// Of the measurements, where a requirement asks for any.
    #[schema(required)]
    measurements_sha256: Option<String>,
    /// For the whole all bids, superseded ones and those set aside, too.
    bids: Vec<BidInput>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegionPart {
    id: String,
    /// The profile's version that measurements are weighed by.
    profile: String,
    files: Vec<RegionFile>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RegionFile {
    layer: String,
    file: String,
    sha256: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RequirementInput {
    requirement: i64,
    version: i64,
    /// Of its document.
    sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
pub struct PublishedInput {
    /// Network, technology, service, environment and date.
    claim: String,
    delivery: i64,
    /// Of the file as it was delivered.
    sha256: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BidInput {
    bid: i64,
    /// SHA-256 of the sealed bid, which its bidder has.
    receipt: String,
    files: Vec<BidFileInput>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BidFileInput {
    name: String,
    /// Of the file as it was handed in.
    sha256: String,
    byte_count: u64,
}

impl InputsPart {
    pub(super) fn of(evaluation: &Evaluation<'_>, for_bid: Option<BidNumber>) -> Self {
        let Evaluation { trial, candidates, bids, .. } = evaluation;
        let is_shown = |opened: &OpenedBid| for_bid.is_none_or(|own| own == opened.bid.number);
        let region = &trial.published.region.region;
        let shown = bids.iter().filter(|tried| is_shown(&tried.opened));
        let published = shown.flat_map(|tried| &tried.coverage).filter(|(_, file)| file.is_none());
        let mut published: Vec<_> = published.map(|(claim, _)| PublishedInput::from(&**claim)).collect();
        published.sort();
        published.dedup();
        let superseded = candidates.superseded.iter().map(|(opened, _)| opened);
        let set_aside = candidates.set_aside.iter().map(|(opened, _)| opened);
        let mut all: Vec<_> = candidates.counted.iter().chain(superseded).chain(set_aside).collect();
        all.retain(|opened| is_shown(opened));
        all.sort_by_key(|opened| opened.bid.number);
        let files = region.sources.iter().map(|source| RegionFile {
            layer: source.layer.clone(),
            file: source.file.clone(),
            sha256: source.sha256.clone(),
        });
        Self {
            terms_sha256: trial.fixed.sha256.clone(),
            region: RegionPart {
                id: region.id.clone(),
                profile: region.profile.version.clone(),
                files: files.collect(),
            },
            requirements: trial.fixed.terms.requirements().map(RequirementInput::from).collect(),
            published,
            measurements_sha256: trial
                .asks_for_measurements()
                .then(|| trial.published.evidence.version.clone()),
            bids: all.into_iter().map(BidInput::from).collect(),
        }
    }
}

impl From<&FixedRequirement> for RequirementInput {
    fn from(fixed: &FixedRequirement) -> Self {
        Self { requirement: fixed.id, version: fixed.version, sha256: fixed.sha256.clone() }
    }
}

impl From<&Claim> for PublishedInput {
    fn from(claim: &Claim) -> Self {
        let delivery = &claim.delivery;
        Self { claim: delivery.header.title(), delivery: delivery.id.0, sha256: delivery.sha256.clone() }
    }
}

impl From<&OpenedBid> for BidInput {
    fn from(opened: &OpenedBid) -> Self {
        let file = |file: &crate::domain::BidFile| BidFileInput {
            name: file.name.clone(),
            sha256: file.sha256.clone(),
            byte_count: file.byte_count,
        };
        Self {
            bid: opened.bid.number.0,
            receipt: opened.receipt.clone(),
            files: opened.bid.files.iter().map(file).collect(),
        }
    }
}
