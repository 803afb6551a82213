//! Who asks, and whether they may.
//!
//! One middleware finds out who asks, for every route. A handler says in its
//! first line what its caller must be allowed.

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{origin, problem::Problem, router::AppState, session_cookie::SESSION};
use crate::{
    access::{Identity, SignedIn},
    domain::{Actor, Bilingual, NetworkId, NetworkScope, Permission},
};

/// Whoever sent the request.
#[derive(Clone, Debug)]
pub enum Caller {
    Anybody,
    Token(Identity),
    Session(SignedIn),
}

/// For an answer that nobody keeps.
pub type NoStore = [(HeaderName, HeaderValue); 1];
pub const NO_STORE: NoStore = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];

/// What a page sends with every change (`GET /api/v1/me` tells it).
const CSRF_TOKEN: &str = "x-csrf-token";

impl Caller {
    /// Who the audit trail says it was.
    pub fn actor(&self) -> Actor {
        self.identity().map_or_else(Actor::public, Identity::actor)
    }

    pub fn identity(&self) -> Option<&Identity> {
        match self {
            Self::Anybody => None,
            Self::Token(identity) => Some(identity),
            Self::Session(signed_in) => Some(&signed_in.identity),
        }
    }

    pub fn session(&self) -> Option<&SignedIn> {
        match self {
            Self::Session(signed_in) => Some(signed_in),
            Self::Anybody | Self::Token(_) => None,
        }
    }

    /// Answers with who does what was asked for, where they may.
    pub fn require(&self, permission: Permission) -> Result<Actor, Problem> {
        let identity = self.identity().ok_or_else(sign_in_needed)?;
        if identity.rights.may(permission) { Ok(identity.actor()) } else { Err(not_allowed(permission)) }
    }

    /// On whose networks the caller may; none where they may not at all.
    pub fn scope(&self, permission: Permission) -> Option<NetworkScope> {
        self.identity()?.rights.scope(permission)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let known = parts.extensions.get::<Self>().cloned();
        known.ok_or_else(|| Problem::internal("a route on which nobody finds out who asks"))
    }
}

/// Finds out who asks, before any handler does anything.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let caller = match caller(&state, request.method(), request.headers()).await {
        Ok(caller) => caller,
        Err(problem) => return private(problem.into_response()),
    };
    // Signing in is nobody else's business, whether it succeeds or not.
    let is_private = caller.identity().is_some() || request.uri().path().starts_with("/auth/");
    request.extensions_mut().insert(caller);
    let response = next.run(request).await;
    if is_private { private(response) } else { varied(response) }
}

async fn caller(state: &AppState, method: &Method, headers: &HeaderMap) -> Result<Caller, Problem> {
    if let Some(authorization) = headers.get(header::AUTHORIZATION) {
        // Whoever shows a token means it: a wrong one is refused on open routes too.
        let token = bearer_token(authorization).ok_or_else(no_bearer_token)?;
        return Ok(Caller::Token(state.access.by_token(token).await?));
    }
    let Some(cookie) = SESSION.read(headers, state) else { return Ok(Caller::Anybody) };
    let Some(signed_in) = state.access.by_session(&cookie).await? else { return Ok(Caller::Anybody) };
    if !method.is_safe() {
        refuse_forged(&signed_in, headers, state)?;
    }
    Ok(Caller::Session(signed_in))
}

fn bearer_token(authorization: &HeaderValue) -> Option<&str> {
    let (scheme, token) = authorization.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// A browser sends its cookie with whatever a foreign page makes it ask.
fn refuse_forged(signed_in: &SignedIn, headers: &HeaderMap, state: &AppState) -> Result<(), Problem> {
    origin::refuse_foreign(headers, state)?;
    let sent = headers.get(CSRF_TOKEN).and_then(|sent| sent.to_str().ok());
    if sent.is_some_and(|sent| signed_in.is_csrf_token(sent)) {
        return Ok(());
    }
    let text = Bilingual::new(
        "Den som är inloggad i en webbläsare måste skicka huvudet X-CSRF-Token med varje ändring; \
         /api/v1/me säger vad som ska stå i det.",
        "Who is signed in by a browser has to send the header X-CSRF-Token with every change; \
         /api/v1/me says what stands in it.",
    );
    Err(Problem::new(StatusCode::FORBIDDEN, "csrf_token_needed", text))
}

/// What somebody who is known was answered stays between them and the service,
/// but for what is the same for everybody and says so itself: the map.
fn private(mut response: Response) -> Response {
    let [(name, no_store)] = NO_STORE;
    response.headers_mut().entry(name).or_insert(no_store);
    varied(response)
}

fn varied(mut response: Response) -> Response {
    let kept = response.headers().get(header::CACHE_CONTROL);
    if !kept.is_some_and(|kept| kept.as_bytes().starts_with(b"public")) {
        response.headers_mut().append(header::VARY, HeaderValue::from_static("cookie, authorization"));
    }
    response
}

fn sign_in_needed() -> Problem {
    let text = Bilingual::new(
        "Detta kräver inloggning, eller en nyckel i huvudet Authorization.",
        "This needs signing in, or a token in the header Authorization.",
    );
    Problem::new(StatusCode::UNAUTHORIZED, "sign_in_needed", text)
}

fn no_bearer_token() -> Problem {
    let text = Bilingual::new(
        "Huvudet Authorization ska ha formen `Bearer tck_…`.",
        "The header Authorization should have the form `Bearer tck_…`.",
    );
    Problem::new(StatusCode::UNAUTHORIZED, "invalid_token", text)
}

pub(super) fn not_allowed(permission: Permission) -> Problem {
    let sv = format!("Detta kräver rättigheten `{permission}`, som din roll eller nyckel inte har.");
    let en = format!("This needs the permission `{permission}`, which your role or token doesn't have.");
    Problem::new(StatusCode::FORBIDDEN, "not_allowed", Bilingual::new(sv, en))
}

pub(super) fn not_on(network: &NetworkId) -> Problem {
    let sv = format!("Du får inte göra detta för nätet `{network}`.");
    let text = Bilingual::new(sv, format!("You may not do this for the network `{network}`."));
    Problem::new(StatusCode::FORBIDDEN, "not_allowed", text)
}
