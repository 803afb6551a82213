//! The versions of claims that the layer of changes compares.

use std::sync::Arc;

use crate::{
    http::{
        caller::Caller, comparison::different_claims, deliveries::readable, problem::Problem,
        router::AppState,
    },
    index::Claim,
    tiles::features::{ClaimVersions, Versions},
};

/// Those that everybody may read, as tiles are kept by whoever is on their way.
pub async fn compared(state: &AppState, versions: Option<Versions>) -> Result<Vec<ClaimVersions>, Problem> {
    let pair = |(before, after)| ClaimVersions { before, after };
    match versions {
        None => Ok(Vec::new()),
        Some(Versions::Since(day)) => {
            let pairs = state.publisher.versions_since(day).await?;
            let is_open = |(before, _): &(Arc<Claim>, Arc<Claim>)| before.delivery.header.secrecy.is_none();
            Ok(pairs.into_iter().filter(is_open).map(pair).collect())
        }
        Some(Versions::Between { before, after }) => {
            let [before, after] = [
                readable(state, &Caller::Anybody, before.0).await?,
                readable(state, &Caller::Anybody, after.0).await?,
            ];
            if before.header.claim() != after.header.claim() {
                return Err(different_claims(before.id.0, after.id.0));
            }
            let claims = (state.publisher.version(before).await?, state.publisher.version(after).await?);
            Ok(vec![pair(claims)])
        }
    }
}
