//! The sign-in provider: found out about when somebody signs in, asked for
//! codes and keys, and believed only what stands the checks.

use std::time::Duration;

use moka::sync::Cache;
use openidconnect::{
    AccessToken, AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, StandardErrorResponse,
    StandardTokenResponse, SubjectIdentifier, TokenResponse, UserInfoClaims,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
        CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreProviderMetadata,
        CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

use super::{
    ClaimMapping, SignInError,
    attempt::Attempt,
    http_client::{self, with_causes},
};
use crate::access::{PublicUrl, settings::is_this_machine};

/// How long what a provider says of itself is good for starting sign-ins. The
/// callback asks anew: keys may have changed meanwhile.
const METADATA_KEPT: Duration = Duration::from_secs(300);

/// Where and as whom the service asks. The secret doesn't show itself in logs.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: Option<ClientSecret>,
    redirect: RedirectUrl,
    mapping: ClaimMapping,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OidcSettingsError {
    #[error("`{0}` is no sign-in provider's address: use https, or http on this machine alone")]
    Issuer(String),
}

impl OidcSettings {
    pub fn new(
        issuer: &str,
        client_id: String,
        client_secret: Option<String>,
        (public_url, mapping): (&PublicUrl, ClaimMapping),
    ) -> Result<Self, OidcSettingsError> {
        let refused = || OidcSettingsError::Issuer(issuer.to_owned());
        let url = Url::parse(issuer).map_err(|_| refused())?;
        if url.scheme() != "https" && !(url.scheme() == "http" && is_this_machine(&url)) {
            return Err(refused());
        }
        Ok(Self {
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|_| refused())?,
            client_id: ClientId::new(client_id),
            client_secret: client_secret.map(ClientSecret::new),
            redirect: RedirectUrl::new(public_url.at("/auth/callback")).map_err(|_| refused())?,
            mapping,
        })
    }
}

/// The claims beside the standard ones, whatever they are.
#[derive(Clone, Debug, Deserialize, Serialize)]
struct OtherClaims {
    #[serde(flatten)]
    claims: Map<String, Value>,
}

impl AdditionalClaims for OtherClaims {}

type TokenFields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Tokens = StandardTokenResponse<TokenFields, CoreTokenType>;
type OidcClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Tokens,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

#[derive(Debug)]
pub struct Provider {
    settings: OidcSettings,
    metadata: Cache<(), CoreProviderMetadata>,
}

impl Provider {
    pub fn new(settings: OidcSettings) -> Self {
        let metadata = Cache::builder().max_capacity(1).time_to_live(METADATA_KEPT).build();
        Self { settings, metadata }
    }

    pub fn issuer(&self) -> &str {
        self.settings.issuer.as_str()
    }

    pub fn mapping(&self) -> &ClaimMapping {
        &self.settings.mapping
    }

    /// The provider's page for an attempt.
    pub(super) async fn authorization_address(&self, attempt: &Attempt) -> Result<String, SignInError> {
        let client = self.client(match self.metadata.get(&()) {
            Some(metadata) => metadata,
            None => self.discovered().await?,
        });
        let verifier = PkceCodeVerifier::new(attempt.pkce_verifier());
        let (state, nonce) = (attempt.state().to_text(), attempt.nonce());
        let request = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let scopes = ["profile", "email"].map(|scope| Scope::new(scope.to_owned()));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let (address, ..) = request.add_scopes(scopes).set_pkce_challenge(challenge).url();
        Ok(address.into())
    }

    /// What the provider says of who came back with a code, checked.
    pub(super) async fn claims(
        &self,
        attempt: &Attempt,
        code: String,
    ) -> Result<Map<String, Value>, SignInError> {
        let client = self.client(self.discovered().await?);
        let tokens = self.tokens(&client, attempt, code).await?;
        let id_token = tokens.id_token().ok_or_else(|| not_trusted("there is no ID token"))?;
        // Signature, issuer, audience, expiry and nonce.
        let checked = id_token.claims(&client.id_token_verifier(), &Nonce::new(attempt.nonce()));
        let checked = checked.map_err(|error| not_trusted(with_causes(&error)))?;
        let mut claims = as_map(checked)?;
        let subject = checked.subject().clone();
        for (name, value) in self.user_info(&client, tokens.access_token().clone(), subject).await? {
            // Some providers say only there what somebody is called.
            claims.entry(name).or_insert(value);
        }
        Ok(claims)
    }

    async fn discovered(&self) -> Result<CoreProviderMetadata, SignInError> {
        let http = http_client::client().map_err(|error| SignInError::Unreachable(with_causes(&error)))?;
        let send = |request| http_client::send(http.clone(), request);
        let found = CoreProviderMetadata::discover_async(self.settings.issuer.clone(), &send).await;
        let found = found.map_err(|error| SignInError::Unreachable(with_causes(&error)))?;
        self.metadata.insert((), found.clone());
        Ok(found)
    }

    fn client(&self, metadata: CoreProviderMetadata) -> OidcClient {
        let OidcSettings { client_id, client_secret, redirect, .. } = &self.settings;
        OidcClient::from_provider_metadata(metadata, client_id.clone(), client_secret.clone())
            .set_redirect_uri(redirect.clone())
    }

    async fn tokens(
        &self,
        client: &OidcClient,
        attempt: &Attempt,
        code: String,
    ) -> Result<Tokens, SignInError> {
        let http = http_client::client().map_err(|error| SignInError::Unreachable(with_causes(&error)))?;
        let send = |request| http_client::send(http.clone(), request);
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(not_trusted)?;
        let verifier = PkceCodeVerifier::new(attempt.pkce_verifier());
        let answer = request.set_pkce_verifier(verifier).request_async(&send).await;
        answer.map_err(|error| not_trusted(with_causes(&error)))
    }

    async fn user_info(
        &self,
        client: &OidcClient,
        token: AccessToken,
        subject: SubjectIdentifier,
    ) -> Result<Map<String, Value>, SignInError> {
        // Not every provider has it; the ID token alone is enough.
        let Ok(request) = client.user_info(token, Some(subject)) else { return Ok(Map::new()) };
        let http = http_client::client().map_err(|error| SignInError::Unreachable(with_causes(&error)))?;
        let send = |request| http_client::send(http.clone(), request);
        let told: Result<UserInfoClaims<OtherClaims, CoreGenderClaim>, _> =
            request.request_async(&send).await;
        as_map(&told.map_err(|error| not_trusted(with_causes(&error)))?)
    }
}

fn as_map(claims: &impl Serialize) -> Result<Map<String, Value>, SignInError> {
    match serde_json::to_value(claims) {
        Ok(Value::Object(claims)) => Ok(claims),
        Ok(_) => Err(not_trusted("the claims are no object")),
        Err(error) => Err(not_trusted(error)),
    }
}

fn not_trusted(reason: impl ToString) -> SignInError {
    SignInError::NotTrusted(reason.to_string())
}
