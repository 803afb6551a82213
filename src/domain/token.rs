//! API tokens: their text, which is shown once, and what is kept of them.

use jiff::Timestamp;

use super::{Actor, OrganisationId, PlainSecret, Rights, organisation::checked_name};

/// A token's number in the store, and the middle part of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenId(pub i64);

/// What a new token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What its holder calls it.
    name: String,
    pub rights: Rights,
    pub organisation: Option<OrganisationId>,
    /// None: until it is revoked.
    pub expires_at: Option<Timestamp>,
    /// Made at the start of the demonstration, and revoked at its next one.
    pub demonstration: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a token's name has 1 to {} characters", super::LONGEST_NAME)]
pub struct TokenNameError;

impl NewToken {
    /// A token that holds until it is revoked.
    pub fn new(name: &str, rights: Rights) -> Result<Self, TokenNameError> {
        let name = checked_name(name).ok_or(TokenNameError)?;
        Ok(Self { name, rights, organisation: None, expires_at: None, demonstration: false })
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A token as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub details: NewToken,
    pub created_at: Timestamp,
    pub created_by: Actor,
    pub revoked_at: Option<Timestamp>,
    /// To the minute.
    pub last_used_at: Option<Timestamp>,
}

/// Whether a token opens anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    Active,
    Expired,
    Revoked,
}

impl Token {
    pub fn state(&self, now: Timestamp) -> TokenState {
        match (self.revoked_at, self.details.expires_at) {
            (Some(_), _) => TokenState::Revoked,
            (None, Some(end)) if end <= now => TokenState::Expired,
            (None, _) => TokenState::Active,
        }
    }
}

/// A token's text, `tck_<id>_<secret>`: shown to its holder once and never kept.
#[derive(Clone, Debug)]
pub struct PlainToken {
    pub id: TokenId,
    pub secret: PlainSecret,
}

/// Tells secret scanners, and whoever finds one in a file, what it is.
const PREFIX: &str = "tck_";

impl PlainToken {
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.strip_prefix(PREFIX)?.split_once('_')?;
        Some(Self { id: TokenId(id.parse().ok()?), secret: PlainSecret::parse(secret)? })
    }

    /// The whole token, for its holder alone.
    pub fn reveal(&self) -> String {
        format!("{PREFIX}{}_{}", self.id.0, self.secret.reveal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    #[test]
    fn a_token_comes_back_from_its_text_and_never_shows_itself() {
        let token = PlainToken { id: TokenId(12), secret: PlainSecret::new([9; 32]) };
        let text = token.reveal();
        assert!(text.starts_with("tck_12_0909"), "{text}");
        assert_eq!(PlainToken::parse(&text).unwrap().reveal(), text);
        assert!(!format!("{token:?}").contains("0909"));
        for wrong in ["", "tck_", "tck_12", "tck_12_09", "tck_x_09", &text[4..], &text.replace("tck", "TCK")]
        {
            assert!(PlainToken::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_token_holds_until_its_end_and_never_after_its_revocation() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let details = NewToken {
            expires_at: Some(at("2026-12-01T00:00:00Z")),
            ..NewToken::new("a script", Rights::of(Role::Reader, Vec::new()).unwrap()).unwrap()
        };
        let created_by = Actor::command_line();
        let created_at = at("2026-11-22T10:00:00Z");
        let token =
            Token { id: TokenId(1), details, created_at, created_by, revoked_at: None, last_used_at: None };
        assert_eq!(token.state(at("2026-11-30T23:59:59.9Z")), TokenState::Active);
        assert_eq!(token.state(at("2026-12-01T00:00:00Z")), TokenState::Expired);
        let revoked = Token { revoked_at: Some(created_at), ..token };
        assert_eq!(revoked.state(created_at), TokenState::Revoked);
    }
}
