//! Verification: what measurements say of a network's claim to a service.
//!
//! A sample bears on a service or not, and passes or fails, as a test of the
//! signal and as one of the service ([`passes`]): the two are never mixed. The
//! samples of one network, 100 m cell and local day are one vote; cells keep
//! their votes ([`VerificationIndex`]). The votes in the claimed cells of a
//! zone, by what they are worth beside each other ([`DesignEffect`]), give its
//! verdict ([`ZoneEvidence`]). What is claimed where, and which cell lies in
//! which zone, are the caller's answers: no geometry here.

mod cell;
mod challenge;
mod claim_matrix;
mod dependence;
mod drivable;
mod findings;
mod index;
mod passes;
mod reliability;
mod sample_size;
mod statistics;
#[cfg(test)]
mod testing;
mod zone;

pub use cell::*;
pub use challenge::*;
pub use claim_matrix::*;
pub use dependence::*;
pub use drivable::*;
pub use findings::*;
pub use index::*;
pub use passes::*;
pub use reliability::*;
pub use sample_size::*;
pub use statistics::*;
pub use zone::*;
