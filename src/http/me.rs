//! `GET /api/v1/me`: who one is to the service.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::{Caller, NO_STORE, NoStore},
    organisations::OrganisationBody,
    problem::Problem,
    router::AppState,
};
use crate::{
    access::Identity,
    domain::{NetworkId, Permission, Role},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct MeBody {
    signed_in: bool,
    /// Of the person or the token.
    #[schema(required)]
    name: Option<String>,
    #[schema(value_type = Option<Role>, required)]
    role: Option<&'static str>,
    /// What one may do beside reading what is released.
    #[schema(value_type = Vec<Permission>)]
    permissions: Vec<&'static str>,
    /// The networks that an operator is bound to.
    networks: Vec<String>,
    #[schema(required)]
    organisation: Option<OrganisationBody>,
    /// What a page sends as `X-CSRF-Token` with every change; null without a session.
    #[schema(required)]
    csrf_token: Option<String>,
    /// The ways to sign in that are offered here.
    ways_to_sign_in: Vec<WayToSignIn>,
}

#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WayToSignIn {
    /// `/auth/sign-in`, at the organisation's own provider.
    Oidc,
    /// `POST /auth/token-session` with a token.
    Token,
}

/// Who one is, what one may do, and how to sign in.
#[utoipa::path(get, path = "/api/v1/me", tag = "access",
    responses((status = 200, description = "Signed in or not", body = MeBody)))]
pub async fn me(State(state): State<AppState>, caller: Caller) -> Result<(NoStore, Json<MeBody>), Problem> {
    let identity = caller.identity();
    let organisation = match identity.and_then(|identity| identity.organisation) {
        Some(id) => state.access.store().organisation(id).await?.map(OrganisationBody::from),
        None => None,
    };
    let permissions = identity.map(|identity| identity.rights.permissions()).unwrap_or_default();
    let body = MeBody {
        signed_in: identity.is_some(),
        name: identity.map(|identity| identity.name.clone()),
        role: identity.map(|identity| identity.rights.role.as_str()),
        permissions: permissions.into_iter().map(Permission::as_str).collect(),
        networks: identity.map(networks).unwrap_or_default(),
        organisation,
        csrf_token: caller.session().map(|session| session.csrf_token()),
        ways_to_sign_in: ways_to_sign_in(&state),
    };
    // Another answer the moment after signing in or out.
    Ok((NO_STORE, Json(body)))
}

fn ways_to_sign_in(state: &AppState) -> Vec<WayToSignIn> {
    let oidc = state.access.offers_sign_in().then_some(WayToSignIn::Oidc);
    oidc.into_iter().chain([WayToSignIn::Token]).collect()
}

fn networks(identity: &Identity) -> Vec<String> {
    identity.rights.networks.iter().map(NetworkId::to_string).collect()
}
