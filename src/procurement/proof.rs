//! What measurements in a requirement's zone say of a network's claim.

use super::zones::AskedZone;
use crate::{
    domain::{EvidenceState, NetworkId, Service, TestKind},
    geometry::Mosaic,
    index::Snapshot,
    verification::{Interval, Tally, Tested, ZoneEvidence},
};

/// By both kinds of tests, never mixed.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneProof {
    /// What both say together.
    pub state: EvidenceState,
    pub kinds: Vec<KindProof>,
}

/// By one kind of tests.
#[derive(Clone, Debug, PartialEq)]
pub struct KindProof {
    pub kind: TestKind,
    pub state: EvidenceState,
    /// One vote per network, 100 m cell and day, in claimed cells.
    pub votes: Tally,
    /// Wilson's two-sided 95 % interval of their share (R10); none when not measured.
    pub interval: Option<Interval>,
    /// So many more votes that all pass would confirm the claim; none: no number would.
    pub votes_still_needed: Option<u64>,
}

impl ZoneProof {
    /// The fewest votes that would confirm the claim, by either kind of tests.
    pub fn votes_still_needed(&self) -> Option<u64> {
        self.kinds.iter().filter_map(|kind| kind.votes_still_needed).min()
    }
}

/// `claim`: what the network claims of the service, by any technology outdoors.
pub(super) fn zone_proof(
    snapshot: &Snapshot,
    network: &NetworkId,
    service: Service,
    zone: &AskedZone<'_>,
    claim: &Mosaic,
) -> ZoneProof {
    let evidence = |kind| {
        let tested = Tested { service, kind };
        match zone.number {
            Some(number) => snapshot.evidence.in_zone(&snapshot.region, network, tested, number),
            None => {
                let all = snapshot.evidence.verification.evidence(network, tested);
                all.verdict_in(|centre| zone.index.whole.contains(centre), |place| claim.contains(place))
            }
        }
    };
    let kinds: Vec<KindProof> =
        TestKind::ALL.iter().map(|&kind| KindProof::new(kind, &evidence(kind))).collect();
    ZoneProof { state: EvidenceState::together(kinds.iter().map(|kind| kind.state)), kinds }
}

impl KindProof {
    fn new(kind: TestKind, evidence: &ZoneEvidence) -> Self {
        let ZoneEvidence { state, votes, interval, votes_still_needed, .. } = evidence;
        Self {
            kind,
            state: *state,
            votes: *votes,
            interval: *interval,
            votes_still_needed: *votes_still_needed,
        }
    }
}
