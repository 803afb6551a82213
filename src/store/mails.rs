//! What reporters are yet to be told: rows that are written with the step that
//! they tell of, so that neither is ever without the other.
//!
//! Whoever sends takes rows for a while first: two services send none twice, and
//! what one that was killed had taken is due again when the while is over.

use jiff::Timestamp;

use super::{Connection, Store, StoreError, cases::StepRow, error::readable, rows::text};
use crate::domain::{CaseNumber, CaseStep, EmailAddress, Language, NetworkId};

/// A step that somebody is to be told of.
#[derive(Clone, Debug)]
pub struct TakenMail {
    pub id: i64,
    /// How often it was tried, this time among them.
    pub attempts: i64,
    pub report: i64,
    pub email: EmailAddress,
    pub language: Language,
    pub case: CaseNumber,
    pub network: NetworkId,
    pub step: CaseStep,
}

#[derive(sqlx::FromRow)]
struct MailRow {
    mail_id: i64,
    attempts: i64,
    told_report: i64,
    email: String,
    language: String,
    network: String,
    #[sqlx(flatten)]
    step: StepRow,
}

/// A row for each reporter of the case who left an address, or for one of them.
const INSERT: &str = "INSERT INTO mails (report, case_step_id, state, due_at, attempts) \
     SELECT contacts.report, $1, 'waiting', $2, 0 FROM contacts \
     JOIN case_steps ON case_steps.report = contacts.report AND case_steps.event = 'reported' \
     WHERE case_steps.case_number = $3 AND contacts.email IS NOT NULL \
     AND ($4 = 0 OR contacts.report = $5) ORDER BY contacts.report";
const DUE: &str = "SELECT mails.id AS mail_id, mails.attempts, mails.report AS told_report, contacts.email, \
     contacts.language, cases.network, case_number, at, day, actor, reason, event, case_steps.report, until, \
     contract_id, new_map_term, silence_concedes, tests, failing, failing_cells, file_name, sha256, word \
     FROM mails JOIN contacts ON contacts.report = mails.report \
     JOIN case_steps ON case_steps.id = mails.case_step_id JOIN cases ON cases.number = case_steps.case_number \
     WHERE mails.state = 'waiting' AND mails.due_at <= $1 AND contacts.email IS NOT NULL \
     ORDER BY mails.report, mails.id LIMIT $2";
const TAKE: &str = "UPDATE mails SET due_at = $1, attempts = attempts + 1 WHERE id = $2";
const SENT: &str = "UPDATE mails SET state = 'sent', fault = NULL WHERE id = $1";
const FAILED: &str = "UPDATE mails SET state = $1, due_at = $2, fault = $3 WHERE id = $4";

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

impl Store {
    /// Takes at most so many mails that are due, ordered by report. Nobody else
    /// takes them before `until`.
    pub async fn take_due_mails(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<TakenMail>, StoreError> {
        let mut transaction = self.begin().await?;
        let due = sqlx::query_as(DUE).bind(now.as_second()).bind(i64::from(limit));
        let rows: Vec<MailRow> = due.fetch_all(&mut *transaction).await?;
        for row in &rows {
            let take = sqlx::query(TAKE).bind(until.as_second()).bind(row.mail_id);
            take.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        rows.into_iter().map(mail).collect()
    }

    pub async fn mails_sent(&self, ids: &[i64]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for id in ids {
            sqlx::query(SENT).bind(id).execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// Mails that could not be sent: due again at a moment, or given up.
    pub async fn mails_failed(
        &self,
        ids: &[i64],
        again_at: Option<Timestamp>,
        fault: &str,
    ) -> Result<(), StoreError> {
        let state = if again_at.is_some() { "waiting" } else { "given_up" };
        let due_at = again_at.map_or(0, Timestamp::as_second);
        let mut transaction = self.begin().await?;
        for id in ids {
            let failed = sqlx::query(FAILED).bind(state).bind(due_at).bind(text(fault)).bind(id);
            failed.execute(&mut *transaction).await?;
        }
        Ok(transaction.commit().await?)
    }
}

fn mail(row: MailRow) -> Result<TakenMail, StoreError> {
    Ok(TakenMail {
        id: row.mail_id,
        attempts: row.attempts + 1,
        report: row.told_report,
        email: readable("email", EmailAddress::new(&row.email))?,
        language: readable("language", row.language.parse())?,
        case: CaseNumber(row.step.case_number),
        network: readable("network", NetworkId::new(row.network))?,
        step: row.step.step()?,
    })
}
