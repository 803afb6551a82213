//! `/tiles/…` and `/style.json`: the map.

use std::sync::Arc;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use moka::sync::Cache;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    comparison::different_claims,
    deliveries::readable,
    extract::{Path, Query},
    problem::Problem,
    question::{known_network, word},
    router::{AppState, off_thread},
};
use crate::{
    domain::{Bilingual, Service, Technology},
    geometry::LngLatFrame,
    index::{Claim, Networks, Snapshot, version_of},
    tiles::{
        LAYERS, Language, LayerDescription, LayerId, NetworkColour, StyleOptions, TileAddress,
        TileCoordinate, TileJson, TileJsonOptions,
        features::{
            ClaimVersions, LayerError, LayerQuestion, PublishedLayer, Versions, VersionsError, layer_version,
        },
        style,
    },
};

/// Tiles are kept up to this much.
const KEPT_TILES_BYTES: u64 = 256 << 20;
/// Prepared layers are kept up to this much.
const KEPT_LAYERS_BYTES: u64 = 512 << 20;

type LayerKey = (String, LayerQuestion);
type TileKey = (String, LayerQuestion, TileCoordinate);

/// Prepared layers and made tiles, by the version of the data that they show.
#[derive(Clone, Debug)]
pub struct TileCache {
    layers: Cache<LayerKey, Arc<PublishedLayer>>,
    tiles: Cache<TileKey, Bytes>,
}

impl Default for TileCache {
    fn default() -> Self {
        let size = |_: &TileKey, tile: &Bytes| u32::try_from(tile.len() + 256).unwrap_or(u32::MAX);
        let layer_size =
            |_: &LayerKey, layer: &Arc<PublishedLayer>| u32::try_from(layer.size_bytes()).unwrap_or(u32::MAX);
        Self {
            layers: Cache::builder().max_capacity(KEPT_LAYERS_BYTES).weigher(layer_size).build(),
            tiles: Cache::builder().max_capacity(KEPT_TILES_BYTES).weigher(size).build(),
        }
    }
}

impl TileCache {
    /// The bytes of a tile; empty where nothing lies in it.
    fn tile(
        &self,
        snapshot: &Snapshot,
        versions: &[ClaimVersions],
        frame: &LngLatFrame,
        key: TileKey,
    ) -> Result<Bytes, Problem> {
        let (version, question, coordinate) = key.clone();
        let layer_key = (version, question.clone());
        let make = || -> Result<Bytes, Problem> {
            let prepare =
                || PublishedLayer::with_versions(snapshot, &question, versions, frame).map(Arc::new);
            let layer = self
                .layers
                .try_get_with(layer_key.clone(), prepare)
                .map_err(|error| layer_problem(&error))?;
            let before = layer.size_bytes();
            let tile = layer.tile(coordinate).map_err(Problem::internal)?;
            if layer.size_bytes() > before {
                // What it weighs is asked when it is put in: it has made another zoom.
                self.layers.insert(layer_key.clone(), layer);
            }
            Ok(tile.map(Bytes::from).unwrap_or_default())
        };
        if let Some(kept) = self.tiles.get(&key) {
            return Ok(kept);
        }
        let tile = make()?;
        self.tiles.insert(key, tile.clone());
        Ok(tile)
    }
}

/// What narrows a layer; each takes the filters that it has.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LayerFilter {
    /// A network's id, `any` or `all`.
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
}

impl LayerFilter {
    /// What the layer has no filter for doesn't make it another one.
    fn of_layer(self, layer: LayerId) -> Self {
        let filters = layer.description().filters;
        let kept = |name: &str, value: Option<String>| {
            value.filter(|_| filters.iter().any(|filter| filter.name == name))
        };
        Self {
            network: kept("network", self.network),
            service: kept("service", self.service),
            technology: kept("technology", self.technology),
            versions: kept("versions", self.versions),
        }
    }

    fn question(&self, snapshot: &Snapshot, layer: LayerId) -> Result<LayerQuestion, Problem> {
        let networks = self.network.as_deref().map(|id| match id {
            "any" => Ok(Networks::Any),
            "all" => Ok(Networks::All),
            id => known_network(&snapshot.region, id).map(Networks::One),
        });
        Ok(LayerQuestion {
            layer,
            networks: networks.transpose()?,
            service: self.service.as_deref().map(word::<Service>).transpose()?,
            technology: self.technology.as_deref().map(word::<Technology>).transpose()?,
            versions: self.versions.as_deref().map(versions_of).transpose()?,
        })
    }

    /// Whether nothing is missing that the layer can't do without.
    fn has_all_of(&self, layer: &LayerDescription) -> bool {
        let query = self.query();
        let given: Vec<&str> = query.split('&').filter_map(|part| Some(part.split_once('=')?.0)).collect();
        layer.filters.iter().all(|filter| !filter.required || given.contains(&filter.name))
    }

    /// The same filter as a query string; its words are known, so nothing needs escaping.
    fn query(&self) -> String {
        let parts = [
            ("network", &self.network),
            ("service", &self.service),
            ("technology", &self.technology),
            ("versions", &self.versions),
        ];
        let set = parts.iter().filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?)));
        set.collect::<Vec<_>>().join("&")
    }
}

/// The bytes of a tile.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct TileBytes(#[expect(dead_code, reason = "it only names a schema")] Bytes);

/// A Mapbox Vector Tile 2.1; its one layer is named as the address names it.
#[utoipa::path(get, path = "/tiles/{layer}/{z}/{x}/{y}.mvt", tag = "map",
    params(("layer" = LayerId, Path), ("z" = u8, Path, description = "Zoom, 0 to 22", maximum = 22),
        ("x" = u32, Path, description = "Column, eastwards"), ("y" = u32, Path, description = "Row, southwards"),
        LayerFilter),
    responses(
        (status = 200, description = "The tile", content_type = "application/vnd.mapbox-vector-tile",
            body = TileBytes),
        (status = 204, description = "Nothing lies in it, or the layer has no tiles of that zoom"),
        (status = 304, description = "As the caller has it"),
        (status = 400, response = Problem), (status = 404, response = Problem)))]
pub async fn tile(
    State(state): State<AppState>,
    Path((layer, z, x, y)): Path<(String, String, String, String)>,
    Query(filter): Query<LayerFilter>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let layer = known_layer(&layer)?;
    let coordinate = coordinate(&z, &x, &y)?;
    let snapshot = state.snapshot();
    let filter = filter.of_layer(layer);
    let question = filter.question(&snapshot, layer)?;
    let version = layer_version(&snapshot, layer);
    // Weak: the same tile goes out packed and unpacked.
    let etag =
        format!("W/\"{}\"", &version_of([version.as_str(), &filter.query(), &coordinate.to_string()])[..32]);
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &etag)) {
        return Ok((StatusCode::NOT_MODIFIED, cache_headers(etag)).into_response());
    }
    let (cache, frame) = (state.tiles.clone(), state.frame.clone());
    if coordinate.zoom() < layer.description().minimum_zoom {
        return Ok((StatusCode::NO_CONTENT, cache_headers(etag)).into_response());
    }
    let versions = compared(&state, question.versions).await?;
    let make = move || cache.tile(&snapshot, &versions, &frame, (version, question, coordinate));
    let bytes = off_thread(make).await??;
    if bytes.is_empty() {
        return Ok((StatusCode::NO_CONTENT, cache_headers(etag)).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/vnd.mapbox-vector-tile")];
    Ok((cache_headers(etag), kind, bytes).into_response())
}

/// Where a layer's tiles are and what is in them, as TileJSON 3.0.
#[utoipa::path(get, path = "/tiles/{layer}.json", tag = "map", params(("layer" = LayerId, Path), LayerFilter),
    responses((status = 200, description = "TileJSON 3.0", body = Object), (status = 404, response = Problem)))]
pub async fn tile_json(
    State(state): State<AppState>,
    Path(file): Path<String>,
    Query(filter): Query<LayerFilter>,
    headers: HeaderMap,
) -> Result<Json<TileJson>, Problem> {
    let layer = known_layer(file.strip_suffix(".json").unwrap_or_default())?;
    let snapshot = state.snapshot();
    let filter = filter.of_layer(layer);
    filter.question(&snapshot, layer)?;
    let region = &snapshot.region;
    Ok(Json(TileJson::new(
        layer,
        &TileJsonOptions {
            address: TileAddress { base_url: &base_url(&headers), query: &filter.query() },
            bounds_lng_lat: state.bounds(&snapshot)?,
            attribution: &region.region.attribution.join(" · "),
            language: Language::Swedish,
        },
    )))
}

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
    let is_asked = |layer: &&LayerDescription| !layer.filters.is_empty() && filter.has_all_of(layer);
    let queries: Vec<_> = LAYERS.iter().filter(is_asked).map(|layer| (layer.id, query.as_str())).collect();
    Ok(Json(style(&StyleOptions {
        name: &region.name.sv,
        base_url: &base_url(&headers),
        bounds_lng_lat: state.bounds(&snapshot)?,
        networks: &networks,
        queries: &queries,
    })))
}

/// The versions of claims that are compared: those that everybody may read, as
/// tiles are kept by whoever is on their way.
async fn compared(state: &AppState, versions: Option<Versions>) -> Result<Vec<ClaimVersions>, Problem> {
    let pair = |(before, after)| ClaimVersions { before, after };
    match versions {
        None => Ok(Vec::new()),
        Some(Versions::Since(day)) => {
            let pairs = state.publisher.versions_since(day).await?;
            let is_open = |(before, _): &(Arc<Claim>, Arc<Claim>)| before.delivery.header.secrecy.is_none();
            Ok(pairs.into_iter().filter(is_open).map(pair).collect())
        }
        Some(Versions::Between { before, after }) => {
            let [before, after] = [
                readable(state, &Caller::Anybody, before.0).await?,
                readable(state, &Caller::Anybody, after.0).await?,
            ];
            if before.header.claim() != after.header.claim() {
                return Err(different_claims(before.id.0, after.id.0));
            }
            let claims = (state.publisher.version(before).await?, state.publisher.version(after).await?);
            Ok(vec![pair(claims)])
        }
    }
}

fn versions_of(text: &str) -> Result<Versions, Problem> {
    text.parse().map_err(|error: VersionsError| {
        let sv = format!("`{text}` är varken en dag (ÅÅÅÅ-MM-DD) eller två leveransers nummer (12-15).");
        Problem::bad_request("invalid_versions", Bilingual::new(sv, format!("{error}.")))
    })
}

fn known_layer(name: &str) -> Result<LayerId, Problem> {
    LayerId::from_name(name).ok_or_else(|| {
        let sv = format!("Kartan har inget lager `{name}`.");
        Problem::not_found("unknown_layer", Bilingual::new(sv, format!("The map has no layer `{name}`.")))
    })
}

fn coordinate(z: &str, x: &str, y: &str) -> Result<TileCoordinate, Problem> {
    let refused = |reason: &str| {
        let sv = format!("Kartrutan {z}/{x}/{y} finns inte: {reason}.");
        let en = format!("There is no tile {z}/{x}/{y}: {reason}.");
        Problem::bad_request("invalid_tile", Bilingual::new(sv, en))
    };
    let row = y.strip_suffix(".mvt").ok_or_else(|| refused("the address ends in .mvt"))?;
    TileCoordinate::parse(z, x, row).map_err(|error| refused(&error.to_string()))
}

fn layer_problem(error: &LayerError) -> Problem {
    match error {
        LayerError::Missing { layer, parameter } => {
            let sv = format!("Lagret `{layer}` kräver parametern `{parameter}`.");
            Problem::bad_request("missing_parameter", Bilingual::new(sv, format!("{error}.")))
        }
        LayerError::Projection(_) | LayerError::Geometry(_) => Problem::internal(error),
    }
}

fn cache_headers(etag: String) -> [(HeaderName, String); 2] {
    [(header::ETAG, etag), (header::CACHE_CONTROL, "public, max-age=0, must-revalidate".to_owned())]
}

/// Whether an `If-None-Match` list names the tag; weak tags compare by their text.
fn names(known: &axum::http::HeaderValue, etag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known
        .split(',')
        .map(str::trim)
        .any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag.trim_start_matches("W/"))
}

/// Addresses in documents are absolute: map clients don't resolve relative ones.
fn base_url(headers: &HeaderMap) -> String {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = header("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    let host = header("x-forwarded-host").or_else(|| header("host")).unwrap_or_default();
    if host.is_empty() { String::new() } else { format!("{scheme}://{host}") }
}
