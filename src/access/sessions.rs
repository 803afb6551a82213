//! Cookie sessions: begun, known again, ended.

use super::{Access, AccessError, Holder, Identity, chance};
use crate::domain::{HashedSecret, PlainSecret, Session, SessionHolder, SessionId};

/// Somebody who is known by a session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub identity: Identity,
    pub session: SessionId,
    csrf: HashedSecret,
}

impl SignedIn {
    /// What the page sends back with every change: other pages can make the
    /// browser send the cookie, but they can't know this.
    pub fn csrf_token(&self) -> String {
        self.csrf.to_text()
    }

    pub fn is_csrf_token(&self, text: &str) -> bool {
        HashedSecret::parse(text).is_some_and(|sent| sent.is(&self.csrf))
    }
}

impl Access {
    /// Begins a session and gives the cookie's secret.
    pub async fn begin_session(&self, identity: &Identity) -> Result<PlainSecret, AccessError> {
        let secret = chance::new_secret()?;
        let hashed = secret.hashed();
        self.store.begin_session(&hashed, identity.holder, &identity.actor(), self.now()).await?;
        Ok(secret)
    }

    /// Who is signed in with a cookie's secret; nobody where the session is
    /// over, or its holder may no longer sign in. Unlike a wrong token that is
    /// no error: a browser sends its cookie long after it has meant anything.
    pub async fn by_session(&self, cookie: &str) -> Result<Option<SignedIn>, AccessError> {
        let Some(secret) = PlainSecret::parse(cookie) else { return Ok(None) };
        let Some(session) = self.store.session(&secret.hashed()).await? else { return Ok(None) };
        if session.is_over(self.now()) {
            return Ok(None);
        }
        let Some(identity) = self.holder(&session).await? else { return Ok(None) };
        self.note_use(Holder::Session(session.id));
        Ok(Some(SignedIn { identity, session: session.id, csrf: secret.derived("csrf") }))
    }

    async fn holder(&self, session: &Session) -> Result<Option<Identity>, AccessError> {
        Ok(match session.holder {
            SessionHolder::Person(id) => {
                let person = self.store.person(id).await?;
                person.filter(|person| person.active).map(Identity::from)
            }
            SessionHolder::Token(id) => {
                let token = self.store.token(id).await?;
                token.and_then(|(token, _)| self.valid(token).ok()).map(Identity::from)
            }
        })
    }

    pub async fn end_session(&self, signed_in: &SignedIn) -> Result<(), AccessError> {
        let actor = signed_in.identity.actor();
        Ok(self.store.end_session(signed_in.session, &actor, self.now()).await?)
    }
}
