//! The answers to a request for a tile, and what they tell caches.

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};

use super::{asked::AskedLayer, named::Audience};
use crate::tiles::Packing;

const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("application/vnd.mapbox-vector-tile");
/// A shared cache may keep it, and asks each time whether it still holds.
const SHARED: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
/// What not everybody may have is kept by the caller alone, who asks each time as well.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");
const VARIES: HeaderValue = HeaderValue::from_static("accept-encoding");

/// An answer without a body.
pub fn bodiless(asked: &AskedLayer, audience: Audience, status: StatusCode) -> Response {
    answer(asked, audience, status, Body::empty())
}

/// The answer with a tile in a packing; 204 where nothing lies in it.
pub fn with_tile(asked: &AskedLayer, audience: Audience, packing: Packing, tile: Bytes) -> Response {
    if tile.is_empty() {
        return bodiless(asked, audience, StatusCode::NO_CONTENT);
    }
    let mut response = answer(asked, audience, StatusCode::OK, Body::from(tile));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, CONTENT_TYPE);
    if packing != Packing::Identity {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing.name()));
    }
    response
}

/// What stands in every answer is what a 304 has to repeat (RFC 9110, 15.4.5).
fn answer(asked: &AskedLayer, audience: Audience, status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::ETAG, asked.etag.clone());
    let kept_by = match audience {
        Audience::Everybody => SHARED,
        Audience::Parties => PRIVATE,
    };
    headers.insert(header::CACHE_CONTROL, kept_by);
    headers.insert(header::VARY, VARIES);
    response
}
