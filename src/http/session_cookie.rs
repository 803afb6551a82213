//! The cookie of a session: what scripts can't read, and other sites can't make
//! a browser send with a change.

use axum::http::{HeaderMap, HeaderValue, header};

use super::router::AppState;
use crate::{access::LONGEST_ATTEMPT, domain::LONGEST_SESSION};

/// A cookie that only the service itself sees.
#[derive(Clone, Copy, Debug)]
pub struct PrivateCookie {
    name: &'static str,
    longest_seconds: i64,
}

/// Whoever holds it is signed in.
pub const SESSION: PrivateCookie =
    PrivateCookie { name: "tackning_session", longest_seconds: LONGEST_SESSION.as_secs() };

/// Between the redirect to the sign-in provider and the callback.
pub const SIGN_IN: PrivateCookie =
    PrivateCookie { name: "tackning_sign_in", longest_seconds: LONGEST_ATTEMPT.as_secs() };

impl PrivateCookie {
    pub fn read(&self, headers: &HeaderMap, state: &AppState) -> Option<String> {
        let name = self.full_name(state);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs =
            cookies.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }

    pub fn set(&self, value: &str, state: &AppState) -> HeaderValue {
        self.header(value, self.longest_seconds, state)
    }

    /// Has the browser forget it.
    pub fn forget(&self, state: &AppState) -> HeaderValue {
        self.header("", 0, state)
    }

    fn header(&self, value: &str, seconds: i64, state: &AppState) -> HeaderValue {
        let secure = if is_secure(state) { "; Secure" } else { "" };
        let name = self.full_name(state);
        let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        HeaderValue::try_from(text).expect("names and values are plain ASCII")
    }

    /// A browser takes `__Host-` from the host itself alone, over HTTPS alone.
    fn full_name(&self, state: &AppState) -> String {
        format!("{}{}", if is_secure(state) { "__Host-" } else { "" }, self.name)
    }
}

/// All but a service that is known to be reached on this machine alone: where
/// nobody has said how it is reached, a cookie must not go over an open line.
fn is_secure(state: &AppState) -> bool {
    state.access.settings().public_url.as_ref().is_none_or(|url| url.is_https())
}
