//! E-mail to those who reported a dead zone and left an address, and to operators of
//! whom something is asked: what is due in the store is sent by SMTP, tried again later where that fails, and given up in
//! the end. What is said in a mail is `report`'s business, what is due the store's.

mod notices;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lettre::{
    Address, Message, SmtpTransport, Transport,
    message::{
        Mailbox, MessageBuilder,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{self, response::Category},
};

use crate::{
    domain::{EmailAddress, Region},
    report::CaseMail,
    store::{Store, StoreError, TakenMail},
};

/// A server that says nothing for longer is tried again later.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);
/// What a service that was killed had taken is due again after this.
const TAKEN_FOR: SignedDuration = SignedDuration::from_mins(30);
/// Mails taken at a time: so many are sent, or fail, within the time that they are taken
/// for, also where a server lets each of a mail's half dozen answers be waited for.
const AT_A_TIME: u32 = 10;
/// How long to wait after each failure; after the last it is given up.
const WAITS: [SignedDuration; 6] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(8),
    SignedDuration::from_hours(24),
];

const AUTO_SUBMITTED: HeaderName = HeaderName::new_from_ascii_str("Auto-Submitted");

/// Sends what is due.
pub struct Mailer {
    transport: SmtpTransport,
    from: Mailbox,
    /// Where the service is reached.
    origin: String,
}

#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The address isn't repeated: a password may be in it.
    #[error(
        "the address of the mail server can't be read: {0}; expected smtp://HOST:PORT or smtps://USER:PASSWORD@HOST"
    )]
    Server(smtp::Error),
    #[error("`{0}` is no sender of mails: expected NAME <name@example.org>")]
    Sender(String),
}

/// What became of the mails that were due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MailOutcome {
    pub sent: usize,
    /// Due again later.
    pub waiting: usize,
    pub given_up: usize,
}

impl std::ops::Add for MailOutcome {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            waiting: self.waiting + other.waiting,
            given_up: self.given_up + other.given_up,
        }
    }
}

impl Mailer {
    /// `server` is an address such as `smtps://user:password@mail.example.org`,
    /// `from` a sender such as `Täckning <tackning@example.org>`.
    ///
    /// # Errors
    /// When either can't be read. Nobody is connected to yet.
    pub fn new(server: &str, from: &str, origin: impl Into<String>) -> Result<Self, MailSettingsError> {
        let builder = SmtpTransport::from_url(server);
        let transport = builder.map_err(MailSettingsError::Server)?.timeout(Some(LONGEST_ANSWER)).build();
        let from = from.parse().map_err(|_| MailSettingsError::Sender(from.to_owned()))?;
        Ok(Self { transport, from, origin: origin.into() })
    }

    /// Sends what is due: one mail for all that is to be told of a report.
    ///
    /// # Errors
    /// When the store fails; a mail server that does is an outcome.
    pub async fn send_due(
        &self,
        store: &Store,
        region: &Region,
        now: Timestamp,
    ) -> Result<MailOutcome, StoreError> {
        let mut outcome = MailOutcome::default();
        let taken = store.take_due_mails(now, now + TAKEN_FOR, AT_A_TIME).await?;
        for of_report in taken.chunk_by(|one, next| one.report == next.report) {
            let ids: Vec<i64> = of_report.iter().map(|mail| mail.id).collect();
            match self.send(of_report, region, now).await {
                Ok(()) => {
                    store.mails_sent(&ids).await?;
                    outcome.sent += 1;
                }
                Err(failure) => {
                    let attempts = of_report.iter().map(|mail| mail.attempts).max().unwrap_or_default();
                    let again_at = again_at(&failure, attempts, now);
                    tracing::warn!(report = of_report[0].report, %failure, ?again_at, "a mail was not sent");
                    store.mails_failed(&ids, again_at, &failure.to_string()).await?;
                    *(if again_at.is_some() { &mut outcome.waiting } else { &mut outcome.given_up }) += 1;
                }
            }
        }
        Ok(outcome)
    }

    async fn send(&self, of_report: &[TakenMail], region: &Region, now: Timestamp) -> Result<(), Failure> {
        let first = &of_report[0];
        let told = of_report.iter().map(|mail| {
            let network = region.network(&mail.network);
            (mail.case, network.map_or(mail.network.as_str(), |network| network.name.as_str()), &mail.step)
        });
        let (report, language) = (first.report, first.language);
        let mail = CaseMail { report, language, origin: &self.origin, told: told.collect() };
        let name = format!("{}.{}", first.id, first.report);
        let message = self.letter(&first.email, &name, now)?.subject(mail.subject()).body(mail.text())?;
        self.transfer(message).await
    }

    /// A mail without its words. The same mail sent twice has the same name: the
    /// receiver's server may know it.
    fn letter(&self, to: &EmailAddress, name: &str, now: Timestamp) -> Result<MessageBuilder, Failure> {
        let to: Address = to.reveal().parse().map_err(|_| Failure::Address)?;
        Ok(Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .message_id(Some(format!("<{name}@{}>", self.from.email.domain())))
            .date(std::time::SystemTime::from(now))
            .header(ContentType::TEXT_PLAIN)
            // So that nobody's absence is answered to it (RFC 3834).
            .raw_header(HeaderValue::new(AUTO_SUBMITTED, "auto-generated".to_owned())))
    }

    async fn transfer(&self, message: Message) -> Result<(), Failure> {
        let transport = self.transport.clone();
        tokio::task::spawn_blocking(move || transport.send(&message)).await??;
        Ok(())
    }
}

/// Why a mail wasn't sent. Of what the server says its number alone is told: in its
/// words it may name the receiver, whose address is kept in one place.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("no mail can be sent to such an address")]
    Address,
    #[error("the mail can't be written: {0}")]
    Message(#[from] lettre::error::Error),
    #[error("{}", told(.0))]
    Server(#[from] smtp::Error),
    #[error("the work was broken off: {0}")]
    BrokenOff(#[from] tokio::task::JoinError),
}

fn told(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the server answers {code}"),
        None if error.is_timeout() => "the server doesn't answer".to_owned(),
        None if error.is_tls() => "no encrypted connection to the server comes about".to_owned(),
        None => "the server can't be reached, or isn't understood".to_owned(),
    }
}

/// When to try again; never where the server won't have it at any time.
fn again_at(failure: &Failure, attempts: i64, now: Timestamp) -> Option<Timestamp> {
    match failure {
        Failure::Address | Failure::Message(_) => return None,
        Failure::Server(error) if is_final(error) => return None,
        Failure::Server(_) | Failure::BrokenOff(_) => {}
    }
    let failed_before = usize::try_from(attempts - 1).unwrap_or_default();
    WAITS.get(failed_before).map(|wait| now + *wait)
}

/// Whether the server refuses the mail itself. A name or password that it refuses
/// (53x, RFC 4954) is the service's own fault, and no reporter's loss.
fn is_final(error: &smtp::Error) -> bool {
    let is_of_settings = error.status().is_some_and(|code| code.category == Category::Unspecified3);
    error.is_permanent() && !is_of_settings
}
