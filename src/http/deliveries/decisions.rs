//! What the buyer decides: accepted, rejected with a reason, published.

use axum::{Json, extract::State};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{list::whole, rights::visible, wire::DeliveryBody};
use crate::{
    domain::{Actor, Delivery, Permission},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::read_document,
    publishing::PublishError,
};

/// Why; kept with the step. A rejection needs it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionDocument {
    #[serde(default)]
    reason: Option<String>,
}

/// Accepts a validated delivery: the buyer has looked at its warnings.
#[utoipa::path(post, path = "/api/v1/deliveries/{id}/acceptance", operation_id = "accept_delivery", tag = "coverage", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])), request_body = DecisionDocument,
    responses((status = 200, description = "Accepted", body = DeliveryBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem)))]
pub async fn accept(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<DeliveryBody>, Problem> {
    let decision = Decision::of(&state, &caller, id, &body).await?;
    let decisions = state.publisher.decisions();
    let accepted = decisions.accept(decision.delivery.id, &decision.actor, &decision.reason).await?;
    Ok(Json(whole(&state, &caller, &accepted).await?))
}

/// Rejects a delivery that isn't published, with the reason.
#[utoipa::path(post, path = "/api/v1/deliveries/{id}/rejection", operation_id = "reject_delivery", tag = "coverage", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])), request_body = DecisionDocument,
    responses((status = 200, description = "Rejected", body = DeliveryBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem)))]
pub async fn reject(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<DeliveryBody>, Problem> {
    let decision = Decision::of(&state, &caller, id, &body).await?;
    let decisions = state.publisher.decisions();
    let rejected = decisions.reject(decision.delivery.id, &decision.actor, &decision.reason).await?;
    Ok(Json(whole(&state, &caller, &rejected).await?))
}

/// Publishes an accepted delivery, or a superseded one again. Its claim's
/// published version is superseded; the map and all figures show the new one
/// when this answers.
#[utoipa::path(post, path = "/api/v1/deliveries/{id}/publication", operation_id = "publish_delivery", tag = "coverage", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])), request_body = DecisionDocument,
    responses((status = 200, description = "Published", body = DeliveryBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem)))]
pub async fn publish(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<DeliveryBody>, Problem> {
    let decision = Decision::of(&state, &caller, id, &body).await?;
    let publisher = &state.publisher;
    let published =
        publisher.publish_delivery(decision.delivery.id, &decision.actor, &decision.reason).await?;
    Ok(Json(whole(&state, &caller, &published).await?))
}

/// A decision by somebody who may take it, on a delivery that they see.
struct Decision {
    actor: Actor,
    delivery: Delivery,
    reason: String,
}

impl Decision {
    async fn of(state: &AppState, caller: &Caller, id: i64, body: &str) -> Result<Self, Problem> {
        let actor = caller.require(Permission::DecideDeliveries)?;
        let document = match body.trim() {
            "" => DecisionDocument::default(),
            json => read_document::<DecisionDocument>(json).map_err(PublishError::from)?,
        };
        let delivery = visible(state, caller, id).await?;
        Ok(Self { actor, delivery, reason: document.reason.unwrap_or_default() })
    }
}
