//! Errors as problem+json (RFC 9457): the one table from an error to what the
//! caller sees. What went wrong inside the service is logged, never sent.

mod access;

use std::any::Any;

use axum::{
    http::{HeaderValue, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::{
    ToResponse, ToSchema,
    openapi::{Content, Ref, RefOr, Response as ResponseObject, ResponseBuilder},
};

use super::deliveries::FindingBody;
use crate::{
    domain::{Bilingual, Finding},
    ingest::DocumentError,
    publishing::PublishError,
};

/// The body of every error.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// Always `about:blank`: `code` tells the kinds apart.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// A stable word.
    code: &'static str,
    /// What is wrong and where, in English.
    detail: String,
    /// The same in Swedish.
    detail_sv: String,
    /// What was found in a file that could not be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingBody>,
}

const PROBLEM_JSON: &str = "application/problem+json";

/// An error on its way to the caller.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Bilingual,
    findings: Vec<FindingBody>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: Bilingual) -> Self {
        Self { status, code, detail, findings: Vec::new() }
    }

    fn with_findings(self, findings: &[Finding]) -> Self {
        Self { findings: findings.iter().map(FindingBody::from).collect(), ..self }
    }

    /// The question can't be read: a parameter or field and why.
    pub fn bad_request(code: &'static str, detail: Bilingual) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    pub fn not_found(code: &'static str, detail: Bilingual) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// The content was understood and refused.
    pub fn refused(code: &'static str, detail: Bilingual) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
    }

    /// The service can't answer anybody yet, or any more: logged with its cause, told without it.
    pub fn not_ready(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "the service is not ready");
        let detail = Bilingual::new("Tjänsten är inte redo.", "The service is not ready.");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", detail)
    }

    /// A fault of the service: logged with its cause, told without it.
    pub fn internal(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed inside the service");
        let detail = Bilingual::new(
            "Något gick fel i tjänsten. Felet är loggat; försök igen.",
            "Something went wrong in the service. It is logged; try again.",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let document = ProblemDocument {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            code: self.code,
            detail: self.detail.en,
            detail_sv: self.detail.sv,
            findings: self.findings,
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge(self.code));
        }
        response
    }
}

impl ToResponse<'static> for Problem {
    fn response() -> (&'static str, RefOr<ResponseObject>) {
        let content = Content::new(Some(Ref::from_schema_name(ProblemDocument::name())));
        let response = ResponseBuilder::new()
            .description("Refused or failed: why, in both languages")
            .content(PROBLEM_JSON, content)
            .build();
        ("Problem", response.into())
    }
}

/// How to be known (RFC 6750): asked for without a token, or with one that holds no longer.
fn challenge(code: &str) -> HeaderValue {
    HeaderValue::from_static(match code {
        "invalid_token" => r#"Bearer realm="tackning", error="invalid_token""#,
        _ => r#"Bearer realm="tackning""#,
    })
}

/// A known address, asked in a way that it has no answer to.
pub async fn method_not_allowed(method: Method, uri: Uri) -> Problem {
    let path = uri.path();
    let sv = format!("{path} svarar inte på {method}.");
    let text = Bilingual::new(sv, format!("{path} does not answer to {method}."));
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", text)
}

/// A handler that fell over is a fault of the service like any other.
pub fn panicked(cause: Box<dyn Any + Send>) -> Response {
    let message = cause.downcast_ref::<&str>().copied();
    let message = message.or_else(|| cause.downcast_ref::<String>().map(String::as_str));
    Problem::internal(message.unwrap_or("a panic without words")).into_response()
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        let en = format!("{error}.");
        match &error {
            PublishError::Document(DocumentError::OutsideRegion { .. })
            | PublishError::OutsideRegion { .. } => {
                Self::refused("outside_region", Bilingual::new("Platsen ligger utanför regionen.", en))
            }
            PublishError::Document(document) => {
                let sv = format!("Fältet {} kan inte tas emot: {document}.", document.field());
                Self::refused("invalid_document", Bilingual::new(sv, en))
            }
            PublishError::Coverage(file) => {
                let sv = format!("Filen kan inte läsas som täckning: {file}.");
                Self::refused(file.code(), Bilingual::new(sv, en))
            }
            PublishError::Measurements(file) => {
                let sv = format!("Filen kan inte läsas som mätningar: {file}.");
                Self::refused("unreadable_measurements", Bilingual::new(sv, en))
            }
            PublishError::NothingTaken(findings) => {
                let sv = format!("Inget objekt i filen kunde tas emot: {} fel.", findings.len());
                Self::refused("nothing_taken", Bilingual::new(sv, en)).with_findings(findings)
            }
            PublishError::UnknownNetwork(network) => {
                let sv = format!("Nätet `{network}` finns inte i regionen.");
                Self::not_found("unknown_network", Bilingual::new(sv, en))
            }
            PublishError::Store(_)
            | PublishError::Projection(_)
            | PublishError::StoredRequirement { .. }
            | PublishError::BrokenOff(_) => Self::internal(error),
        }
    }
}
