//! What reporters are yet to be told: rows that are written with the step that
//! they tell of, so that neither is ever without the other.

use jiff::Timestamp;

use super::{Connection, StoreError};
use crate::domain::CaseNumber;

/// A row for each reporter of the case who left an address, or for one of them.
const INSERT: &str = "INSERT INTO mails (report, case_step_id, state, due_at, attempts) \
     SELECT contacts.report, $1, 'waiting', $2, 0 FROM contacts \
     JOIN case_steps ON case_steps.report = contacts.report AND case_steps.event = 'reported' \
     WHERE case_steps.case_number = $3 AND contacts.email IS NOT NULL \
     AND ($4 = 0 OR contacts.report = $5) ORDER BY contacts.report";

pub(super) async fn add(
    connection: &mut Connection,
    number: CaseNumber,
    step: i64,
    at: Timestamp,
    only: Option<i64>,
) -> Result<(), StoreError> {
    let insert = sqlx::query(INSERT).bind(step).bind(at.as_second()).bind(number.0);
    let insert = insert.bind(only.unwrap_or_default()).bind(only.unwrap_or_default());
    insert.execute(connection).await?;
    Ok(())
}
