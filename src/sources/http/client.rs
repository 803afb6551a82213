//! Asks for one thing at a time, again where that may help.

use std::{
    error::Error,
    time::{Duration, SystemTime},
};

use reqwest::{
    Response, StatusCode,
    header::{HeaderMap, RETRY_AFTER},
    redirect::Policy,
};
use url::Url;

use super::{Account, Patience, patience::retry_after, told};
use crate::sources::{Result, SourceError, SourceFault, words::in_short};

const TIME_TO_CONNECT: Duration = Duration::from_secs(30);
/// Between two pieces of an answer; a large layer takes its time to begin.
const TIME_TO_READ: Duration = Duration::from_secs(180);
const MOST_REDIRECTS: usize = 5;
/// Of a refusal, so much is read to be quoted.
const LONGEST_REFUSAL_BYTES: usize = 64 << 10;

/// Says to a source who asks.
const USER_AGENT: &str = concat!("tackning/", env!("CARGO_PKG_VERSION"));

/// A client for one source.
#[derive(Clone)]
pub struct Client {
    client: reqwest::Client,
    account: Option<Account>,
    patience: Patience,
}

/// An answer that begins well.
pub(in crate::sources) struct Answer {
    response: Response,
    place: String,
}

/// Why one try came to nothing.
pub(in crate::sources) enum Failure {
    /// Another try may succeed, perhaps after the time that the source asks for.
    Passing { error: SourceError, wait: Option<Duration> },
    /// It won't.
    Lasting(SourceError),
}

impl Failure {
    pub fn passing(error: SourceError) -> Self {
        Self::Passing { error, wait: None }
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Lasting(error)
    }
}

impl Client {
    /// # Errors
    /// When the machine has no way to keep connections private.
    pub fn new(account: Option<Account>, patience: Patience) -> Result<Self> {
        let client = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(TIME_TO_CONNECT)
            .read_timeout(TIME_TO_READ)
            .redirect(Policy::limited(MOST_REDIRECTS))
            .build()
            .map_err(|error| SourceFault::Unreachable.at("this machine", with_causes(&error)))?;
        Ok(Self { client, account, patience })
    }

    /// Does something again until it succeeds, fails for good, or was tried often enough.
    ///
    /// # Errors
    /// The last try's.
    pub(in crate::sources) async fn stubbornly<T>(
        &self,
        mut once: impl AsyncFnMut() -> std::result::Result<T, Failure>,
    ) -> Result<T> {
        let mut failed = 0;
        loop {
            let (error, asked) = match once().await {
                Ok(value) => return Ok(value),
                Err(Failure::Lasting(error)) => return Err(error),
                Err(Failure::Passing { error, wait }) => (error, wait),
            };
            failed += 1;
            if failed >= self.patience.tries.max(1) {
                let reason = format!("{}; it was tried {failed} times", error.reason);
                return Err(error.fault.at(error.place, reason));
            }
            let wait = asked.unwrap_or_else(|| self.patience.wait(failed));
            if wait > self.patience.longest_wait {
                let reason = format!("it asks to be left in peace for {} s: try again then", wait.as_secs());
                return Err(SourceFault::Busy.at(error.place, reason));
            }
            tracing::debug!(%error, wait_s = wait.as_secs_f64(), "asked again");
            tokio::time::sleep(wait).await;
        }
    }

    /// One try. The headers are sent besides the client's own.
    pub(in crate::sources) async fn get(
        &self,
        url: &Url,
        headers: HeaderMap,
    ) -> std::result::Result<Answer, Failure> {
        let place = told(url);
        let mut request = self.client.get(url.clone()).headers(headers);
        if let Some(account) = &self.account {
            request = account.sign(request, url);
        }
        let sent = request.send().await.map_err(|error| {
            Failure::passing(SourceFault::Unreachable.at(&place, with_causes(&error.without_url())))
        });
        let answer = Answer { response: sent?, place };
        let status = answer.status();
        // Whoever asks on conditions knows what to do with these.
        let is_answer = status.is_success()
            || matches!(status, StatusCode::NOT_MODIFIED | StatusCode::RANGE_NOT_SATISFIABLE);
        if is_answer { Ok(answer) } else { Err(answer.failure(status, self.account.is_some()).await) }
    }
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// How many bytes the source says are to come.
    pub fn announced_bytes(&self) -> Option<u64> {
        self.response.content_length()
    }

    /// The next piece of the body, None at its end.
    pub(in crate::sources) async fn piece(&mut self) -> std::result::Result<Option<bytes::Bytes>, Failure> {
        self.response.chunk().await.map_err(|error| {
            let reason = format!("the connection broke: {}", with_causes(&error.without_url()));
            Failure::passing(SourceFault::Unreachable.at(&self.place, reason))
        })
    }

    /// The body, as far as it isn't longer than what such an answer may be.
    pub(in crate::sources) async fn body(
        mut self,
        most_bytes: usize,
    ) -> std::result::Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        while let Some(piece) = self.piece().await? {
            if body.len() + piece.len() > most_bytes {
                let reason = format!("the answer is larger than {most_bytes} bytes");
                return Err(SourceFault::BrokenAnswer.at(self.place, reason).into());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    async fn failure(mut self, status: StatusCode, has_account: bool) -> Failure {
        let wait = self.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wait = wait.and_then(|value| retry_after(value, SystemTime::now()));
        let place = self.place.clone();
        let words = self.beginning().await;
        let said = if words.is_empty() { status.to_string() } else { format!("{status}: {words}") };
        if status == StatusCode::TOO_MANY_REQUESTS {
            return Failure::Passing { error: SourceFault::Busy.at(place, said), wait };
        }
        if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT {
            return Failure::Passing { error: SourceFault::Failing.at(place, said), wait };
        }
        let wants_account = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let hint = match (wants_account, has_account) {
            (true, false) => {
                " (it wants an account: TACKNING_SOURCE_ACCOUNT or TACKNING_SOURCE_TOKEN in the environment)"
            }
            (true, true) => " (the account in the environment isn't enough)",
            (false, _) => "",
        };
        Failure::Lasting(SourceFault::Refused.at(place, format!("{said}{hint}")))
    }

    /// The first words of what a source says to a refusal; none where they can't be read.
    async fn beginning(&mut self) -> String {
        let mut bytes = Vec::new();
        while bytes.len() < LONGEST_REFUSAL_BYTES
            && let Ok(Some(piece)) = self.piece().await
        {
            bytes.extend_from_slice(&piece);
        }
        in_short(&String::from_utf8_lossy(&bytes))
    }
}

/// An error with all its causes: the first alone says hardly more than that there was one.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
