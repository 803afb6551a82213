//! What a requirement counts, found out once for every network and zone: no
//! threshold and no date is looked at here.

use std::{collections::BTreeSet, sync::Arc};

use geo::MultiPolygon;
use rayon::prelude::*;

use super::{
    failing::places_asked_for,
    proof::{ZoneProof, zone_proof},
    standing::Standing,
    zones::{AskedZone, ZoneName, asked_zones},
};
use crate::{
    analysis::{Measure, measure, measure_without, uncovered_stretches},
    domain::{DemandUnit, EvidenceRule, EvidenceState, LineKind, NetworkId, Requirement},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Evidence, Networks, Snapshot, Supply, ZoneIndex},
};

/// What a requirement counts on one network.
#[derive(Clone, Debug)]
pub struct NetworkFigures {
    pub network: NetworkId,
    pub zones: Vec<ZoneFigure>,
}

/// What it counts in one zone.
#[derive(Clone, Debug)]
pub struct ZoneFigure {
    pub zone: ZoneName,
    pub measure: Measure,
    /// Lines alone: the longest uncovered stretch, metres.
    pub longest_gap_m: Option<f64>,
    /// Where a local floor is asked for: every part of the zone.
    pub parts: Vec<PartFigure>,
    /// None: the requirement is tried on the claim alone.
    pub proof: Option<ZoneProof>,
    pub standing: Standing,
}

/// A part of a zone, of which the local floor is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct PartFigure {
    pub zone: ZoneName,
    pub measure: Measure,
}

/// Of every network of the region, in its order.
pub fn figures(snapshot: &Snapshot, requirement: &Requirement) -> Vec<NetworkFigures> {
    let zones = asked_zones(&snapshot.region, requirement);
    let networks = snapshot.region.region.networks.iter();
    networks
        .map(|network| {
            let of_network = OnNetwork::new(snapshot, requirement, &network.id);
            let zones = zones.par_iter().map(|zone| of_network.zone(zone)).collect();
            NetworkFigures { network: network.id.clone(), zones }
        })
        .collect()
}

/// The coverage that a requirement is tried on.
pub fn supply(requirement: &Requirement, network: NetworkId) -> Supply {
    supply_of(requirement, Networks::One(network))
}

fn supply_of(requirement: &Requirement, networks: Networks) -> Supply {
    let evidence = match requirement.evidence {
        EvidenceRule::Claimed => Evidence::Claimed,
        EvidenceRule::Verified | EvidenceRule::VerifiedWithConfidence => Evidence::Verified,
    };
    let claimed =
        Supply::claimed(networks, requirement.service).with_technologies(requirement.technology.into());
    Supply { environment: requirement.environment, evidence, ..claimed }
}

/// A requirement and the coverage of one network, or of several that are one
/// telephone's.
pub(super) struct OnNetwork<'a> {
    pub snapshot: &'a Snapshot,
    pub requirement: &'a Requirement,
    /// Whether a network has delivered anything that the requirement is tried on.
    has_delivery: bool,
    /// What counts as covered.
    pub area: Arc<Mosaic>,
    pub excluded: Option<Mosaic>,
    /// What counts as covered, and what isn't asked for.
    pub covered_or_excluded: Arc<Mosaic>,
    /// By any technology outdoors, network by network: what measurements are held against.
    claims: Vec<(NetworkId, Arc<Mosaic>)>,
}

impl<'a> OnNetwork<'a> {
    pub fn new(snapshot: &'a Snapshot, requirement: &'a Requirement, network: &NetworkId) -> Self {
        Self::of(snapshot, requirement, &Networks::One(network.clone()))
    }

    /// What at least one of several networks covers.
    pub fn any_of(
        snapshot: &'a Snapshot,
        requirement: &'a Requirement,
        networks: &BTreeSet<NetworkId>,
    ) -> Self {
        let networks = match networks.first() {
            Some(only) if networks.len() == 1 => Networks::One(only.clone()),
            _ => Networks::AnyOf(networks.clone()),
        };
        Self::of(snapshot, requirement, &networks)
    }

    fn of(snapshot: &'a Snapshot, requirement: &'a Requirement, networks: &Networks) -> Self {
        let asked = supply_of(requirement, networks.clone());
        let area = snapshot.area(&asked);
        let excluded = requirement.exclusions.as_ref().map(excluded_area);
        let covered_or_excluded = match &excluded {
            None => area.clone(),
            Some(excluded) => Arc::new(area.union(excluded)),
        };
        let claim = |network: &NetworkId| {
            let claimed = Supply::of(network.clone(), requirement.service);
            (network.clone(), snapshot.coverage.area(&claimed))
        };
        let all = snapshot.region.region.network_ids();
        Self {
            has_delivery: snapshot.coverage.claims_of(&asked).next().is_some(),
            claims: networks.counted(&all).1.into_iter().map(claim).collect(),
            snapshot,
            requirement,
            area,
            excluded,
            covered_or_excluded,
        }
    }

    pub(super) fn zone(&self, zone: &AskedZone<'_>) -> ZoneFigure {
        let measure = self.measure(&zone.index);
        let longest_gap_m = self.requirement.unit.line().map(|kind| self.longest_gap_m(&zone.index, kind));
        let part = |part: &&ZoneIndex| PartFigure { zone: (&part.zone).into(), measure: self.measure(part) };
        let parts: Vec<PartFigure> = zone.parts.iter().map(part).collect();
        let proof = (self.requirement.evidence != EvidenceRule::Claimed).then(|| self.proof(zone)).flatten();
        let mut figure = ZoneFigure {
            zone: zone.name(),
            measure,
            longest_gap_m,
            parts,
            proof,
            standing: Standing::NoDemand,
        };
        let profile = &self.snapshot.region.region.profile.version;
        figure.standing = Standing::of(self.requirement, &figure, self.has_delivery, profile);
        figure
    }

    /// Of several networks the weakest of those that claim anything in the zone:
    /// what one of them claims isn't proved by another's measurements.
    fn proof(&self, zone: &AskedZone<'_>) -> Option<ZoneProof> {
        let claiming = |claim: &Mosaic| zone.index.land.intersection_area_m2(claim) > 0.0;
        let mut counted: Vec<_> = self.claims.iter().filter(|(_, claim)| claiming(claim)).collect();
        if counted.is_empty() {
            counted.extend(self.claims.first());
        }
        let proofs = counted.into_iter().map(|(network, claim)| {
            zone_proof(self.snapshot, network, self.requirement.service, zone, claim)
        });
        proofs.min_by_key(|proof| match proof.state {
            EvidenceState::Refuted => 0,
            EvidenceState::NotMeasured => 1,
            EvidenceState::Inconclusive => 2,
            EvidenceState::Confirmed => 3,
        })
    }

    fn measure(&self, zone: &ZoneIndex) -> Measure {
        let (region, unit) = (&self.snapshot.region, self.requirement.unit);
        match (unit, &self.excluded) {
            (DemandUnit::Places, _) => {
                let places = places_asked_for(self, zone);
                let covers =
                    |place: &&usize| self.area.contains(region.region.demand.places[**place].position);
                Measure { total: places.len() as f64, covered: places.iter().filter(covers).count() as f64 }
            }
            (_, None) => measure(region, zone, unit, &self.area),
            (_, Some(excluded)) => measure_without(region, zone, unit, &self.area, excluded),
        }
    }

    fn longest_gap_m(&self, zone: &ZoneIndex, kind: LineKind) -> f64 {
        let stretches = uncovered_stretches(&self.snapshot.region, zone, kind, &self.covered_or_excluded);
        stretches.longest_m().unwrap_or(0.0)
    }
}

fn excluded_area(polygons: &MultiPolygon<f64>) -> Mosaic {
    Mosaic::from_multi_polygon(ANALYSIS_GRID, polygons)
}
