//! The key that protocols are signed with (Ed25519, RFC 8032), and how a signature
//! is checked. Where the key is kept and where chance comes from is no business of
//! this file.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use super::secret::{bytes, hexadecimal};

/// Signs protocols.
#[derive(Clone)]
pub struct ProtocolKey(SigningKey);

/// Why a signature isn't one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    #[error("the public key is none: expected 64 lower-case hexadecimal digits of a point")]
    NoPublicKey,
    #[error("the signature is none: expected 128 lower-case hexadecimal digits")]
    NoSignature,
    #[error("the signature isn't of this content by this key")]
    NotAuthentic,
}

impl ProtocolKey {
    pub fn new(chance: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&chance))
    }

    /// Reads 64 lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Option<Self> {
        bytes(text).map(Self::new)
    }

    /// For the file that the key is kept in, alone.
    pub fn reveal(&self) -> String {
        hexadecimal(self.0.as_bytes())
    }

    /// What everybody may know: signatures are checked with it. Hexadecimal.
    pub fn public(&self) -> String {
        hexadecimal(self.0.verifying_key().as_bytes())
    }

    /// The same content and key give the same signature. Hexadecimal.
    pub fn sign(&self, content: &[u8]) -> String {
        let signature = self.0.sign(content).to_bytes();
        let (first, second) = signature.split_at(32);
        let half = |half: &[u8]| half.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        half(first) + &half(second)
    }
}

/// Checks a signature; both hexadecimal.
pub fn check_signature(public_key: &str, content: &[u8], signature: &str) -> Result<(), SignatureError> {
    let key = bytes(public_key).ok_or(SignatureError::NoPublicKey)?;
    let key = VerifyingKey::from_bytes(&key).map_err(|_| SignatureError::NoPublicKey)?;
    let halves = signature.split_at_checked(64).and_then(|(first, second)| bytes(first).zip(bytes(second)));
    let (first, second) = halves.ok_or(SignatureError::NoSignature)?;
    let signature = Signature::from_components(first, second);
    key.verify_strict(content, &signature).map_err(|_| SignatureError::NotAuthentic)
}

/// Nothing of a key is ever printed by accident.
impl fmt::Debug for ProtocolKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ProtocolKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8032, section 7.1, the first test vector: the empty content.
    #[test]
    fn a_signature_is_that_of_the_standard() {
        let key =
            ProtocolKey::parse("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        assert_eq!(key.public(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        let signature = key.sign(b"");
        assert!(signature.starts_with("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"));
        assert_eq!(check_signature(&key.public(), b"", &signature), Ok(()));
    }

    #[test]
    fn what_was_changed_is_not_authentic() {
        let key = ProtocolKey::new([7; 32]);
        let signature = key.sign(b"content");
        let checked = |public: &str, content: &[u8]| check_signature(public, content, &signature);
        assert_eq!(checked(&key.public(), b"contenu"), Err(SignatureError::NotAuthentic));
        let other = ProtocolKey::new([8; 32]).public();
        assert_eq!(checked(&other, b"content"), Err(SignatureError::NotAuthentic));
        assert_eq!(checked("", b"content"), Err(SignatureError::NoPublicKey));
        assert_eq!(check_signature(&other, b"content", "ab"), Err(SignatureError::NoSignature));
        assert_eq!(format!("{key:?}"), "ProtocolKey(…)");
    }
}
