//! A call's signature after Standard Webhooks 1.0: HMAC-SHA-256 over the call's name,
//! its moment and its body, so that a receiver knows who calls, and when.

use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use sha2::Sha256;

use crate::domain::PlainSecret;

/// What stands in the header `webhook-signature`.
pub fn signature(secret: &PlainSecret, id: &str, at: Timestamp, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.bytes()).expect("a key may be of any length");
    mac.update(format!("{id}.{}.{body}", at.as_second()).as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()))
}

/// The secret in the form in which libraries of receivers take it.
pub fn secret_text(secret: &PlainSecret) -> String {
    format!("whsec_{}", BASE64_STANDARD.encode(secret.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by `openssl dgst -sha256 -mac HMAC -macopt hexkey:0707… -binary | base64`.
    #[test]
    fn a_call_is_signed_as_others_compute_it() {
        let (secret, at) = (PlainSecret::new([7; 32]), Timestamp::from_second(1_700_000_000).unwrap());
        let signed = signature(&secret, "gap_report_3_7", at, r#"{"type":"gap_report.issued"}"#);
        assert_eq!(signed, "v1,DUoEajvVsAv8YVd1sPoPxkd+H915pkalJMg+WzOKXaI=");
        assert_eq!(secret_text(&secret), "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
        assert_ne!(signed, signature(&secret, "gap_report_3_8", at, r#"{"type":"gap_report.issued"}"#));
    }
}
