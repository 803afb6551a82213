//! In which content coding a caller gets a tile: the header Accept-Encoding
//! (RFC 9110, 12.5.3), read against what the service can make.

use axum::http::{HeaderMap, header};

use crate::tiles::Packing;

/// Of those that a caller likes alike, the first: the smallest tiles, then the
/// fastest to unpack.
const BY_PREFERENCE: [Packing; 4] = [Packing::Brotli, Packing::Zstd, Packing::Gzip, Packing::Identity];

/// Weights in thousandths; none where nothing was said.
#[derive(Clone, Copy, Debug, Default)]
struct Weights {
    named: [Option<u16>; BY_PREFERENCE.len()],
    any_other: Option<u16>,
}

/// The coding that the caller likes best; none where it refuses all. Whoever says
/// nothing may be a program that doesn't unpack.
pub fn accepted(headers: &HeaderMap) -> Option<Packing> {
    let mut weights = Weights::default();
    let mut is_said = false;
    for value in headers.get_all(header::ACCEPT_ENCODING) {
        is_said = true;
        // What is no text names no coding.
        value.to_str().unwrap_or_default().split(',').for_each(|item| weights.read(item));
    }
    if is_said { weights.best() } else { Some(Packing::Identity) }
}

impl Weights {
    fn read(&mut self, item: &str) {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        let Some(weight) = weight(parameters) else { return };
        let name = name.trim();
        if name == "*" {
            self.any_other = Some(weight);
        } else if let Some(index) = BY_PREFERENCE.iter().position(|packing| is_named(*packing, name)) {
            self.named[index] = Some(weight);
        }
    }

    fn best(self) -> Option<Packing> {
        let weighed = BY_PREFERENCE.iter().zip(self.named).map(|(packing, named)| {
            // Plain bytes are always welcome unless they are refused, but last.
            let unsaid = if *packing == Packing::Identity { 1 } else { 0 };
            (*packing, named.or(self.any_other).unwrap_or(unsaid))
        });
        let welcome = weighed.filter(|(_, weight)| *weight > 0);
        // The first of the heaviest.
        welcome.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(packing, _)| packing)
    }
}

fn is_named(packing: Packing, name: &str) -> bool {
    packing.name().eq_ignore_ascii_case(name)
        // As RFC 9110, 8.4.1.3, asks recipients to read it.
        || (packing == Packing::Gzip && name.eq_ignore_ascii_case("x-gzip"))
}

/// The weight of `q=0.5`, in thousandths; whole where there is none, and none
/// where it can't be read.
fn weight(parameters: &str) -> Option<u16> {
    let weight = parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then_some(value.trim())
    });
    let Some(weight) = weight else { return Some(1000) };
    let weight: f32 = weight.parse().ok()?;
    (0.0..=1.0).contains(&weight).then(|| (weight * 1000.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[track_caller]
    fn check(values: &[&str], expected: Option<Packing>) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_str(value).unwrap());
        }
        assert_eq!(accepted(&headers), expected, "{values:?}");
    }

    #[test]
    fn what_is_liked_best() {
        use Packing::*;
        check(&[], Some(Identity));
        check(&[""], Some(Identity));
        check(&["gzip, deflate, br, zstd"], Some(Brotli));
        check(&["gzip", "br"], Some(Brotli));
        check(&["gzip, deflate"], Some(Gzip));
        check(&["x-gzip"], Some(Gzip));
        check(&["GZIP; Q=0.5, zstd;q=0.4"], Some(Gzip));
        check(&["br;q=0.5, gzip;q=1.0"], Some(Gzip));
        check(&["br;q=0.001, gzip;q=0.002"], Some(Gzip));
        check(&["*"], Some(Brotli));
        check(&["*;q=0.5, gzip"], Some(Gzip));
        check(&["br;q=0, *"], Some(Zstd));
        check(&["deflate"], Some(Identity));
        check(&["identity, gzip;q=0.5"], Some(Identity));
        check(&["gzip;q=0"], Some(Identity));
        check(&["*;q=0, zstd"], Some(Zstd));
    }

    #[test]
    fn what_is_refused() {
        check(&["identity;q=0"], None);
        check(&["*;q=0"], None);
        check(&["deflate, identity;q=0"], None);
        check(&["identity;q=0, br"], Some(Packing::Brotli));
    }

    #[test]
    fn what_cannot_be_read_is_not_taken() {
        check(&["br;q=much, gzip"], Some(Packing::Gzip));
        check(&["br;q=2, gzip;q=-1"], Some(Packing::Identity));
        check(&["br;q=NaN"], Some(Packing::Identity));
        check(&[";;=,,q=1"], Some(Packing::Identity));
    }
}
