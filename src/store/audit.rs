//! The audit trail: every change with who made it, added in the change's own
//! transaction, so that neither is ever without the other.
//!
//! Rows are chained: a row's hash is the SHA-256 of its fields and of the hash
//! before it. Whoever may write to the database can still compute a whole new
//! chain, or cut off its end; against that the last hash is noted elsewhere.

mod chain;
mod verify;

use jiff::Timestamp;
use serde_json::Value;

use super::{Connection, Store, StoreError, error::readable};
use crate::domain::{Actor, AuditRecord};
use chain::AuditRow;

pub use verify::{AuditFault, AuditVerification};

/// A change on its way into the trail. Secrets and contact details never are in it.
#[derive(Clone, Debug)]
pub(super) struct Change<'a> {
    pub at: Timestamp,
    pub actor: &'a Actor,
    /// A stable word, such as `token_created`.
    pub action: &'static str,
    /// What it was done to, such as `token 3`.
    pub subject: String,
    /// None: it wasn't there before.
    pub before: Option<Value>,
    /// None: it isn't there any more.
    pub after: Option<Value>,
}

const TAKE_HEAD: &str = "UPDATE audit_head SET number = number + 1 WHERE id = 1 RETURNING number, hash";
const INSERT: &str = "INSERT INTO audit (number, at, actor, action, subject, before, after, previous_hash, hash) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const NEWEST: &str = "SELECT number, at, actor, action, subject, before, after, previous_hash, hash FROM audit \
     WHERE number < $1 ORDER BY number DESC LIMIT $2";

/// Adds a change to the trail, in the transaction that makes it.
pub(super) async fn append(connection: &mut Connection, change: Change<'_>) -> Result<(), StoreError> {
    // Taking the head locks its row until the transaction ends: no other one
    // can add a row with the same number.
    let (number, previous_hash): (i64, String) =
        sqlx::query_as(TAKE_HEAD).fetch_one(&mut *connection).await?;
    let row = AuditRow::after(previous_hash, number, change);
    sqlx::query(INSERT)
        .bind(row.number)
        .bind(&row.at)
        .bind(&row.actor)
        .bind(&row.action)
        .bind(&row.subject)
        .bind(&row.before)
        .bind(&row.after)
        .bind(&row.previous_hash)
        .bind(&row.hash)
        .execute(&mut *connection)
        .await?;
    let set_head = sqlx::query("UPDATE audit_head SET hash = $1 WHERE id = 1");
    set_head.bind(&row.hash).execute(connection).await?;
    Ok(())
}

impl Store {
    /// At most `limit` changes older than the one numbered `before`, newest first.
    pub async fn audit(&self, before: Option<i64>, limit: i64) -> Result<Vec<AuditRecord>, StoreError> {
        let query = sqlx::query_as(NEWEST).bind(before.unwrap_or(i64::MAX)).bind(limit);
        query.fetch_all(self.readers()).await?.into_iter().map(record).collect()
    }
}

fn record(row: AuditRow) -> Result<AuditRecord, StoreError> {
    let json = |column, text: Option<String>| {
        readable(column, text.map(|text| serde_json::from_str::<Value>(&text)).transpose())
    };
    Ok(AuditRecord {
        number: row.number,
        at: readable("at", row.at.parse())?,
        actor: row.actor,
        action: row.action,
        subject: row.subject,
        before: json("before", row.before)?,
        after: json("after", row.after)?,
        hash: row.hash,
    })
}
