//! `GET /api/v1/region`: what the page needs to know of the region.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{problem::Problem, router::AppState, wire::BilingualBody};
use crate::{
    domain::{Service, Technology},
    index::METHOD_VERSION,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct RegionBody {
    id: String,
    name: BilingualBody,
    /// The coordinate reference system in which areas and lengths are computed.
    crs: String,
    /// Whether its figures are invented for the demonstration.
    demonstration: bool,
    attribution: Vec<String>,
    /// West, south, east, north; degrees.
    #[schema(min_items = 4, max_items = 4)]
    bounds: [f64; 4],
    data_version: String,
    method_version: &'static str,
    /// The version of the thresholds.
    profile: String,
    /// The date that ages and validity are counted to.
    #[schema(format = Date)]
    as_of: String,
    services: Vec<ServiceBody>,
    #[schema(value_type = Vec<Technology>)]
    technologies: Vec<String>,
    zone_kinds: Vec<String>,
    /// Whether those who report can be told of changes by e-mail.
    mails: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceBody {
    #[schema(value_type = Service)]
    id: String,
    name: BilingualBody,
}

/// The region, its services and the version of what is published.
#[utoipa::path(get, path = "/api/v1/region", tag = "region",
    responses((status = 200, description = "The region", body = RegionBody)))]
pub async fn region(State(state): State<AppState>) -> Result<Json<RegionBody>, Problem> {
    let snapshot = state.snapshot();
    let region = &snapshot.region.region;
    let claims = snapshot.coverage.claims();
    let claimed = |service: &&Service| claims.iter().any(|claim| claim.delivery.header.service == **service);
    let technology = |technology: &&Technology| {
        claims.iter().any(|claim| claim.delivery.header.technology == **technology)
    };
    let mut zone_kinds: Vec<String> = region.zones.iter().map(|zone| zone.kind.to_string()).collect();
    zone_kinds.sort();
    zone_kinds.dedup();
    Ok(Json(RegionBody {
        id: region.id.clone(),
        name: region.name.clone().into(),
        crs: region.crs.clone(),
        demonstration: region.demonstration,
        attribution: region.attribution.clone(),
        bounds: state.bounds(&snapshot)?,
        data_version: snapshot.data_version(),
        method_version: METHOD_VERSION,
        profile: region.profile.version.clone(),
        as_of: snapshot.evidence.as_of.to_string(),
        services: Service::ALL
            .iter()
            .filter(claimed)
            .map(|service| ServiceBody { id: service.to_string(), name: service.name().into() })
            .collect(),
        technologies: Technology::ALL.iter().filter(technology).map(Technology::to_string).collect(),
        zone_kinds,
        mails: state.access.settings().sends_mail,
    }))
}
