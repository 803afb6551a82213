//! Where a web hook may go: to an address of https, and to no machine that only
//! this one reaches. Who sets the address is a stranger to the inner network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

/// An address that a web hook may be set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookAddress(Url);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no address for a web hook: expected https://HOST/PATH without a name or password in it")]
pub struct HookAddressError;

/// Longer than any that somebody would copy.
const LONGEST_ADDRESS: usize = 2_000;

impl HookAddress {
    /// Of http this machine alone is taken, for trying it; whether anything is sent
    /// there is the sender's setting.
    ///
    /// # Errors
    /// When the text is no such address. It isn't repeated: a secret may be in it.
    pub fn new(text: &str) -> Result<Self, HookAddressError> {
        let url = Url::parse(text.trim()).map_err(|_| HookAddressError)?;
        let is_here = match url.host() {
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            Some(Host::Domain(_)) => false,
            None => return Err(HookAddressError),
        };
        let is_scheme = url.scheme() == "https" || url.scheme() == "http" && is_here;
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        if is_scheme && is_plain && url.as_str().len() <= LONGEST_ADDRESS {
            Ok(Self(url))
        } else {
            Err(HookAddressError)
        }
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    pub(super) fn url(&self) -> &Url {
        &self.0
    }

    /// The machines behind the address, as the network names them now.
    ///
    /// # Errors
    /// When it names none.
    pub(super) async fn resolved(&self) -> std::io::Result<Vec<SocketAddr>> {
        let port = self.0.port_or_known_default().unwrap_or(443);
        match self.0.host() {
            Some(Host::Ipv4(address)) => Ok(vec![(address, port).into()]),
            Some(Host::Ipv6(address)) => Ok(vec![(address, port).into()]),
            Some(Host::Domain(name)) => Ok(tokio::net::lookup_host((name, port)).await?.collect()),
            None => Ok(Vec::new()),
        }
    }
}

/// Whether an address is one of the public network: neither this machine nor one of
/// the networks around it, nor any that is set apart for other uses (IANA's registries
/// of special-purpose addresses, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, third, _] = address.octets();
    let is_apart = match first {
        0 | 10 | 127 => true,
        100 => (64..128).contains(&second),
        169 => second == 254,
        172 => (16..32).contains(&second),
        192 => second == 168 || second == 0 && (third == 0 || third == 2) || (second, third) == (88, 99),
        198 => second == 18 || second == 19 || (second, third) == (51, 100),
        203 => (second, third) == (0, 113),
        // Groups, and what is kept for later.
        _ => first >= 224,
    };
    !is_apart
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // 6to4 names its IPv4 router.
        [0x2002, high, low, ..] => embedded(high, low),
        // Protocol assignments (Teredo and others), and documentation.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        [0x3fff, second, ..] => second >= 0x1000,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_and_name_nobody() {
        for text in [
            "https://example.org/hook?id=1",
            " https://example.org:8443 ",
            "http://127.0.0.1:8080/x",
            "http://[::1]/",
        ] {
            assert!(HookAddress::new(text).is_ok(), "{text}");
        }
        let long = format!("https://example.org/{}", "a".repeat(LONGEST_ADDRESS));
        for text in [
            "",
            "example.org",
            "http://example.org",
            "http://localhost/",
            "http://10.0.0.1/",
            "ftp://example.org",
            "https://user@example.org",
            "https://u:p@example.org/",
            "https://example.org/#part",
            "file:///etc/passwd",
            &long,
        ] {
            assert_eq!(HookAddress::new(text), Err(HookAddressError), "{text}");
        }
    }

    #[test]
    fn what_lies_inside_is_not_public() {
        let inside = [
            "127.0.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:10.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
            "3fff::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "100::1",
        ];
        for address in inside {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let outside = [
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.128.0.1",
            "192.1.2.3",
            "2a00:1450::1",
            "2001:4860::8888",
            "::ffff:8.8.8.8",
            "2002:808:808::1",
        ];
        for address in outside {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }
}
