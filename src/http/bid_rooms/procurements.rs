//! Procurements: what everybody may know of them, and how one is made.

use axum::{Json, extract::State, http::StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    visitor,
    wire::{ProcurementBody, ProcurementsBody},
};
use crate::{
    domain::{
        AwardTerms, Bilingual, NewProcurement, Permission, PersonId, ProcurementError, ProcurementId,
        SessionHolder, TokenId, TokenState,
    },
    http::{
        caller::{Caller, not_allowed},
        extract::{Path, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::{
        award_terms::{AwardTermsDocument, KnownRequirements},
        read_document,
    },
};

/// A procurement whose bids will lie in a room of their own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProcurementDocument {
    name: String,
    /// Until then bids are taken; from then on one of the named persons may open
    /// them. Before it two have to ask.
    #[schema(format = DateTime)]
    opens_at: String,
    /// The numbers of people who may look into the room.
    #[serde(default)]
    people: Vec<i64>,
    /// The same by the tokens that they sign in with; each is one person's.
    #[serde(default)]
    tokens: Vec<i64>,
    /// What bids are evaluated by, which can't be changed afterwards; left out: they are
    /// kept, and not evaluated here.
    #[serde(default)]
    award_terms: Option<AwardTermsDocument>,
}

/// All procurements: their dates, and nothing of what was handed in.
#[utoipa::path(get, path = "/api/v1/procurements", tag = "bids",
    responses((status = 200, description = "Oldest first", body = ProcurementsBody)))]
pub async fn procurements(State(state): State<AppState>) -> Result<Json<ProcurementsBody>, Problem> {
    let (found, now) = (state.bid_rooms.procurements().await?, state.access.now());
    Ok(Json(ProcurementsBody::new(&found, now)))
}

/// One procurement.
#[utoipa::path(get, path = "/api/v1/procurements/{id}", tag = "bids", params(("id" = i64, Path)),
    responses((status = 200, description = "The procurement", body = ProcurementBody), (status = 404, response = Problem)))]
pub async fn procurement(
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Json<ProcurementBody>, Problem> {
    let found = state.bid_rooms.procurement(ProcurementId(id)).await?;
    Ok(Json(ProcurementBody::new(&found, state.access.now())))
}

/// Makes a procurement and its room, with a key of its own. Who is named may never
/// be changed: whoever wants others makes another room.
#[utoipa::path(post, path = "/api/v1/procurements", tag = "bids", request_body = ProcurementDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Bids are taken from now on", body = ProcurementBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn add_procurement(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<ProcurementBody>), Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let visitor = visitor(&state, &caller, actor);
    let new = read_document::<ProcurementDocument>(&body)?.read(&state, visitor.at).await?;
    let made = state.bid_rooms.create(new, &visitor).await?;
    Ok((StatusCode::CREATED, Json(ProcurementBody::new(&made, visitor.at))))
}

impl ProcurementDocument {
    async fn read(&self, state: &AppState, now: Timestamp) -> Result<NewProcurement, Problem> {
        let opens_at = self.opens_at.parse().map_err(|_| no_moment(&self.opens_at))?;
        let mut persons = Vec::new();
        for id in &self.people {
            persons.push(named_person(state, PersonId(*id)).await?);
        }
        for id in &self.tokens {
            persons.push(named_token(state, TokenId(*id), now).await?);
        }
        let new = NewProcurement::new(&self.name, opens_at, persons, now).map_err(|error| invalid(&error))?;
        let Some(document) = &self.award_terms else { return Ok(new) };
        let terms = fixed_terms(state, document).await?;
        let kept = serde_json::to_string(&AwardTermsDocument::from(&terms)).map_err(Problem::internal)?;
        let zone = state.snapshot().region.region.time_zone.clone();
        new.decided_by(&terms, kept, &zone).map_err(|error| invalid(&error))
    }
}

/// The terms with the hashes of the requirements that they name.
async fn fixed_terms(state: &AppState, document: &AwardTermsDocument) -> Result<AwardTerms, Problem> {
    let mut known = KnownRequirements::new();
    for id in document.requirement_ids() {
        for stored in state.publisher.requirement_versions(id).await? {
            known.insert((stored.id, stored.version), (stored.sha256, stored.requirement.kind));
        }
    }
    Ok(document.terms(&known)?)
}

/// Who couldn't come in is not named.
async fn named_person(state: &AppState, id: PersonId) -> Result<SessionHolder, Problem> {
    let found = state.access.store().person(id).await?.filter(|person| person.active);
    let person = found.ok_or_else(|| {
        let text =
            Bilingual::new(format!("Person {} finns inte.", id.0), format!("There is no person {}.", id.0));
        Problem::not_found("unknown_person", text)
    })?;
    if !person.rights().may(Permission::KeepBidRooms) {
        return Err(not_allowed(Permission::KeepBidRooms));
    }
    Ok(SessionHolder::Person(id))
}

async fn named_token(state: &AppState, id: TokenId, now: Timestamp) -> Result<SessionHolder, Problem> {
    let found = state.access.store().token(id).await?.map(|(token, _)| token);
    let token = found.filter(|token| token.state(now) == TokenState::Active).ok_or_else(|| {
        let text =
            Bilingual::new(format!("Nyckel {} finns inte.", id.0), format!("There is no token {}.", id.0));
        Problem::not_found("unknown_token", text)
    })?;
    if !token.details.rights.may(Permission::KeepBidRooms) {
        return Err(not_allowed(Permission::KeepBidRooms));
    }
    Ok(SessionHolder::Token(id))
}

fn no_moment(text: &str) -> Problem {
    let sv = format!("opens_at: `{text}` är ingen tidpunkt (RFC 3339).");
    let en = format!("opens_at: `{text}` is no moment (RFC 3339).");
    Problem::refused("invalid_date", Bilingual::new(sv, en))
}

fn invalid(error: &ProcurementError) -> Problem {
    let sv = match error {
        ProcurementError::Name => "En upphandling har ett namn på högst 200 tecken.".to_owned(),
        ProcurementError::OpensInThePast(at) => {
            format!("Anbud kan inte öppnas {at}: den tidpunkten har passerat.")
        }
        ProcurementError::CutOffTooLate(date) => {
            format!(
                "Det som är publicerat kan gälla senast till slutet av dagen före öppningen, inte {date}."
            )
        }
        ProcurementError::TooFewPersons => "Ett anbudsrum kräver minst två namngivna personer.".to_owned(),
    };
    Problem::refused("invalid_procurement", Bilingual::new(sv, format!("{error}.")))
}
