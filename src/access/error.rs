//! Why somebody isn't known, or can't be.

use crate::store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum AccessError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the operating system gave no random numbers: {0}")]
    NoChance(getrandom::Error),
    /// Unknown, mistyped or made up.
    #[error("there is no such token")]
    UnknownToken,
    #[error("the token expired at {0}")]
    ExpiredToken(jiff::Timestamp),
    #[error("the token was revoked at {0}")]
    RevokedToken(jiff::Timestamp),
}
