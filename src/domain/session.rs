//! Signed-in browsers, and how long they stay so.

use jiff::{SignedDuration, Timestamp};

use super::{PersonId, TokenId};

/// A session's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub i64);

/// Whose rights a session has: always those that its holder has now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SessionHolder {
    Person(PersonId),
    /// A token that was pasted into the page.
    Token(TokenId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub holder: SessionHolder,
    pub started_at: Timestamp,
    /// To the minute.
    pub last_used_at: Timestamp,
}

/// A working day, whatever happens in it.
pub const LONGEST_SESSION: SignedDuration = SignedDuration::from_hours(12);
/// A meeting or a lunch, with the page left open.
pub const LONGEST_IDLE: SignedDuration = SignedDuration::from_hours(2);

impl Session {
    pub fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.started_at) >= LONGEST_SESSION
            || now.duration_since(self.last_used_at) >= LONGEST_IDLE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_when_it_idles_and_when_its_day_is_over() {
        let started_at: Timestamp = "2026-11-22T08:00:00Z".parse().unwrap();
        let after = |hours: f64| started_at + SignedDuration::from_secs_f64(hours * 3600.0);
        let over = |used_after: f64, now_after: f64| {
            let holder = SessionHolder::Token(TokenId(1));
            let session = Session { id: SessionId(1), holder, started_at, last_used_at: after(used_after) };
            session.is_over(after(now_after))
        };
        assert!(!over(0.0, 1.99) && over(0.0, 2.0));
        assert!(!over(11.5, 11.99) && over(11.99, 12.0));
    }
}
