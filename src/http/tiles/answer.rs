//! The answers to a request for a tile, and what they tell caches.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::asked::AskedLayer;
use crate::tiles::Packing;

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// A shared cache may keep it, and asks each time whether it still holds.
const SHARED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
const VARIES: HeaderValue = HeaderValue::from_static("accept-encoding");

/// An answer without a body.
pub fn bodiless(asked: &AskedLayer, status: StatusCode) -> Response {
    answer(asked, status, Body::empty())
}

/// The answer with a tile in a packing; 204 where nothing lies in it.
pub fn with_tile(asked: &AskedLayer, packing: Packing, tile: Bytes) -> Response {
    if tile.is_empty() {
        return bodiless(asked, StatusCode::NO_CONTENT);
    }
    let mut response = answer(asked, StatusCode::OK, Body::from(tile));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
    if packing != Packing::Identity {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    response
}

/// What stands in every answer is what a 304 has to repeat (RFC 9110, 15.4.5).
fn answer(asked: &AskedLayer, status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, asked.etag.clone());
    headers.insert(header::CACHE_CONTROL, SHARED);
    headers.insert(header::VARY, VARIES);
    response
}
