//! Whose coverage a question asks about, by which technology, and on what it rests.

use std::{collections::BTreeSet, fmt};

use super::Claim;
use crate::domain::{Environment, NetworkId, Service, Technology};

/// Whose coverage a question asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Networks {
    One(NetworkId),
    /// Where at least one network covers.
    Any,
    /// Where all networks cover.
    All,
    /// Where at least so many of the region's networks cover.
    AtLeast(usize),
    /// Where at least one of these covers: what a telephone with a subscription
    /// in each of them has.
    AnyOf(BTreeSet<NetworkId>),
}

impl Networks {
    /// How many must cover, and of which; `all` are the region's networks.
    pub fn counted<'a>(&'a self, all: &'a [NetworkId]) -> (usize, Vec<&'a NetworkId>) {
        match self {
            Self::One(network) => (1, vec![network]),
            Self::Any => (1, all.iter().collect()),
            Self::All => (all.len(), all.iter().collect()),
            Self::AtLeast(count) => (*count, all.iter().collect()),
            Self::AnyOf(networks) => (1, networks.iter().collect()),
        }
    }

    fn has(&self, network: &NetworkId) -> bool {
        match self {
            Self::One(one) => one == network,
            Self::AnyOf(networks) => networks.contains(network),
            Self::Any | Self::All | Self::AtLeast(_) => true,
        }
    }
}

/// As addresses say it: `ripa`, `any`, `all`, `at-least-2`, `jarv,ripa`.
impl fmt::Display for Networks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(network) => network.fmt(formatter),
            Self::Any => formatter.write_str("any"),
            Self::All => formatter.write_str("all"),
            Self::AtLeast(count) => write!(formatter, "at-least-{count}"),
            Self::AnyOf(networks) => {
                let ids: Vec<&str> = networks.iter().map(NetworkId::as_str).collect();
                formatter.write_str(&ids.join(","))
            }
        }
    }
}

/// By which technology.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Technologies {
    #[default]
    Any,
    Only(Technology),
    /// What is left when it goes.
    Without(Technology),
}

impl Technologies {
    pub fn has(self, technology: Technology) -> bool {
        match self {
            Self::Any => true,
            Self::Only(only) => technology == only,
            Self::Without(gone) => technology != gone,
        }
    }

    /// The one that is asked for.
    pub fn only(self) -> Option<Technology> {
        match self {
            Self::Only(technology) => Some(technology),
            Self::Any | Self::Without(_) => None,
        }
    }
}

impl From<Option<Technology>> for Technologies {
    fn from(only: Option<Technology>) -> Self {
        only.map_or(Self::Any, Self::Only)
    }
}

/// What coverage rests on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Evidence {
    /// As the networks report it.
    #[default]
    Claimed,
    /// The claim without the cells that measurements refute.
    Verified,
}

crate::domain::words!(Evidence, "evidence", { Claimed => "claimed", Verified => "verified" });

/// The coverage that a question asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Supply {
    pub networks: Networks,
    pub service: Service,
    pub technologies: Technologies,
    pub environment: Environment,
    pub evidence: Evidence,
}

impl Supply {
    /// What is claimed outdoors by any technology.
    pub fn claimed(networks: Networks, service: Service) -> Self {
        Self {
            networks,
            service,
            technologies: Technologies::Any,
            environment: Environment::Outdoor,
            evidence: Evidence::Claimed,
        }
    }

    /// What one network claims outdoors by any technology.
    pub fn of(network: NetworkId, service: Service) -> Self {
        Self::claimed(Networks::One(network), service)
    }

    pub fn with_networks(&self, networks: Networks) -> Self {
        Self { networks, ..self.clone() }
    }

    pub fn with_technologies(&self, technologies: Technologies) -> Self {
        Self { technologies, ..self.clone() }
    }

    pub(super) fn rests_on(&self, claim: &Claim) -> bool {
        let header = &claim.delivery.header;
        header.service == self.service
            && header.environment == self.environment
            && self.technologies.has(header.technology)
            && self.networks.has(&header.network)
    }
}
