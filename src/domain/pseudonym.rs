//! Pseudonyms of phones: the same phone is the same within a campaign, and
//! nobody without the campaign's key can say which phone it is, or whether it is
//! one of another campaign.

use std::fmt::{self, Write};

use hmac::{Hmac, Mac};
use sha2::Sha256;

/// 64 bits: among a million phones two have the same with a chance of one in 37 million.
const PSEUDONYM_BYTES: usize = 8;

/// A campaign's key, 256 bits of chance.
#[derive(Clone, PartialEq, Eq)]
pub struct PseudonymKey([u8; 32]);

impl PseudonymKey {
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if text.len() != 64 || !text.bytes().all(is_digit) {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, place) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[place..place + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// For the store alone.
    pub fn reveal(&self) -> String {
        hexadecimal(&self.0)
    }

    /// 16 hexadecimal digits of the HMAC-SHA-256 (RFC 2104) of the phone's own id.
    pub fn pseudonym(&self, device: &str) -> String {
        let mut hash = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        hash.update(device.as_bytes());
        hexadecimal(&hash.finalize().into_bytes()[..PSEUDONYM_BYTES])
    }
}

/// Nothing of a key is ever printed by accident.
impl fmt::Debug for PseudonymKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PseudonymKey(…)")
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a text takes more text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test case 2 of RFC 4231: a short key is filled with noughts there, too.
    #[test]
    fn it_is_hmac_of_sha_256() {
        let mut key = [0; 32];
        key[..4].copy_from_slice(b"Jefe");
        let pseudonym = PseudonymKey::new(key).pseudonym("what do ya want for nothing?");
        assert_eq!(pseudonym, "5bdcc146bf60754e");
    }

    #[test]
    fn a_phone_is_another_one_in_another_campaign() {
        let (one, other) = (PseudonymKey::new([1; 32]), PseudonymKey::new([2; 32]));
        assert_eq!(one.pseudonym("358240051111110"), one.pseudonym("358240051111110"));
        assert_ne!(one.pseudonym("358240051111110"), one.pseudonym("358240051111111"));
        assert_ne!(one.pseudonym("358240051111110"), other.pseudonym("358240051111110"));
    }

    #[test]
    fn a_key_is_read_as_it_is_written_and_never_shown() {
        let key = PseudonymKey::new([0xA7; 32]);
        assert_eq!(PseudonymKey::parse(&key.reveal()), Some(key.clone()));
        assert_eq!(PseudonymKey::parse("a7"), None);
        assert_eq!(PseudonymKey::parse(&"å".repeat(32)), None);
        assert!(!format!("{key:?}").contains("a7"));
    }
}
