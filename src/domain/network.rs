//! Radio networks and the codes by which phones name them.

use std::fmt;

use compact_str::CompactString;

/// The id of a radio network (radionät), never of a supplier: lower-case
/// letters, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NetworkId(CompactString);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    #[error("`{0}` is no network id: use lower-case letters, digits and hyphens, at most 40")]
    Id(String),
    #[error("`{0}` is no PLMN code: expected three digits, a hyphen and two or three digits")]
    Plmn(String),
}

impl NetworkId {
    pub fn new(text: impl Into<CompactString>) -> Result<Self, NetworkError> {
        let text = text.into();
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=40).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text))
        } else {
            Err(NetworkError::Id(text.into()))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NetworkId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Public land mobile network code, such as `240-01`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Plmn(CompactString);

impl Plmn {
    pub fn new(text: impl Into<CompactString>) -> Result<Self, NetworkError> {
        let text = text.into();
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let valid = text.split_once('-').is_some_and(|(country, network)| {
            country.len() == 3 && (2..=3).contains(&network.len()) && digits(country) && digits(network)
        });
        if valid { Ok(Self(text)) } else { Err(NetworkError::Plmn(text.into())) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A radio network of the region. Which codes are its own is data: several
/// suppliers and codes can share one network.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    pub id: NetworkId,
    pub name: String,
    /// `#rrggbb`, as the map shows it.
    pub colour: String,
    pub plmns: Vec<Plmn>,
    /// Invented for the demonstration.
    pub demonstration: bool,
}

impl Network {
    /// Whether a phone served by `plmn` is at home; anything else is roaming.
    pub fn is_home(&self, plmn: &Plmn) -> bool {
        self.plmns.contains(plmn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_codes_are_checked_where_they_are_made() {
        assert!(NetworkId::new("net4").is_ok());
        assert!(NetworkId::new("").is_err() && NetworkId::new("Nät").is_err());
        assert!(Plmn::new("240-01").is_ok() && Plmn::new("310-260").is_ok());
        assert!(Plmn::new("24001").is_err() && Plmn::new("24-01").is_err());
    }
}
