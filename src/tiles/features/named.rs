//! Claims that a question names: they needn't be published.

use std::sync::Arc;

use crate::index::Claim;

/// Two versions of one claim.
#[derive(Clone, Debug)]
pub struct ClaimVersions {
    pub before: Arc<Claim>,
    pub after: Arc<Claim>,
}

/// Which claims a question names, once they have been found; who may see them is
/// the caller's business.
#[derive(Clone, Debug, Default)]
pub enum NamedClaims {
    #[default]
    None,
    Versions(Vec<ClaimVersions>),
    Delivery(Arc<Claim>),
}

impl NamedClaims {
    pub(super) fn versions(&self) -> &[ClaimVersions] {
        match self {
            Self::Versions(versions) => versions,
            Self::None | Self::Delivery(_) => &[],
        }
    }
}
