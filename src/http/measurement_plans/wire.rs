//! A measurement plan as JSON.

use serde::Serialize;
use utoipa::ToSchema;

use super::MeasurementPlanQuestion;
use crate::{
    analysis::{Day, PieceVotes, RoadPiece, ZoneProspect},
    domain::{EvidenceState, LineKind},
    geometry::scb_name,
    http::{
        gap_wire::StretchBody,
        wire::{Basis, EvidenceKind, ZoneBody},
    },
    report::PlanReport,
    verification::DRIVABLE_GRID,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct MeasurementPlanBody {
    question: MeasurementPlanQuestion,
    basis: Basis,
    /// The share of passing votes that confirms a claim when its interval lies above.
    required_share: f64,
    /// All days together, the ways between the pieces included.
    driven_m: f64,
    measured_m: f64,
    /// By the mean speed that was asked for.
    hours: f64,
    /// In the order in which they are first driven.
    pieces: Vec<RoadPieceBody>,
    days: Vec<DayBody>,
    zones: Vec<ZoneProspectBody>,
    left_out: LeftOutBody,
    off_road: OffRoadBody,
}

/// A piece of claimed road that waits for a verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadPieceBody {
    /// From 1.
    number: usize,
    zone: ZoneBody,
    /// By route, longest first.
    stretches: Vec<StretchBody>,
    length_m: f64,
    /// On so many different days it must be driven.
    days: u32,
    /// Without a verdict, each network's metres counted for themselves.
    undecided_m: f64,
    networks: Vec<PieceVotesBody>,
    /// Names of the places that have their verdict with it.
    places: Vec<String>,
}

/// What a network's claim has in a piece, and what is missing.
#[derive(Debug, Serialize, ToSchema)]
pub struct PieceVotesBody {
    network: String,
    /// Claimed cells of 100 m.
    cells: u64,
    votes: u64,
    passing: u64,
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    /// So many more votes that all pass confirm the claim; null: no number does.
    #[schema(required)]
    needed: Option<u64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DayBody {
    /// From 1.
    day: usize,
    driven_m: f64,
    measured_m: f64,
    legs: Vec<LegBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LegBody {
    /// The piece that is measured, by its number; null on the way to one.
    #[schema(required)]
    piece: Option<usize>,
    length_m: f64,
}

/// What the plan is enough for in a zone as a whole.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneProspectBody {
    zone: ZoneBody,
    network: String,
    votes: u64,
    passing: u64,
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    /// So many votes are worth an independent one.
    deflation: f64,
    /// So many more votes that all pass confirm the zone's claim; null: no number does.
    #[schema(required)]
    needed: Option<u64>,
    /// Votes that the plan brings.
    planned: u64,
    /// Whether the zone's claim is confirmed after the plan, if all its tests pass.
    is_confirmed_after: bool,
}

/// What waits for a verdict and isn't in the plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutBody {
    /// Pieces that would have to be driven on more days than one may.
    needs_more_days: u64,
    needs_more_days_m: f64,
    /// Pieces that the budget doesn't reach, or no road does.
    beyond_budget: u64,
    beyond_budget_m: f64,
}

/// What is claimed where no road leads: by snowmobile or on foot, never failing.
#[derive(Debug, Serialize, ToSchema)]
pub struct OffRoadBody {
    /// Square kilometres with at most 200 m of road, by their SCB names.
    squares: Vec<String>,
    places: Vec<String>,
}

impl MeasurementPlanBody {
    pub fn new(report: &PlanReport<'_>, question: MeasurementPlanQuestion) -> Self {
        let PlanReport { snapshot, plan, .. } = report;
        let demand = &snapshot.region.region.demand;
        let links = &demand.lines[LineKind::Roads];
        let name = |place: &usize| demand.places[*place].name.clone();
        let zone = |zone: usize| ZoneBody::from(&snapshot.region.zones[zone].zone);
        let (left, off_road) = (plan.left_out, &plan.off_road);
        let piece = |(number, piece): (usize, &RoadPiece)| RoadPieceBody {
            number,
            zone: zone(piece.zone),
            stretches: piece.stretches.iter().map(|stretch| StretchBody::new(links, stretch)).collect(),
            length_m: piece.length_m,
            days: piece.passes().unwrap_or(0),
            undecided_m: piece.undecided_m(),
            networks: piece.networks.iter().map(Into::into).collect(),
            places: piece.places.iter().map(name).collect(),
        };
        let prospect = |prospect: &ZoneProspect| ZoneProspectBody {
            zone: zone(prospect.zone),
            network: prospect.network.to_string(),
            votes: prospect.votes.trials(),
            passing: prospect.votes.passing(),
            state: prospect.state.as_str(),
            deflation: prospect.deflation,
            needed: prospect.needed,
            planned: prospect.planned,
            is_confirmed_after: prospect.is_confirmed_after(),
        };
        let square = |cell| scb_name(DRIVABLE_GRID.south_west(cell));
        Self {
            basis: Basis::of_all(snapshot, EvidenceKind::ClaimedAndMeasured),
            required_share: report.question.required.value(),
            driven_m: plan.driven_m(),
            measured_m: plan.measured_m(),
            hours: report.hours(),
            pieces: (1..).zip(&plan.pieces).map(piece).collect(),
            days: (1..).zip(&plan.days).map(DayBody::new).collect(),
            zones: plan.zones.iter().map(prospect).collect(),
            left_out: LeftOutBody {
                needs_more_days: left.needs_more_passes,
                needs_more_days_m: left.needs_more_passes_m,
                beyond_budget: left.beyond_budget,
                beyond_budget_m: left.beyond_budget_m,
            },
            off_road: OffRoadBody {
                squares: off_road.squares.iter().copied().map(square).collect(),
                places: off_road.places.iter().map(name).collect(),
            },
            question,
        }
    }
}

impl From<&PieceVotes> for PieceVotesBody {
    fn from(votes: &PieceVotes) -> Self {
        Self {
            network: votes.network.to_string(),
            cells: votes.cells,
            votes: votes.votes.trials(),
            passing: votes.votes.passing(),
            state: votes.state.as_str(),
            needed: votes.needed,
        }
    }
}

impl DayBody {
    fn new((number, day): (usize, &Day)) -> Self {
        let legs = day.legs.iter();
        let legs: Vec<LegBody> = legs
            .map(|leg| LegBody { piece: leg.piece.map(|piece| piece + 1), length_m: leg.length_m })
            .collect();
        let sum = |measures: bool| {
            let asked = legs.iter().filter(|leg| !measures || leg.piece.is_some());
            asked.map(|leg| leg.length_m).sum()
        };
        Self { day: number, driven_m: sum(false), measured_m: sum(true), legs }
    }
}
