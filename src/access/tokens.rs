//! API tokens: made, and known again.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Access, AccessError, Holder, Identity, chance};
use crate::{
    domain::{Actor, NewToken, PlainToken, Token, TokenId, TokenState},
    store::{Store, StoreError},
};

/// Makes a token. Its text is in the answer and nowhere else.
pub async fn issue_token(
    store: &Store,
    new: NewToken,
    actor: &Actor,
    at: Timestamp,
) -> Result<(Token, PlainToken), AccessError> {
    let secret = chance::new_secret()?;
    let token = store.add_token(new, &secret.hashed(), actor, at).await?;
    let plain = PlainToken { id: token.id, secret };
    Ok((token, plain))
}

/// When a day is over, UTC.
pub fn end_of_day(last: Date) -> Option<Timestamp> {
    let next = last.tomorrow().ok()?;
    Some(next.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

impl Access {
    /// Whose token this is.
    ///
    /// # Errors
    /// When it is nobody's, or holds no longer: never is it taken for nobody's word.
    pub async fn by_token(&self, text: &str) -> Result<Identity, AccessError> {
        let plain = PlainToken::parse(text).ok_or(AccessError::UnknownToken)?;
        let (token, kept) = self.store.token(plain.id).await?.ok_or(AccessError::UnknownToken)?;
        if !kept.is(&plain.secret.hashed()) {
            return Err(AccessError::UnknownToken);
        }
        let token = self.valid(token)?;
        self.note_use(Holder::Token(token.id));
        Ok(token.into())
    }

    pub(super) fn valid(&self, token: Token) -> Result<Token, AccessError> {
        let end = |at: Option<Timestamp>| at.unwrap_or(token.created_at);
        match token.state(self.now()) {
            TokenState::Active => Ok(token),
            TokenState::Expired => Err(AccessError::ExpiredToken(end(token.details.expires_at))),
            TokenState::Revoked => Err(AccessError::RevokedToken(end(token.revoked_at))),
        }
    }

    /// Makes a token on somebody's word.
    pub async fn issue_token(
        &self,
        new: NewToken,
        actor: &Actor,
    ) -> Result<(Token, PlainToken), AccessError> {
        issue_token(&self.store, new, actor, self.now()).await
    }

    /// Ends a token; none where there is no such token.
    pub async fn revoke_token(&self, id: TokenId, actor: &Actor) -> Result<Option<Token>, StoreError> {
        self.store.revoke_token(id, actor, self.now()).await
    }
}
