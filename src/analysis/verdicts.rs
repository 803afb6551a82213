//! What measurements say of the claims, zone by zone.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    domain::{NetworkId, ReliabilityScales, Service},
    geometry::{CellIndex, Grid, scb_name},
    index::{Snapshot, ZoneIndex},
    verification::{ReliabilityOutcome, Tally, ZoneEvidence, reliability_on_two_scales},
};

/// The evidence on one network's claim to one service in one zone.
#[derive(Clone, Debug)]
pub struct ZoneClaimVerdict {
    /// Index into the region's zones.
    pub zone: usize,
    pub network: NetworkId,
    pub service: Service,
    pub evidence: ZoneEvidence,
    /// None: the profile asks for no reliability.
    pub reliability: Option<ReliabilityOutcome>,
}

/// Which verdicts are asked for; what is left out is not narrowed.
#[derive(Clone, Debug, Default)]
pub struct VerdictQuestion {
    pub network: Option<NetworkId>,
    pub service: Option<Service>,
}

/// The verdict of every network and claimed service in the zones that `asked` picks.
pub fn verdicts(
    snapshot: &Snapshot,
    question: &VerdictQuestion,
    asked: impl Fn(&ZoneIndex) -> bool,
) -> Vec<ZoneClaimVerdict> {
    let zones =
        snapshot.region.zones.iter().enumerate().filter(|(_, zone)| asked(zone)).map(|(number, _)| number);
    let claimed = claimed_pairs(snapshot, question);
    let keys: Vec<_> = zones.flat_map(|zone| claimed.iter().map(move |pair| (zone, pair.clone()))).collect();
    keys.into_par_iter()
        .map(|(zone, (network, service))| {
            let evidence = snapshot.evidence.in_zone(&network, service, zone);
            let scales = snapshot.region.region.profile.reliability;
            let reliability = scales.map(|scales| reliability(snapshot, &network, service, zone, &scales));
            ZoneClaimVerdict { zone, network, service, evidence, reliability }
        })
        .collect()
}

/// The tests inside the claim on the scale of the zone and on that of its
/// sub-zones: squares of the profile's area, named by their south-west corner (R11).
fn reliability(
    snapshot: &Snapshot,
    network: &NetworkId,
    service: Service,
    zone: usize,
    scales: &ReliabilityScales,
) -> ReliabilityOutcome {
    let sub_zones = Grid::new(scales.sub_zone_m2.sqrt());
    let mut whole = Tally::default();
    let mut tests: BTreeMap<CellIndex, Tally> = BTreeMap::new();
    for (cell, claim) in snapshot.evidence.cells_in_zone(network, service, zone) {
        let sub_zone = sub_zones.cell_at(Grid::MEASUREMENT.centre(cell.cell));
        tests.entry(sub_zone).or_default().add(claim.inside);
        whole.add(claim.inside);
    }
    let named = tests.into_iter().map(|(sub_zone, tests)| (scb_name(sub_zones.south_west(sub_zone)), tests));
    reliability_on_two_scales(whole, snapshot.region.zones[zone].land_m2, named, scales)
}

/// The networks and services that are claimed or measured, as far as asked for.
fn claimed_pairs(snapshot: &Snapshot, question: &VerdictQuestion) -> Vec<(NetworkId, Service)> {
    let claims = snapshot.coverage.claims().iter().map(|claim| &claim.delivery.header);
    let claimed = claims.map(|header| (header.network.clone(), header.service));
    let measured =
        snapshot.evidence.verification.measured().map(|(network, service)| (network.clone(), service));
    let mut pairs: Vec<_> = claimed
        .chain(measured)
        .filter(|(network, service)| {
            question.network.as_ref().is_none_or(|asked| asked == network)
                && question.service.is_none_or(|asked| asked == *service)
        })
        .collect();
    pairs.sort();
    pairs.dedup();
    pairs
}
