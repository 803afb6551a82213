//! When a source is asked again, and when no more.

use std::time::{Duration, SystemTime};

/// How stubborn a fetch is.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often one thing is asked for in all, at least once.
    pub tries: u32,
    /// Doubled after each try that a source gave no time for.
    pub first_wait: Duration,
    /// The longest wait, also when the source asks for a longer one.
    pub longest_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { tries: 6, first_wait: Duration::from_secs(2), longest_wait: Duration::from_secs(15 * 60) }
    }
}

impl Patience {
    /// How long to wait before the next try, after `failed` tries in vain (from 1).
    pub(super) fn wait(&self, failed: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed.saturating_sub(1));
        self.first_wait.saturating_mul(factor).min(self.longest_wait)
    }
}

/// What `Retry-After` asks for: seconds, or a date (RFC 9110, section 10.2.3). A date
/// that is over means now.
pub(super) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest() {
        let patience =
            Patience { tries: 9, first_wait: Duration::from_secs(2), longest_wait: Duration::from_secs(10) };
        let waits: Vec<_> = (1..=5).map(|failed| patience.wait(failed).as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 10, 10]);
        assert_eq!(patience.wait(4_000), Duration::from_secs(10));
    }

    #[test]
    fn seconds_and_dates() {
        let now = httpdate::parse_http_date("Sun, 22 Nov 2026 12:00:00 GMT").unwrap();
        for (value, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 22 Nov 2026 12:01:30 GMT", Some(90)),
            ("Sun, 22 Nov 2026 11:00:00 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now).map(|wait| wait.as_secs()), expected, "{value}");
        }
    }
}
