//! Files that the program makes itself and that change with it alone.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};

use super::{etag::names, problem::Problem};
use crate::index::version_of;

/// For a day without asking; after that a caller asks whether it still holds.
const FOR_A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
const VARIES: HeaderValue = HeaderValue::from_static("accept-encoding");

/// A file as it is handed out, with its tag.
#[derive(Clone, Debug)]
pub struct KeptFile {
    bytes: Bytes,
    content_type: HeaderValue,
    etag: HeaderValue,
}

impl KeptFile {
    pub fn new(bytes: Vec<u8>, content_type: &'static str) -> Result<Self, Problem> {
        // Weak, as it may be packed on its way.
        let etag = format!("W/\"{}\"", &version_of([&bytes])[..32]);
        let etag = HeaderValue::try_from(etag).map_err(Problem::internal)?;
        Ok(Self { bytes: bytes.into(), content_type: HeaderValue::from_static(content_type), etag })
    }

    /// The file, or that the caller has it.
    pub fn answer(&self, headers: &HeaderMap) -> Response {
        let is_known = headers.get(header::IF_NONE_MATCH).is_some_and(|known| names(known, &self.etag));
        let body = if is_known { Body::empty() } else { Body::from(self.bytes.clone()) };
        let mut response = Response::new(body);
        let headers = response.headers_mut();
        headers.insert(header::ETAG, self.etag.clone());
        headers.insert(header::CACHE_CONTROL, FOR_A_DAY);
        headers.insert(header::VARY, VARIES);
        if is_known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        } else {
            response.headers_mut().insert(header::CONTENT_TYPE, self.content_type.clone());
        }
        response
    }
}
