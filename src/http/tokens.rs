//! `/api/v1/tokens`: keys for programs, shown once.

use axum::{Json, extract::State, http::StatusCode};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::{Path, Text},
    problem::Problem,
    rights::{RightsWords, refuse_beyond},
    router::AppState,
};
use crate::{
    access::end_of_day,
    domain::{
        Bilingual, NetworkId, NewToken, OrganisationId, Permission, Role, Token, TokenId, TokenNameError,
        TokenState,
    },
    ingest::read_document,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct TokensBody {
    tokens: Vec<TokenBody>,
}

/// A token without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenBody {
    id: i64,
    name: String,
    #[schema(value_type = Role)]
    role: &'static str,
    /// What it may do: its role's permissions, as far as its scopes leave them.
    #[schema(value_type = Vec<Permission>)]
    permissions: Vec<&'static str>,
    /// The networks that an operator is bound to.
    networks: Vec<String>,
    /// An organisation's id.
    #[schema(required)]
    organisation: Option<i64>,
    state: TokenStateBody,
    /// Made at the start of the demonstration.
    demonstration: bool,
    #[schema(format = DateTime)]
    created_at: String,
    /// As in the audit trail.
    created_by: String,
    #[schema(format = DateTime, required)]
    expires_at: Option<String>,
    #[schema(format = DateTime, required)]
    revoked_at: Option<String>,
    /// To the minute.
    #[schema(format = DateTime, required)]
    last_used_at: Option<String>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenStateBody {
    Active,
    Expired,
    Revoked,
}

/// A new token: the only time that its text is shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedTokenBody {
    /// `tck_…`, for the header `Authorization: Bearer …`.
    token: String,
    details: TokenBody,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTokenDocument {
    /// What its holder calls it.
    name: String,
    #[schema(value_type = Role)]
    role: String,
    /// An operator's networks.
    #[serde(default)]
    networks: Vec<String>,
    /// Only these of the role's permissions; left out: all.
    #[schema(value_type = Option<Vec<Permission>>)]
    scopes: Option<Vec<String>>,
    /// An organisation's id.
    organisation: Option<i64>,
    /// The last day on which it holds, UTC; left out: until it is revoked.
    #[schema(format = Date)]
    expires: Option<String>,
}

/// All tokens ever made.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "access", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first, without their secrets", body = TokensBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn tokens(State(state): State<AppState>, caller: Caller) -> Result<Json<TokensBody>, Problem> {
    caller.require(Permission::ManageAccess)?;
    let now = state.access.now();
    let tokens = state.access.store().tokens().await?;
    Ok(Json(TokensBody { tokens: tokens.into_iter().map(|token| TokenBody::new(token, now)).collect() }))
}

/// Makes a token that may do no more than who makes it.
#[utoipa::path(post, path = "/api/v1/tokens", tag = "access", request_body = NewTokenDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Made; its text is never shown again", body = IssuedTokenBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 422, response = Problem)))]
pub async fn add_token(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<IssuedTokenBody>), Problem> {
    let actor = caller.require(Permission::ManageAccess)?;
    let new = new_token(&state, &read_document(&body)?).await?;
    refuse_beyond(&caller, &new.rights.permissions())?;
    let (token, plain) = state.access.issue_token(new, &actor).await?;
    let details = TokenBody::new(token, state.access.now());
    Ok((StatusCode::CREATED, Json(IssuedTokenBody { token: plain.reveal(), details })))
}

/// Revokes a token: from now on it opens nothing.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "access", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Revoked", body = TokenBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn revoke_token(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<TokenBody>, Problem> {
    let actor = caller.require(Permission::ManageAccess)?;
    let revoked = state.access.revoke_token(TokenId(id), &actor).await?.ok_or_else(|| unknown_token(id))?;
    Ok(Json(TokenBody::new(revoked, state.access.now())))
}

async fn new_token(state: &AppState, document: &NewTokenDocument) -> Result<NewToken, Problem> {
    let NewTokenDocument { name, role, networks, scopes, organisation, expires } = document;
    let rights = RightsWords { role, networks, scopes: scopes.as_deref() }.rights(state)?;
    let mut new = NewToken::new(name, rights).map_err(|error| unnamed(&error))?;
    if let Some(id) = organisation {
        new.organisation = Some(known_organisation(state, *id).await?);
    }
    new.expires_at = expires.as_deref().map(|text| end(text, state.access.now())).transpose()?;
    Ok(new)
}

async fn known_organisation(state: &AppState, id: i64) -> Result<OrganisationId, Problem> {
    let found = state.access.store().organisation(OrganisationId(id)).await?;
    found.map(|organisation| organisation.id).ok_or_else(|| {
        let sv = format!("Organisation {id} finns inte.");
        Problem::not_found(
            "unknown_organisation",
            Bilingual::new(sv, format!("There is no organisation {id}.")),
        )
    })
}

fn end(text: &str, now: Timestamp) -> Result<Timestamp, Problem> {
    let end = text.parse::<Date>().ok().and_then(end_of_day).filter(|end| *end > now);
    end.ok_or_else(|| {
        let sv = format!("expires: `{text}` är ingen kommande dag (ÅÅÅÅ-MM-DD).");
        let en = format!("expires: `{text}` is no day to come (YYYY-MM-DD).");
        Problem::refused("invalid_date", Bilingual::new(sv, en))
    })
}

fn unnamed(error: &TokenNameError) -> Problem {
    let text = Bilingual::new("Nyckelns namn ska ha 1 till 200 tecken.", format!("{error}."));
    Problem::refused("invalid_name", text)
}

fn unknown_token(id: i64) -> Problem {
    let text = Bilingual::new(format!("Nyckel {id} finns inte."), format!("There is no token {id}."));
    Problem::not_found("unknown_token", text)
}

impl TokenBody {
    fn new(token: Token, now: Timestamp) -> Self {
        let state = token.state(now).into();
        let details = token.details;
        Self {
            id: token.id.0,
            name: details.name().to_owned(),
            role: details.rights.role.as_str(),
            permissions: details.rights.permissions().into_iter().map(Permission::as_str).collect(),
            networks: details.rights.networks.iter().map(NetworkId::to_string).collect(),
            organisation: details.organisation.map(|id| id.0),
            state,
            demonstration: details.demonstration,
            created_at: token.created_at.to_string(),
            created_by: token.created_by.as_str().to_owned(),
            expires_at: details.expires_at.map(|end| end.to_string()),
            revoked_at: token.revoked_at.map(|at| at.to_string()),
            last_used_at: token.last_used_at.map(|at| at.to_string()),
        }
    }
}

impl From<TokenState> for TokenStateBody {
    fn from(state: TokenState) -> Self {
        match state {
            TokenState::Active => Self::Active,
            TokenState::Expired => Self::Expired,
            TokenState::Revoked => Self::Revoked,
        }
    }
}
