//! Where somebody goes back to after signing in: a place in the service.

use url::Url;

/// A path of the service with its query and fragment, and never another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

const LONGEST: usize = 2_000;

impl LocalPath {
    pub fn new(text: &str) -> Option<Self> {
        // Browsers take `//host` and `/\host` for another site, and skip control characters.
        let odd = |byte: u8| byte == b'\\' || byte.is_ascii_control();
        if !text.starts_with('/') || text.starts_with("//") || text.len() > LONGEST || text.bytes().any(odd) {
            return None;
        }
        // As browsers read it: what is another site then, is none of ours; nor is
        // what only becomes one by being read, as `/.//host` does.
        let base = Url::parse("https://service.invalid").ok()?;
        let read = base.join(text).ok().filter(|read| read.origin() == base.origin())?;
        let path = &read[url::Position::BeforePath..];
        (!path.starts_with("//")).then(|| Self(path.to_owned()))
    }

    /// The page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_in_the_service_are_local() {
        for (text, read) in [
            ("/", "/"),
            ("/?panel=gaps&zone=2401#map", "/?panel=gaps&zone=2401#map"),
            ("/api/v1/audit", "/api/v1/audit"),
            ("/a/../b", "/b"),
            ("/å", "/%C3%A5"),
            ("/https://other.example", "/https://other.example"),
        ] {
            assert_eq!(LocalPath::new(text).unwrap().as_str(), read);
        }
        for other in [
            "",
            "map",
            "https://other.example",
            "//other.example",
            "/\\other.example",
            "\\\\other.example",
            "/\t/other.example",
            "/\n/other.example",
            "javascript:alert(1)",
            "/.//other.example",
        ] {
            assert_eq!(LocalPath::new(other), None, "{other}");
        }
        assert!(LocalPath::new(&format!("/{}", "a".repeat(LONGEST))).is_none());
    }
}
