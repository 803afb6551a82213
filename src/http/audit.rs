//! `GET /api/v1/audit`: who changed what.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{caller::Caller, extract::Query, problem::Problem, router::AppState};
use crate::domain::{AuditRecord, Bilingual, Permission};

const MOST_ROWS: i64 = 1_000;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditQuestion {
    /// Only rows older than the one with this number.
    before: Option<i64>,
    /// At most so many rows, 1 to 1,000; left out: 100.
    limit: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuditBody {
    rows: Vec<AuditRowBody>,
    /// What to ask for as `before` to go on; null at the trail's beginning.
    #[schema(required)]
    next_before: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AuditRowBody {
    /// From 1, without a gap.
    number: i64,
    #[schema(format = DateTime)]
    at: String,
    /// A person or token by number with the role, `command line`, or `public`.
    actor: String,
    /// A stable word, such as `token_created`.
    action: String,
    /// What it was done to, such as `token 3`.
    subject: String,
    /// Null: it wasn't there before.
    #[schema(value_type = Option<Object>, required)]
    before: Option<serde_json::Value>,
    /// Null: it isn't there any more.
    #[schema(value_type = Option<Object>, required)]
    after: Option<serde_json::Value>,
    /// Over this row and all before it: what `tackning audit verify` checks.
    hash: String,
}

/// The audit trail, newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "access", params(AuditQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Newest first", body = AuditBody), (status = 401, response = Problem),
        (status = 403, response = Problem)))]
pub async fn audit(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<AuditQuestion>,
) -> Result<Json<AuditBody>, Problem> {
    caller.require(Permission::ReadAudit)?;
    let limit = limit(question.limit)?;
    let records = state.access.store().audit(question.before, limit).await?;
    let next_before = records.last().map(|oldest| oldest.number).filter(|oldest| *oldest > 1);
    Ok(Json(AuditBody { rows: records.into_iter().map(Into::into).collect(), next_before }))
}

fn limit(asked: Option<i64>) -> Result<i64, Problem> {
    let limit = asked.unwrap_or(100);
    if (1..=MOST_ROWS).contains(&limit) {
        return Ok(limit);
    }
    let sv = format!("limit: {limit} är inte 1 till {MOST_ROWS}.");
    let text = Bilingual::new(sv, format!("limit: {limit} is not 1 to {MOST_ROWS}."));
    Err(Problem::bad_request("invalid_parameter", text))
}

impl From<AuditRecord> for AuditRowBody {
    fn from(record: AuditRecord) -> Self {
        Self {
            number: record.number,
            at: record.at.to_string(),
            actor: record.actor,
            action: record.action,
            subject: record.subject,
            before: record.before,
            after: record.after,
            hash: record.hash,
        }
    }
}
