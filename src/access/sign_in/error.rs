//! Why somebody could not sign in.

use crate::{access::AccessError, store::StoreError};

#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    #[error("this service has no sign-in provider")]
    NotOffered,
    #[error("the sign-in provider can't be reached: {0}")]
    Unreachable(String),
    /// No cookie of a sign-in, or one of another.
    #[error("this browser has started no sign-in, or another one since")]
    NotStarted,
    #[error("the sign-in took too long")]
    Expired,
    #[error("the sign-in provider refused: {0}")]
    RefusedByProvider(String),
    /// What the provider said didn't stand the checks.
    #[error("what the sign-in provider said can't be trusted: {0}")]
    NotTrusted(String),
    #[error("this person may not sign in any more")]
    Inactive,
    #[error(transparent)]
    Access(#[from] AccessError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::Access(error.into())
    }
}
