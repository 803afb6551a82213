//! The protocol of an evaluation: everything that the result rests on, as it is
//! shown. There are whole numbers and texts alone in it, so that it has one form;
//! shares stand unrounded to ten decimals and beside that by R19.

mod bid;
mod inputs;
mod shown;

pub use bid::*;
pub use inputs::*;

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    candidates::Candidates,
    comparison::{Change, Outcome, ResultTurn},
    trial::{BidStanding, Trial, TriedBid},
};
use crate::{
    bidding::OpenedBid,
    domain::{AwardMethod, BidNumber, Procurement, Share},
    index::METHOD_VERSION,
    ingest::{BilingualDocument, award_terms::AwardTermsDocument},
};

/// What a protocol is called, with the version of its form.
pub const PROTOCOL_FORM: &str = "tackning-protocol-1";

/// An evaluation: for the whole, or for one bidder with what the law lets it see.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Protocol {
    form: &'static str,
    /// Null: for the whole. Else for the bidder of this bid: with its own figures, and
    /// of the others who won and by what.
    #[schema(required)]
    for_bid: Option<i64>,
    procurement: ProcurementPart,
    method: MethodPart,
    terms: AwardTermsDocument,
    inputs: InputsPart,
    /// The bids that count, in their order.
    bids: Vec<ProtocolBid>,
    /// Bids whose bidder handed in another one later.
    superseded: Vec<SupersededPart>,
    /// Bids that were left out by decision.
    set_aside: Vec<SetAsidePart>,
    result: ResultPart,
    /// What would change the result: the nearest other number in each direction, where
    /// everything else stays. Empty for a bidder.
    sensitivity: Vec<TurnPart>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProcurementPart {
    id: i64,
    name: String,
    #[schema(format = DateTime)]
    opens_at: String,
    #[schema(format = DateTime, required)]
    opened_at: Option<String>,
}

/// How it is computed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MethodPart {
    /// Of the method by which figures are computed.
    version: &'static str,
    formula: BilingualDocument,
    rounding: BilingualDocument,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SupersededPart {
    bid: i64,
    supplier: String,
    by: i64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SetAsidePart {
    bid: i64,
    supplier: String,
    reason: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResultPart {
    /// Several are a tie, which nobody breaks here; none: no bid can be compared.
    winners: Vec<WinnerPart>,
    is_tie: bool,
    /// Bids of which the evidence isn't enough to say whether they can be compared.
    undetermined: Vec<i64>,
    /// Whether there is one winner, and nothing undetermined.
    is_decided: bool,
    compared_count: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WinnerPart {
    bid: i64,
    supplier: String,
    /// By deductions: price less deductions, kronor.
    #[schema(required)]
    compared_price_sek: Option<String>,
    /// By points.
    #[schema(required)]
    points: Option<String>,
}

/// A number that, changed alone, gives another result.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TurnPart {
    /// Null: the points for price.
    #[schema(required)]
    requirement: Option<i64>,
    /// `threshold` (per cent), `full_deduction_sek` or `points`.
    what: &'static str,
    from: String,
    to: String,
    /// Who would win then.
    winners: Vec<i64>,
}

/// What a protocol is written of.
#[derive(Clone, Copy, Debug)]
pub struct Evaluation<'a> {
    pub(super) procurement: &'a Procurement,
    pub(super) trial: &'a Trial,
    pub(super) candidates: &'a Candidates,
    pub(super) bids: &'a [TriedBid],
    pub(super) outcome: &'a Outcome,
}

impl Protocol {
    /// `for_bid`: one that counts, or one that was superseded or set aside.
    pub(super) fn of(evaluation: &Evaluation<'_>, for_bid: Option<BidNumber>) -> Self {
        let Evaluation { procurement, trial, candidates, bids, outcome } = evaluation;
        let is_shown = |bid: BidNumber| for_bid.is_none_or(|own| own == bid);
        let shown: Vec<_> =
            bids.iter().zip(&outcome.valued).filter(|(tried, _)| is_shown(tried.opened.bid.number)).collect();
        let supplier = |opened: &OpenedBid| opened.bid.facts.supplier().to_owned();
        let superseded = candidates.superseded.iter().filter(|(opened, _)| is_shown(opened.bid.number));
        let set_aside = candidates.set_aside.iter().filter(|(opened, _)| is_shown(opened.bid.number));
        let turns = outcome.turns.iter().filter(|_| for_bid.is_none());
        Self {
            form: PROTOCOL_FORM,
            for_bid: for_bid.map(|bid| bid.0),
            procurement: (*procurement).into(),
            method: MethodPart {
                version: METHOD_VERSION,
                formula: shown::formula(trial.fixed.terms.method),
                rounding: shown::rounding(),
            },
            terms: trial.fixed.document.clone(),
            inputs: InputsPart::of(evaluation, for_bid),
            bids: shown.into_iter().map(|(tried, valued)| ProtocolBid::of(trial, tried, valued)).collect(),
            superseded: superseded
                .map(|(opened, by)| SupersededPart {
                    bid: opened.bid.number.0,
                    supplier: supplier(opened),
                    by: by.0,
                })
                .collect(),
            set_aside: set_aside
                .map(|(opened, reason)| SetAsidePart {
                    bid: opened.bid.number.0,
                    supplier: supplier(opened),
                    reason: reason.clone(),
                })
                .collect(),
            result: ResultPart::of(evaluation, &is_shown),
            sensitivity: turns.map(|turn| TurnPart::of(trial, turn)).collect(),
        }
    }
}

impl From<&Procurement> for ProcurementPart {
    fn from(procurement: &Procurement) -> Self {
        Self {
            id: procurement.id.0,
            name: procurement.details.name().to_owned(),
            opens_at: procurement.details.opens_at().to_string(),
            opened_at: procurement.opened_at.map(|at| at.to_string()),
        }
    }
}

impl ResultPart {
    fn of(evaluation: &Evaluation<'_>, is_shown: &impl Fn(BidNumber) -> bool) -> Self {
        let Evaluation { trial, bids, outcome, .. } = evaluation;
        let method = trial.fixed.terms.method;
        let pairs = bids.iter().zip(&outcome.valued);
        let won = pairs.filter(|(tried, _)| outcome.winners.contains(&tried.opened.bid.number));
        let winner = |(tried, valued): (&TriedBid, &super::comparison::Valued)| WinnerPart {
            bid: tried.opened.bid.number.0,
            supplier: tried.opened.bid.facts.supplier().to_owned(),
            compared_price_sek: valued.total.filter(|_| method == AwardMethod::Deductions).map(shown::sek),
            points: valued.total.filter(|_| method == AwardMethod::Points).map(shown::points),
        };
        let winners: Vec<_> = won.map(winner).collect();
        let is_open = |tried: &&TriedBid| trial.standing(tried) == BidStanding::Undetermined;
        let open: Vec<_> = bids.iter().filter(is_open).map(|tried| tried.opened.bid.number).collect();
        Self {
            is_tie: winners.len() > 1,
            is_decided: winners.len() == 1 && open.is_empty(),
            winners,
            undetermined: open.into_iter().filter(|bid| is_shown(*bid)).map(|bid| bid.0).collect(),
            compared_count: outcome.valued.iter().filter(|valued| valued.total.is_some()).count(),
        }
    }
}

impl TurnPart {
    fn of(trial: &Trial, turn: &ResultTurn) -> Self {
        let terms = &trial.fixed.terms;
        let now = |place: usize| trial.fixed.requirements[place].requirement.threshold;
        let weight = |place: usize| terms.criteria[place - terms.mandatory.len()].weight;
        let (what, from, to) = match (turn.to, turn.requirement) {
            (Change::Threshold(to), Some(place)) => ("threshold", now(place).percent(), to.percent()),
            (Change::Weight(to), place) => {
                let what = match terms.method {
                    AwardMethod::Deductions => "full_deduction_sek",
                    AwardMethod::Points => "points",
                };
                (what, place.map_or(terms.price_points, weight).to_string(), to.to_string())
            }
            // A price has no threshold.
            (Change::Threshold(to), None) => ("threshold", Share::WHOLE.percent(), to.percent()),
        };
        Self {
            requirement: turn.requirement.map(|place| trial.fixed.requirements[place].id),
            what,
            from,
            to,
            winners: turn.winners.iter().map(|bid| bid.0).collect(),
        }
    }
}
