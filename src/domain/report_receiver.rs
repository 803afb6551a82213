//! Who is told that a gap report was issued to a network, and how that went.

use jiff::Timestamp;

use super::{EmailAddress, Language, PlainSecret, text::words};

/// Where a network's operator wants to be told; left out, its persons are told by e-mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportReceiver {
    /// The address of a web hook.
    pub hook: Option<String>,
    /// Told instead of the operator's persons.
    pub email: Option<EmailAddress>,
    pub language: Language,
}

/// By what somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeChannel {
    Hook,
    Mail,
}

words!(NoticeChannel, "channel", { Hook => "hook", Mail => "mail" });

/// What became of telling somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeState {
    /// Due now or later.
    Waiting,
    Sent,
    /// Not tried any more, until somebody asks for it.
    GivenUp,
}

words!(NoticeState, "state of a notice", { Waiting => "waiting", Sent => "sent", GivenUp => "given_up" });

/// That somebody is told of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: i64,
    pub report: i64,
    pub channel: NoticeChannel,
    pub state: NoticeState,
    pub attempts: i64,
    /// Of the last attempt.
    pub fault: Option<String>,
    /// When it is tried next, where it waits.
    pub due_at: Option<Timestamp>,
    pub sent_at: Option<Timestamp>,
}

/// Where a notice goes. None of its parts shows itself in a log.
#[derive(Clone, Debug)]
pub enum NoticeTarget {
    Hook { address: String, secret: PlainSecret },
    Mail { address: EmailAddress, language: Language },
}
