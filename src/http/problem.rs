//! Errors as problem+json (RFC 9457): the one table from an error to what the
//! caller sees. What went wrong inside the service is logged, never sent.

mod access;
mod awarding;
mod bids;
mod campaigns;
mod cases;

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

pub(super) use bids::invalid_bid;
use bids::of_room;
use campaigns::{invalid_campaign, is_told, unknown_or_there};
use cases::{is_of_case, not_claimed, not_enough, nothing_rebuts, of_case};

use super::{
    caller::not_on,
    deliveries::{FindingBody, HeaderProblemBody},
};
use crate::{
    domain::{Bilingual, Delivery, Finding, Severity},
    ingest::{DocumentError, delivery_header::HeaderProblem},
    publishing::PublishError,
    store::StoreError,
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
    /// A delivery's fields that are missing or can't be taken.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<HeaderProblemBody>,
    /// The delivery that was kept and rejected.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<i64>,
}

const PROBLEM_JSON: &str = "application/problem+json";

/// An error on its way to the caller.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: Bilingual,
    about: Box<About>,
}

/// What a problem says of a delivered file; apart, so that a problem is small to hand on.
#[derive(Debug, Default)]
struct About {
    findings: Vec<FindingBody>,
    fields: Vec<HeaderProblemBody>,
    delivery: Option<i64>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, detail: Bilingual) -> Self {
        Self { status, code, detail, about: Box::default() }
    }

    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The stable word that tells it from others.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong and where.
    pub fn detail(&self) -> &Bilingual {
        &self.detail
    }

    fn with_findings(mut self, findings: &[Finding]) -> Self {
        self.about.findings = findings.iter().map(FindingBody::from).collect();
        self
    }

    /// A delivery that validation rejected: it is kept, with everything that was found.
    pub fn delivery_rejected(delivery: &Delivery) -> Self {
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let (id, count) = (delivery.id, delivery.findings.iter().filter(is_error).count());
        let sv = format!("Leverans {id} är avvisad: {count} fel. Anmärkningarna står i svaret.");
        let en = format!("Delivery {id} is rejected: {count} errors. The answer holds the findings.");
        let mut problem =
            Self::refused("delivery_rejected", Bilingual::new(sv, en)).with_findings(&delivery.findings);
        problem.about.delivery = Some(id.0);
        problem
    }

    fn with_fields(mut self, fields: &[HeaderProblem]) -> Self {
        self.about.fields = fields.iter().map(HeaderProblemBody::from).collect();
        self
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
            findings: self.about.findings,
            fields: self.about.fields,
            delivery: self.about.delivery,
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
            PublishError::Store(store) if is_told(store) => unknown_or_there(store),
            PublishError::Store(StoreError::Room(room)) => of_room(room),
            PublishError::Store(store) if is_of_case(store) => of_case(store),
            PublishError::Document(DocumentError::OutsideRegion { .. })
            | PublishError::OutsideRegion { .. } => {
                Self::refused("outside_region", Bilingual::new("Platsen ligger utanför regionen.", en))
            }
            PublishError::Document(document) => {
                let sv = format!("Fältet {} kan inte tas emot: {document}.", document.field());
                Self::refused("invalid_document", Bilingual::new(sv, en))
            }
            PublishError::Coverage(file) => Self::refused(file.code(), file.message()),
            PublishError::Measurements(file) => Self::refused("unreadable_measurements", file.message()),
            PublishError::NothingTaken(findings) => {
                let sv = format!("Inget objekt i filen kunde tas emot: {} fel.", findings.len());
                Self::refused("nothing_taken", Bilingual::new(sv, en)).with_findings(findings)
            }
            PublishError::Header(problems) => header_problem(problems),
            PublishError::ForeignNetwork(network) => not_on(network),
            PublishError::NoSuchDelivery(id) => {
                Self::not_found("unknown_delivery", Bilingual::new(format!("Leverans {id} finns inte."), en))
            }
            PublishError::NotPossible { delivery, state, asked } => {
                let sv = format!("Leverans {delivery} har tillståndet {state} och kan inte bli {asked}.");
                let en = format!("Delivery {delivery} is {state}; it can't become {asked}.");
                Self::new(StatusCode::CONFLICT, "step_not_possible", Bilingual::new(sv, en))
            }
            PublishError::ReasonMissing => Self::refused(
                "reason_missing",
                Bilingual::new("Ett avvisande kräver ett skäl.", "A rejection needs a reason."),
            ),
            PublishError::ProfileExists(version) => {
                let sv = format!("Profilen `{version}` finns redan: en version ändras aldrig.");
                Self::new(StatusCode::CONFLICT, "profile_exists", Bilingual::new(sv, en))
            }
            PublishError::Campaign(campaign) => invalid_campaign(campaign),
            PublishError::NoSuchReport(number) => {
                Self::not_found("unknown_report", Bilingual::new(format!("Anmälan {number} finns inte."), en))
            }
            PublishError::NotClaimed(case) => not_claimed(*case, en),
            PublishError::NotEnoughEvidence { case, found } => not_enough(*case, found, en),
            PublishError::NothingRebuts(case) => nothing_rebuts(*case, en),
            PublishError::Store(_)
            | PublishError::Statistics(_)
            | PublishError::Unwritable(_)
            | PublishError::LocalFile(_)
            | PublishError::Projection(_)
            | PublishError::StoredRequirement { .. }
            | PublishError::StoredProfile { .. }
            | PublishError::StoredMapping { .. }
            | PublishError::NotTold
            | PublishError::BrokenOff(_) => Self::internal(error),
        }
    }
}

/// Facts that are missing, or can't be taken as they stand.
fn header_problem(problems: &[HeaderProblem]) -> Problem {
    let is_missing = |problem: &HeaderProblem| problem.code == "missing_header_field";
    let names = problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>().join(", ");
    let (code, sv, en) = if problems.iter().all(is_missing) {
        ("incomplete_header", "Uppgifter saknas", "Facts are missing")
    } else {
        ("invalid_header", "Uppgifterna kan inte tas emot", "The facts can't be taken")
    };
    let detail = Bilingual::new(format!("{sv}: {names}."), format!("{en}: {names}."));
    Problem::refused(code, detail).with_fields(problems)
}
