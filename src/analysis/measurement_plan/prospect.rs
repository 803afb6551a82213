//! What a plan can prove of a zone as a whole.

use super::{PlanQuestion, RoadPiece};
use crate::{
    domain::{EvidenceState, NetworkId},
    index::Snapshot,
    verification::{Tally, passing_still_needed},
};

/// A network's claim in one zone before the plan, and what the plan adds.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneProspect {
    /// Index into the region's zones.
    pub zone: usize,
    pub network: NetworkId,
    pub votes: Tally,
    pub state: EvidenceState,
    /// So many votes are worth an independent one, as far as is known; else 1.
    pub deflation: f64,
    /// So many more that all pass confirm the zone's claim; none: no number does.
    pub needed: Option<u64>,
    /// Votes that the plan brings.
    pub planned: u64,
}

impl ZoneProspect {
    /// Whether the zone has its verdict after the plan, if all its tests pass.
    pub fn is_confirmed_after(&self) -> bool {
        self.needed.is_some_and(|needed| needed <= self.planned)
    }
}

pub fn prospects(snapshot: &Snapshot, question: &PlanQuestion, pieces: &[RoadPiece]) -> Vec<ZoneProspect> {
    let zones = question.zones.iter();
    zones
        .flat_map(|&zone| question.networks.iter().map(move |network| (zone, network)))
        .map(|(zone, network)| prospect(snapshot, question, pieces, zone, network))
        .collect()
}

fn prospect(
    snapshot: &Snapshot,
    question: &PlanQuestion,
    pieces: &[RoadPiece],
    zone: usize,
    network: &NetworkId,
) -> ZoneProspect {
    let evidence = snapshot.evidence.in_zone(&snapshot.region, network, question.tested(), zone);
    let votes = evidence.votes;
    let effective = evidence.design_effect.map(|effect| effect.effective_votes);
    let deflation = effective.map_or(1.0, |effective| votes.trials() as f64 / effective);
    let planned = pieces.iter().filter(|piece| piece.zone == zone).map(|piece| {
        let cells =
            piece.networks.iter().find(|votes| votes.network == *network).map_or(0, |votes| votes.cells);
        cells * u64::from(piece.passes().unwrap_or(0))
    });
    ZoneProspect {
        zone,
        network: network.clone(),
        votes,
        state: evidence.state,
        deflation,
        needed: passing_still_needed(votes, deflation, question.required),
        planned: planned.sum(),
    }
}
