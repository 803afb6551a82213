//! What a bidder hands in. A supplier and the networks that it runs on are two
//! things: a bid names both.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Actor, ClaimKey, NetworkId, RoomEvent, organisation::checked_name, words};

/// A bid's number in its procurement, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BidNumber(pub i64);

/// What a bid says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BidFacts {
    supplier: String,
    /// Those that it runs on. For one of which it hands in no coverage, what the
    /// network's owner has had published counts: an MVNO takes its host's.
    networks: Vec<NetworkId>,
    /// Whole kronor.
    pub price_sek: u64,
    coverage: Vec<BidCoverage>,
}

/// What a file of a bid claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BidCoverage {
    /// The name of the file.
    pub file: String,
    pub claim: ClaimKey,
    /// What is said of the file beside that, as of a delivery: field and text.
    pub header: BTreeMap<String, String>,
}

/// A file of a bid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BidFile {
    pub name: String,
    /// Of the file as it was handed in.
    pub sha256: String,
    pub byte_count: u64,
    /// Of the sealed file: the name under which it is kept.
    pub sealed_sha256: String,
}

/// A bid as it lay in its room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bid {
    pub number: BidNumber,
    pub received_at: Timestamp,
    pub handed_in_by: Actor,
    pub facts: BidFacts,
    pub files: Vec<BidFile>,
    /// None: it is for the named persons alone.
    pub release: Option<BidRelease>,
}

/// What everybody may see of a bid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BidRelease {
    pub at: Timestamp,
    /// Nothing: it is released whole.
    pub withheld: Vec<BidPart>,
}

/// What can be withheld when a bid is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BidPart {
    Supplier,
    Networks,
    Price,
    /// Files, and what they claim.
    Coverage,
}

words!(BidPart, "part of a bid", {
    Supplier => "supplier", Networks => "networks", Price => "price", Coverage => "coverage",
});

/// What somebody did at a room's door or in it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomAccess {
    pub at: Timestamp,
    pub actor: Actor,
    pub event: RoomEvent,
    pub bid: Option<BidNumber>,
    /// Empty: none was given.
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BidError {
    #[error("a supplier's name has 1 to {} characters", super::LONGEST_NAME)]
    Supplier,
    #[error("a bid names at least one network that it runs on")]
    NoNetwork,
    #[error("the bid doesn't run on the network `{0}`, for which it hands in coverage")]
    ForeignNetwork(NetworkId),
    #[error("the file `{0}` was not handed in")]
    NoSuchFile(String),
    #[error("the file `{0}` was handed in twice, or has no name")]
    FileName(String),
    #[error("coverage of one network, technology, service and environment stands twice")]
    RepeatedClaim,
}

impl BidFacts {
    /// # Errors
    /// When a name is empty, no network is named, or coverage is of another network
    /// or stands twice.
    pub fn new(
        supplier: &str,
        mut networks: Vec<NetworkId>,
        price_sek: u64,
        coverage: Vec<BidCoverage>,
    ) -> Result<Self, BidError> {
        let supplier = checked_name(supplier).ok_or(BidError::Supplier)?;
        networks.sort_unstable();
        networks.dedup();
        if networks.is_empty() {
            return Err(BidError::NoNetwork);
        }
        for (number, claimed) in coverage.iter().enumerate() {
            if !networks.contains(&claimed.claim.network) {
                return Err(BidError::ForeignNetwork(claimed.claim.network.clone()));
            }
            if coverage[..number].iter().any(|other| other.claim == claimed.claim) {
                return Err(BidError::RepeatedClaim);
            }
        }
        Ok(Self { supplier, networks, price_sek, coverage })
    }

    /// Each file has a name of its own, and each that coverage names is there.
    pub fn check_files(&self, names: &[&str]) -> Result<(), BidError> {
        for (number, name) in names.iter().enumerate() {
            if name.is_empty() || names[..number].contains(name) {
                return Err(BidError::FileName((*name).to_owned()));
            }
        }
        let missing = self.coverage.iter().find(|claimed| !names.contains(&claimed.file.as_str()));
        missing.map_or(Ok(()), |claimed| Err(BidError::NoSuchFile(claimed.file.clone())))
    }

    pub fn supplier(&self) -> &str {
        &self.supplier
    }

    pub fn networks(&self) -> &[NetworkId] {
        &self.networks
    }

    pub fn coverage(&self) -> &[BidCoverage] {
        &self.coverage
    }
}

impl BidRelease {
    pub fn shows(&self, part: BidPart) -> bool {
        !self.withheld.contains(&part)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Environment, Service, Technology};

    fn network(id: &str) -> NetworkId {
        NetworkId::new(id).unwrap()
    }

    fn voice(of: &str) -> BidCoverage {
        let claim = ClaimKey {
            network: network(of),
            technology: Technology::G4,
            service: Service::Voice,
            environment: Environment::Outdoor,
        };
        BidCoverage { file: "voice.geojson".to_owned(), claim, header: BTreeMap::new() }
    }

    #[test]
    fn a_bid_names_who_bids_and_what_it_runs_on() {
        let new = |supplier, networks, coverage| BidFacts::new(supplier, networks, 1, coverage);
        assert_eq!(new(" ", vec![network("a")], vec![]), Err(BidError::Supplier));
        assert_eq!(new("Björk", vec![], vec![]), Err(BidError::NoNetwork));
        let foreign = new("Björk", vec![network("a")], vec![voice("b")]);
        assert_eq!(foreign, Err(BidError::ForeignNetwork(network("b"))));
        let twice = new("Björk", vec![network("a")], vec![voice("a"), voice("a")]);
        assert_eq!(twice, Err(BidError::RepeatedClaim));
        // On its host's network, without coverage of its own.
        let guest = new(" Björk ", vec![network("b"), network("a"), network("b")], vec![]).unwrap();
        assert_eq!((guest.supplier(), guest.networks()), ("Björk", &[network("a"), network("b")][..]));
    }

    #[test]
    fn files_have_names_of_their_own() {
        let facts = BidFacts::new("Björk", vec![network("a")], 1, vec![voice("a")]).unwrap();
        let check = |names: &[&str]| facts.check_files(names);
        assert_eq!(check(&["voice.geojson", "letter.pdf"]), Ok(()));
        assert_eq!(check(&[]), Err(BidError::NoSuchFile("voice.geojson".to_owned())));
        for wrong in ["", "voice.geojson"] {
            assert_eq!(check(&["voice.geojson", wrong]), Err(BidError::FileName(wrong.to_owned())));
        }
    }
}
