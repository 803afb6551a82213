//! The web page: built files that travel in the binary.

use axum::{
    http::{Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::problem::{Problem, method_not_allowed};
use crate::domain::Bilingual;

#[derive(RustEmbed)]
#[folder = "web/dist"]
struct WebFiles;

/// Files whose names carry a hash of their content never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Serves a file of the page, and the page itself for `/`.
pub async fn web(method: Method, uri: Uri) -> Response {
    match file_of(&uri) {
        Some(file) if [Method::GET, Method::HEAD].contains(&method) => file,
        Some(_) => ([(header::ALLOW, "GET, HEAD")], method_not_allowed(method, uri).await).into_response(),
        None => {
            let path = uri.path();
            let sv = format!("Det finns inget på {path}.");
            Problem::not_found("not_found", Bilingual::new(sv, format!("There is nothing at {path}.")))
                .into_response()
        }
    }
}

fn file_of(uri: &Uri) -> Option<Response> {
    let path = match uri.path().trim_start_matches('/') {
        "" => "index.html",
        path => path,
    };
    let file = WebFiles::get(path)?;
    let kept = if path.starts_with("assets/") { FOR_EVER } else { "no-cache" };
    let headers = [
        (header::CONTENT_TYPE, mime_guess::from_path(path).first_or_octet_stream().to_string()),
        (header::CACHE_CONTROL, kept.to_owned()),
    ];
    Some((StatusCode::OK, headers, file.data).into_response())
}
