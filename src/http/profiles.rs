//! `/api/v1/profiles`: the thresholds, losses and levels that figures rest on.

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::{Path, Text},
    problem::Problem,
    router::AppState,
};
use crate::{
    domain::{Bilingual, Permission},
    ingest::profile::ProfileDocument,
    publishing::PublishedProfile,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct ProfilesBody {
    profiles: Vec<ProfileBody>,
}

/// A version of the profile; it is never changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProfileBody {
    /// Whether figures rest on it now.
    in_force: bool,
    /// Null: it came with the region.
    #[schema(format = DateTime, required)]
    created_at: Option<String>,
    profile: ProfileDocument,
}

/// All versions of the profile; the newest is in force.
#[utoipa::path(get, path = "/api/v1/profiles", tag = "service",
    responses((status = 200, description = "Oldest first", body = ProfilesBody)))]
pub async fn profiles(State(state): State<AppState>) -> Result<Json<ProfilesBody>, Problem> {
    let profiles = state.publisher.profiles().await?;
    Ok(Json(ProfilesBody { profiles: profiles.into_iter().map(Into::into).collect() }))
}

/// One version of the profile.
#[utoipa::path(get, path = "/api/v1/profiles/{version}", tag = "service", params(("version" = String, Path)),
    responses((status = 200, description = "The profile", body = ProfileBody), (status = 404, response = Problem)))]
pub async fn profile(
    State(state): State<AppState>,
    Path(version): Path<String>,
) -> Result<Json<ProfileBody>, Problem> {
    let profiles = state.publisher.profiles().await?;
    let found = profiles.into_iter().find(|profile| profile.document.version == version);
    found.map(|profile| Json(profile.into())).ok_or_else(|| {
        let sv = format!("Profilen `{version}` finns inte.");
        Problem::not_found("unknown_profile", Bilingual::new(sv, format!("There is no profile `{version}`.")))
    })
}

/// Stores a new version of the profile, which is in force from now on.
#[utoipa::path(post, path = "/api/v1/profiles", tag = "service", request_body = ProfileDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "In force", body = ProfileBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn add_profile(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<ProfileBody>), Problem> {
    let actor = caller.require(Permission::WriteProfiles)?;
    let added = state.publisher.add_profile(&body, &actor).await?;
    Ok((StatusCode::CREATED, Json(added.into())))
}

impl From<PublishedProfile> for ProfileBody {
    fn from(profile: PublishedProfile) -> Self {
        Self {
            in_force: profile.is_in_force,
            created_at: profile.created_at.map(|created_at| created_at.to_string()),
            profile: profile.document,
        }
    }
}
