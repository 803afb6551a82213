//! How sources are asked: politely, in vain no more than a few times, and with
//! the account's secret for nobody but the source.

mod account;
mod client;
mod patience;

pub use account::Account;
pub use client::Client;
pub(in crate::sources) use client::{Answer, Failure};
pub use patience::Patience;

use url::Url;

/// The address as it may be told and kept: without an account or a token in it.
pub fn told(url: &Url) -> String {
    const SECRETS: [&str; 4] = ["token", "access_token", "key", "apikey"];
    let is_secret = |name: &str| SECRETS.contains(&name.to_ascii_lowercase().as_str());
    let mut told = url.clone();
    // Addresses that can't have an account have none.
    let _ = told.set_username("");
    let _ = told.set_password(None);
    if url.query_pairs().any(|(name, _)| is_secret(&name)) {
        let kept: Vec<_> = url.query_pairs().filter(|(name, _)| !is_secret(name)).collect();
        told.set_query(None);
        if !kept.is_empty() {
            told.query_pairs_mut().extend_pairs(kept);
        }
    }
    told.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_told() {
        for (address, expected) in [
            ("https://a.example/wfs?typeNames=x&count=5", "https://a.example/wfs?typeNames=x&count=5"),
            ("https://user:word@a.example/file.gpkg", "https://a.example/file.gpkg"),
            ("https://a.example/file?token=abc", "https://a.example/file"),
            ("https://a.example/file?id=1&Token=abc", "https://a.example/file?id=1"),
        ] {
            assert_eq!(told(&address.parse().unwrap()), expected);
        }
    }
}
