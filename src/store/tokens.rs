//! API tokens. Their secrets never come here.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    words,
};
use crate::domain::{
    Actor, HashedSecret, NetworkId, NewToken, OrganisationId, Permission, Rights, Token, TokenId,
};

#[derive(sqlx::FromRow)]
struct TokenRow {
    id: i64,
    name: String,
    secret_sha256: String,
    role: String,
    networks: String,
    scopes: Option<String>,
    organisation_id: Option<i64>,
    demonstration: i64,
    created_at: String,
    created_by: String,
    expires_at: Option<String>,
    revoked_at: Option<String>,
    last_used_at: Option<String>,
}

const INSERT: &str = "INSERT INTO tokens (name, secret_sha256, role, networks, scopes, organisation_id, \
     demonstration, created_at, created_by, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";

/// The tokens of which the condition that follows holds.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, name, secret_sha256, role, networks, scopes, organisation_id, demonstration, \
             created_at, created_by, expires_at, revoked_at, last_used_at FROM tokens ",
            $condition
        )
    };
}

impl Store {
    /// Keeps a token with what is kept of its secret.
    pub async fn add_token(
        &self,
        new: NewToken,
        secret: &HashedSecret,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Token, StoreError> {
        let mut transaction = self.begin().await?;
        let id = insert(&mut transaction, &new, secret, (actor, at)).await?;
        let (action, subject) = ("token_created", format!("token {id}"));
        let change = Change { at, actor, action, subject, before: None, after: Some(described(&new)) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        let (created_by, details) = (actor.clone(), new);
        Ok(Token {
            id: TokenId(id),
            details,
            created_at: at,
            created_by,
            revoked_at: None,
            last_used_at: None,
        })
    }

    /// All tokens ever made, oldest first.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        let rows: Vec<TokenRow> = sqlx::query_as(select!("ORDER BY id")).fetch_all(self.readers()).await?;
        rows.into_iter().map(|row| Ok(token(row)?.0)).collect()
    }

    /// A token, whatever its state, with what is kept of its secret.
    pub async fn token(&self, id: TokenId) -> Result<Option<(Token, HashedSecret)>, StoreError> {
        let query = sqlx::query_as(select!("WHERE id = $1")).bind(id.0);
        query.fetch_optional(self.readers()).await?.map(token).transpose()
    }

    /// Ends a token and answers with it; one that was revoked before stays as
    /// it is. None where there is no such token.
    pub async fn revoke_token(
        &self,
        id: TokenId,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Option<Token>, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(select!("WHERE id = $1")).bind(id.0);
        let row: Option<TokenRow> = query.fetch_optional(&mut *transaction).await?;
        let Some((token, _)) = row.map(token).transpose()? else { return Ok(None) };
        if token.revoked_at.is_some() {
            return Ok(Some(token));
        }
        revoke(&mut transaction, &token, actor, at).await?;
        transaction.commit().await?;
        Ok(Some(Token { revoked_at: Some(at), ..token }))
    }

    /// Ends the tokens of earlier starts of the demonstration.
    pub async fn revoke_demonstration_tokens(&self, actor: &Actor, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(select!("WHERE demonstration = 1 AND revoked_at IS NULL ORDER BY id"));
        let rows: Vec<TokenRow> = query.fetch_all(&mut *transaction).await?;
        for row in rows {
            revoke(&mut transaction, &token(row)?.0, actor, at).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Notes that a token was used. It changes nothing that somebody may do,
    /// so it is not in the audit trail.
    pub async fn note_token_use(&self, id: TokenId, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query("UPDATE tokens SET last_used_at = $1 WHERE id = $2");
        query.bind(at.to_string()).bind(id.0).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

async fn insert(
    connection: &mut Connection,
    new: &NewToken,
    secret: &HashedSecret,
    (actor, at): (&Actor, Timestamp),
) -> Result<i64, StoreError> {
    let query = sqlx::query_scalar(INSERT)
        .bind(new.name())
        .bind(secret.to_text())
        .bind(new.rights.role.as_str())
        .bind(words::join(&new.rights.networks))
        .bind(new.rights.scopes().map(words::join))
        .bind(new.organisation.map(|id| id.0))
        .bind(i64::from(new.demonstration))
        .bind(at.to_string())
        .bind(actor.as_str())
        .bind(new.expires_at.map(|end| end.to_string()));
    Ok(query.fetch_one(connection).await?)
}

async fn revoke(
    connection: &mut Connection,
    token: &Token,
    actor: &Actor,
    at: Timestamp,
) -> Result<(), StoreError> {
    let query = sqlx::query("UPDATE tokens SET revoked_at = $1 WHERE id = $2");
    query.bind(at.to_string()).bind(token.id.0).execute(&mut *connection).await?;
    let (action, subject) = ("token_revoked", format!("token {}", token.id.0));
    let before = Some(described(&token.details));
    audit::append(connection, Change { at, actor, action, subject, before, after: None }).await
}

/// What the trail keeps of a token.
fn described(token: &NewToken) -> Value {
    let rights = &token.rights;
    json!({
        "name": token.name(),
        "role": rights.role.as_str(),
        "networks": rights.networks.iter().map(NetworkId::as_str).collect::<Vec<_>>(),
        "scopes": rights.scopes().map(|scopes| scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>()),
        "organisation": token.organisation.map(|id| id.0),
        "expires_at": token.expires_at.map(|end| end.to_string()),
        "demonstration": token.demonstration,
    })
}

fn token(row: TokenRow) -> Result<(Token, HashedSecret), StoreError> {
    let time = |column, text: Option<String>| {
        text.map(|text| readable(column, text.parse::<Timestamp>())).transpose()
    };
    let mut details = readable("name", NewToken::new(&row.name, rights(&row)?))?;
    details.organisation = row.organisation_id.map(OrganisationId);
    details.expires_at = time("expires_at", row.expires_at)?;
    details.demonstration = row.demonstration != 0;
    let token = Token {
        id: TokenId(row.id),
        details,
        created_at: readable("created_at", row.created_at.parse())?,
        created_by: Actor::new(row.created_by),
        revoked_at: time("revoked_at", row.revoked_at)?,
        last_used_at: time("last_used_at", row.last_used_at)?,
    };
    let secret = HashedSecret::parse(&row.secret_sha256).ok_or("it is no SHA-256");
    Ok((token, readable("secret_sha256", secret)?))
}

fn rights(row: &TokenRow) -> Result<Rights, StoreError> {
    let networks = words::split("networks", &row.networks, NetworkId::new)?;
    let rights = readable("networks", Rights::of(readable("role", row.role.parse())?, networks))?;
    let Some(scopes) = &row.scopes else { return Ok(rights) };
    let scopes = words::split("scopes", scopes, str::parse::<Permission>)?;
    readable("scopes", rights.narrowed_to(scopes))
}
