//! `GET /api/v1/organisation-gaps`: what is covered of each organisation's own
//! places and routes.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    change_wire::{ChangedPlaceBody, changed_place},
    extract::Query,
    gap_wire::StretchesBody,
    gaps::MeasureBody,
    problem::Problem,
    question::SupplyQuestion,
    router::{AppState, off_thread},
    wire::{Basis, UnitBody},
};
use crate::{
    analysis::{OrganisationGaps, organisation_gaps},
    domain::{Environment, LineKind},
    index::RegionIndex,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationsGapsBody {
    question: SupplyQuestion,
    basis: Basis,
    /// By name.
    organisations: Vec<OrganisationGapsBody>,
}

/// The figures of one organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationGapsBody {
    organisation: String,
    places: MeasureBody,
    /// By where coverage is needed at them, beside the environment that is asked about.
    places_by_environment: Vec<EnvironmentMeasureBody>,
    uncovered_places: Vec<ChangedPlaceBody>,
    route_length: MeasureBody,
    route_stretches: StretchesBody,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct EnvironmentMeasureBody {
    #[schema(value_type = Environment)]
    environment: &'static str,
    measure: MeasureBody,
}

/// Covered and uncovered places and routes of each organisation.
#[utoipa::path(get, path = "/api/v1/organisation-gaps", tag = "gaps", params(SupplyQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Figures of each organisation", body = OrganisationsGapsBody),
        (status = 404, response = Problem)))]
pub async fn organisations_gaps(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<SupplyQuestion>,
) -> Result<Json<OrganisationsGapsBody>, Problem> {
    let snapshot = question.snapshot(&state, &caller).await?;
    let supply = question.supply(&snapshot)?;
    let basis = Basis::of_supply(&snapshot, &supply);
    let asked = snapshot.clone();
    let figures = off_thread(move || organisation_gaps(&asked, &supply)).await?;
    let bodies = figures.iter().map(|figures| body(&state, &snapshot.region, figures));
    Ok(Json(OrganisationsGapsBody { question, basis, organisations: bodies.collect::<Result<_, _>>()? }))
}

fn body(
    state: &AppState,
    region: &RegionIndex,
    figures: &OrganisationGaps,
) -> Result<OrganisationGapsBody, Problem> {
    let places = |measure| MeasureBody::new(UnitBody::Places, measure);
    let by_environment = figures.by_environment.iter().map(|(environment, measure)| EnvironmentMeasureBody {
        environment: environment.as_str(),
        measure: places(*measure),
    });
    let uncovered = figures.uncovered_places.iter().map(|&place| changed_place(state, region, place));
    Ok(OrganisationGapsBody {
        organisation: figures.organisation.clone(),
        places: places(figures.places),
        places_by_environment: by_environment.collect(),
        uncovered_places: uncovered.collect::<Result<_, _>>()?,
        route_length: MeasureBody::new(UnitBody::Metres, figures.routes.length),
        route_stretches: StretchesBody::new(region, LineKind::Routes, &figures.routes, true),
    })
}
