//! Why bids were not evaluated. No error tells more of a bid than whoever asked may know.

use jiff::civil::Date;

use super::{CanonicalError, coverage::RefusedFile};
use crate::{
    bidding::BidRoomError,
    domain::{BidNumber, ProcurementId},
    ingest::DocumentError,
    publishing::PublishError,
};

#[derive(Debug, thiserror::Error)]
pub enum AwardingError {
    #[error(transparent)]
    Room(#[from] BidRoomError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A bid's coverage that isn't good enough to be handed in.
    #[error(transparent)]
    File(#[from] Box<RefusedFile>),
    /// What a bid hands in was good enough once, and can't be read now.
    #[error("bid {}: {file}", .bid.0)]
    Unreadable { bid: BidNumber, file: Box<RefusedFile> },
    /// A bid's file is gone or was changed where it lies.
    #[error("bid {}: the file `{file}` isn't what was handed in: {source}", .bid.0)]
    Changed { bid: BidNumber, file: String, source: Box<BidRoomError> },
    #[error("procurement {} has no award terms: it was made without", .0.0)]
    NoTerms(ProcurementId),
    #[error("the award terms of procurement {} can't be read: {source}", .id.0)]
    Terms { id: ProcurementId, source: DocumentError },
    #[error("version {version} of requirement {id} is gone, or is no longer what the award terms name")]
    RequirementChanged { id: i64, version: i64 },
    #[error("what is published counts to the end of {0}: the day isn't over yet")]
    CutOffToCome(Date),
    #[error("setting a bid aside needs a reason")]
    ReasonMissing,
    #[error("there is no bid {} that counts", .0.0)]
    NoSuchBid(BidNumber),
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    #[error("the work was broken off")]
    BrokenOff,
}
