//! Sending a report.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{Asked, Failure, FailureBody, known_service};
use crate::{
    access::new_secret,
    domain::Environment,
    http::{
        caller::Caller,
        dead_zones::{admitted, key},
        extract::Text,
        problem::Problem,
        report_limit::ReportSource,
        router::AppState,
    },
    ingest::dead_zone::{ContactDocument, DeadZoneDocument, DeadZoneSubmission},
    publishing::SentReport,
};

/// A request that is kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentRequestBody {
    /// The report's number.
    service_request_id: String,
    /// What our own data say of the place, and what follows.
    service_notice: String,
    /// Nobody needs an account.
    #[schema(required)]
    account_id: Option<String>,
    /// By which the address that came with it is erased; null where none did. It is
    /// shown once.
    #[schema(required)]
    contact_secret: Option<String>,
}

/// Sends a report (Open311 GeoReport v2), as `application/x-www-form-urlencoded`: `service_code`, `lat`, `long`,
/// and if you like `description`, `email`, `attribute[network]`, `attribute[failing]`,
/// `attribute[environment]`, `attribute[observed_at]`, `attribute[recurrence]`; what takes several is sent as `attribute[network][]`.
/// `api_key` is a token; without one the report waits for a moderator. Names, telephone numbers and addresses of
/// pictures are not kept.
#[utoipa::path(post, path = "/open311/v2/requests", operation_id = "send_open311_request", tag = "open311",
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    params(("Idempotency-Key" = Option<String>, Header, description = "A name of the sender's, 16 to 100 characters that nobody guesses")),
    security((), ("token" = [])),
    responses((status = 200, description = "Stored before under this key", body = Vec<SentRequestBody>),
        (status = 201, description = "Stored and answered", body = Vec<SentRequestBody>),
        (status = 400, description = "Something is missing or can't be taken", body = Vec<FailureBody>),
        (status = 403, description = "No such token", body = Vec<FailureBody>),
        (status = 404, description = "No such service, or another jurisdiction", body = Vec<FailureBody>),
        (status = 429, description = "Too many from one source", body = Vec<FailureBody>)))]
pub async fn send_request(
    State(state): State<AppState>,
    caller: Caller,
    source: ReportSource,
    headers: HeaderMap,
    mut asked: Asked,
    body: Result<Text, Problem>,
) -> Response {
    let sent = match body {
        Ok(Text(body)) => asked.with_sent(&body),
        Err(problem) => Err(problem.into()),
    };
    let kept = match sent {
        Ok(()) => keep(&state, caller, &source, &headers, &asked).await,
        Err(failure) => Err(failure),
    };
    asked.answer("service_requests", kept)
}

async fn keep(
    state: &AppState,
    caller: Caller,
    source: &ReportSource,
    headers: &HeaderMap,
    asked: &Asked,
) -> Result<(StatusCode, [SentRequestBody; 1]), Failure> {
    asked.of_this_region(state)?;
    let caller = match asked.one("api_key") {
        // Whoever shows a token means it, here as in a header.
        Some(token) => Caller::Token(state.access.by_token(token).await.map_err(Problem::from)?),
        None => caller,
    };
    let standing = admitted(state, &caller, source)?;
    let submission = submission(asked, Timestamp::now())?;
    let (secret, sent_as) = (new_secret().map_err(Problem::from)?, key(headers)?);
    let sent = SentReport { submission, actor: caller.actor(), standing, sent_as, secret: secret.clone() };
    let answered = state.publisher.report_dead_zone(sent).await?;
    let status = if answered.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let body = SentRequestBody {
        service_request_id: answered.dead_zone.number.to_string(),
        service_notice: answered.answer.sentence.in_language(asked.language()).to_owned(),
        account_id: None,
        contact_secret: answered.has_contact.then(|| secret.reveal()),
    };
    Ok((status, [body]))
}

fn submission(asked: &Asked, now: Timestamp) -> Result<DeadZoneSubmission, Failure> {
    let code = asked.one("service_code").ok_or_else(|| missing("service_code"))?;
    let service = known_service(code)?;
    let environment = asked.attribute("environment").unwrap_or(Environment::Outdoor.as_str());
    let report = DeadZoneDocument {
        geometry: json!({"type": "Point", "coordinates": [degrees(asked, "long")?, degrees(asked, "lat")?]}),
        networks: asked.attributes("network"),
        network: None,
        failing: asked.attributes("failing"),
        service: Some(service.to_string()),
        environment: environment.to_owned(),
        observed_at: asked.attribute("observed_at").map_or_else(|| now.to_string(), str::to_owned),
        recurrence: asked.attribute("recurrence").map(str::to_owned),
        text: asked.one("description").unwrap_or_default().to_owned(),
    };
    let contact = asked.one("email").map(|email| ContactDocument::new(email, asked.language()));
    Ok(DeadZoneSubmission { report, contact })
}

/// A position: what is sent is no address, since nobody here looks addresses up.
fn degrees(asked: &Asked, name: &str) -> Result<f64, Failure> {
    let text = asked.one(name).ok_or_else(|| missing(name))?;
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| {
        Failure::bad(
            format!("{name}: `{text}` är inga grader."),
            format!("{name}: `{text}` is no number of degrees."),
        )
    })
}

fn missing(name: &str) -> Failure {
    Failure::bad(format!("Parametern `{name}` saknas."), format!("The parameter `{name}` is missing."))
}
