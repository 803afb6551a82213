//! Errors as the standard has them: a list of codes with a sentence each.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Bilingual, Language},
    http::problem::Problem,
    publishing::PublishError,
    store::StoreError,
};

#[derive(Debug)]
pub struct Failure {
    pub status: StatusCode,
    detail: Bilingual,
}

/// One error.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureBody {
    /// As the answer's status.
    code: u16,
    description: String,
}

impl Failure {
    /// The request can't be fulfilled as it stands.
    pub fn bad(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail: Bilingual::new(sv, en) }
    }

    pub fn not_found(sv: impl Into<String>, en: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, detail: Bilingual::new(sv, en) }
    }
}

impl FailureBody {
    pub fn new(failure: &Failure, language: Language) -> Self {
        Self { code: failure.status.as_u16(), description: failure.detail.in_language(language).to_owned() }
    }
}

/// The standard knows 404, 403 for keys and 400 for all else that is the asker's to
/// mend; who has sent too much is told to wait all the same.
impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let status = match problem.status() {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => StatusCode::FORBIDDEN,
            known @ (StatusCode::NOT_FOUND | StatusCode::TOO_MANY_REQUESTS) => known,
            other if other.is_client_error() => StatusCode::BAD_REQUEST,
            fault => fault,
        };
        Self { status, detail: problem.detail().clone() }
    }
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        Problem::from(error).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}
