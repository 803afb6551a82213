//! Deliveries out: all of them, one, and the versions of one claim.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    rights::{is_party, is_visible, visible},
    wire::{DeliveryBody, DeliverySummary},
};
use crate::{
    domain::{Delivery, DeliveryState, NetworkId},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::{known_network, word},
        router::AppState,
    },
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveriesQuestion {
    /// Only this network's, by its id.
    network: Option<String>,
    /// Only those in this state.
    #[param(value_type = Option<DeliveryState>)]
    state: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveriesBody {
    deliveries: Vec<DeliverySummary>,
}

/// The deliveries that the caller sees: what is or was published, and of what
/// waits or was rejected that of its own networks.
#[utoipa::path(get, path = "/api/v1/deliveries", tag = "coverage", params(DeliveriesQuestion),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first", body = DeliveriesBody), (status = 404, response = Problem)))]
pub async fn deliveries(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<DeliveriesQuestion>,
) -> Result<Json<DeliveriesBody>, Problem> {
    let snapshot = state.snapshot();
    let network = question.network.as_deref().map(|id| known_network(&snapshot.region, id)).transpose()?;
    let asked = question.state.as_deref().map(word::<DeliveryState>).transpose()?;
    let deliveries = state.publisher.deliveries().await?;
    let shown = deliveries
        .iter()
        .filter(|delivery| is_visible(&caller, delivery) && is_asked_for(delivery, network.as_ref(), asked));
    Ok(Json(DeliveriesBody { deliveries: shown.map(DeliverySummary::from).collect() }))
}

/// One delivery with its header, its steps and its findings.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}", tag = "coverage", params(("id" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The delivery", body = DeliveryBody), (status = 404, response = Problem)))]
pub async fn delivery(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<DeliveryBody>, Problem> {
    let delivery = visible(&state, &caller, id).await?;
    Ok(Json(whole(&state, &caller, &delivery).await?))
}

/// All versions of the claim that a delivery speaks of.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}/versions", operation_id = "delivery_versions", tag = "coverage", params(("id" = i64, Path)),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Those that the caller sees, oldest first", body = DeliveriesBody),
        (status = 404, response = Problem)))]
pub async fn versions(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<DeliveriesBody>, Problem> {
    let delivery = visible(&state, &caller, id).await?;
    let versions = state.publisher.versions(&delivery.header.claim()).await?;
    let shown = versions.iter().filter(|version| is_visible(&caller, version));
    Ok(Json(DeliveriesBody { deliveries: shown.map(DeliverySummary::from).collect() }))
}

/// The delivery with its steps, as the caller may know them.
pub async fn whole(state: &AppState, caller: &Caller, delivery: &Delivery) -> Result<DeliveryBody, Problem> {
    let steps = state.publisher.delivery_steps(delivery.id).await?;
    Ok(DeliveryBody::new(delivery, &steps, is_party(caller, delivery)))
}

fn is_asked_for(delivery: &Delivery, network: Option<&NetworkId>, state: Option<DeliveryState>) -> bool {
    network.is_none_or(|network| delivery.header.network == *network)
        && state.is_none_or(|state| delivery.state == state)
}
