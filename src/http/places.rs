//! `GET /api/v1/places`: where a place lies whose name somebody types.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{coverage_at::PositionBody, extract::Query, problem::Problem, router::AppState, wire::ZoneBody};
use crate::index::{NamedPlace, PlaceKind};

/// As many as a phone shows.
const MOST: usize = 10;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PlacesQuestion {
    /// The name or its beginning. Marks and capitals need not be right, and a letter may be wrong.
    q: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PlacesBody {
    places: Vec<NamedPlaceBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NamedPlaceBody {
    name: String,
    #[schema(value_type = PlaceKind)]
    kind: &'static str,
    position: PositionBody,
    /// In which it lies.
    #[schema(required)]
    municipality: Option<ZoneBody>,
}

/// Municipalities, localities and the organisations' places by name.
#[utoipa::path(get, path = "/api/v1/places", tag = "region", params(PlacesQuestion),
    responses((status = 200, description = "Those that fit best, at most 10", body = PlacesBody),
        (status = 400, response = Problem)))]
pub async fn places(
    State(state): State<AppState>,
    Query(question): Query<PlacesQuestion>,
) -> Result<Json<PlacesBody>, Problem> {
    let snapshot = state.snapshot();
    let found = snapshot.region.names.find(&question.q, MOST).into_iter();
    let places = found.map(|NamedPlace { name, kind, position }| {
        let lng_lat = state.frame.position_to_lng_lat(*position).map_err(Problem::internal)?;
        Ok(NamedPlaceBody {
            name: name.clone(),
            kind: kind.as_str(),
            position: PositionBody { lon: lng_lat.x, lat: lng_lat.y },
            municipality: snapshot.region.municipality_at(*position).map(|zone| (&zone.zone).into()),
        })
    });
    Ok(Json(PlacesBody { places: places.collect::<Result<_, Problem>>()? }))
}
