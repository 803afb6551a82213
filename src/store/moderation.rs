//! What a moderator makes of a report, and what follows for its cases.

use jiff::{Timestamp, civil::Date};
use serde_json::json;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    cases,
};
use crate::domain::{Actor, CaseEvent, CaseNumber, CaseOutcome, CaseState, CaseStep, Moderation};

/// What a moderator decided, and what is asked of the networks when it is approved.
#[derive(Clone, Debug)]
pub struct Decision {
    pub report: i64,
    pub moderation: Moderation,
    pub actor: Actor,
    pub reason: String,
    pub at: Timestamp,
    /// The day of it where the region is.
    pub on: Date,
    /// For each case that has the evidence.
    pub challenges: Vec<(CaseNumber, CaseEvent)>,
}

const DECIDE: &str = "UPDATE dead_zones SET moderation = $1 WHERE number = $2 AND moderation = 'waiting'";
const CASES: &str = "SELECT DISTINCT cases.number, cases.state FROM cases \
     JOIN case_steps ON case_steps.case_number = cases.number \
     WHERE case_steps.report = $1 AND case_steps.event = 'reported' AND cases.state <> 'closed' \
     ORDER BY cases.number";
const STILL_WAITING: &str = "SELECT COUNT(*) FROM case_steps \
     JOIN dead_zones ON dead_zones.number = case_steps.report \
     WHERE case_steps.case_number = $1 AND case_steps.event = 'reported' AND dead_zones.moderation = 'waiting'";

impl Store {
    /// Decides on a report that waits. Its cases go on: confirmed, and challenged
    /// where the evidence is there; or closed where no report is left in them.
    ///
    /// # Errors
    /// When the report doesn't wait.
    pub async fn moderate(&self, decision: &Decision) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let decide = sqlx::query(DECIDE).bind(decision.moderation.as_str()).bind(decision.report);
        if decide.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Err(StoreError::NotWaiting(decision.report));
        }
        let found: Vec<(i64, String)> =
            sqlx::query_as(CASES).bind(decision.report).fetch_all(&mut *transaction).await?;
        for (number, _) in found {
            go_on(&mut transaction, decision, CaseNumber(number)).await?;
        }
        let after = json!({"moderation": decision.moderation.as_str(), "reason": decision.reason});
        let change = Change {
            at: decision.at,
            actor: &decision.actor,
            action: "dead_zone_moderated",
            subject: format!("dead zone {}", decision.report),
            before: Some(json!({"moderation": Moderation::Waiting.as_str()})),
            after: Some(after),
        };
        audit::append(&mut transaction, change).await?;
        Ok(transaction.commit().await?)
    }
}

async fn go_on(
    connection: &mut Connection,
    decision: &Decision,
    number: CaseNumber,
) -> Result<(), StoreError> {
    let report = decision.report;
    match decision.moderation {
        Moderation::Approved => {
            let state = take(connection, decision, number, CaseEvent::Confirmed { report }).await?;
            let challenge = decision.challenges.iter().find(|(challenged, _)| *challenged == number);
            if let (CaseState::Open, Some((_, challenge))) = (state, challenge) {
                take(connection, decision, number, challenge.clone()).await?;
            }
        }
        Moderation::Dismissed | Moderation::Waiting => {
            let state = take(connection, decision, number, CaseEvent::Dismissed { report }).await?;
            let waiting: i64 =
                sqlx::query_scalar(STILL_WAITING).bind(number.0).fetch_one(&mut *connection).await?;
            if state == CaseState::Reported && waiting == 0 {
                let outcome = CaseOutcome::Dismissed;
                take(connection, decision, number, CaseEvent::Closed { outcome }).await?;
            }
        }
    }
    Ok(())
}

async fn take(
    connection: &mut Connection,
    decision: &Decision,
    number: CaseNumber,
    event: CaseEvent,
) -> Result<CaseState, StoreError> {
    let Decision { at, on, actor, reason, .. } = decision;
    let step = CaseStep { at: *at, on: *on, actor: actor.as_str().to_owned(), reason: reason.clone(), event };
    cases::take(connection, number, &step).await
}
