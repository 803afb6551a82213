//! Which service requests are asked for.

use jiff::{SignedDuration, Timestamp};

use super::{Asked, Failure, known_service};
use crate::domain::{DeadZone, Service};

/// The standard's span: longer ones are asked for piece by piece.
const LONGEST_SPAN: SignedDuration = SignedDuration::from_hours(90 * 24);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestStatus {
    Open,
    Closed,
}

impl RequestStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

#[derive(Debug)]
pub struct Selection {
    /// These alone, whatever else is asked; empty: all.
    numbers: Vec<i64>,
    /// Empty: all.
    services: Vec<Service>,
    from: Timestamp,
    until: Timestamp,
    /// Empty: all.
    statuses: Vec<RequestStatus>,
}

impl Selection {
    /// # Errors
    /// When a parameter can't be read, or the span is longer than the standard has it.
    pub fn read(asked: &Asked, now: Timestamp) -> Result<Self, Failure> {
        let numbers = asked.list("service_request_id").into_iter().map(number).collect::<Result<_, _>>()?;
        let services = asked.list("service_code").into_iter().map(known_service).collect::<Result<_, _>>()?;
        let statuses = asked.list("status").into_iter().map(status).collect::<Result<_, _>>()?;
        let (from, until) = span(moment(asked, "start_date")?, moment(asked, "end_date")?, now)?;
        Ok(Self { numbers, services, from, until, statuses })
    }

    /// Whether a report is asked for, its status aside.
    pub fn holds(&self, report: &DeadZone) -> bool {
        if !self.numbers.is_empty() {
            return self.numbers.contains(&report.number);
        }
        let is_of_service = self.services.is_empty() || self.services.contains(&report.report.service);
        is_of_service && (self.from..=self.until).contains(&report.received_at)
    }

    pub fn holds_status(&self, status: RequestStatus) -> bool {
        !self.numbers.is_empty() || self.statuses.is_empty() || self.statuses.contains(&status)
    }
}

/// # Errors
/// When the text is no number of a request.
pub fn number(text: &str) -> Result<i64, Failure> {
    text.parse().map_err(|_| no_request(text))
}

pub fn no_request(number: impl std::fmt::Display) -> Failure {
    Failure::not_found(
        format!("service_request_id: `{number}` finns inte."),
        format!("service_request_id: there is no `{number}`."),
    )
}

fn status(text: &str) -> Result<RequestStatus, Failure> {
    [RequestStatus::Open, RequestStatus::Closed]
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| {
            Failure::bad(
                format!("status: `{text}` är varken open eller closed."),
                format!("status: `{text}` is neither open nor closed."),
            )
        })
}

fn moment(asked: &Asked, name: &str) -> Result<Option<Timestamp>, Failure> {
    let Some(text) = asked.one(name) else { return Ok(None) };
    // In an address a plus sign that isn't written as %2B is a space.
    let moment = text.replace(' ', "+").parse();
    moment.map(Some).map_err(|_| {
        Failure::bad(
            format!("{name}: `{text}` är ingen tidpunkt som 2026-11-01T10:00:00Z."),
            format!("{name}: `{text}` is no moment such as 2026-11-01T10:00:00Z."),
        )
    })
}

/// The newest ninety days where neither end is said, else as much from the one that is.
fn span(
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), Failure> {
    let before = |end: Timestamp| end.checked_sub(LONGEST_SPAN).unwrap_or(Timestamp::MIN);
    match (from, until) {
        (Some(from), Some(until)) if until.duration_since(from) > LONGEST_SPAN => Err(Failure::bad(
            "start_date och end_date: högst 90 dygn i taget.",
            "start_date and end_date: at most 90 days at a time.",
        )),
        (Some(from), Some(until)) => Ok((from, until)),
        (Some(from), None) => Ok((from, from.checked_add(LONGEST_SPAN).unwrap_or(Timestamp::MAX))),
        (None, Some(until)) => Ok((before(until), until)),
        (None, None) => Ok((before(now), now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_is_ninety_days_at_most() {
        let now = at("2026-11-15T12:00:00Z");
        let check = |from: Option<&str>, until: Option<&str>, expected: (&str, &str)| {
            let found = span(from.map(at), until.map(at), now).unwrap();
            assert_eq!(found, (at(expected.0), at(expected.1)), "{from:?} {until:?}");
        };
        check(None, None, ("2026-08-17T12:00:00Z", "2026-11-15T12:00:00Z"));
        check(Some("2026-01-01T00:00:00Z"), None, ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"));
        check(None, Some("2026-04-01T00:00:00Z"), ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z"));
        let (first, last) = ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
        check(Some(first), Some(last), (first, last));
        assert!(span(Some(at(first)), Some(at("2026-04-01T00:00:01Z")), now).is_err());
    }
}
