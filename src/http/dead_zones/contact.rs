//! Erasing who is to be told of a report's changes.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;

use crate::{
    domain::{Actor, Permission, PlainSecret},
    http::{caller::Caller, extract::Path, problem::Problem, router::AppState},
};

/// The secret that came with the answer to the report.
const CONTACT_SECRET: &str = "x-contact-secret";

/// Erases the address that came with a report: its owner, who shows the secret in
/// the header `X-Contact-Secret`, or somebody who may erase contacts. That it was
/// there and when it went stays in the audit trail.
#[utoipa::path(delete, path = "/api/v1/dead-zones/{number}/contact", tag = "dead zones", params(("number" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 204, description = "Erased"), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn erase_contact(
    State(state): State<AppState>,
    caller: Caller,
    Path(number): Path<i64>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let actor = match owner(&state, number, &headers).await? {
        Some(owner) => owner,
        None => caller.require(Permission::EraseContacts)?,
    };
    state.publisher.store().erase_contact(number, &actor, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn owner(state: &AppState, number: i64, headers: &HeaderMap) -> Result<Option<Actor>, Problem> {
    let shown = headers.get(CONTACT_SECRET).and_then(|shown| PlainSecret::parse(shown.to_str().ok()?));
    let Some(shown) = shown else { return Ok(None) };
    let kept = state.publisher.store().contact_secret(number).await?;
    let is_owner = kept.is_some_and(|kept| kept.is(&shown.hashed()));
    Ok(is_owner.then(|| Actor::new("reporter")))
}
