//! `GET /api/v1/zones`: the zones and the demand in each.

use axum::{Json, extract::State};
use geo::BoundingRect;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{extract::Query, problem::Problem, router::AppState, wire::ZoneBody};
use crate::{
    domain::{Bilingual, LineKind, ZoneKind},
    index::{RegionIndex, ZoneIndex},
};

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ZonesQuestion {
    /// Only zones of this kind, such as `municipality`.
    kind: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ZonesBody {
    zones: Vec<ZoneDemand>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneDemand {
    #[serde(flatten)]
    zone: ZoneBody,
    /// The code of the zone that this one is a part of.
    #[schema(required)]
    parent: Option<String>,
    /// With lakes, square metres.
    area_m2: f64,
    /// Without lakes: what area figures are counted over.
    land_m2: f64,
    inhabitants: f64,
    road_m: f64,
    railway_m: f64,
    trail_m: f64,
    /// The organisations' own routes.
    route_m: f64,
    places: usize,
    buildings: usize,
    /// West, south, east, north; degrees.
    #[schema(min_items = 4, max_items = 4)]
    bounds: [f64; 4],
}

/// The zones with the demand that lies in them.
#[utoipa::path(get, path = "/api/v1/zones", tag = "region", params(ZonesQuestion),
    responses((status = 200, description = "In the region's order", body = ZonesBody), (status = 404, response = Problem)))]
pub async fn zones(
    State(state): State<AppState>,
    Query(question): Query<ZonesQuestion>,
) -> Result<Json<ZonesBody>, Problem> {
    let snapshot = state.snapshot();
    let kind = question.kind.map(|kind| known_kind(&snapshot.region, kind)).transpose()?;
    let zones =
        snapshot.region.zones.iter().filter(|zone| kind.as_ref().is_none_or(|kind| zone.zone.kind == *kind));
    let zones = zones.map(|zone| zone_demand(&state, zone)).collect::<Result<_, _>>()?;
    Ok(Json(ZonesBody { zones }))
}

fn known_kind(region: &RegionIndex, kind: String) -> Result<ZoneKind, Problem> {
    let kind = ZoneKind::new(kind);
    if region.region.zones_of(&kind).next().is_some() {
        return Ok(kind);
    }
    let sv = format!("Regionen har inga områden av slaget `{kind}`.");
    let text = Bilingual::new(sv, format!("The region has no zones of the kind `{kind}`."));
    Err(Problem::not_found("unknown_zone_kind", text))
}

fn zone_demand(state: &AppState, zone: &ZoneIndex) -> Result<ZoneDemand, Problem> {
    let bounds = zone.zone.outline.bounding_rect();
    let bounds =
        bounds.ok_or_else(|| Problem::internal(format!("zone {} has no outline", zone.zone.code)))?;
    Ok(ZoneDemand {
        zone: (&zone.zone).into(),
        parent: zone.zone.parent.as_ref().map(ToString::to_string),
        area_m2: zone.whole.area_m2(),
        land_m2: zone.land_m2,
        inhabitants: zone.inhabitants,
        road_m: zone.lines[LineKind::Roads].length_m,
        railway_m: zone.lines[LineKind::Railways].length_m,
        trail_m: zone.lines[LineKind::Trails].length_m,
        route_m: zone.lines[LineKind::Routes].length_m,
        places: zone.places.len(),
        buildings: zone.buildings.len(),
        bounds: state.frame.bounds(bounds).map_err(Problem::internal)?,
    })
}
