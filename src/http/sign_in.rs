//! `/auth/sign-in` and `/auth/callback`: by way of the organisation's own
//! provider (OpenID Connect). Whoever comes by a browser reads on the page why it
//! came to nothing; a program gets the problem itself.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    caller::Caller, extract::Query, problem::Problem, router::AppState, session_cookie::SIGN_IN, sessions,
};
use crate::{
    access::{LocalPath, ProviderAnswer},
    domain::Bilingual,
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SignInQuestion {
    /// Where to go afterwards: a path of the service; left out: the page.
    return_to: Option<String>,
}

/// What a provider adds beside is no business of ours.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuestion {
    state: String,
    /// The authorization code.
    code: Option<String>,
    /// The provider's word for why there is no code.
    error: Option<String>,
}

/// Sends the browser to the sign-in provider.
#[utoipa::path(get, path = "/auth/sign-in", tag = "access", params(SignInQuestion),
    responses((status = 303, description = "To the provider; the answer sets a cookie that the callback needs. \
            Where it fails, a browser is sent to the page: `/?sign_in_failed=`, with the problem's code"),
        (status = 400, response = Problem), (status = 404, response = Problem), (status = 503, response = Problem)))]
pub async fn sign_in(
    State(state): State<AppState>,
    headers: HeaderMap,
    question: Result<Query<SignInQuestion>, Problem>,
) -> Response {
    start(&state, question).await.unwrap_or_else(|problem| told(problem, &headers))
}

async fn start(
    state: &AppState,
    question: Result<Query<SignInQuestion>, Problem>,
) -> Result<Response, Problem> {
    let Query(question) = question?;
    let return_to = question.return_to.map_or_else(|| Ok(LocalPath::home()), |text| local_path(&text))?;
    let started = state.access.start_sign_in(return_to).await?;
    let headers = [
        (header::SET_COOKIE, SIGN_IN.set(&started.cookie, state)),
        (header::LOCATION, location(&started.address)?),
    ];
    Ok((StatusCode::SEE_OTHER, headers).into_response())
}

/// Takes the browser back from the sign-in provider and signs it in.
#[utoipa::path(get, path = "/auth/callback", tag = "access", params(CallbackQuestion),
    responses((status = 303, description = "Signed in: back to where one wanted to go. Where it fails, a browser \
            is sent to the page: `/?sign_in_failed=`, with the problem's code"),
        (status = 400, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 502, response = Problem), (status = 503, response = Problem)))]
pub async fn callback(
    State(state): State<AppState>,
    caller: Caller,
    headers: HeaderMap,
    question: Result<Query<CallbackQuestion>, Problem>,
) -> Response {
    let answered = match question {
        Ok(Query(question)) => finish(&state, &caller, &headers, question).await,
        Err(problem) => return told(problem, &headers),
    };
    match answered {
        Ok(signed_in) => signed_in,
        // A cookie that is there all the same is another attempt's, which may still end well.
        Err(problem) if problem.code() == "sign_in_not_started" => told(problem, &headers),
        Err(problem) => {
            let forgotten = [(header::SET_COOKIE, SIGN_IN.forget(&state))];
            (forgotten, told(problem, &headers)).into_response()
        }
    }
}

async fn finish(
    state: &AppState,
    caller: &Caller,
    headers: &HeaderMap,
    question: CallbackQuestion,
) -> Result<Response, Problem> {
    let code = question.code.ok_or_else(|| question.error.unwrap_or_else(|| "no code".to_owned()));
    let answer = ProviderAnswer { state: question.state, code };
    let cookie = SIGN_IN.read(headers, state);
    let (identity, return_to) = state.access.finish_sign_in(cookie.as_deref(), answer).await?;
    let session = sessions::begin(state, caller, &identity).await?;
    // The attempt is used up.
    let cookies = AppendHeaders([(header::SET_COOKIE, session), (header::SET_COOKIE, SIGN_IN.forget(state))]);
    let location = [(header::LOCATION, location(return_to.as_str())?)];
    Ok((StatusCode::SEE_OTHER, location, cookies).into_response())
}

/// Why nobody was signed in. Of a problem the page's address takes the code
/// alone, a word of our own: never what the provider or the address said.
fn told(problem: Problem, headers: &HeaderMap) -> Response {
    if wants_page(headers) {
        Redirect::to(&format!("/?sign_in_failed={}", problem.code())).into_response()
    } else {
        problem.into_response()
    }
}

/// Whether a person is there to read a page.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let mut kinds = accepted.flat_map(|text| text.split(',')).filter_map(|kind| kind.split(';').next());
    kinds.any(|kind| kind.trim().eq_ignore_ascii_case("text/html"))
}

fn local_path(text: &str) -> Result<LocalPath, Problem> {
    LocalPath::new(text).ok_or_else(|| {
        let sv = "return_to: ange en plats i tjänsten, som `/?panel=gaps`.";
        let en = "return_to: name a place in the service, such as `/?panel=gaps`.";
        Problem::bad_request("invalid_return_to", Bilingual::new(sv, en))
    })
}

fn location(address: &str) -> Result<header::HeaderValue, Problem> {
    address.parse().map_err(Problem::internal)
}
