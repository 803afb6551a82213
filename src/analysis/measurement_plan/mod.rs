//! Where to measure next: which roads and places would give the most of what is
//! claimed a verdict, within a budget, and in which order they are driven.
//!
//! What is claimed along the roads of the zones is cut into pieces of road
//! ([`pieces`]). The votes that their cells have say how many more are needed
//! (R14), and so how many times a piece must be driven, as a cell has one vote a
//! day (R8). Of those the tour takes what gives most for each metre ([`tour`]).
//! What can't be driven is listed for snowmobile or foot, and never counted as
//! failing (R15, [`off_road`]).

mod off_road;
mod pieces;
mod prospect;
#[cfg(test)]
mod tests;
mod tour;

use std::sync::Arc;

use geo::{Coord, LineString};

pub use self::{
    off_road::OffRoad,
    pieces::{PieceVotes, RoadPiece},
    prospect::ZoneProspect,
};
use self::{
    pieces::Roads,
    tour::{Tour, TourQuestion},
};
use crate::{
    domain::{LineKind, NetworkId, Service, Share, TestKind, words},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{RoadNode, Snapshot, Supply},
    verification::Tested,
};

/// What a plan is to give a verdict on, first of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PlanGain {
    #[default]
    RoadLength,
    Places,
}

words!(PlanGain, "gain", { RoadLength => "road_length", Places => "places" });

#[derive(Clone, Debug)]
pub struct PlanQuestion {
    /// Measured side by side, a phone each.
    pub networks: Vec<NetworkId>,
    pub service: Service,
    pub kind: TestKind,
    /// Indices into the region's zones.
    pub zones: Vec<usize>,
    /// The share of votes that must pass.
    pub required: Share,
    /// To be driven in all, metres.
    pub budget_m: f64,
    /// How many days a piece may be driven on.
    pub most_passes: u32,
    pub gain: PlanGain,
    /// Where every day begins and ends, computing coordinate reference system; none:
    /// at the first and the last piece.
    pub start: Option<Coord<f64>>,
}

impl PlanQuestion {
    fn tested(&self) -> Tested {
        Tested { service: self.service, kind: self.kind }
    }
}

/// What is driven, day by day, and what that can prove if all tests pass.
#[derive(Clone, Debug)]
pub struct MeasurementPlan {
    /// In the order in which they are first driven.
    pub pieces: Vec<RoadPiece>,
    /// A day each. What must be driven more than once is on several days.
    pub days: Vec<Day>,
    pub zones: Vec<ZoneProspect>,
    pub left_out: LeftOut,
    pub off_road: OffRoad,
}

/// One day's drive.
#[derive(Clone, Debug)]
pub struct Day {
    pub legs: Vec<Leg>,
}

/// A part of a day's drive, in the computing coordinate reference system.
#[derive(Clone, Debug)]
pub struct Leg {
    /// What is measured, an index into the plan's pieces; none on the way there.
    pub piece: Option<usize>,
    pub length_m: f64,
    pub line: LineString<f64>,
}

/// What waits for a verdict and isn't in the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeftOut {
    /// Pieces that would have to be driven on more days than one may.
    pub needs_more_passes: u64,
    pub needs_more_passes_m: f64,
    /// Pieces that the budget doesn't reach, or no road does.
    pub beyond_budget: u64,
    pub beyond_budget_m: f64,
}

impl MeasurementPlan {
    pub fn driven_m(&self) -> f64 {
        self.legs().map(|leg| leg.length_m).sum()
    }

    /// Of what is driven, that which measures.
    pub fn measured_m(&self) -> f64 {
        self.legs().filter(|leg| leg.piece.is_some()).map(|leg| leg.length_m).sum()
    }

    fn legs(&self) -> impl Iterator<Item = &Leg> {
        self.days.iter().flat_map(|day| &day.legs)
    }
}

/// The plan that gives most for its budget, as far as a greedy choice finds it.
pub fn measurement_plan(snapshot: &Snapshot, question: &PlanQuestion) -> MeasurementPlan {
    let claims = Claims::of(snapshot, question);
    let Roads { network, pieces } = pieces::roads(snapshot, question, &claims);
    let (candidates, mut left_out) = sorted_out(pieces, question);
    let start = question.start.and_then(|start| network.nearest_node(start));
    let tour_question =
        TourQuestion { network: &network, budget_m: question.budget_m, gain: question.gain, start };
    let tour = Tour::plan(&tour_question, &candidates);
    for (number, piece) in candidates.iter().enumerate() {
        if !tour.holds(number) {
            left_out.beyond_budget += 1;
            left_out.beyond_budget_m += piece.undecided_m();
        }
    }
    let links = &snapshot.region.region.demand.lines[LineKind::Roads];
    let days =
        tour.days(&candidates).map(|stops| Day { legs: legs(&network, links, &stops, &candidates, start) });
    let days: Vec<Day> = days.collect();
    let (pieces, days) = renumbered(candidates, &tour, days);
    MeasurementPlan {
        zones: prospect::prospects(snapshot, question, &pieces),
        off_road: off_road::off_road(snapshot, question, &claims),
        pieces,
        days,
        left_out,
    }
}

/// What the asked networks claim outdoors, each for itself and all together.
struct Claims {
    networks: Vec<(NetworkId, Arc<Mosaic>)>,
    any: Mosaic,
}

impl Claims {
    fn of(snapshot: &Snapshot, question: &PlanQuestion) -> Self {
        let area = |network: &NetworkId| snapshot.area(&Supply::of(network.clone(), question.service));
        let networks: Vec<_> =
            question.networks.iter().map(|network| (network.clone(), area(network))).collect();
        let areas: Vec<&Mosaic> = networks.iter().map(|(_, area)| area.as_ref()).collect();
        let any = Mosaic::any_of(ANALYSIS_GRID, &areas);
        Self { networks, any }
    }
}

/// The pieces that a plan can give a verdict on; the others are told of.
fn sorted_out(pieces: Vec<RoadPiece>, question: &PlanQuestion) -> (Vec<RoadPiece>, LeftOut) {
    let mut left_out = LeftOut::default();
    let mut candidates = Vec::new();
    for piece in pieces.into_iter().filter(|piece| piece.undecided_m() > 0.0) {
        match piece.passes() {
            Some(passes) if passes <= question.most_passes => candidates.push(piece),
            _ => {
                left_out.needs_more_passes += 1;
                left_out.needs_more_passes_m += piece.undecided_m();
            }
        }
    }
    (candidates, left_out)
}

/// The legs of a day: the way to each piece, the piece, and the way back.
fn legs(
    network: &crate::index::RoadNetwork,
    links: &[crate::domain::Link],
    stops: &[tour::Stop],
    pieces: &[RoadPiece],
    start: Option<RoadNode>,
) -> Vec<Leg> {
    let mut legs = Vec::new();
    let mut at = start;
    let go = |from: Option<RoadNode>, to: RoadNode, legs: &mut Vec<Leg>| {
        let Some(from) = from.filter(|from| *from != to) else { return };
        let distances = network.distances_from(from);
        let line = network.line(links, from, &network.way(&distances, to));
        legs.push(Leg { piece: None, length_m: distances.to(to), line });
    };
    for stop in stops {
        let piece = &pieces[stop.piece];
        let [from, to] = stop.ends(piece);
        go(at, from, &mut legs);
        let mut edges = piece.edges.clone();
        if stop.is_reversed {
            edges.reverse();
        }
        let line = network.line(links, from, &edges);
        legs.push(Leg { piece: Some(stop.piece), length_m: piece.length_m, line });
        at = Some(to);
    }
    if let Some(start) = start.filter(|_| !stops.is_empty()) {
        go(at, start, &mut legs);
    }
    legs
}

/// Keeps the pieces of the tour alone, in its order.
fn renumbered(pieces: Vec<RoadPiece>, tour: &Tour, mut days: Vec<Day>) -> (Vec<RoadPiece>, Vec<Day>) {
    let order: Vec<usize> = tour.order().collect();
    for leg in days.iter_mut().flat_map(|day| &mut day.legs) {
        leg.piece = leg.piece.and_then(|piece| order.iter().position(|kept| *kept == piece));
    }
    let mut pieces: Vec<Option<RoadPiece>> = pieces.into_iter().map(Some).collect();
    (order.into_iter().filter_map(|piece| pieces[piece].take()).collect(), days)
}
