//! The bids laid together by the method of the terms: what each costs or gets, who
//! wins, and what would change that.

use super::trial::{Trial, TriedBid};
use crate::{
    domain::{AwardMethod, BidNumber, Share},
    procurement::{
        AwardCriterion, NetworkOutcome, Offer, PointChange, PointCriterion, PointRule, PointTurn, Turn,
        compare, point_turns, score, threshold_turns, turns,
    },
};

/// What a bid costs or gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    pub bid: BidNumber,
    /// By criterion: öre, or ten-thousandths of a point; none where it fails by it.
    pub criteria: Vec<Option<i64>>,
    /// Points alone: for price.
    pub price: Option<i64>,
    /// Öre, the lowest wins, or ten-thousandths of a point, the most win; none where it
    /// isn't compared.
    pub total: Option<i64>,
    /// From 1; who have the same have the same rank.
    pub rank: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In the order of the bids.
    pub valued: Vec<Valued>,
    /// Several are a tie.
    pub winners: Vec<BidNumber>,
    pub turns: Vec<ResultTurn>,
}

/// What would change the result, the nearest in its direction; everything else stays.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultTurn {
    /// Its place among the terms' requirements, mandatory ones first; none: price.
    pub requirement: Option<usize>,
    pub to: Change,
    pub winners: Vec<BidNumber>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// A mandatory requirement's threshold, or a criterion's minimum.
    Threshold(Share),
    /// Whole kronor or points.
    Weight(u64),
}

/// Compares the bids; those that fail or are undetermined are left out.
pub fn outcome(trial: &Trial, bids: &[TriedBid]) -> Outcome {
    let offers: Vec<Offer> = bids.iter().map(|tried| offer(trial, tried)).collect();
    let (valued, winners) = valued(trial, &offers);
    let turns = weight_turns(trial, &offers).into_iter().chain(mandatory_turns(trial, bids, &offers));
    Outcome { turns: turns.collect(), valued: ranked(trial.fixed.terms.method, valued), winners }
}

/// What can't be weighed is worth nothing, and its bid isn't compared.
fn offer(trial: &Trial, tried: &TriedBid) -> Offer {
    let (_, criteria) = trial.split(tried);
    let none = Share::WHOLE.complement();
    Offer {
        bid: tried.opened.bid.number,
        price_sek: tried.opened.bid.facts.price_sek,
        meets_mandatory: meets_beside(trial, tried, None),
        figures: criteria.iter().map(|verdict| verdict.weighed().unwrap_or(none)).collect(),
    }
}

/// Whether every mandatory requirement, but for one that is left out, is met and
/// every criterion can be weighed.
fn meets_beside(trial: &Trial, tried: &TriedBid, left_out: Option<usize>) -> bool {
    let (mandatory, criteria) = trial.split(tried);
    let mut others = mandatory.iter().enumerate().filter(|(place, _)| Some(*place) != left_out);
    others.all(|(_, verdict)| verdict.outcome() == NetworkOutcome::Met)
        && criteria.iter().all(|verdict| verdict.weighed().is_ok())
}

fn deduction_criteria(trial: &Trial) -> Vec<AwardCriterion> {
    let criteria =
        minima(trial).map(|(minimum, weight)| AwardCriterion { minimum, full_deduction_sek: weight });
    criteria.collect()
}

fn point_rule(trial: &Trial) -> PointRule {
    let criteria = minima(trial).map(|(minimum, weight)| PointCriterion { minimum, points: weight });
    PointRule { price_points: trial.fixed.terms.price_points, criteria: criteria.collect() }
}

/// Of each criterion: from which share it is weighed, and what 100 % is worth.
fn minima(trial: &Trial) -> impl Iterator<Item = (Share, u64)> {
    let terms = &trial.fixed.terms;
    let stored = &trial.fixed.requirements[terms.mandatory.len()..];
    stored.iter().zip(&terms.criteria).map(|(stored, weighed)| (stored.requirement.threshold, weighed.weight))
}

fn valued(trial: &Trial, offers: &[Offer]) -> (Vec<Valued>, Vec<BidNumber>) {
    match trial.fixed.terms.method {
        AwardMethod::Deductions => {
            let compared = compare(&deduction_criteria(trial), offers);
            let valued = compared.offers.into_iter().map(|offer| Valued {
                bid: offer.bid,
                criteria: offer.deductions_ore,
                price: None,
                total: offer.compared_ore,
                rank: None,
            });
            (valued.collect(), compared.lowest)
        }
        AwardMethod::Points => {
            let scores = score(&point_rule(trial), offers);
            let valued = scores.offers.into_iter().map(|offer| Valued {
                bid: offer.bid,
                criteria: offer.criteria,
                price: offer.price,
                total: offer.total,
                rank: None,
            });
            (valued.collect(), scores.highest)
        }
    }
}

fn ranked(method: AwardMethod, mut valued: Vec<Valued>) -> Vec<Valued> {
    let is_better = |one: i64, other: i64| match method {
        AwardMethod::Deductions => one < other,
        AwardMethod::Points => one > other,
    };
    let totals: Vec<i64> = valued.iter().filter_map(|valued| valued.total).collect();
    for valued in &mut valued {
        let better = |own: i64| totals.iter().filter(|other| is_better(**other, own)).count();
        valued.rank = valued.total.map(|own| better(own) + 1);
    }
    valued
}

fn weight_turns(trial: &Trial, offers: &[Offer]) -> Vec<ResultTurn> {
    let first = trial.fixed.terms.mandatory.len();
    match trial.fixed.terms.method {
        AwardMethod::Deductions => {
            let criteria = deduction_criteria(trial);
            let turn = |turn: Turn| ResultTurn {
                requirement: Some(first + turn.criterion),
                to: if turn.to.minimum == criteria[turn.criterion].minimum {
                    Change::Weight(turn.to.full_deduction_sek)
                } else {
                    Change::Threshold(turn.to.minimum)
                },
                winners: turn.lowest,
            };
            turns(&criteria, offers).into_iter().map(turn).collect()
        }
        AwardMethod::Points => {
            let turn = |turn: PointTurn| ResultTurn {
                requirement: turn.criterion.map(|criterion| first + criterion),
                to: match turn.to {
                    PointChange::Minimum(minimum) => Change::Threshold(minimum),
                    PointChange::Points(points) => Change::Weight(points),
                },
                winners: turn.highest,
            };
            point_turns(&point_rule(trial), offers).into_iter().map(turn).collect()
        }
    }
}

/// Of the mandatory requirements the nearest thresholds with another result.
fn mandatory_turns(trial: &Trial, bids: &[TriedBid], offers: &[Offer]) -> Vec<ResultTurn> {
    let mandatory = trial.fixed.requirements.iter().take(trial.fixed.terms.mandatory.len()).enumerate();
    let turns = mandatory.flat_map(|(place, stored)| {
        let beside: Vec<bool> = bids.iter().map(|tried| meets_beside(trial, tried, Some(place))).collect();
        let winners = |threshold: Share| {
            let with = bids.iter().zip(&beside).zip(offers).map(|((tried, beside), offer)| {
                let is_met = || tried.verdicts[place].outcome_at(threshold) == NetworkOutcome::Met;
                Offer { meets_mandatory: *beside && is_met(), ..offer.clone() }
            });
            valued(trial, &with.collect::<Vec<_>>()).1
        };
        let found = threshold_turns(stored.requirement.threshold, winners).into_iter();
        found.map(move |(threshold, winners)| ResultTurn {
            requirement: Some(place),
            to: Change::Threshold(threshold),
            winners,
        })
    });
    turns.collect()
}
