//! People who have signed in.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows::text,
    words,
};
use crate::domain::{
    Actor, NetworkId, OrganisationId, Person, PersonChange, PersonId, Role, SignedInPerson, Subject,
};

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: i64,
    issuer: String,
    subject: String,
    name: String,
    email: Option<String>,
    organisation_id: Option<i64>,
    role: String,
    networks: String,
    active: i64,
}

const INSERT: &str = "INSERT INTO people (issuer, subject, name, email, organisation_id, role, networks, active) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING id";
const UPDATE: &str = "UPDATE people SET name = $1, email = $2, organisation_id = $3, role = $4, networks = $5, \
     active = $6 WHERE id = $7";

/// The people of whom the condition that follows holds.
macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, issuer, subject, name, email, organisation_id, role, networks, active FROM people ",
            $condition
        )
    };
}

impl Store {
    /// All people, in the order of their first sign-in.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        let rows = sqlx::query_as(select!("ORDER BY id")).fetch_all(self.readers()).await?;
        rows.into_iter().map(person).collect()
    }

    pub async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        let query = sqlx::query_as(select!("WHERE id = $1")).bind(id.0);
        query.fetch_optional(self.readers()).await?.map(person).transpose()
    }

    /// Keeps somebody who signs in for the first time, as a reader where the
    /// provider says nothing else; brings what is kept of anybody else up to
    /// date. Who isn't active stays so.
    pub async fn sign_in_person(&self, told: SignedInPerson, at: Timestamp) -> Result<Person, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(select!("WHERE issuer = $1 AND subject = $2"));
        let query = query.bind(&told.subject.issuer).bind(&told.subject.subject);
        let known: Option<PersonRow> = query.fetch_optional(&mut *transaction).await?;
        let (before, after) = match known.map(person).transpose()? {
            Some(before) => {
                let after = brought_up_to_date(&before, told);
                update(&mut transaction, &after).await?;
                (Some(before), after)
            }
            None => (None, insert(&mut transaction, told).await?),
        };
        // The person signs in, nobody else does it for them.
        let actor = Actor::person(after.id, after.role);
        record(&mut transaction, "person_signed_in", before.as_ref(), &after, (&actor, at)).await?;
        transaction.commit().await?;
        Ok(after)
    }

    /// Changes what is asked for and answers with the person as they are then;
    /// none where there is no such person.
    pub async fn change_person(
        &self,
        id: PersonId,
        change: PersonChange,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Option<Person>, StoreError> {
        let mut transaction = self.begin().await?;
        let query = sqlx::query_as(select!("WHERE id = $1")).bind(id.0);
        let row: Option<PersonRow> = query.fetch_optional(&mut *transaction).await?;
        let Some(before) = row.map(person).transpose()? else { return Ok(None) };
        let after = Person {
            role: change.role.unwrap_or(before.role),
            networks: change.networks.unwrap_or_else(|| before.networks.clone()),
            active: change.active.unwrap_or(before.active),
            ..before.clone()
        };
        update(&mut transaction, &after).await?;
        record(&mut transaction, "person_changed", Some(&before), &after, (actor, at)).await?;
        transaction.commit().await?;
        Ok(Some(after))
    }
}

fn brought_up_to_date(before: &Person, told: SignedInPerson) -> Person {
    Person {
        name: told.name,
        email: told.email,
        organisation: told.organisation.or(before.organisation),
        role: told.role.unwrap_or(before.role),
        networks: told.networks.unwrap_or_else(|| before.networks.clone()),
        ..before.clone()
    }
}

async fn insert(connection: &mut Connection, told: SignedInPerson) -> Result<Person, StoreError> {
    let (role, networks) = (told.role.unwrap_or(Role::Reader), told.networks.unwrap_or_default());
    let query = sqlx::query_scalar(INSERT).bind(&told.subject.issuer).bind(&told.subject.subject);
    let query = query
        .bind(text(&told.name))
        .bind(told.email.as_deref().map(text))
        .bind(told.organisation.map(|id| id.0));
    let query = query.bind(role.as_str()).bind(words::join(&networks));
    let id = PersonId(query.fetch_one(connection).await?);
    let SignedInPerson { subject, name, email, organisation, .. } = told;
    Ok(Person { id, subject, name, email, organisation, role, networks, active: true })
}

async fn update(connection: &mut Connection, person: &Person) -> Result<(), StoreError> {
    let query = sqlx::query(UPDATE).bind(text(&person.name)).bind(person.email.as_deref().map(text));
    let query = query.bind(person.organisation.map(|id| id.0)).bind(person.role.as_str());
    let query = query.bind(words::join(&person.networks)).bind(i64::from(person.active)).bind(person.id.0);
    query.execute(connection).await?;
    Ok(())
}

async fn record(
    connection: &mut Connection,
    action: &'static str,
    before: Option<&Person>,
    after: &Person,
    (actor, at): (&Actor, Timestamp),
) -> Result<(), StoreError> {
    let subject = format!("person {}", after.id.0);
    let change =
        Change { at, actor, action, subject, before: before.map(rights_of), after: Some(rights_of(after)) };
    audit::append(connection, change).await
}

/// What the trail keeps of a person: neither name nor address.
fn rights_of(person: &Person) -> Value {
    json!({
        "role": person.role.as_str(),
        "networks": person.networks.iter().map(NetworkId::as_str).collect::<Vec<_>>(),
        "organisation": person.organisation.map(|id| id.0),
        "active": person.active,
    })
}

fn person(row: PersonRow) -> Result<Person, StoreError> {
    Ok(Person {
        id: PersonId(row.id),
        subject: Subject { issuer: row.issuer, subject: row.subject },
        name: row.name,
        email: row.email,
        organisation: row.organisation_id.map(OrganisationId),
        role: readable("role", row.role.parse())?,
        networks: words::split("networks", &row.networks, NetworkId::new)?,
        active: row.active != 0,
    })
}
