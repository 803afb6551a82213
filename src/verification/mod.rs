//! Verification: what measurements say of a network's claim to a service.
//!
//! A sample bears on a service or not, and passes or fails ([`passes`]). The
//! samples of one network, 100 m cell and local day are one vote; cells keep
//! their votes ([`VerificationIndex`]). The votes in the claimed cells of a
//! zone give its verdict ([`ZoneEvidence`]). What is claimed where, and which
//! cell lies in which zone, are the caller's answers: no geometry here.

mod cell;
mod claim_matrix;
mod index;
mod passes;
mod reliability;
mod statistics;
#[cfg(test)]
mod testing;
mod zone;

pub use cell::*;
pub use claim_matrix::*;
pub use index::*;
pub use passes::*;
pub use reliability::*;
pub use statistics::*;
pub use zone::*;
