//! What is claimed: one dissolved area for each network, technology, service
//! and environment, and the supply that a question asks about.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
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
    /// The area of every supply for which something is claimed.
    supplies: BTreeMap<Supply, Arc<Mosaic>>,
}

impl CoverageIndex {
    /// `networks` are all networks of the region, whether they claim anything
    /// or not: they are what "any" and "all" speak of.
    pub fn new(networks: &[NetworkId], claims: Vec<Arc<Claim>>) -> Self {
        Self::build(networks, claims, |_| None)
    }

    /// The index after this one: a question whose claims are the very same as
    /// before has the same answer.
    pub fn next(&self, claims: Vec<Arc<Claim>>) -> Self {
        let rests_on_same = |question: &Supply| {
            let of = |claims: &[Arc<Claim>]| -> Vec<*const Claim> {
                claims.iter().filter(|claim| question.rests_on(claim)).map(Arc::as_ptr).collect()
            };
            of(&claims) == of(&self.claims)
        };
        let unchanged: Vec<Supply> = questions(&claims).into_keys().filter(rests_on_same).collect();
        Self::build(&self.networks, claims, |question| {
            unchanged.contains(question).then(|| self.answers_to(question))
        })
    }

    fn build(
        networks: &[NetworkId],
        claims: Vec<Arc<Claim>>,
        known: impl Fn(&Supply) -> Option<BTreeMap<Supply, Arc<Mosaic>>>,
    ) -> Self {
        let tree = RTree::bulk_load(piece_boxes(&claims));
        let version = version_of(
            claims.iter().map(|claim| format!("{} {}", claim.delivery.header.title(), claim.delivery.sha256)),
        );
        let supplies = questions(&claims).into_iter().flat_map(|(question, technologies)| {
            known(&question).unwrap_or_else(|| dissolve_supplies(&question, &technologies, networks, &claims))
        });
        let supplies = supplies.collect();
        Self { networks: networks.to_vec(), claims, version, tree, supplies }
    }

    /// All supplies of a service in an environment.
    fn answers_to(&self, question: &Supply) -> BTreeMap<Supply, Arc<Mosaic>> {
        let is_asked = |supply: &Supply| {
            (supply.service, supply.environment) == (question.service, question.environment)
        };
        let supplies = self.supplies.iter().filter(|(supply, _)| is_asked(supply));
        supplies.map(|(supply, area)| (supply.clone(), area.clone())).collect()
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
        self.supplies.get(supply).cloned().unwrap_or_else(|| Arc::new(Mosaic::empty(ANALYSIS_GRID)))
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

/// Dissolves each network's claims to a question's supplies, then those to "any"
/// and "all".
fn dissolve_supplies(
    question: &Supply,
    technologies: &BTreeSet<Technology>,
    networks: &[NetworkId],
    claims: &[Arc<Claim>],
) -> BTreeMap<Supply, Arc<Mosaic>> {
    let mut supplies = BTreeMap::new();
    let by_any = dissolve_question(question, networks, claims);
    for technology in technologies {
        let by_one = |question: &Supply| Supply { technology: Some(*technology), ..question.clone() };
        if technologies.len() == 1 {
            supplies.extend(by_any.iter().map(|(supply, area)| (by_one(supply), area.clone())));
        } else {
            supplies.extend(dissolve_question(&by_one(question), networks, claims));
        }
    }
    supplies.extend(by_any);
    supplies
}

/// The area of each network, of any and of all, for a question about any network.
fn dissolve_question(
    question: &Supply,
    networks: &[NetworkId],
    claims: &[Arc<Claim>],
) -> Vec<(Supply, Arc<Mosaic>)> {
    let of_network = |network: &NetworkId| question.with_networks(Networks::One(network.clone()));
    let dissolved = |supply: Supply| {
        let area = dissolve(&supply, claims);
        (supply, area)
    };
    let mut supplies: Vec<_> = networks.par_iter().map(of_network).map(dissolved).collect();
    let areas: Vec<&Mosaic> = supplies.iter().map(|(_, area)| area.as_ref()).collect();
    let at_least = |k| Arc::new(Mosaic::at_least(ANALYSIS_GRID, k, &areas));
    let (any, all) = rayon::join(|| at_least(1), || at_least(areas.len()));
    supplies.push((question.with_networks(Networks::Any), any));
    supplies.push((question.with_networks(Networks::All), all));
    supplies
}

/// A single claim is dissolved already, and shared.
fn dissolve(supply: &Supply, claims: &[Arc<Claim>]) -> Arc<Mosaic> {
    let claims: Vec<_> = claims.iter().filter(|claim| supply.rests_on(claim)).collect();
    match claims.as_slice() {
        [only] => only.area.clone(),
        several => {
            let areas: Vec<&Mosaic> = several.iter().map(|claim| claim.area.as_ref()).collect();
            Arc::new(Mosaic::any_of(ANALYSIS_GRID, &areas))
        }
    }
}

/// What is claimed by anybody, as supplies of any network by any technology,
/// and by which technologies.
fn questions(claims: &[Arc<Claim>]) -> BTreeMap<Supply, BTreeSet<Technology>> {
    let mut questions = BTreeMap::<Supply, BTreeSet<Technology>>::new();
    for claim in claims {
        let header = &claim.delivery.header;
        let question = Supply {
            networks: Networks::Any,
            service: header.service,
            technology: None,
            environment: header.environment,
        };
        questions.entry(question).or_default().insert(header.technology);
    }
    questions
}

#[cfg(test)]
mod tests;
