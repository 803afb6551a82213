//! `/auth/…`: sessions of browsers, begun with a token and ended.
//!
//! Failed attempts aren't counted: a token's secret has 256 bits, and nobody
//! guesses one however often they try.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    caller::Caller, extract::Text, origin, problem::Problem, router::AppState, session_cookie::SESSION,
};
use crate::{access::Identity, ingest::read_document};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenSessionDocument {
    /// `tck_…`.
    token: String,
}

/// Signs a browser in with a token.
#[utoipa::path(post, path = "/auth/token-session", tag = "access", request_body = TokenSessionDocument,
    responses((status = 204, description = "Signed in: the answer sets the session's cookie"),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn token_session(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    Text(body): Text,
) -> Result<Response, Problem> {
    // Another site's page must not sign somebody in as somebody else.
    origin::refuse_foreign(&headers, &state)?;
    let document: TokenSessionDocument = read_document(&body)?;
    let identity = state.access.by_token(document.token.trim()).await?;
    let cookie = begin(&state, &caller, &identity).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Signs a browser out. Who isn't signed in stays so.
#[utoipa::path(post, path = "/auth/sign-out", tag = "access", security((), ("session" = [])),
    responses((status = 204, description = "Signed out"), (status = 403, response = Problem)))]
pub async fn sign_out(State(state): State<AppState>, caller: Caller) -> Result<Response, Problem> {
    if let Some(signed_in) = caller.session() {
        state.access.end_session(signed_in).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, SESSION.forget(&state))]).into_response())
}

/// Begins a session and gives the cookie that brings it to the browser. One that the browser had before ends: no secret outlives a change of who it is.
pub async fn begin(state: &AppState, caller: &Caller, identity: &Identity) -> Result<HeaderValue, Problem> {
    if let Some(before) = caller.session() {
        state.access.end_session(before).await?;
    }
    let secret = state.access.begin_session(identity).await?;
    Ok(SESSION.set(&secret.reveal(), state))
}
