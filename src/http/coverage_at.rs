//! `GET /api/v1/coverage-at`: who covers a position.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::Query,
    problem::Problem,
    router::AppState,
    wire::{Basis, EvidenceKind, ZoneBody},
};
use crate::{
    analysis::{NetworkAt, ServiceAt, coverage_at as who_covers},
    domain::{Bilingual, Environment, EvidenceState, Service, Technology, TestKind},
    geometry::{Grid, scb_name},
    index::{Claim, Snapshot},
    verification::{CellEvidence, CellFindings},
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PositionQuestion {
    /// Longitude, degrees.
    lon: f64,
    /// Latitude, degrees.
    lat: f64,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub struct PositionBody {
    pub lon: f64,
    pub lat: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageAtBody {
    position: PositionBody,
    #[schema(required)]
    municipality: Option<ZoneBody>,
    /// The 100 m cell that measurements are gathered in, by its south-west corner.
    cell: String,
    basis: Basis,
    networks: Vec<NetworkAtBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkAtBody {
    id: String,
    name: String,
    services: Vec<ServiceAtBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAtBody {
    #[schema(value_type = Service)]
    service: String,
    /// Empty: not claimed.
    claimed: Vec<ClaimedBody>,
    measured: MeasuredBody,
}

/// A claim with the assumptions that it is made under.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimedBody {
    #[schema(value_type = Technology)]
    technology: String,
    #[schema(value_type = Environment)]
    environment: String,
    delivery: i64,
    /// Null: the delivery doesn't say.
    #[schema(format = Date, required)]
    simulation_date: Option<String>,
}

/// What was measured in the position's cell.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasuredBody {
    /// What both kinds of tests say together: refuted where one of them refutes.
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    signal: CellVotesBody,
    service: CellVotesBody,
    #[schema(required)]
    median_rsrp_dbm: Option<f64>,
    #[schema(format = DateTime, required)]
    newest: Option<String>,
}

/// What one kind of tests says in the cell: one vote a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellVotesBody {
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    votes: u64,
    passing: u64,
}

/// What each network claims at a position, and what was measured there.
#[utoipa::path(get, path = "/api/v1/coverage-at", tag = "coverage", params(PositionQuestion),
    responses((status = 200, description = "Each network's claims and what was measured", body = CoverageAtBody),
        (status = 404, response = Problem)))]
pub async fn coverage_at(
    State(state): State<AppState>,
    Query(PositionQuestion { lon, lat }): Query<PositionQuestion>,
) -> Result<Json<CoverageAtBody>, Problem> {
    let snapshot = state.snapshot();
    let outside = || outside_region(lon, lat);
    let position = state.frame.position_from_lng_lat((lon, lat).into()).map_err(|_| outside())?;
    let municipality = snapshot.region.municipality_at(position).ok_or_else(outside)?;
    let cell = Grid::MEASUREMENT.south_west(Grid::MEASUREMENT.cell_at(position));
    let networks = who_covers(&snapshot, position);
    Ok(Json(CoverageAtBody {
        position: PositionBody { lon, lat },
        municipality: Some((&municipality.zone).into()),
        cell: scb_name(cell),
        basis: Basis::of_all(&snapshot, EvidenceKind::ClaimedAndMeasured),
        networks: networks.iter().map(|at| network_body(&snapshot, at)).collect(),
    }))
}

pub fn outside_region(lon: f64, lat: f64) -> Problem {
    let sv = format!("Platsen {lat}, {lon} ligger utanför regionen.");
    let en = format!("The position {lat}, {lon} lies outside the region.");
    Problem::not_found("outside_region", Bilingual::new(sv, en))
}

fn network_body(snapshot: &Snapshot, at: &NetworkAt<'_>) -> NetworkAtBody {
    let name =
        snapshot.region.region.network(&at.network).map_or_else(String::new, |network| network.name.clone());
    NetworkAtBody {
        id: at.network.to_string(),
        name,
        services: at.services.iter().map(service_body).collect(),
    }
}

fn service_body(at: &ServiceAt<'_>) -> ServiceAtBody {
    ServiceAtBody {
        service: at.service.to_string(),
        claimed: at.claims.iter().map(|claim| claimed_body(claim)).collect(),
        measured: at.measured.map_or_else(MeasuredBody::not_measured, MeasuredBody::from),
    }
}

fn claimed_body(claim: &Claim) -> ClaimedBody {
    let header = &claim.delivery.header;
    ClaimedBody {
        technology: header.technology.to_string(),
        environment: header.environment.to_string(),
        delivery: claim.delivery.id.0,
        simulation_date: header.simulation_date.map(|date| date.to_string()),
    }
}

impl MeasuredBody {
    fn not_measured() -> Self {
        let state = EvidenceState::NotMeasured.as_str();
        let none = || CellVotesBody { state, votes: 0, passing: 0 };
        Self { state, signal: none(), service: none(), median_rsrp_dbm: None, newest: None }
    }
}

impl From<CellFindings<'_>> for MeasuredBody {
    fn from(cell: CellFindings<'_>) -> Self {
        let level = cell.of(TestKind::Signal).and_then(CellEvidence::main_level);
        let newest = cell.newest().map(|time| time.to_string());
        let mut measured = Self::not_measured();
        measured.state = cell.state().as_str();
        cell.of(TestKind::Signal).into_iter().for_each(|votes| measured.signal = votes.into());
        cell.of(TestKind::Service).into_iter().for_each(|votes| measured.service = votes.into());
        Self { median_rsrp_dbm: level.map(|level| level.median_rsrp.value()), newest, ..measured }
    }
}

impl From<&CellEvidence> for CellVotesBody {
    fn from(cell: &CellEvidence) -> Self {
        Self { state: cell.state.as_str(), votes: cell.votes.trials(), passing: cell.votes.passing() }
    }
}
