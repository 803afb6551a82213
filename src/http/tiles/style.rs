//! `/style.json`: how the map is drawn.

use axum::{Json, extract::State, http::HeaderMap};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{base_url, named::audience, question::LayerFilter};
use crate::{
    domain::{Language, Service, Technology},
    http::{caller::Caller, extract::Query, problem::Problem, question::word, router::AppState},
    tiles::{LAYERS, LayerDescription, LayerId, NetworkColour, Signs, StyleOptions, Theme, style},
};

/// Which coverage is drawn, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StyleQuestion {
    /// As for the tiles.
    network: Option<String>,
    /// Only this service.
    #[param(value_type = Option<Service>)]
    service: Option<String>,
    /// Only this technology; left out: any.
    #[param(value_type = Option<Technology>)]
    technology: Option<String>,
    /// What the layer of changes compares: a day, such as `2026-03-31`, with
    /// today, or two deliveries of one claim by their numbers, such as `12-15`.
    versions: Option<String>,
    /// As for the tiles.
    #[param(value_type = Option<i64>)]
    delivery: Option<String>,
    /// `light`, `dark` or `contrast`; left out: light.
    theme: Option<String>,
    /// Of the style's name; left out: Swedish.
    #[param(value_type = Option<Language>)]
    language: Option<String>,
}

/// A MapLibre style over the service's own tiles.
#[utoipa::path(get, path = "/style.json", tag = "map", params(StyleQuestion),
    security((), ("token" = []), ("session" = [])), responses(
    (status = 200, description = "MapLibre style specification, version 8", body = Object),
    (status = 404, response = Problem)))]
pub async fn map_style(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<StyleQuestion>,
    headers: HeaderMap,
) -> Result<Json<serde_json::Value>, Problem> {
    let snapshot = state.snapshot();
    let StyleQuestion { network, service, technology, versions, delivery, theme, language } = question;
    let filter = LayerFilter { network, service, technology, versions, delivery };
    let theme = theme.as_deref().map_or(Ok(Theme::Light), word::<Theme>)?;
    let language = language.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    audience(&state, &caller, &filter.question(&snapshot, LayerId::Coverage)?).await?;
    let region = &snapshot.region.region;
    let networks: Vec<_> = region
        .networks
        .iter()
        .map(|network| NetworkColour { network: network.id.as_str(), colour: &network.colour })
        .collect();
    let query = filter.query();
    let is_asked =
        |layer: &&LayerDescription| !layer.filters.is_empty() && filter.missing(layer.id).is_none();
    let queries: Vec<_> = LAYERS.iter().filter(is_asked).map(|layer| (layer.id, query.as_str())).collect();
    Ok(Json(style(&StyleOptions {
        name: region.name.in_language(language),
        base_url: &base_url(&headers),
        bounds_lng_lat: state.bounds(&snapshot)?,
        networks: &networks,
        queries: &queries,
        theme,
        signs: Signs::Drawn,
    })))
}
