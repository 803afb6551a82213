//! What an operator answers to a report, as a table or a GeoPackage.

use axum::{Json, body::Bytes, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{required, unknown_report};
use crate::{
    domain::{AnswerFault, Bilingual, Permission, RefusedRow},
    http::{
        caller::Caller,
        extract::Path,
        problem::Problem,
        router::{AppState, off_thread},
        wire::{RefusedRowBody, table_fault},
    },
    ingest::{TableError, read_answers},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct TakenAnswersBody {
    taken: usize,
    refused: Vec<RefusedRowBody>,
}

/// Takes an operator's answers: the report as CSV or GeoPackage with its columns
/// `answer` (`accepted`, `planned`, `rebutted`, `declined`), `planned_by` and `reason`
/// filled in, or any other with the columns `gap` and `answer`. Rows that can't be taken are
/// told, and the rest is taken. Of several answers to a gap the last one holds.
#[utoipa::path(post, path = "/api/v1/networks/{network}/gap-reports/{number}/answers", tag = "cases",
    params(("network" = String, Path), ("number" = i64, Path)),
    request_body(content((String = "text/csv"), (Vec<u8> = "application/geopackage+sqlite3"))), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What was taken and what wasn't", body = TakenAnswersBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 413, response = Problem), (status = 422, response = Problem)))]
pub async fn answer_gap_report(
    State(state): State<AppState>,
    caller: Caller,
    Path((network, number)): Path<(String, i64)>,
    table: Bytes,
) -> Result<Json<TakenAnswersBody>, Problem> {
    let (actor, network) = required(&state, &caller, Permission::AnswerCases, &network)?;
    let read = off_thread(move || read_answers(&table)).await?;
    let rows = read.map_err(|error| invalid_table(&error))?;
    let taken = state.publisher.answer_gap_report(&network, number, &rows, &actor).await?;
    let taken = taken.ok_or_else(|| unknown_report(&network, number))?;
    let refused = taken.refused.iter().map(Into::into).collect();
    Ok(Json(TakenAnswersBody { taken: taken.taken, refused }))
}

fn invalid_table(error: &TableError) -> Problem {
    Problem::refused("invalid_answer_table", table_fault(error))
}

impl From<&RefusedRow> for RefusedRowBody {
    fn from(RefusedRow { number, fault }: &RefusedRow) -> Self {
        let detail = Bilingual::new(in_swedish(fault), format!("{fault}."));
        Self { row: *number, code: fault.code().to_owned(), detail: detail.into() }
    }
}

fn in_swedish(fault: &AnswerFault) -> String {
    match fault {
        AnswerFault::NoGap(_) => {
            "Värdet i `gap` är ingen brist, till exempel nat.voice.outdoor.10kmN712E71.".to_owned()
        }
        AnswerFault::OthersGap(gap) => format!("`{gap}` är en brist i ett annat nät."),
        AnswerFault::UnknownGap(gap) => format!("Rapporten har ingen brist `{gap}`."),
        AnswerFault::AnsweredTwice(gap) => format!("`{gap}` är besvarad på en rad ovanför."),
        AnswerFault::Answer(word) => {
            format!("`{}` är inget svar: välj ett av {}.", word.value, word.expected)
        }
        AnswerFault::DayMissing => "En plan behöver dagen då den är genomförd.".to_owned(),
        AnswerFault::Day(text) => format!("`{text}` är ingen dag: skriv till exempel 2027-06-30."),
        AnswerFault::DayIsPast(day) => format!("{day} ligger före dagen då det sades."),
        AnswerFault::DayWithoutPlan(answer) => format!("Bara en plan har en dag, inte `{answer}`."),
        AnswerFault::ReasonMissing(answer) => format!("`{answer}` kräver ett skäl."),
    }
}
