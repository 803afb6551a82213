//! One attempt to sign in, from the redirect to the callback.
//!
//! Its cookie holds a secret; state, nonce and PKCE verifier are derived from
//! it. The state covers all that the cookie says, so a cookie that was changed,
//! or that is another attempt's, doesn't fit the state that the provider brings back.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};

use super::{LocalPath, SignInError};
use crate::domain::{HashedSecret, PlainSecret};

/// From the redirect to the callback: time for a second factor.
pub const LONGEST_ATTEMPT: SignedDuration = SignedDuration::from_mins(10);

#[derive(Clone, Debug)]
pub(super) struct Attempt {
    secret: PlainSecret,
    started_second: i64,
    pub return_to: LocalPath,
}

impl Attempt {
    pub fn new(secret: PlainSecret, now: Timestamp, return_to: LocalPath) -> Self {
        Self { secret, started_second: now.as_second(), return_to }
    }

    pub fn state(&self) -> HashedSecret {
        self.secret.derived(&format!("state {} {}", self.started_second, self.return_to.as_str()))
    }

    pub fn nonce(&self) -> String {
        self.secret.derived("nonce").to_text()
    }

    /// 64 characters of chance, as RFC 7636 asks for (43 to 128).
    pub fn pkce_verifier(&self) -> String {
        self.secret.derived("pkce").to_text()
    }

    pub fn to_cookie(&self) -> String {
        let return_to = URL_SAFE_NO_PAD.encode(self.return_to.as_str());
        format!("{}.{}.{return_to}", self.secret.reveal(), self.started_second)
    }

    pub fn from_cookie(cookie: &str) -> Option<Self> {
        let mut parts = cookie.splitn(3, '.');
        let secret = PlainSecret::parse(parts.next()?)?;
        let started_second = parts.next()?.parse().ok()?;
        let return_to = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
        Some(Self { secret, started_second, return_to: LocalPath::new(&return_to)? })
    }

    /// Whether the state that the provider brings back is this attempt's, in time.
    pub fn check(&self, state: &str, now: Timestamp) -> Result<(), SignInError> {
        let fits = HashedSecret::parse(state).is_some_and(|state| state.is(&self.state()));
        if !fits {
            return Err(SignInError::NotStarted);
        }
        let taken_seconds = now.as_second() - self.started_second;
        let in_time = (0..LONGEST_ATTEMPT.as_secs()).contains(&taken_seconds);
        if in_time { Ok(()) } else { Err(SignInError::Expired) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().unwrap()
    }

    fn attempt(secret: u8) -> Attempt {
        Attempt::new(PlainSecret::new([secret; 32]), now(), LocalPath::new("/?panel=gaps").unwrap())
    }

    #[test]
    fn a_cookie_fits_its_own_state_alone() {
        let (one, other) = (attempt(1), attempt(2));
        let back = Attempt::from_cookie(&one.to_cookie()).unwrap();
        assert_eq!(back.return_to.as_str(), "/?panel=gaps");
        assert!(back.check(&one.state().to_text(), now()).is_ok());
        assert!(matches!(back.check(&other.state().to_text(), now()), Err(SignInError::NotStarted)));
        assert!(matches!(back.check("", now()), Err(SignInError::NotStarted)));
        assert_eq!((back.nonce(), back.pkce_verifier()), (one.nonce(), one.pkce_verifier()));
        assert_ne!(back.nonce(), back.pkce_verifier());
    }

    /// Neither the time nor the way back can be changed on the way.
    #[test]
    fn a_changed_cookie_fits_nothing() {
        let one = attempt(1);
        let later = Attempt { started_second: one.started_second + 60, ..one.clone() };
        let elsewhere = Attempt { return_to: LocalPath::home(), ..one.clone() };
        for changed in [later, elsewhere] {
            let read = Attempt::from_cookie(&changed.to_cookie()).unwrap();
            assert!(matches!(read.check(&one.state().to_text(), now()), Err(SignInError::NotStarted)));
        }
        let foreign = URL_SAFE_NO_PAD.encode("//other.example");
        let secret = PlainSecret::new([1; 32]).reveal();
        for broken in ["", "a.b.c", &format!("{secret}.1.{foreign}"), &format!("{secret}.x.Lw"), &secret] {
            assert!(Attempt::from_cookie(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn an_attempt_has_ten_minutes() {
        let one = attempt(1);
        let state = one.state().to_text();
        let after = |seconds| one.check(&state, now() + SignedDuration::from_secs(seconds));
        assert!(after(599).is_ok());
        assert!(matches!(after(600), Err(SignInError::Expired)));
        assert!(matches!(after(-1), Err(SignInError::Expired)));
    }
}
