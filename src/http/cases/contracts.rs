//! `/api/v1/contracts`: how long an operator has to answer, and what silence means.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{AnswerTerms, Bilingual, Contract, ContractError, NewContract, Permission, Term},
    http::{
        caller::Caller,
        extract::Text,
        problem::Problem,
        question::{date, known_network},
        router::AppState,
    },
    ingest::{DocumentError, read_document},
};

/// The terms of a contract. It is never changed: one that begins later takes its place.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContractDocument {
    name: String,
    network: String,
    #[schema(format = Date)]
    begins_on: String,
    /// The last day; null: no end.
    #[serde(default)]
    #[schema(format = Date, required)]
    ends_on: Option<String>,
    /// From the day of a challenge, in whole days or months, such as `P60D`.
    answer_term: String,
    /// From the day on which it is conceded, such as `P30D`.
    new_map_term: String,
    /// Whether silence past the deadline counts as conceded.
    silence_concedes: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContractBody {
    id: i64,
    #[schema(format = DateTime)]
    created_at: String,
    contract: ContractDocument,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ContractsBody {
    contracts: Vec<ContractBody>,
}

/// The contracts by whose terms operators answer.
#[utoipa::path(get, path = "/api/v1/contracts", tag = "cases",
    responses((status = 200, description = "Oldest first", body = ContractsBody)))]
pub async fn contracts(State(state): State<AppState>) -> Result<Json<ContractsBody>, Problem> {
    let contracts = state.publisher.store().contracts().await?;
    Ok(Json(ContractsBody { contracts: contracts.iter().map(Into::into).collect() }))
}

/// Keeps a contract's terms; they hold for challenges that are opened from now on.
#[utoipa::path(post, path = "/api/v1/contracts", tag = "cases", request_body = ContractDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Kept", body = ContractBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn add_contract(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<ContractBody>), Problem> {
    let actor = caller.require(Permission::WriteContracts)?;
    let new = read_document::<ContractDocument>(&body)?.read(&state)?;
    let contract = state.publisher.store().add_contract(new, &actor, Timestamp::now()).await?;
    Ok((StatusCode::CREATED, Json((&contract).into())))
}

impl ContractDocument {
    fn read(&self, state: &AppState) -> Result<NewContract, Problem> {
        let network = known_network(&state.snapshot().region, &self.network)?;
        let ends_on = self.ends_on.as_deref().map(|day| date("ends_on", day)).transpose()?;
        let days = (date("begins_on", &self.begins_on)?, ends_on);
        let terms = AnswerTerms {
            answer: term("answer_term", &self.answer_term)?,
            new_map: term("new_map_term", &self.new_map_term)?,
            silence_concedes: self.silence_concedes,
        };
        NewContract::new(&self.name, network, days, terms).map_err(|error| invalid_contract(&error))
    }
}

fn term(field: &'static str, text: &str) -> Result<Term, DocumentError> {
    text.parse().map_err(|error: crate::domain::TermError| DocumentError::Field {
        field: field.to_owned(),
        reason: error.to_string(),
    })
}

fn invalid_contract(error: &ContractError) -> Problem {
    let sv = match error {
        ContractError::Name => "Ett avtal har ett namn på högst 200 tecken.".to_owned(),
        ContractError::EndsBefore { begins_on, ends_on } => {
            format!("Ett avtal kan inte sluta {ends_on} och börja {begins_on}.")
        }
    };
    Problem::refused("invalid_contract", Bilingual::new(sv, format!("{error}.")))
}

impl From<&Contract> for ContractBody {
    fn from(contract: &Contract) -> Self {
        let Contract { id, created_at, details } = contract;
        let document = ContractDocument {
            name: details.name().to_owned(),
            network: details.network.to_string(),
            begins_on: details.begins_on().to_string(),
            ends_on: details.ends_on().map(|day| day.to_string()),
            answer_term: details.terms.answer.to_string(),
            new_map_term: details.terms.new_map.to_string(),
            silence_concedes: details.terms.silence_concedes,
        };
        Self { id: id.0, created_at: created_at.to_string(), contract: document }
    }
}
