//! Campaigns: begun, listed, and changed.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;

use super::document::{CampaignBody, CampaignChangeDocument, CampaignDocument, CampaignsBody};
use crate::{
    domain::{Campaign, CampaignId, Permission},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::read_document,
    store::StoreError,
};

/// All campaigns.
#[utoipa::path(get, path = "/api/v1/campaigns", tag = "campaigns", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first", body = CampaignsBody), (status = 401, response = Problem),
        (status = 403, response = Problem)))]
pub async fn campaigns(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<CampaignsBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let store = state.publisher.store();
    let (campaigns, runs) = (store.campaigns().await?, store.runs().await?);
    let campaigns = campaigns.iter().map(|campaign| CampaignBody::new(campaign, &runs, &state));
    Ok(Json(CampaignsBody { campaigns: campaigns.collect::<Result<_, _>>()? }))
}

/// Begins a campaign.
#[utoipa::path(post, path = "/api/v1/campaigns", tag = "campaigns", request_body = CampaignDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Begun", body = CampaignBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn add_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<CampaignBody>), Problem> {
    let actor = caller.require(Permission::ImportMeasurements)?;
    let new = read_document::<CampaignDocument>(&body)?.campaign(&state)?;
    let campaign = state.publisher.store().add_campaign(new, &actor, Timestamp::now()).await?;
    Ok((StatusCode::CREATED, Json(CampaignBody::new(&campaign, &[], &state)?)))
}

/// One campaign with its settings.
#[utoipa::path(get, path = "/api/v1/campaigns/{id}", tag = "campaigns", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The campaign", body = CampaignBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<CampaignBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    Ok(Json(body(&state, &known_campaign(&state, id).await?).await?))
}

/// Changes who measures, what is measured, or how the campaign treats its samples.
#[utoipa::path(patch, path = "/api/v1/campaigns/{id}", tag = "campaigns", params(("id" = i64, Path)),
    request_body = CampaignChangeDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Changed", body = CampaignBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn change_campaign(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(document): Text,
) -> Result<Json<CampaignBody>, Problem> {
    let actor = caller.require(Permission::EraseMeasurements)?;
    let campaign = known_campaign(&state, id).await?;
    let to = read_document::<CampaignChangeDocument>(&document)?.applied_to(campaign.details, &state)?;
    let changed = state.publisher.change_campaign(campaign.id, to, &actor).await?;
    Ok(Json(body(&state, &changed).await?))
}

pub async fn known_campaign(state: &AppState, id: i64) -> Result<Campaign, Problem> {
    let id = CampaignId(id);
    Ok(state.publisher.store().campaign(id).await?.ok_or(StoreError::NoSuchCampaign(id))?)
}

async fn body(state: &AppState, campaign: &Campaign) -> Result<CampaignBody, Problem> {
    let runs = state.publisher.store().runs_of(campaign.id).await?;
    CampaignBody::new(campaign, &runs, state)
}
