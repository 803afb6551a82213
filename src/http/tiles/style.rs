//! `/style.json`: how the map is drawn.

use axum::{Json, extract::State, http::HeaderMap};

use super::{base_url, question::LayerFilter};
use crate::{
    http::{extract::Query, problem::Problem, router::AppState},
    tiles::{LayerId, NetworkColour, StyleOptions, style},
};

/// A MapLibre style over the service's own tiles.
#[utoipa::path(get, path = "/style.json", tag = "map", params(LayerFilter), responses(
    (status = 200, description = "MapLibre style specification, version 8", body = Object),
    (status = 404, response = Problem)))]
pub async fn map_style(
    State(state): State<AppState>,
    Query(filter): Query<LayerFilter>,
    headers: HeaderMap,
) -> Result<Json<serde_json::Value>, Problem> {
    let snapshot = state.snapshot();
    filter.question(&snapshot, LayerId::Coverage)?;
    let region = &snapshot.region.region;
    let networks: Vec<_> = region
        .networks
        .iter()
        .map(|network| NetworkColour { network: network.id.as_str(), colour: &network.colour })
        .collect();
    let query = filter.query();
    let queries =
        [LayerId::Coverage, LayerId::Gaps, LayerId::Measurements].map(|layer| (layer, query.as_str()));
    Ok(Json(style(&StyleOptions {
        name: &region.name.sv,
        base_url: &base_url(&headers),
        bounds_lng_lat: state.bounds(&snapshot)?,
        networks: &networks,
        queries: &queries,
    })))
}
