//! Signed-in browsers. The cookies' secrets never come here.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
};
use crate::domain::{Actor, HashedSecret, PersonId, Session, SessionHolder, SessionId, TokenId};

#[derive(sqlx::FromRow)]
struct SessionRow {
    id: i64,
    person_id: Option<i64>,
    token_id: Option<i64>,
    started_at: String,
    last_used_at: String,
}

const INSERT: &str = "INSERT INTO sessions (secret_sha256, person_id, token_id, started_at, last_used_at) \
     VALUES ($1, $2, $3, $4, $4) RETURNING id";

/// The sessions of which the condition that follows holds.
macro_rules! select {
    ($condition:literal) => {
        concat!("SELECT id, person_id, token_id, started_at, last_used_at FROM sessions ", $condition)
    };
}

impl Store {
    /// Keeps a session that begins, and clears away those that are over.
    pub async fn begin_session(
        &self,
        secret: &HashedSecret,
        holder: SessionHolder,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Session, StoreError> {
        let mut transaction = self.begin().await?;
        clear_over(&mut transaction, at).await?;
        let (person, token) = match holder {
            SessionHolder::Person(id) => (Some(id.0), None),
            SessionHolder::Token(id) => (None, Some(id.0)),
        };
        let query = sqlx::query_scalar(INSERT).bind(secret.to_text()).bind(person).bind(token);
        let id: i64 = query.bind(at.to_string()).fetch_one(&mut *transaction).await?;
        let after = Some(json!({"person": person, "token": token}));
        let (action, subject) = ("session_begun", format!("session {id}"));
        audit::append(&mut transaction, Change { at, actor, action, subject, before: None, after }).await?;
        transaction.commit().await?;
        Ok(Session { id: SessionId(id), holder, started_at: at, last_used_at: at })
    }

    /// The session that a cookie's secret belongs to, whether it is over or not.
    ///
    /// The database compares hashes, and not in constant time: what its time
    /// tells of a hash is of no use without a secret that has it.
    pub async fn session(&self, secret: &HashedSecret) -> Result<Option<Session>, StoreError> {
        let query = sqlx::query_as(select!("WHERE secret_sha256 = $1")).bind(secret.to_text());
        query.fetch_optional(self.readers()).await?.map(session).transpose()
    }

    /// Ends a session that somebody ends.
    pub async fn end_session(&self, id: SessionId, actor: &Actor, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        if delete(&mut transaction, id).await? {
            let (action, subject) = ("session_ended", format!("session {}", id.0));
            let change = Change { at, actor, action, subject, before: None, after: None };
            audit::append(&mut transaction, change).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that a session was used. As with tokens, that is no change.
    pub async fn note_session_use(&self, id: SessionId, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query("UPDATE sessions SET last_used_at = $1 WHERE id = $2");
        query.bind(at.to_string()).bind(id.0).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Nobody can use a session that is over; its row would only lie about.
async fn clear_over(connection: &mut Connection, now: Timestamp) -> Result<(), StoreError> {
    let rows: Vec<SessionRow> = sqlx::query_as(select!("ORDER BY id")).fetch_all(&mut *connection).await?;
    for row in rows {
        let session = session(row)?;
        if session.is_over(now) {
            delete(connection, session.id).await?;
        }
    }
    Ok(())
}

async fn delete(connection: &mut Connection, id: SessionId) -> Result<bool, StoreError> {
    let query = sqlx::query("DELETE FROM sessions WHERE id = $1").bind(id.0);
    Ok(query.execute(connection).await?.rows_affected() > 0)
}

fn session(row: SessionRow) -> Result<Session, StoreError> {
    let holder = match (row.person_id, row.token_id) {
        (Some(id), None) => Ok(SessionHolder::Person(PersonId(id))),
        (None, Some(id)) => Ok(SessionHolder::Token(TokenId(id))),
        _ => Err("it belongs to a person or to a token"),
    };
    Ok(Session {
        id: SessionId(row.id),
        holder: readable("person_id", holder)?,
        started_at: readable("started_at", row.started_at.parse())?,
        last_used_at: readable("last_used_at", row.last_used_at.parse())?,
    })
}
