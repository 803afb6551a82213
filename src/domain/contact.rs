//! How to reach somebody who reported: kept apart from the report, and erasable.

use std::fmt;

use super::{HashedSecret, Language};

/// An address for e-mail, as far as its form tells. It never shows itself in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

/// The address isn't repeated: it is personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no address for e-mail: expected the form name@example.org")]
pub struct EmailAddressError;

/// What SMTP takes (RFC 5321, 4.5.3.1.3, without its angle brackets).
const LONGEST_ADDRESS: usize = 254;

/// What somebody who reported left.
#[derive(Clone, Debug)]
pub struct NewContact {
    pub email: EmailAddress,
    /// In which the reporter is written to.
    pub language: Language,
    /// By which its owner erases it.
    pub secret: HashedSecret,
}

impl EmailAddress {
    /// # Errors
    /// When the text has not the form of an address.
    pub fn new(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (name, domain) = text.rsplit_once('@').ok_or(EmailAddressError)?;
        // Quoted names may hold more; nobody has one.
        let is_plain = |part: &str| {
            let odd =
                |sign: char| sign.is_whitespace() || sign.is_control() || "@<>()[]\\,;:\"".contains(sign);
            !part.is_empty() && !part.contains(odd) && !part.starts_with('.') && !part.ends_with('.')
        };
        let is_address = text.len() <= LONGEST_ADDRESS && is_plain(name) && is_plain(domain);
        if is_address && domain.contains('.') { Ok(Self(text.to_owned())) } else { Err(EmailAddressError) }
    }

    /// The address itself, for who sends to it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("EmailAddress(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused() {
        for text in ["anna@example.org", " anna.b+x@sub.example.org ", "åsa@exempel.se"] {
            assert_eq!(EmailAddress::new(text).unwrap().reveal(), text.trim());
        }
        let long = format!("{}@example.org", "a".repeat(250));
        for text in
            ["", "anna", "@example.org", "anna@", "anna@example", "a b@example.org", "a@b@example.org", &long]
        {
            assert_eq!(EmailAddress::new(text), Err(EmailAddressError), "{text}");
        }
        for text in ["a@example.org\r\nBcc: b@example.org", "<a@example.org>", "a@.example.org"] {
            assert_eq!(EmailAddress::new(text), Err(EmailAddressError), "{text}");
        }
    }

    #[test]
    fn an_address_shows_itself_to_no_log() {
        assert!(!format!("{:?}", EmailAddress::new("anna@example.org")).contains("anna"));
    }
}
