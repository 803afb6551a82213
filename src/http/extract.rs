//! What is read from a request: axum's extractors, whose refusals are problems.

use std::error::Error;

use axum::{
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{PathRejection, QueryRejection, StringRejection},
    },
    http::{StatusCode, Uri},
};
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::domain::Bilingual;

/// The query string; a parameter that the question doesn't have is refused, since
/// a misspelt one would narrow nothing.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> Query<T> {
    /// The query string of an address.
    pub fn of(address: &Uri) -> Result<Self, Problem> {
        let axum::extract::Query(query) = axum::extract::Query::try_from_uri(address)?;
        Ok(Self(query))
    }
}

/// The parts of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

/// A document's text.
#[derive(Debug)]
pub struct Text(pub String);

impl<S: Send + Sync> FromRequest<S> for Text {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Ok(Self(String::from_request(request, state).await?))
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        let reason = rejection.source().map_or_else(|| rejection.body_text(), ToString::to_string);
        query_problem(&reason)
    }
}

/// The refusals that serde words the same for every question.
fn query_problem(reason: &str) -> Problem {
    let name = reason.split('`').nth(1).unwrap_or_default();
    let (code, sv, en) = if reason.starts_with("missing field") {
        ("missing_parameter", format!("Parametern `{name}` saknas."), "is missing")
    } else if reason.contains("unknown field") {
        ("unknown_parameter", format!("Parametern `{name}` finns inte här."), "is not known here")
    } else if reason.contains("duplicate field") {
        ("repeated_parameter", format!("Parametern `{name}` står mer än en gång."), "stands more than once")
    } else {
        let sv = format!("Frågan kan inte läsas: {reason}.");
        let en = format!("The question can't be read: {reason}.");
        return Problem::bad_request("invalid_parameter", Bilingual::new(sv, en));
    };
    Problem::bad_request(code, Bilingual::new(sv, format!("The parameter `{name}` {en}.")))
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        let reason = rejection.body_text();
        let sv = format!("Adressen kan inte läsas: {reason}.");
        let en = format!("The address can't be read: {reason}.");
        Self::bad_request("invalid_path", Bilingual::new(sv, en))
    }
}

impl From<StringRejection> for Problem {
    fn from(rejection: StringRejection) -> Self {
        match rejection {
            StringRejection::InvalidUtf8(_) => {
                let text = Bilingual::new("Texten är inte UTF-8.", "The text is not UTF-8.");
                Self::bad_request("not_utf8", text)
            }
            other => body_problem(other.status()),
        }
    }
}

/// Of a body that can't be read to its end.
fn body_problem(status: StatusCode) -> Problem {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        let text = Bilingual::new(
            "Det som skickades är för stort. Större filer tas emot på kommandoraden.",
            "What was sent is too large. Larger files are taken by the command line.",
        );
        return Problem::new(status, "too_large", text);
    }
    let text = Bilingual::new("Det som skickades bröts av.", "What was sent broke off before its end.");
    Problem::bad_request("broken_body", text)
}
