//! Who asks, where a source wants to know it.

use url::Url;

use crate::sources::{Result, SourceFault};

/// An account at a source. It is shown to the hosts that it is for, and only where
/// nobody else can listen.
#[derive(Clone)]
pub struct Account {
    secret: Secret,
    hosts: Vec<String>,
}

#[derive(Clone)]
enum Secret {
    Basic { user: String, password: String },
    Bearer(String),
}

impl Account {
    /// `user:password`, for the hosts.
    ///
    /// # Errors
    /// When there is no colon in it.
    pub fn basic(text: &str, hosts: Vec<String>) -> Result<Self> {
        let (user, password) = text
            .split_once(':')
            .ok_or_else(|| SourceFault::BadAccount.at("the account", "is not of the form user:password"))?;
        let secret = Secret::Basic { user: user.to_owned(), password: password.to_owned() };
        Ok(Self { secret, hosts })
    }

    /// A token, for the hosts.
    pub fn bearer(token: &str, hosts: Vec<String>) -> Self {
        Self { secret: Secret::Bearer(token.trim().to_owned()), hosts }
    }

    /// Shows the account where the address is one that it is for.
    pub(super) fn sign(&self, request: reqwest::RequestBuilder, url: &Url) -> reqwest::RequestBuilder {
        if !self.is_for(url) {
            return request;
        }
        match &self.secret {
            Secret::Basic { user, password } => request.basic_auth(user, Some(password)),
            Secret::Bearer(token) => request.bearer_auth(token),
        }
    }

    fn is_for(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else { return false };
        let is_private = url.scheme() == "https" || is_this_machine(host);
        is_private && self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host))
    }
}

fn is_this_machine(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: bool) {
        let account = Account::bearer("word", vec!["api.example".to_owned(), "127.0.0.1".to_owned()]);
        assert_eq!(account.is_for(&url.parse().unwrap()), expected, "{url}");
    }

    #[test]
    fn only_its_hosts_see_it_and_only_in_private() {
        check("https://api.example/items", true);
        check("https://API.example/items", true);
        check("http://api.example/items", false);
        check("https://other.example/items", false);
        check("https://api.example.other/items", false);
        check("http://127.0.0.1:8080/items", true);
    }

    #[test]
    fn an_account_has_a_colon() {
        assert!(Account::basic("user:pass:word", Vec::new()).is_ok());
        assert!(Account::basic("user", Vec::new()).is_err());
    }
}
