//! Web hooks: that a gap report was issued is called to the address that its
//! network's operator set, signed, tried again later where that fails, and given up in
//! the end. What is due is the store's business. A call says that there is a report
//! and where it lies, never what is in it.

mod address;
mod signature;

use std::{net::SocketAddr, time::Duration};

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, StatusCode, header::CONTENT_TYPE, redirect::Policy};
use serde_json::json;

use crate::{
    domain::{NoticeChannel, NoticeTarget, PlainSecret},
    store::{Store, StoreError, TakenNotice},
};

pub use address::{HookAddress, HookAddressError, is_public};
pub use signature::{secret_text, signature};

/// A receiver that says nothing for longer is tried again later.
const LONGEST_ANSWER: Duration = Duration::from_secs(15);
/// What a service that was killed had taken is due again after this.
const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(10);
/// Calls taken at a time: so many are made, or fail, within the time that they are taken for,
/// also where each one's name is looked up for as long as it is called.
const AT_A_TIME: u32 = 10;
/// How long to wait after each failure; after the last it is given up.
const WAITS: [SignedDuration; 7] = [
    SignedDuration::from_secs(30),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
    SignedDuration::from_hours(24),
];

/// Calls what is due.
#[derive(Clone, Debug)]
pub struct HookSender {
    /// Where the service is reached.
    origin: String,
    /// Whether addresses inside may be called, this machine's among them.
    allows_private: bool,
}

/// What became of the calls that were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HookOutcome {
    pub sent: usize,
    /// Due again later.
    pub waiting: usize,
    pub given_up: usize,
}

/// Why a call failed. The address isn't repeated: a secret may be in it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("there is no address any more")]
    NoAddress,
    #[error("the address names a machine inside")]
    Private,
    #[error("the address names no machine")]
    Unresolved,
    #[error("the receiver answers {0}")]
    Refused(StatusCode),
    #[error("the receiver doesn't answer")]
    TimedOut,
    #[error("the receiver can't be reached")]
    Unreachable,
}

impl HookSender {
    /// `origin`: where the service is reached, such as `https://tackning.example`.
    pub fn new(origin: impl Into<String>) -> Self {
        Self { origin: origin.into(), allows_private: false }
    }

    /// Calls machines inside as well: where receivers are in one's own network, and in tests.
    #[must_use]
    pub fn allowing_private(self) -> Self {
        Self { allows_private: true, ..self }
    }

    /// Calls what is due. What is called twice has the same name both times.
    ///
    /// # Errors
    /// When the store fails; a receiver that does is an outcome.
    pub async fn send_due(&self, store: &Store, now: Timestamp) -> Result<HookOutcome, StoreError> {
        let mut outcome = HookOutcome::default();
        let taken = store.take_due_notices(NoticeChannel::Hook, (now, now + TAKEN_FOR), AT_A_TIME).await?;
        for notice in taken {
            match self.send(&notice, now).await {
                Ok(()) => {
                    store.notice_sent(notice.id, now).await?;
                    outcome.sent += 1;
                }
                Err(failure) => {
                    let again_at = failure.again_at(notice.attempts, now);
                    tracing::warn!(notice = notice.id, %failure, ?again_at, "a web hook was not called");
                    store.notice_failed(notice.id, again_at, &failure.to_string()).await?;
                    *(if again_at.is_some() { &mut outcome.waiting } else { &mut outcome.given_up }) += 1;
                }
            }
        }
        Ok(outcome)
    }

    async fn send(&self, notice: &TakenNotice, now: Timestamp) -> Result<(), Failure> {
        let Some(NoticeTarget::Hook { address, secret }) = &notice.target else {
            return Err(Failure::NoAddress);
        };
        let address = HookAddress::new(address).map_err(|_| Failure::NoAddress)?;
        let machines = self.machines(&address).await?;
        let answer = self
            .call(&address, &machines, notice, (secret, now))
            .await
            .map_err(|error| if error.is_timeout() { Failure::TimedOut } else { Failure::Unreachable })?;
        // What a receiver says beside its number is neither read nor kept.
        if answer.is_success() { Ok(()) } else { Err(Failure::Refused(answer)) }
    }

    /// The machines behind an address, all of which may be called.
    async fn machines(&self, address: &HookAddress) -> Result<Vec<SocketAddr>, Failure> {
        let machines = address.resolved().await.map_err(|_| Failure::Unresolved)?;
        if machines.is_empty() {
            return Err(Failure::Unresolved);
        }
        let is_allowed = |machine: &SocketAddr| self.allows_private || is_public(machine.ip());
        if machines.iter().all(is_allowed) { Ok(machines) } else { Err(Failure::Private) }
    }

    async fn call(
        &self,
        address: &HookAddress,
        machines: &[SocketAddr],
        notice: &TakenNotice,
        (secret, now): (&PlainSecret, Timestamp),
    ) -> reqwest::Result<StatusCode> {
        let (id, body) = (format!("gap_report_{}_{}", notice.report, notice.id), self.body(notice));
        let builder = Client::builder().timeout(LONGEST_ANSWER).redirect(Policy::none()).no_proxy();
        // The machines that were looked at are called, whatever the name means a moment later.
        let host = address.url().host_str().unwrap_or_default();
        let client = builder.resolve_to_addrs(host, machines).build()?;
        let call = client
            .post(address.url().clone())
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", &id)
            .header("webhook-timestamp", now.as_second())
            .header("webhook-signature", signature(secret, &id, now, &body))
            .body(body);
        Ok(call.send().await?.status())
    }

    /// The same at each attempt.
    fn body(&self, notice: &TakenNotice) -> String {
        let TakenNotice { report, network, on, issued_at, .. } = notice;
        let url = format!("{}/api/v1/networks/{network}/gap-reports/{report}", self.origin);
        json!({
            "type": "gap_report.issued",
            "timestamp": issued_at.to_string(),
            "data": { "network": network.as_str(), "number": report, "on": on, "url": url },
        })
        .to_string()
    }
}

impl Failure {
    /// When to try again; never where it would be the same each time.
    fn again_at(&self, attempts: i64, now: Timestamp) -> Option<Timestamp> {
        match self {
            // 410: the receiver says that it is there no longer.
            Self::NoAddress | Self::Private | Self::Refused(StatusCode::GONE) => return None,
            Self::Refused(_) | Self::Unresolved | Self::TimedOut | Self::Unreachable => {}
        }
        let failed_before = usize::try_from(attempts - 1).unwrap_or_default();
        WAITS.get(failed_before).map(|wait| now + *wait)
    }
}
