//! `/api/v1/people`: who has signed in, and what an administrator lets them do.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::{Path, Text},
    problem::Problem,
    question::{known_network, word},
    rights::refuse_beyond,
    router::AppState,
};
use crate::{
    domain::{Bilingual, NetworkId, Permission, Person, PersonChange, PersonId, Role},
    ingest::read_document,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct PeopleBody {
    people: Vec<PersonBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    id: i64,
    name: String,
    #[schema(required)]
    email: Option<String>,
    /// An organisation's id.
    #[schema(required)]
    organisation: Option<i64>,
    /// The address of the provider that the person signs in at.
    issuer: String,
    #[schema(value_type = Role)]
    role: &'static str,
    /// The networks that an operator is bound to.
    networks: Vec<String>,
    /// Whether the person may sign in.
    active: bool,
}

/// What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChangeDocument {
    #[schema(value_type = Option<Role>)]
    role: Option<String>,
    networks: Option<Vec<String>>,
    active: Option<bool>,
}

/// Everybody who has signed in.
#[utoipa::path(get, path = "/api/v1/people", tag = "access", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "In the order of their first sign-in", body = PeopleBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn people(State(state): State<AppState>, caller: Caller) -> Result<Json<PeopleBody>, Problem> {
    caller.require(Permission::ManageAccess)?;
    let people = state.access.store().people().await?;
    Ok(Json(PeopleBody { people: people.into_iter().map(Into::into).collect() }))
}

/// Changes a person's role or networks, or keeps them from signing in.
#[utoipa::path(patch, path = "/api/v1/people/{id}", tag = "access", params(("id" = i64, Path)),
    request_body = PersonChangeDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "As the person is now", body = PersonBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 422, response = Problem)))]
pub async fn change_person(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<PersonBody>, Problem> {
    let actor = caller.require(Permission::ManageAccess)?;
    let change = change(&state, &read_document(&body)?)?;
    let store = state.access.store();
    let before = store.person(PersonId(id)).await?.ok_or_else(|| unknown_person(id))?;
    if !change.only_deactivates() {
        refuse_beyond(&caller, change.role.unwrap_or(before.role).permissions())?;
    }
    let changed = store.change_person(before.id, change, &actor, state.access.now()).await?;
    Ok(Json(changed.ok_or_else(|| unknown_person(id))?.into()))
}

fn change(state: &AppState, document: &PersonChangeDocument) -> Result<PersonChange, Problem> {
    let region = &state.snapshot().region;
    let known = |ids: &Vec<String>| ids.iter().map(|id| known_network(region, id)).collect();
    Ok(PersonChange {
        role: document.role.as_deref().map(word::<Role>).transpose()?,
        networks: document.networks.as_ref().map(known).transpose()?,
        active: document.active,
    })
}

fn unknown_person(id: i64) -> Problem {
    let text = Bilingual::new(format!("Person {id} finns inte."), format!("There is no person {id}."));
    Problem::not_found("unknown_person", text)
}

impl From<Person> for PersonBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id.0,
            name: person.name,
            email: person.email,
            organisation: person.organisation.map(|id| id.0),
            issuer: person.subject.issuer,
            role: person.role.as_str(),
            networks: person.networks.iter().map(NetworkId::to_string).collect(),
            active: person.active,
        }
    }
}
