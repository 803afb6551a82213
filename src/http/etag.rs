//! What a caller has already.

use axum::http::HeaderValue;

/// Whether an `If-None-Match` list names the tag; weak tags compare by their text.
pub fn names(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    let etag = opaque(etag);
    known.split(',').map(str::trim).any(|tag| tag == "*" || opaque(tag) == etag)
}

fn opaque(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_tags() {
        let etag = HeaderValue::from_static("W/\"one\"");
        for (known, is_named) in [
            ("W/\"one\"", true),
            ("\"one\"", true),
            ("\"other\", W/\"one\"", true),
            ("*", true),
            ("\"other\"", false),
            ("one", false),
            ("", false),
        ] {
            assert_eq!(names(&HeaderValue::from_static(known), &etag), is_named, "{known}");
        }
    }
}
