//! How to reach who reported: apart from the report, and erased on demand.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows::text,
};
use crate::domain::{Actor, HashedSecret, NewContact};

const INSERT: &str = "INSERT INTO contacts (report, email, language, secret_sha256) VALUES ($1, $2, $3, $4)";
const SECRET: &str = "SELECT secret_sha256 FROM contacts WHERE report = $1 AND email IS NOT NULL";
const ERASE: &str =
    "UPDATE contacts SET email = NULL, erased_at = $1 WHERE report = $2 AND email IS NOT NULL";
const FORGET_MAILS: &str = "DELETE FROM mails WHERE report = $1 AND state <> 'sent'";

pub(super) async fn insert(
    connection: &mut Connection,
    report: i64,
    contact: &NewContact,
) -> Result<(), StoreError> {
    let insert = sqlx::query(INSERT)
        .bind(report)
        .bind(text(contact.email.reveal()))
        .bind(contact.language.as_str())
        .bind(contact.secret.to_text());
    insert.execute(connection).await?;
    Ok(())
}

impl Store {
    /// By which the owner of a contact erases it; none where there is no contact,
    /// or not any more.
    pub async fn contact_secret(&self, report: i64) -> Result<Option<HashedSecret>, StoreError> {
        let hex: Option<String> =
            sqlx::query_scalar(SECRET).bind(report).fetch_optional(self.readers()).await?;
        hex.map(|hex| readable("secret_sha256", HashedSecret::parse(&hex).ok_or("no hash"))).transpose()
    }

    /// Erases who to reach; that it was there, and when it went, stays. What
    /// waits to be told is told to nobody.
    ///
    /// # Errors
    /// When the report has no contact, or not any more.
    pub async fn erase_contact(&self, report: i64, actor: &Actor, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let erase = sqlx::query(ERASE).bind(at.to_string()).bind(report);
        if erase.execute(&mut *transaction).await?.rows_affected() == 0 {
            return Err(StoreError::NoContact(report));
        }
        sqlx::query(FORGET_MAILS).bind(report).execute(&mut *transaction).await?;
        let (action, subject) = ("contact_erased", format!("dead zone {report}"));
        let (before, after) = (Some(json!({"contact": true})), Some(json!({"contact": false})));
        audit::append(&mut transaction, Change { at, actor, action, subject, before, after }).await?;
        Ok(transaction.commit().await?)
    }
}
