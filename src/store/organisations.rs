//! Organisations.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
};
use crate::domain::{Actor, NewOrganisation, Organisation, OrganisationId, OrganisationNumber, ZoneCode};

#[derive(sqlx::FromRow)]
struct OrganisationRow {
    id: i64,
    name: String,
    number: String,
    #[sqlx(rename = "type")]
    kind: String,
    home_municipality: Option<String>,
}

const INSERT: &str = "INSERT INTO organisations (name, number, type, home_municipality) \
     VALUES ($1, $2, $3, $4) RETURNING id";

/// The organisations of which the condition that follows holds.
macro_rules! select {
    ($condition:literal) => {
        concat!("SELECT id, name, number, type, home_municipality FROM organisations ", $condition)
    };
}

impl Store {
    /// # Errors
    /// When an organisation with that number is there already.
    pub async fn add_organisation(
        &self,
        new: NewOrganisation,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Organisation, StoreError> {
        let mut transaction = self.begin().await?;
        if by_number(&mut transaction, &new.number).await?.is_some() {
            return Err(StoreError::OrganisationExists(new.number.to_string()));
        }
        let query = sqlx::query_scalar(INSERT).bind(new.name()).bind(new.number.as_str());
        let query = query.bind(new.kind.as_str()).bind(new.home_municipality.as_ref().map(ZoneCode::as_str));
        let id: i64 = query.fetch_one(&mut *transaction).await?;
        let after = json!({
            "name": new.name(), "number": new.number.as_str(), "type": new.kind.as_str(),
            "home_municipality": new.home_municipality.as_ref().map(ZoneCode::as_str),
        });
        let (action, subject) = ("organisation_added", format!("organisation {id}"));
        let change = Change { at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(Organisation { id: OrganisationId(id), details: new })
    }

    /// All organisations, in the order in which they were added.
    pub async fn organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let rows = sqlx::query_as(select!("ORDER BY id")).fetch_all(self.readers()).await?;
        rows.into_iter().map(organisation).collect()
    }

    pub async fn organisation(&self, id: OrganisationId) -> Result<Option<Organisation>, StoreError> {
        let query = sqlx::query_as(select!("WHERE id = $1")).bind(id.0);
        query.fetch_optional(self.readers()).await?.map(organisation).transpose()
    }

    pub async fn organisation_numbered(
        &self,
        number: &OrganisationNumber,
    ) -> Result<Option<Organisation>, StoreError> {
        let query = sqlx::query_as(select!("WHERE number = $1")).bind(number.as_str());
        query.fetch_optional(self.readers()).await?.map(organisation).transpose()
    }
}

async fn by_number(
    connection: &mut Connection,
    number: &OrganisationNumber,
) -> Result<Option<OrganisationRow>, StoreError> {
    let query = sqlx::query_as(select!("WHERE number = $1")).bind(number.as_str());
    Ok(query.fetch_optional(connection).await?)
}

fn organisation(row: OrganisationRow) -> Result<Organisation, StoreError> {
    let number = readable("number", OrganisationNumber::new(row.number))?;
    let kind = readable("type", row.kind.parse())?;
    let home = row.home_municipality.map(ZoneCode::new);
    let details = readable("name", NewOrganisation::new(&row.name, number, kind, home))?;
    Ok(Organisation { id: OrganisationId(row.id), details })
}
