//! `/api/v1/organisations`: who takes part.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::Text,
    problem::Problem,
    question::{known_zone, word},
    router::AppState,
};
use crate::{
    domain::{
        Bilingual, NewOrganisation, Organisation, OrganisationError, OrganisationNumber, OrganisationType,
        Permission, ZoneCode,
    },
    ingest::read_document,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationsBody {
    organisations: Vec<OrganisationBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationBody {
    id: i64,
    name: String,
    /// `NNNNNN-NNNN`.
    number: String,
    #[serde(rename = "type")]
    #[schema(value_type = OrganisationType)]
    kind: &'static str,
    /// A municipality's code, such as `2401`.
    #[schema(required)]
    home_municipality: Option<String>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOrganisationDocument {
    name: String,
    /// `NNNNNN-NNNN`.
    number: String,
    #[serde(rename = "type")]
    #[schema(value_type = OrganisationType)]
    kind: String,
    /// A municipality's code, such as `2401`.
    home_municipality: Option<String>,
}

/// All organisations.
#[utoipa::path(get, path = "/api/v1/organisations", tag = "access", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "In the order in which they were added", body = OrganisationsBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn organisations(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<OrganisationsBody>, Problem> {
    caller.require(Permission::ManageAccess)?;
    let organisations = state.access.store().organisations().await?;
    Ok(Json(OrganisationsBody { organisations: organisations.into_iter().map(Into::into).collect() }))
}

/// Adds an organisation.
#[utoipa::path(post, path = "/api/v1/organisations", tag = "access", request_body = NewOrganisationDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Added", body = OrganisationBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 409, response = Problem), (status = 422, response = Problem)))]
pub async fn add_organisation(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<OrganisationBody>), Problem> {
    let actor = caller.require(Permission::ManageAccess)?;
    let new = new_organisation(&state, &read_document(&body)?)?;
    let added = state.access.store().add_organisation(new, &actor, state.access.now()).await?;
    Ok((StatusCode::CREATED, Json(added.into())))
}

fn new_organisation(
    state: &AppState,
    document: &NewOrganisationDocument,
) -> Result<NewOrganisation, Problem> {
    let home = document.home_municipality.as_deref().map(|code| {
        known_zone(&state.snapshot().region, code)?;
        Ok::<_, Problem>(ZoneCode::new(code))
    });
    let number = OrganisationNumber::new(&document.number).map_err(|error| refused(&error))?;
    let kind = word::<OrganisationType>(&document.kind)?;
    NewOrganisation::new(&document.name, number, kind, home.transpose()?).map_err(|error| refused(&error))
}

fn refused(error: &OrganisationError) -> Problem {
    let detail = Bilingual::new(in_swedish(error), format!("{error}."));
    Problem::refused("invalid_organisation", detail)
}

pub(super) fn in_swedish(error: &OrganisationError) -> String {
    match error {
        OrganisationError::Form(text) => {
            format!("`{text}` är inget organisationsnummer: formen är NNNNNN-NNNN.")
        }
        OrganisationError::PersonalNumber => {
            "Det är ett personnummer eller en enskild firmas nummer, inte en organisations.".to_owned()
        }
        OrganisationError::CheckDigit { number, expected } => {
            format!("`{number}` är inget organisationsnummer: sista siffran skulle vara {expected}.")
        }
        OrganisationError::Name => "Organisationens namn ska ha 1 till 200 tecken.".to_owned(),
    }
}

impl From<Organisation> for OrganisationBody {
    fn from(organisation: Organisation) -> Self {
        let details = organisation.details;
        Self {
            id: organisation.id.0,
            name: details.name().to_owned(),
            number: details.number.to_string(),
            kind: details.kind.as_str(),
            home_municipality: details.home_municipality.map(|code| code.to_string()),
        }
    }
}
