//! Who somebody is: tokens, sessions and signing in. What they may do stands in
//! `domain`, what is kept of them in `store`; no HTTP.

mod chance;
mod error;
mod identity;
mod sessions;
mod settings;
mod sign_in;
mod tokens;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use moka::sync::Cache;

pub use chance::new_secret;
pub use error::AccessError;
pub use identity::{Holder, Identity};
pub use sessions::SignedIn;
pub use settings::{AccessSettings, PublicUrl, PublicUrlError};
pub use sign_in::{
    ClaimMapping, ClaimMappingError, ClaimNames, LONGEST_ATTEMPT, LocalPath, OidcSettings, OidcSettingsError,
    ProviderAnswer, SignInError, StartedSignIn,
};
pub use tokens::{end_of_day, issue_token};

use crate::store::Store;
use sign_in::Provider;

/// Uses of one token or session are noted at most this often.
const NOTED_EVERY: Duration = Duration::from_secs(60);
/// Tokens and sessions of which it is remembered that their use was noted.
const REMEMBERED_USES: u64 = 10_000;

type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Knows whoever asks. Clones share what they remember.
#[derive(Clone)]
pub struct Access {
    store: Store,
    settings: Arc<AccessSettings>,
    provider: Option<Arc<Provider>>,
    clock: Clock,
    noted: Cache<Holder, ()>,
}

impl Access {
    pub fn new(store: Store, settings: AccessSettings) -> Self {
        let noted = Cache::builder().max_capacity(REMEMBERED_USES).time_to_live(NOTED_EVERY).build();
        let provider = settings.oidc.clone().map(|oidc| Arc::new(Provider::new(oidc)));
        let settings = Arc::new(settings);
        Self { store, settings, provider, clock: Arc::new(Timestamp::now), noted }
    }

    /// Another clock, by which tokens, sessions and sign-ins end.
    pub fn with_clock(self, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    pub fn settings(&self) -> &AccessSettings {
        &self.settings
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Notes a use beside the request: who asks something doesn't wait until a
    /// large delivery has been written.
    fn note_use(&self, holder: Holder) {
        if self.noted.contains_key(&holder) {
            return;
        }
        self.noted.insert(holder, ());
        let (store, now) = (self.store.clone(), self.now());
        tokio::spawn(async move {
            let noted = match holder {
                Holder::Token(id) => store.note_token_use(id, now).await,
                Holder::Session(id) => store.note_session_use(id, now).await,
            };
            if let Err(error) = noted {
                tracing::warn!(%error, ?holder, "a use could not be noted");
            }
        });
    }
}
