//! What is claimed: one dissolved area for each network, technology, service
//! and environment, and the supply that a question asks about.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use geo::Coord;
use rayon::prelude::*;

use super::{ClaimsByCell, Evidence, KeptAreas, Networks, Supply, Technologies, version_of};
use crate::{
    domain::{CoverageFeature, Delivery, NetworkId},
    geometry::{ANALYSIS_GRID, Mosaic},
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

/// All published claims, immutable.
#[derive(Debug)]
pub struct CoverageIndex {
    networks: Vec<NetworkId>,
    claims: Vec<Arc<Claim>>,
    /// Names the deliveries by hash.
    pub version: String,
    /// Once somebody asked who claims a position.
    by_cell: OnceLock<ClaimsByCell>,
    /// The area of every supply that is asked for often, once it was asked for.
    supplies: BTreeMap<Supply, OnceLock<Arc<Mosaic>>>,
    /// Of the others: at least two networks, a pair, without a technology.
    others: KeptAreas,
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
        let version = version_of(
            claims.iter().map(|claim| format!("{} {}", claim.delivery.header.title(), claim.delivery.sha256)),
        );
        let supplies = supplies(networks, &claims).into_iter().map(|supply| {
            let area = known(&supply);
            (supply, area)
        });
        let supplies = supplies.collect();
        Self {
            networks: networks.to_vec(),
            claims,
            version,
            by_cell: OnceLock::new(),
            supplies,
            others: KeptAreas::default(),
        }
    }

    /// Computes what is asked for often, so that nobody has to wait for it.
    pub fn warm(&self) {
        self.by_cell();
        self.supplies.par_iter().for_each(|(supply, area)| {
            area.get_or_init(|| self.dissolve(supply));
        });
    }

    /// What is asked for most.
    pub fn supplies_by_any_technology(&self) -> impl Iterator<Item = &Supply> {
        self.supplies.keys().filter(|supply| supply.technologies == Technologies::Any)
    }

    pub fn claims(&self) -> &[Arc<Claim>] {
        &self.claims
    }

    /// The claims that a supply rests on.
    pub fn claims_of(&self, supply: &Supply) -> impl Iterator<Item = &Arc<Claim>> {
        self.claims.iter().filter(move |claim| supply.rests_on(claim))
    }

    /// What a supply claims, dissolved, whatever measurements say; empty where
    /// nothing is claimed.
    pub fn area(&self, supply: &Supply) -> Arc<Mosaic> {
        let supply = &Supply { evidence: Evidence::Claimed, ..supply.clone() };
        match self.supplies.get(supply) {
            Some(area) => area.get_or_init(|| self.dissolve(supply)).clone(),
            None if self.claims_of(supply).next().is_none() => Arc::new(Mosaic::empty(ANALYSIS_GRID)),
            None => self.others.get_or_make(supply, || self.dissolve(supply)),
        }
    }

    /// On the caller's thread alone: the helpers that it called for might come
    /// back with another who waits for the same area.
    fn dissolve(&self, supply: &Supply) -> Arc<Mosaic> {
        if let Some(by_any) = self.by_any_technology(supply) {
            return self.area(&by_any);
        }
        match &supply.networks {
            Networks::One(_) => self.dissolve_claims(supply),
            networks => Arc::new(self.count(supply, networks, |own| self.area(own))),
        }
    }

    /// Where so many of the networks cover as a supply asks for, each with the
    /// area that `of_network` says.
    pub(super) fn count(
        &self,
        supply: &Supply,
        networks: &Networks,
        of_network: impl Fn(&Supply) -> Arc<Mosaic>,
    ) -> Mosaic {
        let (count, networks) = networks.counted(&self.networks);
        let own = |network: &NetworkId| supply.with_networks(Networks::One(network.clone()));
        let areas: Vec<Arc<Mosaic>> = networks.into_iter().map(|network| of_network(&own(network))).collect();
        Mosaic::at_least(ANALYSIS_GRID, count, &areas.iter().map(Arc::as_ref).collect::<Vec<_>>())
    }

    /// Where every claim is by a technology that is asked for, it's the same by any.
    fn by_any_technology(&self, supply: &Supply) -> Option<Supply> {
        if supply.technologies == Technologies::Any {
            return None;
        }
        let by_any = supply.with_technologies(Technologies::Any);
        let anybodys = by_any.with_networks(Networks::Any);
        let is_asked = |claim: &Arc<Claim>| supply.technologies.has(claim.delivery.header.technology);
        self.claims_of(&anybodys).all(is_asked).then_some(by_any)
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
        self.by_cell().at(position, &self.claims)
    }

    fn by_cell(&self) -> &ClaimsByCell {
        self.by_cell.get_or_init(|| ClaimsByCell::new(&self.claims))
    }
}

/// Every claimed supply that is asked for often: by each technology and by any,
/// of each network, any and all.
fn supplies(networks: &[NetworkId], claims: &[Arc<Claim>]) -> BTreeSet<Supply> {
    let networks = networks.iter().cloned().map(Networks::One).chain([Networks::Any, Networks::All]);
    let networks: Vec<Networks> = networks.collect();
    let mut supplies = BTreeSet::new();
    for claim in claims {
        let header = &claim.delivery.header;
        for technologies in [Technologies::Any, Technologies::Only(header.technology)] {
            supplies.extend(networks.iter().map(|networks| Supply {
                technologies,
                environment: header.environment,
                ..Supply::claimed(networks.clone(), header.service)
            }));
        }
    }
    supplies
}

#[cfg(test)]
mod tests;
