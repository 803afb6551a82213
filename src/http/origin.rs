//! Whether a browser's request comes from the service's own page.

use axum::http::{HeaderMap, StatusCode, header};

use super::{problem::Problem, router::AppState};
use crate::domain::Bilingual;

/// Refuses what a page of another origin made a browser send. Who is no browser
/// says nothing of an origin, and is no other page's tool either.
pub fn refuse_foreign(headers: &HeaderMap, state: &AppState) -> Result<(), Problem> {
    if is_own(headers, state.access.settings().public_url.as_ref().map(|url| url.origin())) {
        return Ok(());
    }
    let text = Bilingual::new(
        "Anropet kommer från en annan webbplats sida.",
        "The request comes from another site's page.",
    );
    Err(Problem::new(StatusCode::FORBIDDEN, "foreign_origin", text))
}

fn is_own(headers: &HeaderMap, own_origin: Option<String>) -> bool {
    let header = |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    // What the browser itself says (Fetch Metadata); pages can't set it.
    match header(header::HeaderName::from_static("sec-fetch-site")) {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (header(header::ORIGIN), own_origin) {
            (None, _) => true,
            (Some(origin), Some(own)) => origin == own,
            (Some(origin), None) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                host.is_some() && host == header(header::HOST)
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: bool, headers: &[(&'static str, &'static str)], own: Option<&str>) {
        let map = headers.iter().map(|(name, value)| {
            (header::HeaderName::from_static(name), header::HeaderValue::from_static(value))
        });
        assert_eq!(is_own(&map.collect(), own.map(str::to_owned)), expected, "{headers:?} {own:?}");
    }

    #[test]
    fn only_the_own_page_is_own() {
        let own = Some("https://tackning.example");
        check(true, &[], own);
        check(true, &[("sec-fetch-site", "same-origin")], own);
        check(true, &[("sec-fetch-site", "none")], own);
        for site in ["cross-site", "same-site", "", "Same-Origin"] {
            check(false, &[("sec-fetch-site", site), ("origin", "https://tackning.example")], own);
        }
        check(true, &[("origin", "https://tackning.example")], own);
        for other in ["http://tackning.example", "https://tackning.example.org", "null"] {
            check(false, &[("origin", other), ("host", "tackning.example")], own);
        }
        check(true, &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")], None);
        check(false, &[("origin", "http://127.0.0.1:8081"), ("host", "127.0.0.1:8080")], None);
        check(false, &[("origin", "null")], None);
    }
}
