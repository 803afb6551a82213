//! The deliveries that a layer names, which not everybody may see.

use std::sync::Arc;

use crate::{
    domain::DeliveryId,
    http::{
        caller::Caller,
        comparison::different_claims,
        deliveries::{is_open, readable},
        problem::Problem,
        router::AppState,
    },
    index::Claim,
    tiles::features::{ClaimVersions, LayerQuestion, NamedClaims, Versions},
};

/// Who may have a tile: it says who may keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everybody,
    /// The buyer and the operator: no cache on the way keeps it.
    Parties,
}

/// Whose the layer is, where it is the caller's at all.
///
/// # Errors
/// As for the deliveries themselves: 404 for what isn't there for the caller, 403
/// where secrecy is claimed.
pub async fn audience(
    state: &AppState,
    caller: &Caller,
    question: &LayerQuestion,
) -> Result<Audience, Problem> {
    let mut audience = Audience::Everybody;
    for id in named_deliveries(question) {
        if !is_open(&readable(state, caller, id.0).await?) {
            audience = Audience::Parties;
        }
    }
    Ok(audience)
}

fn named_deliveries(question: &LayerQuestion) -> impl Iterator<Item = DeliveryId> {
    let compared = match question.versions {
        Some(Versions::Between { before, after }) => [Some(before), Some(after)],
        Some(Versions::Since(_)) | None => [None, None],
    };
    compared.into_iter().flatten().chain(question.delivery)
}

/// The claims that a question names, for a caller who may see them. What counted
/// on a day is everybody's: versions for which secrecy is claimed are left out.
pub async fn named_claims(
    state: &AppState,
    caller: &Caller,
    question: &LayerQuestion,
) -> Result<NamedClaims, Problem> {
    if let Some(id) = question.delivery {
        return Ok(NamedClaims::Delivery(claim(state, caller, id).await?));
    }
    Ok(match question.versions {
        None => NamedClaims::None,
        Some(Versions::Since(day)) => {
            let pairs = state.publisher.versions_since(day).await?;
            let open = pairs.into_iter().filter(|(before, _)| is_open(&before.delivery));
            NamedClaims::Versions(open.map(|(before, after)| ClaimVersions { before, after }).collect())
        }
        Some(Versions::Between { before, after }) => {
            let (before, after) = (claim(state, caller, before).await?, claim(state, caller, after).await?);
            if before.delivery.header.claim() != after.delivery.header.claim() {
                return Err(different_claims(before.delivery.id.0, after.delivery.id.0));
            }
            NamedClaims::Versions(vec![ClaimVersions { before, after }])
        }
    })
}

async fn claim(state: &AppState, caller: &Caller, id: DeliveryId) -> Result<Arc<Claim>, Problem> {
    let delivery = readable(state, caller, id.0).await?;
    Ok(state.publisher.version(delivery).await?)
}
