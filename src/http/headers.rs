//! Headers that every answer carries.

use axum::http::{HeaderName, HeaderValue, Response, header};

/// The page runs its own code alone: no inline script or style, no foreign
/// origin. Pictures may stand in the document (`data:`), and the map keeps its
/// images as blobs.
const CONTENT_SECURITY_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'; font-src 'self'; object-src 'none'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
);

const STRICT: [(HeaderName, HeaderValue); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("geolocation=(self), camera=(), microphone=()"),
    ),
];

/// Adds the strict headers where the handler has not set its own.
pub fn strict<B>(mut response: Response<B>) -> Response<B> {
    for (name, value) in STRICT {
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// Lets pages of other origins draw the map: it holds nothing that isn't public.
pub fn open_to_all_origins<B>(mut response: Response<B>) -> Response<B> {
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}
