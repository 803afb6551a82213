//! What was measured, beside what is claimed at the same places.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{CoverageIndex, KeptAreas, Networks, RegionIndex, Supply, version_of};
use crate::{
    domain::{EvidenceState, NetworkId, Service},
    geometry::{ANALYSIS_GRID, CellIndex, Grid, Mosaic},
    verification::{CellClaim, CellEvidence, ServiceEvidence, VerificationIndex, ZoneEvidence},
};

/// A file of measurements, named by hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceSource {
    pub name: String,
    pub sha256: String,
}

/// All published measurements, weighed by the region's profile.
#[derive(Debug)]
pub struct EvidenceIndex {
    pub verification: Arc<VerificationIndex>,
    pub imports: Vec<EvidenceSource>,
    /// The date to which ages are counted.
    pub as_of: Date,
    /// Names the measurements by hash, and the date.
    pub version: String,
    claimed: BTreeMap<(NetworkId, Service), ClaimedCells>,
    verified: KeptAreas,
}

/// The measured cells of one network and service beside its claim.
#[derive(Debug)]
struct ClaimedCells {
    /// What is claimed in each, in the cells' order.
    claims: Vec<CellClaim>,
    /// The places, in that order, of the cells whose centre lies in each of the region's zones.
    of_zones: Vec<Vec<usize>>,
}

impl EvidenceIndex {
    pub fn new(
        verification: Arc<VerificationIndex>,
        imports: Vec<EvidenceSource>,
        as_of: Date,
        region: &RegionIndex,
        coverage: &CoverageIndex,
    ) -> Self {
        let named = imports.iter().map(|import| import.sha256.clone());
        let version = version_of(named.chain([as_of.to_string(), region.region.profile.version.clone()]));
        let claimed = claimed(&verification, region, coverage);
        Self { verification, imports, as_of, version, claimed, verified: KeptAreas::default() }
    }

    /// What a supply claims without the cells in which a network's measurements
    /// refute its service; what isn't measured stays. `coverage` is that which
    /// the measurements were laid beside.
    pub fn verified_area(&self, coverage: &CoverageIndex, supply: &Supply) -> Arc<Mosaic> {
        self.verified.get_or_make(supply, || match &supply.networks {
            Networks::One(network) => self.without_refuted(coverage.area(supply), network, supply.service),
            networks => Arc::new(coverage.count(supply, networks, |own| self.verified_area(coverage, own))),
        })
    }

    /// Measurements speak of a service, whatever technology gave it.
    fn without_refuted(&self, claim: Arc<Mosaic>, network: &NetworkId, service: Service) -> Arc<Mosaic> {
        let cells = self.verification.evidence(network, service).cells.iter();
        let refuted = cells.filter(|cell| cell.state == EvidenceState::Refuted);
        let squares: Vec<_> = refuted.map(|cell| Grid::MEASUREMENT.rect(cell.cell).to_polygon()).collect();
        match squares.as_slice() {
            [] => claim,
            squares => Arc::new(claim.difference(&Mosaic::from_polygons(ANALYSIS_GRID, squares))),
        }
    }

    /// What the measurements in a zone (an index into the region's) say of a
    /// network's claim to a service.
    pub fn in_zone(&self, network: &NetworkId, service: Service, zone: usize) -> ZoneEvidence {
        self.verification.evidence(network, service).verdict(self.cells_in_zone(network, service, zone))
    }

    /// All measured cells of a network's service, each with what the network claims in it.
    pub fn cells_of(
        &self,
        network: &NetworkId,
        service: Service,
    ) -> impl Iterator<Item = (&CellEvidence, CellClaim)> {
        let cells = self.verification.evidence(network, service).cells;
        let claimed = self.claimed.get(&(network.clone(), service));
        claimed.into_iter().flat_map(move |claimed| cells.iter().zip(claimed.claims.iter().copied()))
    }

    /// The measured cells of a zone (an index into the region's), each with what
    /// the network claims in it.
    pub fn cells_in_zone(
        &self,
        network: &NetworkId,
        service: Service,
        zone: usize,
    ) -> impl Iterator<Item = (&CellEvidence, CellClaim)> {
        let cells = self.verification.evidence(network, service).cells;
        let claimed = self.claimed.get(&(network.clone(), service));
        claimed.into_iter().flat_map(move |claimed| {
            claimed.of_zones[zone].iter().map(|&place| (&cells[place], claimed.claims[place]))
        })
    }
}

fn claimed(
    verification: &VerificationIndex,
    region: &RegionIndex,
    coverage: &CoverageIndex,
) -> BTreeMap<(NetworkId, Service), ClaimedCells> {
    let zones = zones(verification, region);
    let networks = region.region.networks.iter().map(|network| &network.id);
    let keys: Vec<_> =
        networks.flat_map(|network| Service::ALL.iter().map(|service| (network.clone(), *service))).collect();
    let measured = keys.into_par_iter().filter_map(|(network, service)| {
        let evidence: ServiceEvidence<'_> = verification.evidence(&network, service);
        if evidence.cells.is_empty() {
            return None;
        }
        let area = coverage.area(&Supply::of(network.clone(), service));
        let claims = evidence.claims(|position| area.contains(position));
        let of_zones = cells_of_zones(evidence, &zones, region.zones.len());
        Some(((network, service), ClaimedCells { claims, of_zones }))
    });
    measured.collect()
}

fn cells_of_zones(
    evidence: ServiceEvidence<'_>,
    zones: &HashMap<CellIndex, Vec<usize>>,
    zone_count: usize,
) -> Vec<Vec<usize>> {
    let mut of_zones = vec![Vec::new(); zone_count];
    for (place, cell) in evidence.cells.iter().enumerate() {
        for &zone in &zones[&cell.cell] {
            of_zones[zone].push(place);
        }
    }
    of_zones
}

/// The zones in which each measured cell's centre lies.
fn zones(verification: &VerificationIndex, region: &RegionIndex) -> HashMap<CellIndex, Vec<usize>> {
    let cells: BTreeSet<CellIndex> = verification.cells().map(|(_, _, evidence)| evidence.cell).collect();
    cells.into_par_iter().map(|cell| (cell, region.zones_at(Grid::MEASUREMENT.centre(cell)))).collect()
}
