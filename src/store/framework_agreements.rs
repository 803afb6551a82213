//! Framework agreements, who may call off from them, and what was called off.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde_json::json;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows::{ROWS_PER_STATEMENT, insert, text},
};
use crate::domain::{
    Actor, CallOff, FrameworkAgreement, FrameworkAgreementId, Kronor, NewFrameworkAgreement, OrganisationId,
};

#[derive(sqlx::FromRow)]
struct AgreementRow {
    id: i64,
    name: String,
    ceiling_ore: i64,
    expected_ore_a_year: Option<i64>,
    begins_on: String,
    ends_on: Option<String>,
}

#[derive(sqlx::FromRow)]
struct CallOffRow {
    organisation_id: i64,
    day: String,
    amount_ore: i64,
    supplier: String,
    reference: String,
}

const INSERT: &str = "INSERT INTO framework_agreements \
     (name, ceiling_ore, expected_ore_a_year, begins_on, ends_on, added_at) \
     VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
const SELECT: &str = "SELECT id, name, ceiling_ore, expected_ore_a_year, begins_on, ends_on \
     FROM framework_agreements ORDER BY id";
const ENTITLE: &str = "INSERT INTO agreement_organisations (agreement_id, organisation_id, power_of_attorney) \
     VALUES ($1, $2, $3) ON CONFLICT (agreement_id, organisation_id) \
     DO UPDATE SET power_of_attorney = excluded.power_of_attorney";
const ENTITLED: &str =
    "SELECT organisation_id, power_of_attorney FROM agreement_organisations WHERE agreement_id = $1";
const CALL_OFFS: &str = "SELECT organisation_id, day, amount_ore, supplier, reference FROM call_offs \
     WHERE agreement_id = $1 ORDER BY day, id";
const ADD: &str = "INSERT INTO call_offs \
     (agreement_id, organisation_id, day, amount_ore, supplier, reference, actor, added_at)";

/// Who may call off, and since when there is a power of attorney.
pub type Entitled = BTreeMap<OrganisationId, Option<Date>>;

impl Store {
    pub async fn add_framework_agreement(
        &self,
        new: NewFrameworkAgreement,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<FrameworkAgreement, StoreError> {
        let mut transaction = self.begin().await?;
        let (expected, ends_on) =
            (new.expected_a_year().map(Kronor::ore), new.ends_on().map(|day| day.to_string()));
        let query = sqlx::query_scalar(INSERT).bind(text(new.name())).bind(new.ceiling().ore());
        let query = query.bind(expected).bind(new.begins_on().to_string()).bind(&ends_on);
        let id: i64 = query.bind(at.to_string()).fetch_one(&mut *transaction).await?;
        let after = json!({
            "name": new.name(), "ceiling_ore": new.ceiling().ore(), "expected_ore_a_year": expected,
            "begins_on": new.begins_on().to_string(), "ends_on": ends_on,
        });
        let (action, subject) = ("framework_agreement_added", format!("framework agreement {id}"));
        let change = Change { at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(FrameworkAgreement { id: FrameworkAgreementId(id), details: new })
    }

    /// All agreements, oldest first.
    pub async fn framework_agreements(&self) -> Result<Vec<FrameworkAgreement>, StoreError> {
        let rows: Vec<AgreementRow> = sqlx::query_as(SELECT).fetch_all(self.readers()).await?;
        rows.into_iter().map(agreement).collect()
    }

    /// # Errors
    /// When there is none of that number.
    pub async fn framework_agreement(
        &self,
        id: FrameworkAgreementId,
    ) -> Result<FrameworkAgreement, StoreError> {
        let found = self.framework_agreements().await?.into_iter().find(|agreement| agreement.id == id);
        found.ok_or(StoreError::NoSuchFrameworkAgreement(id))
    }

    /// Entitles an organisation to call off, or notes its power of attorney.
    pub async fn entitle(
        &self,
        id: FrameworkAgreementId,
        (organisation, power_of_attorney): (OrganisationId, Option<Date>),
        actor: &Actor,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let given = power_of_attorney.map(|day| day.to_string());
        let query = sqlx::query(ENTITLE).bind(id.0).bind(organisation.0).bind(&given);
        query.execute(&mut *transaction).await?;
        let subject = format!("framework agreement {}", id.0);
        let after = json!({"organisation": organisation.0, "power_of_attorney": given});
        let action = "organisation_entitled";
        let change = Change { at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        Ok(transaction.commit().await?)
    }

    pub async fn entitled(&self, id: FrameworkAgreementId) -> Result<Entitled, StoreError> {
        let query = sqlx::query_as(ENTITLED).bind(id.0);
        let rows: Vec<(i64, Option<String>)> = query.fetch_all(self.readers()).await?;
        let read = |(organisation, given): (i64, Option<String>)| {
            let given = given.map(|day| readable("power_of_attorney", day.parse())).transpose()?;
            Ok((OrganisationId(organisation), given))
        };
        rows.into_iter().map(read).collect()
    }

    /// What was called off, by day.
    pub async fn call_offs(&self, id: FrameworkAgreementId) -> Result<Vec<CallOff>, StoreError> {
        let rows: Vec<CallOffRow> = sqlx::query_as(CALL_OFFS).bind(id.0).fetch_all(self.readers()).await?;
        rows.into_iter().map(call_off).collect()
    }

    /// Adds what `choose` picks by what is there already; both happen in one
    /// transaction, so that nothing is counted twice.
    pub async fn add_call_offs<Outcome>(
        &self,
        id: FrameworkAgreementId,
        actor: &Actor,
        at: Timestamp,
        choose: impl FnOnce(&[CallOff]) -> (Vec<CallOff>, Outcome),
    ) -> Result<Outcome, StoreError> {
        let mut transaction = self.begin().await?;
        let there: Vec<CallOffRow> =
            sqlx::query_as(CALL_OFFS).bind(id.0).fetch_all(&mut *transaction).await?;
        let there = there.into_iter().map(call_off).collect::<Result<Vec<_>, StoreError>>()?;
        let (new, outcome) = choose(&there);
        if !new.is_empty() {
            write(&mut transaction, id, &new, (actor, at)).await?;
            let sum: Kronor = new.iter().map(|call_off| call_off.amount).sum();
            let after = json!({"call_offs": new.len(), "sum_ore": sum.ore()});
            let (action, subject) = ("call_offs_added", format!("framework agreement {}", id.0));
            let change = Change { at, actor, action, subject, before: None, after: Some(after) };
            audit::append(&mut transaction, change).await?;
        }
        transaction.commit().await?;
        Ok(outcome)
    }
}

async fn write(
    connection: &mut Connection,
    id: FrameworkAgreementId,
    new: &[CallOff],
    (actor, at): (&Actor, Timestamp),
) -> Result<(), StoreError> {
    for chunk in new.chunks(ROWS_PER_STATEMENT) {
        insert(connection, ADD, chunk.iter(), |statement, call_off| {
            let CallOff { organisation, day, amount, supplier, reference } = call_off;
            let statement = statement.bind(id.0).bind(organisation.0).bind(day.to_string());
            let statement = statement.bind(amount.ore()).bind(text(supplier)).bind(text(reference));
            statement.bind(actor.as_str()).bind(at.to_string())
        })
        .await?;
    }
    Ok(())
}

fn agreement(row: AgreementRow) -> Result<FrameworkAgreement, StoreError> {
    let begins_on = readable("begins_on", row.begins_on.parse())?;
    let ends_on = row.ends_on.map(|day| readable("ends_on", day.parse())).transpose()?;
    let amounts = (Kronor::from_ore(row.ceiling_ore), row.expected_ore_a_year.map(Kronor::from_ore));
    let details = readable(
        "framework agreement",
        NewFrameworkAgreement::new(&row.name, amounts, (begins_on, ends_on)),
    )?;
    Ok(FrameworkAgreement { id: FrameworkAgreementId(row.id), details })
}

fn call_off(row: CallOffRow) -> Result<CallOff, StoreError> {
    Ok(CallOff {
        organisation: OrganisationId(row.organisation_id),
        day: readable("day", row.day.parse())?,
        amount: Kronor::from_ore(row.amount_ore),
        supplier: row.supplier,
        reference: row.reference,
    })
}
