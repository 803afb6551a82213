//! What was measured, beside what is claimed at the same places.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{CoverageIndex, KeptAreas, RegionIndex, Supply, version_of};
use crate::{
    domain::{NetworkId, Service, TestKind, ZoneKind},
    geometry::{CellIndex, Grid},
    verification::{
        CellClaim, CellEvidence, CellFindings, NeighbourPairs, Tested, TestedEvidence, VerificationIndex,
        ZoneEvidence, claimed_votes,
    },
};

mod areas;
pub use areas::Proof;

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
    claimed: BTreeMap<(NetworkId, Tested), ClaimedCells>,
    verified: KeptAreas,
}

/// The measured cells of one network, for what was tested, beside its claim.
#[derive(Debug)]
struct ClaimedCells {
    /// What is claimed in each, in the cells' order.
    claims: Vec<CellClaim>,
    /// The places, in that order, of the cells whose centre lies in each of the region's zones.
    of_zones: Vec<Vec<usize>>,
    /// Of neighbouring votes, over all zones of a kind.
    correlations: Vec<(ZoneKind, Option<f64>)>,
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
        let named = named.chain(verification.inputs().iter().cloned());
        let version = version_of(named.chain([as_of.to_string(), region.region.profile.version.clone()]));
        let claimed = claimed(&verification, region, coverage);
        Self { verification, imports, as_of, version, claimed, verified: KeptAreas::default() }
    }

    /// What the measurements in a zone (an index into the region's) say of a
    /// network's claim.
    pub fn in_zone(
        &self,
        region: &RegionIndex,
        network: &NetworkId,
        tested: Tested,
        zone: usize,
    ) -> ZoneEvidence {
        let kind = &region.zones[zone].zone.kind;
        let correlation = self.claimed_cells(network, tested).and_then(|cells| cells.correlation(kind));
        let evidence = self.verification.evidence(network, tested);
        evidence.verdict(self.cells_in_zone(network, tested, zone), correlation)
    }

    /// The measured cells of a zone (an index into the region's), each with what
    /// the network claims in it.
    pub fn cells_in_zone(
        &self,
        network: &NetworkId,
        tested: Tested,
        zone: usize,
    ) -> impl Iterator<Item = (&CellEvidence, CellClaim)> {
        let cells = self.verification.evidence(network, tested).cells;
        let claimed = self.claimed_cells(network, tested);
        claimed.into_iter().flat_map(move |claimed| {
            claimed.of_zones[zone].iter().map(|&place| (&cells[place], claimed.claims[place]))
        })
    }

    /// The measured cells of a network's service of which everybody may know, by both kinds of tests, each with
    /// whether the network claims its centre.
    pub fn findings(&self, network: &NetworkId, service: Service) -> Vec<(CellFindings<'_>, bool)> {
        let is_claimed = |cell: &CellFindings<'_>| {
            TestKind::ALL.iter().any(|&kind| self.claims_centre(network, Tested { service, kind }, cell.cell))
        };
        let findings = self.verification.findings(network, service).into_iter();
        findings.map(|cell| (cell, is_claimed(&cell))).collect()
    }

    fn claims_centre(&self, network: &NetworkId, tested: Tested, cell: CellIndex) -> bool {
        let cells = self.verification.evidence(network, tested).cells;
        let place = cells.binary_search_by_key(&cell, |evidence| evidence.cell).ok();
        let claimed = self.claimed_cells(network, tested);
        place.zip(claimed).is_some_and(|(place, claimed)| claimed.claims[place].claimed)
    }

    fn claimed_cells(&self, network: &NetworkId, tested: Tested) -> Option<&ClaimedCells> {
        self.claimed.get(&(network.clone(), tested))
    }
}

impl ClaimedCells {
    fn new(
        evidence: TestedEvidence<'_>,
        region: &RegionIndex,
        zones_at: &HashMap<CellIndex, Vec<usize>>,
        claims: Vec<CellClaim>,
    ) -> Self {
        let of_zones = cells_of_zones(evidence, zones_at, region.zones.len());
        let pairs: Vec<NeighbourPairs> = of_zones
            .iter()
            .map(|places| places.iter().map(|&place| (&evidence.cells[place], claims[place])))
            .map(|cells| NeighbourPairs::among(claimed_votes(cells)))
            .collect();
        let kinds: BTreeSet<&ZoneKind> = region.zones.iter().map(|zone| &zone.zone.kind).collect();
        let of_kind = |kind: &ZoneKind| {
            let zones = region.zones.iter().zip(&pairs).filter(|(zone, _)| zone.zone.kind == *kind);
            NeighbourPairs::correlation(zones.map(|(_, pairs)| pairs))
        };
        let correlations = kinds.into_iter().map(|kind| (kind.clone(), of_kind(kind))).collect();
        Self { claims, of_zones, correlations }
    }

    fn correlation(&self, kind: &ZoneKind) -> Option<f64> {
        self.correlations.iter().find(|(known, _)| known == kind)?.1
    }
}

fn claimed(
    verification: &VerificationIndex,
    region: &RegionIndex,
    coverage: &CoverageIndex,
) -> BTreeMap<(NetworkId, Tested), ClaimedCells> {
    let zones = zones(verification, region);
    let networks = region.region.networks.iter().map(|network| &network.id);
    let keys: Vec<_> =
        networks.flat_map(|network| Tested::all(None).map(|tested| (network.clone(), tested))).collect();
    let measured = keys.into_par_iter().filter_map(|(network, tested)| {
        let evidence = verification.evidence(&network, tested);
        if evidence.cells.is_empty() {
            return None;
        }
        let area = coverage.area(&Supply::of(network.clone(), tested.service));
        let claims = evidence.claims(|position| area.contains(position));
        Some(((network, tested), ClaimedCells::new(evidence, region, &zones, claims)))
    });
    measured.collect()
}

fn cells_of_zones(
    evidence: TestedEvidence<'_>,
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
    let cells: BTreeSet<CellIndex> = verification.cells().map(|evidence| evidence.cell).collect();
    cells.into_par_iter().map(|cell| (cell, region.zones_at(Grid::MEASUREMENT.centre(cell)))).collect()
}
