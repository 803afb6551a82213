//! The steps of a case: taken where its state allows them, and told to those who
//! left an address.

use serde_json::json;

use super::{
    super::{
        Connection, StoreError,
        audit::{self, Change},
        mails,
    },
    actor,
    row::{self, StepRow},
    subject,
};
use crate::domain::{CaseEvent, CaseNumber, CaseProgress, CaseState, CaseStep};

const SET_STATE: &str = "UPDATE cases SET state = $1 WHERE number = $2";

pub(super) async fn of(connection: &mut Connection, number: CaseNumber) -> Result<Vec<CaseStep>, StoreError> {
    read(connection, row::SELECT, number).await
}

/// Takes a case one step on and gives the state that it has then.
///
/// # Errors
/// When there is no such case, or its state on that day allows no such step.
pub(in crate::store) async fn take(
    connection: &mut Connection,
    number: CaseNumber,
    step: &CaseStep,
) -> Result<CaseState, StoreError> {
    let before = progress(connection, number).await?.ok_or(StoreError::NoSuchCase(number))?;
    let refused = |reason| StoreError::CaseStep { case: number, reason };
    let after = CaseProgress::after(Some(before), step).map_err(refused)?;
    insert(connection, number, step, after.state()).await?;
    Ok(after.state())
}

/// Inserts a step that may be taken.
pub(super) async fn insert(
    connection: &mut Connection,
    number: CaseNumber,
    step: &CaseStep,
    state: CaseState,
) -> Result<(), StoreError> {
    let id = row::insert(connection, number, step).await?;
    let set_state = sqlx::query(SET_STATE).bind(state.as_str()).bind(number.0);
    set_state.execute(&mut *connection).await?;
    match step.event {
        // Whoever reports has the answer at once.
        CaseEvent::Reported { .. } => Ok(()),
        CaseEvent::Confirmed { report } | CaseEvent::Dismissed { report } => {
            mails::add(connection, number, id, step.at, Some(report)).await
        }
        _ => mails::add(connection, number, id, step.at, None).await,
    }
}

/// How far a case has come; none where there is no such case.
pub(super) async fn progress(
    connection: &mut Connection,
    number: CaseNumber,
) -> Result<Option<CaseProgress>, StoreError> {
    let steps = read(connection, row::SELECT_DECISIVE, number).await?;
    CaseProgress::of(&steps).map_err(|reason| StoreError::CaseStep { case: number, reason })
}

/// Adds a step to the audit trail.
pub(super) async fn record(
    connection: &mut Connection,
    number: CaseNumber,
    step: &CaseStep,
    state: CaseState,
) -> Result<(), StoreError> {
    let after = json!({"step": step.event.word(), "state": state.as_str(), "reason": step.reason});
    let (actor, subject) = (&actor(step), subject(number));
    let change =
        Change { at: step.at, actor, action: "case_step", subject, before: None, after: Some(after) };
    audit::append(connection, change).await
}

async fn read(
    connection: &mut Connection,
    select: &'static str,
    number: CaseNumber,
) -> Result<Vec<CaseStep>, StoreError> {
    let rows: Vec<StepRow> = sqlx::query_as(select).bind(number.0).fetch_all(connection).await?;
    rows.into_iter().map(StepRow::step).collect()
}
