//! How the service is reached, and by which ways one signs in.

use url::{Host, Url};

use super::OidcSettings;

/// The address at which browsers reach the service, such as `https://tackning.example`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicUrlError {
    #[error("`{text}` is no address: {reason}")]
    NoAddress { text: String, reason: url::ParseError },
    #[error("`{0}` is no address of a site: expected https://HOST, without a path")]
    NoSite(String),
    #[error("`{0}` would send cookies over an open line: use https, or http on this machine alone")]
    Open(String),
}

impl PublicUrl {
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let url =
            Url::parse(text).map_err(|reason| PublicUrlError::NoAddress { text: text.to_owned(), reason })?;
        let whole = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let plain = url.username().is_empty() && url.password().is_none();
        if !["http", "https"].contains(&url.scheme()) || !whole || !plain {
            return Err(PublicUrlError::NoSite(text.to_owned()));
        }
        if url.scheme() == "http" && !is_this_machine(&url) {
            return Err(PublicUrlError::Open(text.to_owned()));
        }
        Ok(Self(url))
    }

    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// As browsers write it in `Origin`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address of a path of the service.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }
}

/// Whether nothing that is sent there leaves the machine.
pub(super) fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl std::str::FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// What whoever runs the service says of it.
#[derive(Clone, Debug, Default)]
pub struct AccessSettings {
    /// None: it was not said, and cookies go over HTTPS alone.
    pub public_url: Option<PublicUrl>,
    /// None: one signs in with tokens alone.
    pub oidc: Option<OidcSettings>,
    /// Whether reporters are told of changes: the page asks for addresses where they are.
    pub sends_mail: bool,
}

#[cfg(test)]
mod tests {
    use super::{PublicUrlError::*, *};

    #[test]
    fn an_address_keeps_cookies_off_open_lines() {
        for (text, origin) in [
            ("https://tackning.example", "https://tackning.example"),
            ("https://tackning.example:8443/", "https://tackning.example:8443"),
            ("https://täckning.example", "https://xn--tckning-5wa.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://localhost", "http://localhost"),
        ] {
            let url = PublicUrl::parse(text).unwrap();
            assert_eq!((url.origin().as_str(), url.is_https()), (origin, text.starts_with("https")));
            assert_eq!(url.at("/auth/callback"), format!("{origin}/auth/callback"));
        }
        for open in ["http://tackning.example", "http://10.0.0.1", "http://localhost.example"] {
            assert_eq!(PublicUrl::parse(open), Err(Open(open.to_owned())));
        }
        for other in
            ["https://a.example/täckning", "https://a.example/?x", "ftp://a.example", "https://me@a.example"]
        {
            assert_eq!(PublicUrl::parse(other), Err(NoSite(other.to_owned())));
        }
        assert!(matches!(PublicUrl::parse("tackning.example"), Err(NoAddress { .. })));
    }
}
