//! Bids evaluated, and the protocol of it. Here alone bids meet the region and what
//! is published: in memory, on a snapshot that nobody else has and that is dropped.
//!
//! Who may look is `bidding`'s business; what a figure is worth, `procurement`'s.

mod candidates;
mod canonical;
mod comparison;
mod coverage;
mod error;
mod office;
mod protocol;
mod recomputing;
mod signed;
mod terms;
mod trial;

pub use canonical::{CanonicalError, canonical_json};
pub use coverage::{CheckedFile, RefusedBy, RefusedFile};
pub use error::AwardingError;
pub use office::{Awarding, EvaluationRequest, SetAside};
pub use protocol::*;
pub use recomputing::{Recomputed, recompute};
pub use signed::{ProtocolError, SignedProtocol, VerifiedProtocol, verify_protocol};
pub use trial::BidStanding;
