//! The roads of the zones, cut into pieces that can have a verdict of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::{Claims, PlanGain, PlanQuestion};
use crate::{
    analysis::stretches::{Stretch, joined},
    domain::{EvidenceState, LineKind, NetworkId},
    geometry::{CellIndex, Grid, Interval, covered_intervals, length_by_cell, part_of_line},
    index::{LinkPart, RoadEdge, RoadNetwork, RoadNode, Snapshot},
    verification::{Tally, passing_still_needed},
};

/// What a piece is to be long at least, and never more than, so that it is driven in
/// one go, metres. Where a claim, a road or a zone ends a piece may be shorter.
const PIECE_M: std::ops::RangeInclusive<f64> = 500.0..=10_000.0;

/// A piece of claimed road in one zone.
#[derive(Clone, Debug)]
pub struct RoadPiece {
    /// Index into the region's zones.
    pub zone: usize,
    /// By route, longest first, with their kilometres on it.
    pub stretches: Vec<Stretch>,
    pub length_m: f64,
    /// What each asked network has in it, where it claims anything.
    pub networks: Vec<PieceVotes>,
    /// Places whose cell the road goes through, without a verdict; indices into the
    /// region's places.
    pub places: Vec<usize>,
    pub(super) edges: Vec<RoadEdge>,
    pub(super) ends: [RoadNode; 2],
}

/// The votes of one network in the cells that a piece goes through.
#[derive(Clone, Debug, PartialEq)]
pub struct PieceVotes {
    pub network: NetworkId,
    /// Cells whose centre the network claims.
    pub cells: u64,
    pub votes: Tally,
    pub state: EvidenceState,
    /// So many more votes that all pass confirm the claim (R14); 0 with a verdict.
    /// None: no number does.
    pub needed: Option<u64>,
}

impl PieceVotes {
    pub fn is_decided(&self) -> bool {
        matches!(self.state, EvidenceState::Confirmed | EvidenceState::Refuted)
    }

    /// On how many days the piece must be driven: a cell has one vote a day (R8).
    fn passes(&self) -> Option<u64> {
        self.needed.filter(|_| self.cells > 0).map(|needed| needed.div_ceil(self.cells))
    }
}

impl RoadPiece {
    /// On how many days the piece must be driven before every network has its
    /// verdict, if all tests pass. None: no number is enough.
    pub fn passes(&self) -> Option<u32> {
        let passes: Option<Vec<u64>> = self.undecided().map(PieceVotes::passes).collect();
        u32::try_from(passes?.into_iter().max().unwrap_or(0)).ok()
    }

    /// Road without a verdict, each network's counted for itself, metres.
    pub fn undecided_m(&self) -> f64 {
        self.undecided().count() as f64 * self.length_m
    }

    pub(super) fn gain(&self, gain: PlanGain) -> f64 {
        match gain {
            PlanGain::RoadLength => self.undecided_m(),
            PlanGain::Places => (self.undecided().count() * self.places.len()) as f64,
        }
    }

    fn undecided(&self) -> impl Iterator<Item = &PieceVotes> {
        self.networks.iter().filter(|network| !network.is_decided())
    }
}

/// The roads of the region with the pieces to choose from as edges.
pub struct Roads {
    pub network: RoadNetwork,
    pub pieces: Vec<RoadPiece>,
}

/// Claimed road in the asked zones.
struct ClaimedPart {
    zone: usize,
    part: LinkPart,
}

pub fn roads(snapshot: &Snapshot, question: &PlanQuestion, claims: &Claims) -> Roads {
    let links = &snapshot.region.region.demand.lines[LineKind::Roads];
    let target_m = target_m(question);
    let claimed = claimed_parts(snapshot, question, claims, target_m);
    let mut cuts: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for ClaimedPart { part, .. } in &claimed {
        cuts.entry(part.link).or_default().extend([part.interval.from_m, part.interval.to_m]);
    }
    let network = RoadNetwork::new(links, &cuts);
    let chains = Chains::new(&network, &claimed).of_length(target_m);
    let pieces = chains.into_iter().map(|chain| piece(snapshot, question, claims, &network, chain));
    Roads { pieces: pieces.collect(), network }
}

/// As long as an unmeasured piece must be, so that it has a verdict once it is
/// driven as often as it may.
fn target_m(question: &PlanQuestion) -> f64 {
    let needed = passing_still_needed(Tally::default(), 1.0, question.required);
    let cells = needed.map_or(f64::INFINITY, |needed| needed as f64 / f64::from(question.most_passes.max(1)));
    (cells * Grid::MEASUREMENT.size_m()).clamp(*PIECE_M.start(), *PIECE_M.end())
}

/// Cut so that each is as long as a piece, or where it was longer less than twice that.
fn claimed_parts(
    snapshot: &Snapshot,
    question: &PlanQuestion,
    claims: &Claims,
    piece_m: f64,
) -> Vec<ClaimedPart> {
    let links = &snapshot.region.region.demand.lines[LineKind::Roads];
    let mut found = Vec::new();
    for &zone in &question.zones {
        for part in &snapshot.region.zones[zone].lines[LineKind::Roads].parts {
            let line = part_of_line(&links[part.link].line, part.interval);
            for claimed in covered_intervals(&line, &claims.any) {
                let from_m = part.interval.from_m + claimed.from_m;
                let pieces = equal_parts(from_m, claimed.length_m(), piece_m);
                let of_link = |interval| ClaimedPart { zone, part: LinkPart { link: part.link, interval } };
                found.extend(pieces.map(of_link));
            }
        }
    }
    found
}

fn equal_parts(from_m: f64, length_m: f64, least_m: f64) -> impl Iterator<Item = Interval> {
    let count = (length_m / least_m).floor().max(1.0);
    let at = move |number: f64| from_m + length_m * number / count;
    (0..count as u32)
        .map(f64::from)
        .map(move |number| Interval { from_m: at(number), to_m: at(number + 1.0) })
}

/// Edges of claimed road in one zone that are driven one after the other.
struct Chain {
    zone: usize,
    edges: Vec<RoadEdge>,
    ends: [RoadNode; 2],
    length_m: f64,
}

/// Claimed edges that are in no piece yet.
struct Chains<'a> {
    network: &'a RoadNetwork,
    free: BTreeMap<RoadEdge, usize>,
    at: BTreeMap<RoadNode, Vec<RoadEdge>>,
}

impl<'a> Chains<'a> {
    fn new(network: &'a RoadNetwork, claimed: &[ClaimedPart]) -> Self {
        let mut free = BTreeMap::new();
        let mut at: BTreeMap<RoadNode, Vec<RoadEdge>> = BTreeMap::new();
        for ClaimedPart { zone, part } in claimed {
            for edge in network.within(part.link, part.interval) {
                if free.insert(edge, *zone).is_none() {
                    network.ends(edge).into_iter().for_each(|node| at.entry(node).or_default().push(edge));
                }
            }
        }
        Self { network, free, at }
    }

    fn of_length(mut self, target_m: f64) -> Vec<Chain> {
        let mut chains: Vec<Chain> = Vec::new();
        while let Some((edge, zone)) = self.free.pop_first() {
            let length_m = self.network.part(edge).interval.length_m();
            let mut chain = Chain { zone, edges: vec![edge], ends: self.network.ends(edge), length_m };
            self.extend(&mut chain, target_m);
            // On from where it began, so that a road isn't left with its first half.
            chain.turn();
            self.extend(&mut chain, target_m);
            match chains.iter_mut().find(|other| chain.length_m < target_m && other.meets(&chain)) {
                Some(other) => other.append(chain),
                None => chains.push(chain),
            }
        }
        chains
    }

    fn extend(&mut self, chain: &mut Chain, target_m: f64) {
        while chain.length_m < target_m {
            let going_on = self.at.get(&chain.ends[1]).into_iter().flatten();
            let Some(&edge) = going_on.clone().find(|edge| self.free.get(edge) == Some(&chain.zone)) else {
                return;
            };
            self.free.remove(&edge);
            let [from, to] = self.network.ends(edge);
            chain.ends[1] = if chain.ends[1] == from { to } else { from };
            chain.length_m += self.network.part(edge).interval.length_m();
            chain.edges.push(edge);
        }
    }
}

impl Chain {
    /// To be driven the other way.
    fn turn(&mut self) {
        self.edges.reverse();
        self.ends.reverse();
    }

    fn meets(&self, other: &Self) -> bool {
        self.zone == other.zone && self.ends.iter().any(|end| other.ends.contains(end))
    }

    /// Goes on with another that [meets](Self::meets) it.
    fn append(&mut self, mut other: Self) {
        if !other.ends.contains(&self.ends[1]) {
            self.turn();
        }
        if other.ends[0] != self.ends[1] {
            other.turn();
        }
        self.ends[1] = other.ends[1];
        self.length_m += other.length_m;
        self.edges.extend(other.edges);
    }
}

fn piece(
    snapshot: &Snapshot,
    question: &PlanQuestion,
    claims: &Claims,
    network: &RoadNetwork,
    chain: Chain,
) -> RoadPiece {
    let demand = &snapshot.region.region.demand;
    let links = &demand.lines[LineKind::Roads];
    let parts = chain.edges.iter().map(|edge| network.part(*edge)).collect();
    let stretches = joined(&snapshot.region, LineKind::Roads, parts);
    let line = network.line(links, chain.ends[0], &chain.edges);
    let cells: BTreeSet<CellIndex> = length_by_cell(&line, Grid::MEASUREMENT).map(|(cell, _)| cell).collect();
    let networks: Vec<PieceVotes> = claims
        .networks
        .iter()
        .map(|(network, area)| {
            let claimed = cells.iter().filter(|cell| area.contains(Grid::MEASUREMENT.centre(**cell)));
            votes(snapshot, question, network, claimed.copied())
        })
        .filter(|votes| votes.cells > 0)
        .collect();
    let cell_of = |place: usize| Grid::MEASUREMENT.cell_at(demand.places[place].position);
    let places = &snapshot.region.zones[chain.zone].places;
    let places = places.iter().copied().filter(|place| cells.contains(&cell_of(*place))).collect();
    let Chain { zone, edges, ends, length_m } = chain;
    RoadPiece { zone, stretches, length_m, networks, places, edges, ends }
}

/// What the cells say of a network, and what is missing.
pub fn votes(
    snapshot: &Snapshot,
    question: &PlanQuestion,
    network: &NetworkId,
    cells: impl Iterator<Item = CellIndex>,
) -> PieceVotes {
    let evidence = snapshot.evidence.verification.evidence(network, question.tested());
    let (mut count, mut votes) = (0, Tally::default());
    for cell in cells {
        count += 1;
        votes.add(evidence.cell(cell).map_or(Tally::default(), |cell| cell.votes));
    }
    let state = votes.state(question.required);
    let needed = match state {
        EvidenceState::Confirmed | EvidenceState::Refuted => Some(0),
        EvidenceState::Inconclusive | EvidenceState::NotMeasured => {
            passing_still_needed(votes, 1.0, question.required)
        }
    };
    PieceVotes { network: network.clone(), cells: count, votes, state, needed }
}
