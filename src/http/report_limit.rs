//! How many reports of dead zones one source may send: nobody has to sign in, so
//! that nobody must be able to flood the moderators.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, StatusCode, request::Parts},
};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::{problem::Problem, router::AppState};
use crate::domain::Bilingual;

/// A school's or a hospital's phones may be one source.
const REPORTS_PER_HOUR: u32 = 120;
/// Above this many remembered sources those are forgotten that may send as before.
const REMEMBERED_SOURCES: usize = 10_000;

/// Who sends: an address, as far as it tells one sender from another; none where
/// nobody knows it.
type Source = Option<IpAddr>;

#[derive(Debug)]
pub struct ReportLimit {
    /// None: no limit.
    limiter: Option<DefaultKeyedRateLimiter<Source>>,
    /// Whether what the proxy in front says of the sender counts.
    behind_proxy: bool,
}

impl Default for ReportLimit {
    fn default() -> Self {
        Self::per_hour(REPORTS_PER_HOUR, false)
    }
}

impl ReportLimit {
    /// So many an hour, at once or apart; none at all where it is nought.
    pub fn per_hour(reports: u32, behind_proxy: bool) -> Self {
        let quota = NonZeroU32::new(reports).map(Quota::per_hour);
        Self { limiter: quota.map(RateLimiter::keyed), behind_proxy }
    }

    /// # Errors
    /// When the source has sent too much; it may go on later.
    pub fn take(&self, source: &ReportSource) -> Result<(), Problem> {
        let Some(limiter) = &self.limiter else { return Ok(()) };
        if limiter.len() > REMEMBERED_SOURCES {
            limiter.retain_recent();
        }
        limiter.check_key(&source.known(self.behind_proxy)).map_err(|_| too_many())
    }
}

/// What a request says of where it comes from.
#[derive(Debug)]
pub struct ReportSource {
    peer: Option<IpAddr>,
    /// Whom the nearest proxy names.
    forwarded: Option<IpAddr>,
}

impl ReportSource {
    fn known(&self, behind_proxy: bool) -> Source {
        let address = if behind_proxy { self.forwarded.or(self.peer) } else { self.peer };
        address.map(sender)
    }
}

impl FromRequestParts<AppState> for ReportSource {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Problem> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        Ok(Self { peer, forwarded: forwarded(&parts.headers) })
    }
}

/// The last address is the nearest proxy's own word; those before it anybody can write.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

/// One home has as many IPv6 addresses as it likes, in a network of 64 bits.
fn sender(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn too_many() -> Problem {
    let text = Bilingual::new(
        "Det har kommit många anmälningar härifrån på kort tid. Vänta en stund och skicka igen.",
        "Many reports have come from here in a short time. Wait a while and send again.",
    );
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_reports", text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(peer: &str, forwarded_for: &str) -> ReportSource {
        let headers = HeaderMap::from_iter([(
            axum::http::HeaderName::from_static("x-forwarded-for"),
            forwarded_for.parse().unwrap(),
        )]);
        ReportSource { peer: Some(peer.parse().unwrap()), forwarded: forwarded(&headers) }
    }

    #[test]
    fn each_source_has_its_own_limit() {
        let limit = ReportLimit::per_hour(2, false);
        let one = source("192.0.2.1", "");
        assert!(limit.take(&one).is_ok() && limit.take(&one).is_ok());
        assert_eq!(limit.take(&one).unwrap_err().code(), "too_many_reports");
        assert!(limit.take(&source("192.0.2.2", "")).is_ok());
        // What anybody writes counts only behind a proxy.
        assert!(limit.take(&source("192.0.2.1", "192.0.2.3")).is_err());
    }

    #[test]
    fn a_home_is_one_source_and_a_proxy_none() {
        let known =
            |peer, forwarded_for, behind| source(peer, forwarded_for).known(behind).unwrap().to_string();
        assert_eq!(known("2001:db8:1:2:3:4:5:6", "", false), "2001:db8:1:2::");
        assert_eq!(known("::ffff:192.0.2.1", "", false), "192.0.2.1");
        assert_eq!(known("127.0.0.1", "203.0.113.9, 192.0.2.7", true), "192.0.2.7");
        assert_eq!(known("127.0.0.1", "somebody", true), "127.0.0.1");
    }

    #[test]
    fn nought_is_no_limit() {
        let limit = ReportLimit::per_hour(0, false);
        assert!((0..1_000).all(|_| limit.take(&source("192.0.2.1", "")).is_ok()));
    }
}
