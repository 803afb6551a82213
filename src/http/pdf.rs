//! Documents for print on their way out.

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::deliveries::attachment;

pub const PDF: HeaderValue = HeaderValue::from_static("application/pdf");

/// Under the name that it is saved by. It is made anew when it is asked for again, and
/// is nobody else's.
pub fn pdf_file(name: &str, content: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, PDF),
        (header::CONTENT_DISPOSITION, attachment(name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, content).into_response()
}
