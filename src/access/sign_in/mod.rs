//! Signing in by OpenID Connect: authorization code with PKCE, state and nonce.
//!
//! Nothing is kept between the redirect and the callback: what the callback has
//! to be checked against is in the browser's own cookie. Where the provider
//! can't be reached, that is told when somebody wants to sign in; the service
//! runs without it.

mod attempt;
mod error;
mod http_client;
mod local_path;
mod mapping;
mod provider;

use serde_json::{Map, Value};

pub use attempt::LONGEST_ATTEMPT;
pub use error::SignInError;
pub use local_path::LocalPath;
pub use mapping::{ClaimMapping, ClaimMappingError, ClaimNames};
pub use provider::{OidcSettings, OidcSettingsError};

use super::{Access, Identity, chance};
use crate::domain::{OrganisationId, OrganisationNumber, SignedInPerson, Subject};
use attempt::Attempt;

pub(super) use provider::Provider;

/// Where the browser goes on, and what it takes with it.
#[derive(Clone, Debug)]
pub struct StartedSignIn {
    /// The provider's page.
    pub address: String,
    /// The value of a cookie that the callback needs.
    pub cookie: String,
}

/// What the provider sends the browser back with.
#[derive(Clone, Debug)]
pub struct ProviderAnswer {
    pub state: String,
    /// An authorization code, or the provider's word for why there is none.
    pub code: Result<String, String>,
}

impl Access {
    /// Whether there is a provider to sign in at.
    pub fn offers_sign_in(&self) -> bool {
        self.provider.is_some()
    }

    pub async fn start_sign_in(&self, return_to: LocalPath) -> Result<StartedSignIn, SignInError> {
        let provider = self.provider()?;
        let attempt = Attempt::new(chance::new_secret()?, self.now(), return_to);
        let address = provider.authorization_address(&attempt).await?;
        Ok(StartedSignIn { address, cookie: attempt.to_cookie() })
    }

    /// Who came back from the provider, and where they wanted to go.
    pub async fn finish_sign_in(
        &self,
        cookie: Option<&str>,
        answer: ProviderAnswer,
    ) -> Result<(Identity, LocalPath), SignInError> {
        let provider = self.provider()?;
        let attempt = cookie.and_then(Attempt::from_cookie).ok_or(SignInError::NotStarted)?;
        attempt.check(&answer.state, self.now())?;
        let code = answer.code.map_err(SignInError::RefusedByProvider)?;
        let claims = provider.claims(&attempt, code).await?;
        let told = self.told(provider, &claims).await?;
        let person = self.store.sign_in_person(told, self.now()).await?;
        if !person.active {
            return Err(SignInError::Inactive);
        }
        Ok((person.into(), attempt.return_to))
    }

    fn provider(&self) -> Result<&Provider, SignInError> {
        self.provider.as_deref().ok_or(SignInError::NotOffered)
    }

    async fn told(
        &self,
        provider: &Provider,
        claims: &Map<String, Value>,
    ) -> Result<SignedInPerson, SignInError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        let subject = text("sub").ok_or_else(|| SignInError::NotTrusted("no subject".to_owned()))?;
        let mapping = provider.mapping();
        let organisation = match mapping.organisation(claims) {
            Some(number) => self.known_organisation(&number).await?,
            None => None,
        };
        Ok(SignedInPerson {
            name: text("name").or_else(|| text("preferred_username")).unwrap_or_else(|| subject.clone()),
            subject: Subject { issuer: provider.issuer().to_owned(), subject },
            email: text("email"),
            organisation,
            role: mapping.role(claims),
            networks: mapping.networks(claims),
        })
    }

    async fn known_organisation(
        &self,
        number: &OrganisationNumber,
    ) -> Result<Option<OrganisationId>, SignInError> {
        let known = self.store.organisation_numbered(number).await?.map(|organisation| organisation.id);
        if known.is_none() {
            tracing::warn!(%number, "somebody signed in from an organisation that isn't here");
        }
        Ok(known)
    }
}
