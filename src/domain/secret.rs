//! Secrets that tokens and sessions are known by, and what is kept of them.
//!
//! A plain secret never shows itself in a log, and a kept one is of another
//! type: neither is taken for the other. Where chance comes from is no business
//! of this file.

use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// 256 bits of chance.
#[derive(Clone)]
pub struct PlainSecret([u8; 32]);

/// What is kept of a secret: its SHA-256.
///
/// Passwords need a slow, salted hash because they can be guessed. 256 bits of
/// chance can't: nobody tries 2²⁵⁶ of them however fast each is, no two are the
/// same that a salt would have to tell apart, and every request pays for the hash.
#[derive(Clone, PartialEq, Eq)]
pub struct HashedSecret([u8; 32]);

impl PlainSecret {
    pub fn new(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        bytes(text).map(Self)
    }

    /// The secret itself, for its holder alone.
    pub fn reveal(&self) -> String {
        hexadecimal(&self.0)
    }

    /// What signs with it.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn hashed(&self) -> HashedSecret {
        self.derived("kept")
    }

    /// A value that only the secret's holder can make and that doesn't tell
    /// the secret; another one for each purpose.
    pub fn derived(&self, purpose: &str) -> HashedSecret {
        let mut hash = Sha256::new();
        hash.update(self.0);
        // The secret's length is fixed, so no two inputs run into one another.
        hash.update(purpose);
        HashedSecret(hash.finalize().into())
    }
}

/// Nothing of a secret is ever printed by accident.
impl fmt::Debug for PlainSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PlainSecret(…)")
    }
}

impl HashedSecret {
    /// Reads what `to_text` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        bytes(text).map(Self)
    }

    pub fn to_text(&self) -> String {
        hexadecimal(&self.0)
    }

    /// Compares without telling by its time how much is alike.
    pub fn is(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl fmt::Debug for HashedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("HashedSecret(…)")
    }
}

pub(super) fn hexadecimal(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(super) fn bytes(text: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let read: Option<Vec<u8>> =
        pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    read.filter(|_| rest.is_empty())?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_back_from_its_text() {
        let secret = PlainSecret::new(std::array::from_fn(|place| 7 * place as u8));
        let text = secret.reveal();
        assert_eq!((text.len(), PlainSecret::parse(&text).unwrap().reveal()), (64, text.clone()));
        let kept = secret.hashed();
        assert!(HashedSecret::parse(&kept.to_text()).unwrap().is(&kept));
        for wrong in ["", &text[1..], &format!("{text}0"), &text.to_uppercase(), &text.replace('0', "g")] {
            assert!(PlainSecret::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn what_is_derived_tells_purposes_and_secrets_apart() {
        let (one, other) = (PlainSecret::new([1; 32]), PlainSecret::new([2; 32]));
        assert!(one.derived("a").is(&one.derived("a")));
        assert!(!one.derived("a").is(&one.derived("b")) && !one.derived("a").is(&other.derived("a")));
        assert!(!one.hashed().is(&other.hashed()) && one.hashed().to_text() != one.reveal());
    }

    #[test]
    fn nothing_is_shown_by_accident() {
        let secret = PlainSecret::new([7; 32]);
        let shown = format!("{secret:?} {:?}", secret.hashed());
        assert_eq!(shown, "PlainSecret(…) HashedSecret(…)");
    }
}
