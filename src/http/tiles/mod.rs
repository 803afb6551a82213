//! `/tiles/…`: the layers of the map.
//!
//! A tile that is kept costs no more than finding it: the question is worked out
//! once a snapshot (`asked`), and a tile is made once and packed once (`cache`).

mod accept;
mod address;
mod answer;
mod asked;
mod cache;
mod named;
mod question;
mod style;

use std::sync::Arc;

use address::{known_layer, tile_address};
use answer::{bodiless, with_tile};
use asked::{AskedLayer, Boards};
use axum::{
    Json,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use cache::{TileCache, TileError, TileKey};
use named::{audience, named_claims};
use question::LayerFilter;
pub use style::*;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    etag::names,
    extract::{Path, Query},
    problem::Problem,
    router::AppState,
};
use crate::{
    domain::Bilingual,
    index::Snapshot,
    tiles::{
        Language, LayerId, Packing, TileAddress, TileCoordinate, TileJson, TileJsonOptions,
        features::{NamedClaims, PublishedLayer},
    },
};

/// What the tiles' routes keep between requests.
#[derive(Debug, Default)]
pub struct Tiles {
    boards: Boards,
    cache: TileCache,
}

/// The bytes of a tile.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct TileBytes(#[expect(dead_code, reason = "it only names a schema")] Bytes);

/// A Mapbox Vector Tile 2.1; its one layer is named as the address names it. A tile
/// that names a delivery which isn't everybody's is for those who may read it, and no
/// cache on the way keeps it.
#[utoipa::path(get, path = "/tiles/{layer}/{z}/{x}/{y}.mvt", tag = "map",
    params(("layer" = LayerId, Path), ("z" = u8, Path, description = "Zoom, 0 to 22", maximum = 22),
        ("x" = u32, Path, description = "Column, eastwards"), ("y" = u32, Path, description = "Row, southwards"),
        LayerFilter),
    security((), ("token" = []), ("session" = [])),
    responses(
        (status = 200, description = "The tile", content_type = "application/vnd.mapbox-vector-tile",
            body = TileBytes),
        (status = 204, description = "Nothing lies in it, or the layer has no tiles of that zoom"),
        (status = 304, description = "As the caller has it"),
        (status = 400, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn tile(
    State(state): State<AppState>,
    caller: Caller,
    request: Request,
) -> Result<Response, Problem> {
    let (layer, coordinate) = tile_address(request.uri().path())?;
    let packing = accept::accepted(request.headers()).ok_or_else(nothing_accepted)?;
    let snapshot = state.snapshot();
    let query = request.uri().query().unwrap_or_default();
    let asked = state.tiles.boards.asked(&snapshot, layer, query, || {
        let Query(filter) = Query::of(request.uri())?;
        AskedLayer::new(&snapshot, layer, filter)
    })?;
    let audience = audience(&state, &caller, &asked.question).await?;
    let is_known =
        request.headers().get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &asked.etag));
    if is_known {
        return Ok(bodiless(&asked, audience, StatusCode::NOT_MODIFIED));
    }
    if coordinate.zoom() < layer.description().minimum_zoom {
        return Ok(bodiless(&asked, audience, StatusCode::NO_CONTENT));
    }
    let key = TileKey { layer: asked.tag, coordinate };
    let kept = state.tiles.cache.kept(key, packing).await;
    let tile = match kept {
        Some(tile) => tile,
        // Apart, as its future is large: a tile that is kept shouldn't pay for moving it about.
        None => Box::pin(made(&state, &caller, &snapshot, &asked, key, packing)).await?,
    };
    Ok(with_tile(&asked, audience, packing, tile))
}

/// A tile that isn't kept.
async fn made(
    state: &AppState,
    caller: &Caller,
    snapshot: &Arc<Snapshot>,
    asked: &AskedLayer,
    key: TileKey,
    packing: Packing,
) -> Result<Bytes, Problem> {
    let named = named_claims(state, caller, &asked.question).await?;
    let make = make(state, snapshot, asked, named, key.coordinate);
    state.tiles.cache.made(key, packing, make).await.map_err(Problem::internal)
}

/// From a layer that may have to be prepared first; both off the threads that
/// serve requests.
async fn make(
    state: &AppState,
    snapshot: &Arc<Snapshot>,
    asked: &AskedLayer,
    named: NamedClaims,
    coordinate: TileCoordinate,
) -> Result<Bytes, TileError> {
    let (question, snapshot, frame) = (asked.question.clone(), snapshot.clone(), state.frame.clone());
    let prepare = move || PublishedLayer::with_named(&snapshot, &question, &named, &frame);
    let layer = state.tiles.cache.layer(asked.tag, prepare).await?;
    let (drawn, before) = (layer.clone(), layer.size_bytes());
    let tile = spawn_blocking(move || drawn.tile(coordinate)).await??;
    if layer.size_bytes() > before {
        // What it weighs is asked when it is put in: it has made another zoom.
        state.tiles.cache.weigh_again(asked.tag, layer).await;
    }
    Ok(tile.map(Bytes::from).unwrap_or_default())
}

/// Where a layer's tiles are and what is in them, as TileJSON 3.0.
#[utoipa::path(get, path = "/tiles/{layer}.json", tag = "map", params(("layer" = LayerId, Path), LayerFilter),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "TileJSON 3.0", body = Object), (status = 404, response = Problem)))]
pub async fn tile_json(
    State(state): State<AppState>,
    caller: Caller,
    Path(file): Path<String>,
    Query(filter): Query<LayerFilter>,
    headers: HeaderMap,
) -> Result<Json<TileJson>, Problem> {
    let layer = known_layer(file.strip_suffix(".json").unwrap_or_default())?;
    let snapshot = state.snapshot();
    let filter = filter.of_layer(layer);
    audience(&state, &caller, &filter.question(&snapshot, layer)?).await?;
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

fn nothing_accepted() -> Problem {
    let text = Bilingual::new(
        "Kartplattor finns i formerna gzip, br, zstd och identity, och huvudet Accept-Encoding avböjer alla.",
        "Tiles come as gzip, br, zstd and identity, and the header Accept-Encoding refuses them all.",
    );
    Problem::new(StatusCode::NOT_ACCEPTABLE, "not_acceptable", text)
}

/// Addresses in documents are absolute: map clients don't resolve relative ones.
fn base_url(headers: &HeaderMap) -> String {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = header("x-forwarded-proto").filter(|scheme| *scheme == "https").unwrap_or("http");
    let host = header("x-forwarded-host").or_else(|| header("host")).unwrap_or_default();
    if host.is_empty() { String::new() } else { format!("{scheme}://{host}") }
}
