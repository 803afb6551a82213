//! Where an operator is told of reports, and whether it was.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::required;
use crate::{
    access::new_secret,
    domain::{
        Bilingual, EmailAddress, Language, Notice, NoticeChannel, NoticeState, Permission, ReportReceiver,
    },
    hooks::{HookAddress, secret_text},
    http::{
        caller::{Caller, NO_STORE, NoStore},
        extract::{Path, Text},
        problem::Problem,
        question::word,
        router::AppState,
    },
    ingest::{DocumentError, read_document},
};

/// So many are enough to see what went wrong.
const NOTICES: u32 = 200;

/// Where an operator is told of its network's gap reports.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportReceiverDocument {
    /// An address of https that each new report is called to; null: no web hook.
    #[serde(default)]
    hook: Option<String>,
    /// Told by e-mail; null: the operator's persons are.
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    #[schema(value_type = Option<Language>)]
    language: Option<String>,
    /// Whether the hook's calls are signed by another secret from now on.
    #[serde(default)]
    new_secret: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportReceiverBody {
    #[schema(required)]
    hook: Option<String>,
    #[schema(required)]
    email: Option<String>,
    #[schema(value_type = Language)]
    language: &'static str,
    /// Signs the hook's calls (Standard Webhooks). It is shown once, when it is new.
    #[schema(required)]
    hook_secret: Option<String>,
}

/// That somebody is told of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeBody {
    id: i64,
    /// The report's number.
    report: i64,
    #[schema(value_type = NoticeChannel)]
    channel: &'static str,
    #[schema(value_type = NoticeState)]
    state: &'static str,
    attempts: i64,
    /// Of the last attempt.
    #[schema(required)]
    fault: Option<String>,
    #[schema(required, format = DateTime)]
    due_at: Option<String>,
    #[schema(required, format = DateTime)]
    sent_at: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticesBody {
    notices: Vec<NoticeBody>,
}

/// Where an operator is told of its network's gap reports.
#[utoipa::path(get, path = "/api/v1/networks/{network}/report-receiver", tag = "cases",
    params(("network" = String, Path)), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "As it was set; no secret", body = ReportReceiverBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn report_receiver(
    State(state): State<AppState>,
    caller: Caller,
    Path(network): Path<String>,
) -> Result<(NoStore, Json<ReportReceiverBody>), Problem> {
    let (_, network) = required(&state, &caller, Permission::SetReportReceivers, &network)?;
    let kept = state.publisher.store().report_receiver(&network).await?.unwrap_or_default();
    Ok((NO_STORE, Json(ReportReceiverBody::new(&kept, None))))
}

/// Sets where an operator is told of its network's gap reports: by a web hook, by
/// e-mail, or both. A call says that there is a report and where it lies.
#[utoipa::path(put, path = "/api/v1/networks/{network}/report-receiver", tag = "cases",
    params(("network" = String, Path)), request_body = ReportReceiverDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Set", body = ReportReceiverBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn set_report_receiver(
    State(state): State<AppState>,
    caller: Caller,
    Path(network): Path<String>,
    Text(body): Text,
) -> Result<(NoStore, Json<ReportReceiverBody>), Problem> {
    let (actor, network) = required(&state, &caller, Permission::SetReportReceivers, &network)?;
    let document: ReportReceiverDocument = read_document(&body)?;
    let receiver = document.read()?;
    let store = state.publisher.store();
    let before = store.report_receiver(&network).await?.unwrap_or_default();
    // Who has another address has another secret: the one before it is known elsewhere.
    let is_new = receiver.hook.is_some() && (document.new_secret || before.hook != receiver.hook);
    let secret = is_new.then(new_secret).transpose()?;
    store.set_report_receiver(&network, &receiver, secret.as_ref(), (&actor, Timestamp::now())).await?;
    let shown = secret.as_ref().map(secret_text);
    Ok((NO_STORE, Json(ReportReceiverBody::new(&receiver, shown))))
}

/// Whom the service told of a network's gap reports, and what it couldn't.
#[utoipa::path(get, path = "/api/v1/networks/{network}/notices", tag = "cases",
    params(("network" = String, Path)), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Newest first, at most 200", body = NoticesBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn notices(
    State(state): State<AppState>,
    caller: Caller,
    Path(network): Path<String>,
) -> Result<(NoStore, Json<NoticesBody>), Problem> {
    let (_, network) = required(&state, &caller, Permission::SetReportReceivers, &network)?;
    let notices = state.publisher.store().notices(&network, NOTICES).await?;
    Ok((NO_STORE, Json(NoticesBody { notices: notices.into_iter().map(Into::into).collect() })))
}

/// Tries a notice anew that was given up.
#[utoipa::path(post, path = "/api/v1/networks/{network}/notices/{id}/again", tag = "cases",
    params(("network" = String, Path), ("id" = i64, Path)), security(("token" = []), ("session" = [])),
    responses((status = 204, description = "Due now"), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn send_notice_again(
    State(state): State<AppState>,
    caller: Caller,
    Path((network, id)): Path<(String, i64)>,
) -> Result<StatusCode, Problem> {
    let (actor, network) = required(&state, &caller, Permission::SetReportReceivers, &network)?;
    let store = state.publisher.store();
    match store.send_notice_again(&network, id, (&actor, Timestamp::now())).await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::not_found(
            "unknown_notice",
            Bilingual::new(
                format!("Inget meddelande {id} har getts upp."),
                format!("No notice {id} was given up."),
            ),
        )),
    }
}

impl ReportReceiverDocument {
    fn read(&self) -> Result<ReportReceiver, Problem> {
        let hook = self.hook.as_deref().map(HookAddress::new).transpose();
        let email = self.email.as_deref().map(EmailAddress::new).transpose();
        Ok(ReportReceiver {
            hook: hook.map_err(|error| field("hook", &error))?.map(|address| address.as_str().to_owned()),
            email: email.map_err(|error| field("email", &error))?,
            language: self.language.as_deref().map(word).transpose()?.unwrap_or_default(),
        })
    }
}

fn field(name: &str, error: &dyn std::error::Error) -> DocumentError {
    DocumentError::Field { field: name.to_owned(), reason: error.to_string() }
}

impl ReportReceiverBody {
    fn new(receiver: &ReportReceiver, hook_secret: Option<String>) -> Self {
        Self {
            hook: receiver.hook.clone(),
            email: receiver.email.as_ref().map(|email| email.reveal().to_owned()),
            language: receiver.language.as_str(),
            hook_secret,
        }
    }
}

impl From<Notice> for NoticeBody {
    fn from(notice: Notice) -> Self {
        Self {
            id: notice.id,
            report: notice.report,
            channel: notice.channel.as_str(),
            state: notice.state.as_str(),
            attempts: notice.attempts,
            fault: notice.fault,
            due_at: notice.due_at.map(|at| at.to_string()),
            sent_at: notice.sent_at.map(|at| at.to_string()),
        }
    }
}
