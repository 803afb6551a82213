//! What measurements say of the claims, zone by zone.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    domain::{EvidenceState, LineKind, NetworkId, ReliabilityScales, Service, TestKind},
    geometry::{CellIndex, Grid, length_by_cell, part_of_line, scb_name},
    index::{Snapshot, ZoneIndex},
    verification::{
        DRIVABLE_GRID, DrivableCells, ReliabilityOutcome, Tally, Tested, ZoneEvidence,
        reliability_on_two_scales,
    },
};

/// The evidence on one network's claim to one service in one zone, by the signal
/// and by the service itself: beside each other, never mixed.
#[derive(Clone, Debug)]
pub struct ZoneClaimVerdict {
    /// Index into the region's zones.
    pub zone: usize,
    pub network: NetworkId,
    pub service: Service,
    pub by_signal: KindVerdict,
    pub by_service: KindVerdict,
}

/// What one kind of tests says.
#[derive(Clone, Debug)]
pub struct KindVerdict {
    pub evidence: ZoneEvidence,
    /// None: the profile asks for no reliability.
    pub reliability: Option<ReliabilityOutcome>,
}

impl ZoneClaimVerdict {
    pub fn of(&self, kind: TestKind) -> &KindVerdict {
        match kind {
            TestKind::Signal => &self.by_signal,
            TestKind::Service => &self.by_service,
        }
    }

    /// What both kinds say together.
    pub fn state(&self) -> EvidenceState {
        EvidenceState::together(TestKind::ALL.iter().map(|kind| self.of(*kind).evidence.state))
    }
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
            let by = |kind| kind_verdict(snapshot, &network, Tested { service, kind }, zone);
            let (by_signal, by_service) = (by(TestKind::Signal), by(TestKind::Service));
            ZoneClaimVerdict { zone, network, service, by_signal, by_service }
        })
        .collect()
}

fn kind_verdict(snapshot: &Snapshot, network: &NetworkId, tested: Tested, zone: usize) -> KindVerdict {
    let scales = snapshot.region.region.profile.reliability;
    KindVerdict {
        evidence: snapshot.evidence.in_zone(&snapshot.region, network, tested, zone),
        reliability: scales.map(|scales| reliability(snapshot, network, tested, zone, &scales)),
    }
}

/// The tests inside the claim on the scale of the zone and on that of its
/// sub-zones: squares of the profile's area, named by their south-west corner (R11).
fn reliability(
    snapshot: &Snapshot,
    network: &NetworkId,
    tested: Tested,
    zone: usize,
    scales: &ReliabilityScales,
) -> ReliabilityOutcome {
    let sub_zones = Grid::new(scales.sub_zone_m2.sqrt());
    let mut whole = Tally::default();
    let mut tests: BTreeMap<CellIndex, Tally> = BTreeMap::new();
    for (cell, claim) in snapshot.evidence.cells_in_zone(network, tested, zone) {
        let sub_zone = sub_zones.cell_at(Grid::MEASUREMENT.centre(cell.cell));
        tests.entry(sub_zone).or_default().add(claim.inside);
        whole.add(claim.inside);
    }
    let named = tests.into_iter().map(|(sub_zone, tests)| (scb_name(sub_zones.south_west(sub_zone)), tests));
    reliability_on_two_scales(whole, snapshot.region.zones[zone].land_m2, named, scales)
}

/// The square kilometres of a zone in which a truck can drive, and how many of
/// them were tested (R15).
pub fn drivable_cells(
    snapshot: &Snapshot,
    network: &NetworkId,
    tested: Tested,
    zone: usize,
) -> DrivableCells {
    let mut tests: BTreeMap<CellIndex, u64> = BTreeMap::new();
    for (cell, _) in snapshot.evidence.cells_in_zone(network, tested, zone) {
        let square = DRIVABLE_GRID.cell_at(Grid::MEASUREMENT.centre(cell.cell));
        *tests.entry(square).or_default() += cell.samples.trials();
    }
    DrivableCells::count(&road_by_square(snapshot, zone), &tests)
}

/// Metres of a zone's road in each square kilometre.
pub(super) fn road_by_square(snapshot: &Snapshot, zone: usize) -> BTreeMap<CellIndex, f64> {
    let links = &snapshot.region.region.demand.lines[LineKind::Roads];
    let mut road_m: BTreeMap<CellIndex, f64> = BTreeMap::new();
    for part in &snapshot.region.zones[zone].lines[LineKind::Roads].parts {
        let line = part_of_line(&links[part.link].line, part.interval);
        length_by_cell(&line, DRIVABLE_GRID)
            .for_each(|(square, length_m)| *road_m.entry(square).or_default() += length_m);
    }
    road_m
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
