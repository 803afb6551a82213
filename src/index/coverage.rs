//! What is claimed: one dissolved area for each network, technology, service
//! and environment, and the supply that a question asks about.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use geo::{Coord, CoordinatePosition, coordinate_position::CoordPos};
use rayon::prelude::*;
use rstar::RTree;

use super::{BoxOf, box_of, version_of};
use crate::{
    domain::{CoverageFeature, Delivery, Environment, NetworkId, Service, Technology},
    geometry::{ANALYSIS_GRID, Mosaic, Shape},
};

/// A published delivery with its area dissolved.
#[derive(Debug)]
pub struct Claim {
    pub delivery: Delivery,
    pub area: Arc<Mosaic>,
}

impl Claim {
    pub fn new(delivery: Delivery, features: &[CoverageFeature]) -> Self {
        let area = Mosaic::from_polygons(ANALYSIS_GRID, features.iter().flat_map(|feature| &feature.area));
        Self { delivery, area: Arc::new(area) }
    }
}

/// Whose coverage a question asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Networks {
    One(NetworkId),
    /// Where at least one network covers.
    Any,
    /// Where all networks cover.
    All,
}

/// The coverage that a question asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Supply {
    pub networks: Networks,
    pub service: Service,
    /// None: by any technology.
    pub technology: Option<Technology>,
    pub environment: Environment,
}

impl Supply {
    /// What one network gives outdoors by any technology.
    pub fn of(network: NetworkId, service: Service) -> Self {
        let networks = Networks::One(network);
        Self { networks, service, technology: None, environment: Environment::Outdoor }
    }

    pub fn with_networks(&self, networks: Networks) -> Self {
        Self { networks, ..self.clone() }
    }

    fn rests_on(&self, claim: &Claim) -> bool {
        let header = &claim.delivery.header;
        header.service == self.service
            && header.environment == self.environment
            && self.technology.is_none_or(|technology| technology == header.technology)
            && match &self.networks {
                Networks::One(network) => header.network == *network,
                Networks::Any | Networks::All => true,
            }
    }
}

/// All published claims, immutable.
#[derive(Debug)]
pub struct CoverageIndex {
    networks: Vec<NetworkId>,
    claims: Vec<Arc<Claim>>,
    /// Names the deliveries by hash.
    pub version: String,
    /// Pieces of all claims: (claim, piece).
    tree: RTree<BoxOf<(usize, usize)>>,
    /// The area of every supply for which something is claimed, once it was asked for.
    supplies: BTreeMap<Supply, OnceLock<Arc<Mosaic>>>,
}

impl CoverageIndex {
    /// `networks` are all networks of the region, whether they claim anything
    /// or not: they are what "any" and "all" speak of.
    pub fn new(networks: &[NetworkId], claims: Vec<Arc<Claim>>) -> Self {
        Self::build(networks, claims, |_| OnceLock::new())
    }

    /// The index after this one: a supply that rests on the very same claims as
    /// before has the same area.
    pub fn next(&self, claims: Vec<Arc<Claim>>) -> Self {
        let basis = |claims: &[Arc<Claim>], supply: &Supply| -> Vec<*const Claim> {
            claims.iter().filter(|claim| supply.rests_on(claim)).map(Arc::as_ptr).collect()
        };
        let after = claims.clone();
        Self::build(&self.networks, claims, |supply| match self.supplies.get(supply) {
            Some(area) if basis(&after, supply) == basis(&self.claims, supply) => area.clone(),
            _ => OnceLock::new(),
        })
    }

    fn build(
        networks: &[NetworkId],
        claims: Vec<Arc<Claim>>,
        known: impl Fn(&Supply) -> OnceLock<Arc<Mosaic>>,
    ) -> Self {
        let tree = RTree::bulk_load(piece_boxes(&claims));
        let version = version_of(
            claims.iter().map(|claim| format!("{} {}", claim.delivery.header.title(), claim.delivery.sha256)),
        );
        let supplies = supplies(networks, &claims).into_iter().map(|supply| {
            let area = known(&supply);
            (supply, area)
        });
        let supplies = supplies.collect();
        Self { networks: networks.to_vec(), claims, version, tree, supplies }
    }

    /// Computes the area of every supply, so that nobody has to wait for it.
    pub fn warm(&self) {
        self.supplies.par_iter().for_each(|(supply, area)| {
            area.get_or_init(|| self.dissolve(supply));
        });
    }

    pub fn claims(&self) -> &[Arc<Claim>] {
        &self.claims
    }

    /// The claims that a supply rests on.
    pub fn claims_of(&self, supply: &Supply) -> impl Iterator<Item = &Arc<Claim>> {
        self.claims.iter().filter(move |claim| supply.rests_on(claim))
    }

    /// The area of a supply, dissolved; empty where nothing is claimed.
    pub fn area(&self, supply: &Supply) -> Arc<Mosaic> {
        match self.supplies.get(supply) {
            Some(area) => area.get_or_init(|| self.dissolve(supply)).clone(),
            None => Arc::new(Mosaic::empty(ANALYSIS_GRID)),
        }
    }

    /// On the caller's thread alone: the helpers that it called for might come
    /// back with another who waits for the same area.
    fn dissolve(&self, supply: &Supply) -> Arc<Mosaic> {
        if let Some(by_any) = self.by_any_technology(supply) {
            return self.area(&by_any);
        }
        let of_network =
            |network: &NetworkId| self.area(&supply.with_networks(Networks::One(network.clone())));
        let at_least = |k| {
            let areas: Vec<_> = self.networks.iter().map(of_network).collect();
            let areas: Vec<&Mosaic> = areas.iter().map(Arc::as_ref).collect();
            Arc::new(Mosaic::at_least(ANALYSIS_GRID, k, &areas))
        };
        match supply.networks {
            Networks::One(_) => self.dissolve_claims(supply),
            Networks::Any => at_least(1),
            Networks::All => at_least(self.networks.len()),
        }
    }

    /// What is claimed by a single technology is the same by any.
    fn by_any_technology(&self, supply: &Supply) -> Option<Supply> {
        let by_any = Supply { technology: None, ..supply.clone() };
        let anybodys = by_any.with_networks(Networks::Any);
        let technologies = |claim: &Arc<Claim>| Some(claim.delivery.header.technology);
        let is_single = self.claims_of(&anybodys).all(|claim| technologies(claim) == supply.technology);
        is_single.then_some(by_any)
    }

    /// A single claim is dissolved already, and shared.
    fn dissolve_claims(&self, supply: &Supply) -> Arc<Mosaic> {
        let claims: Vec<_> = self.claims_of(supply).collect();
        match claims.as_slice() {
            [only] => only.area.clone(),
            several => {
                let areas: Vec<&Mosaic> = several.iter().map(|claim| claim.area.as_ref()).collect();
                Arc::new(Mosaic::any_of(ANALYSIS_GRID, &areas))
            }
        }
    }

    /// The claims that cover a position; an edge belongs to its area.
    pub fn claims_at(&self, position: Coord<f64>) -> Vec<&Arc<Claim>> {
        let mut found: Vec<usize> = self
            .tree
            .locate_all_at_point([position.x, position.y])
            .filter(|found| self.piece_covers(found.data, position))
            .map(|found| found.data.0)
            .collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|claim| &self.claims[claim]).collect()
    }

    fn piece_covers(&self, (claim, piece): (usize, usize), position: Coord<f64>) -> bool {
        match &self.claims[claim].area.pieces()[piece].shape {
            Shape::Whole => true,
            Shape::Part(part) => part.coordinate_position(&position) != CoordPos::Outside,
        }
    }
}

fn piece_boxes(claims: &[Arc<Claim>]) -> Vec<BoxOf<(usize, usize)>> {
    let boxes_of = |(number, claim): (usize, &Arc<Claim>)| {
        let boxes = claim.area.pieces().iter().enumerate();
        boxes
            .filter_map(|(index, piece)| Some(box_of(claim.area.bounds_of(piece)?, (number, index))))
            .collect::<Vec<_>>()
    };
    claims.par_iter().enumerate().flat_map(boxes_of).collect()
}

/// Every supply for which something is claimed: by each technology and by any,
/// of each network, any and all.
fn supplies(networks: &[NetworkId], claims: &[Arc<Claim>]) -> BTreeSet<Supply> {
    let networks = networks.iter().cloned().map(Networks::One).chain([Networks::Any, Networks::All]);
    let networks: Vec<Networks> = networks.collect();
    let mut supplies = BTreeSet::new();
    for claim in claims {
        let header = &claim.delivery.header;
        for technology in [None, Some(header.technology)] {
            supplies.extend(networks.iter().map(|networks| Supply {
                networks: networks.clone(),
                service: header.service,
                technology,
                environment: header.environment,
            }));
        }
    }
    supplies
}

#[cfg(test)]
mod tests;
