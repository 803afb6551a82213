//! A protocol with its signature, as it is handed out: a file of its own that
//! anybody can check, without this service.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{CanonicalError, Protocol, canonical::canonical_json, protocol::PROTOCOL_FORM};
use crate::{
    domain::{ProtocolKey, SignatureError, check_signature},
    ingest::sha256_hex,
};

const ALGORITHM: &str = "Ed25519";

/// A protocol, signed: the signature is of the protocol's bytes in the form of RFC 8785.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignedProtocol {
    protocol: Protocol,
    signature: SignaturePart,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignaturePart {
    /// Ed25519.
    algorithm: &'static str,
    /// Hexadecimal; to be compared with what the service tells.
    public_key: String,
    /// SHA-256 of the protocol's bytes.
    sha256: String,
    /// Hexadecimal.
    value: String,
}

/// A protocol that is as it was signed.
#[derive(Clone, Debug, PartialEq)]
pub struct VerifiedProtocol {
    pub protocol: Value,
    pub sha256: String,
    pub public_key: String,
}

/// Why a file isn't a protocol as it was signed.
#[derive(Debug, thiserror::Error)]
pub enum ProtocolError {
    #[error("it is no JSON: {0}")]
    NoJson(#[from] serde_json::Error),
    #[error("it is no protocol of the form {PROTOCOL_FORM}")]
    NoProtocol,
    #[error(
        "it isn't in the form in which protocols are written: something was added or set otherwise at byte {0}"
    )]
    NotCanonical(usize),
    #[error("the protocol's SHA-256 is {is}, and {said} was signed: the protocol was changed")]
    Changed { is: String, said: String },
    #[error("it is signed with another key: {0}")]
    OtherKey(String),
    #[error(transparent)]
    Signature(#[from] SignatureError),
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
}

impl SignedProtocol {
    pub fn of(protocol: &Protocol, key: &ProtocolKey) -> Result<Self, CanonicalError> {
        let bytes = canonical_json(protocol)?;
        let signature = SignaturePart {
            algorithm: ALGORITHM,
            public_key: key.public(),
            sha256: sha256_hex(&bytes),
            value: key.sign(&bytes),
        };
        Ok(Self { protocol: protocol.clone(), signature })
    }

    /// Of the protocol's bytes.
    pub fn sha256(&self) -> &str {
        &self.signature.sha256
    }

    /// As it is handed out.
    pub fn to_bytes(&self) -> Result<Vec<u8>, CanonicalError> {
        canonical_json(self)
    }
}

/// Checks a file: that it is in its one form, that nothing of the protocol was changed,
/// and, where a public key is at hand, that it was signed with that one's.
pub fn verify_protocol(file: &[u8], public_key: Option<&str>) -> Result<VerifiedProtocol, ProtocolError> {
    let file = file.strip_suffix(b"\n").unwrap_or(file);
    let whole: Value = serde_json::from_slice(file)?;
    let protocol = whole.get("protocol").ok_or(ProtocolError::NoProtocol)?;
    if protocol.get("form").and_then(Value::as_str) != Some(PROTOCOL_FORM) {
        return Err(ProtocolError::NoProtocol);
    }
    // What a reader sees and what is checked are the same: no name stands twice.
    let canonical = canonical_json(&whole)?;
    if let Some(place) = first_difference(&canonical, file) {
        return Err(ProtocolError::NotCanonical(place));
    }
    let said = |name: &str| whole.pointer(&format!("/signature/{name}")).and_then(Value::as_str);
    let (algorithm, own_key, sha256, value) =
        match (said("algorithm"), said("public_key"), said("sha256"), said("value")) {
            (Some(algorithm), Some(key), Some(sha256), Some(value)) => (algorithm, key, sha256, value),
            _ => return Err(ProtocolError::NoProtocol),
        };
    if algorithm != ALGORITHM {
        return Err(ProtocolError::NoProtocol);
    }
    if public_key.is_some_and(|asked| asked != own_key) {
        return Err(ProtocolError::OtherKey(own_key.to_owned()));
    }
    let bytes = canonical_json(protocol)?;
    let is = sha256_hex(&bytes);
    if is != sha256 {
        return Err(ProtocolError::Changed { is, said: sha256.to_owned() });
    }
    check_signature(own_key, &bytes, value)?;
    Ok(VerifiedProtocol { protocol: protocol.clone(), sha256: is, public_key: own_key.to_owned() })
}

fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    let differs = one.iter().zip(other).position(|(one, other)| one != other);
    differs.or_else(|| (one.len() != other.len()).then(|| one.len().min(other.len())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn signed(key: &ProtocolKey) -> Vec<u8> {
        let protocol = json!({"form": PROTOCOL_FORM, "result": {"winners": [1]}});
        let bytes = canonical_json(&protocol).unwrap();
        let signature = json!({
            "algorithm": "Ed25519", "public_key": key.public(), "sha256": sha256_hex(&bytes), "value": key.sign(&bytes),
        });
        canonical_json(&json!({"protocol": protocol, "signature": signature})).unwrap()
    }

    #[test]
    fn what_was_signed_is_verified() {
        let key = ProtocolKey::new([7; 32]);
        let file = signed(&key);
        assert_eq!(verify_protocol(&file, None).unwrap().public_key, key.public());
        verify_protocol(&[&file[..], b"\n"].concat(), Some(&key.public())).unwrap();
        let other = ProtocolKey::new([8; 32]);
        let verified = verify_protocol(&file, Some(&other.public()));
        assert!(matches!(verified, Err(ProtocolError::OtherKey(_))));
    }

    /// Whichever byte of the file is changed.
    #[test]
    fn no_byte_can_be_changed() {
        let file = signed(&ProtocolKey::new([7; 32]));
        for place in 0..file.len() {
            let mut changed = file.clone();
            changed[place] ^= 1;
            assert!(verify_protocol(&changed, None).is_err(), "byte {place}");
        }
        // A name that stands twice: readers differ in which they take.
        let twice =
            String::from_utf8(file).unwrap().replacen("{\"winners\"", "{\"winners\":[2],\"winners\"", 1);
        assert!(matches!(verify_protocol(twice.as_bytes(), None), Err(ProtocolError::NotCanonical(_))));
    }
}
