//! Bids compared by points for price and added value: what each gets, which has
//! most, and what would change that. Where the figures come from is no business of
//! this file.

use super::{
    award::{Offer, part_above},
    turning::{nearest, shares_around},
};
use crate::domain::{BidNumber, Share};

/// So many parts of a point are counted, so that equal bids are equal.
const PARTS: f64 = 10_000.0;
/// Other weights are looked for up to here.
const MOST_POINTS: u64 = 1_000;

/// What a share above the minimum is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointCriterion {
    /// Below it a bid fails.
    pub minimum: Share,
    /// At 100 %.
    pub points: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PointRule {
    /// What the lowest price of a bid that doesn't fail gets.
    pub price_points: u64,
    pub criteria: Vec<PointCriterion>,
}

/// A bid with its points, in ten-thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoredOffer {
    pub bid: BidNumber,
    /// None where the bid fails.
    pub price: Option<i64>,
    /// By criterion; none where the figure lies below the minimum.
    pub criteria: Vec<Option<i64>>,
    /// None where the bid fails.
    pub total: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scores {
    pub offers: Vec<ScoredOffer>,
    /// Those with most; several are a tie, which nobody breaks here. Empty: all fail.
    pub highest: Vec<BidNumber>,
}

/// A change of one number of the rule that changes who has most; the nearest in
/// its direction.
#[derive(Clone, Debug, PartialEq)]
pub struct PointTurn {
    /// None: the points for price.
    pub criterion: Option<usize>,
    pub to: PointChange,
    pub highest: Vec<BidNumber>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointChange {
    Minimum(Share),
    Points(u64),
}

impl PointCriterion {
    /// Linear from the minimum, which is worth nothing, to 100 %; half to even.
    fn score(&self, figure: Share) -> Option<i64> {
        let part = part_above(self.minimum, figure)?;
        Some((part * self.points as f64 * PARTS).round_ties_even() as i64)
    }
}

/// Price gets `price_points` · lowest price / price, where the lowest is that of the
/// bids that don't fail.
pub fn score(rule: &PointRule, offers: &[Offer]) -> Scores {
    let added: Vec<Vec<Option<i64>>> = offers
        .iter()
        .map(|offer| {
            rule.criteria.iter().zip(&offer.figures).map(|(rule, figure)| rule.score(*figure)).collect()
        })
        .collect();
    let passes = |offer: &Offer, added: &[Option<i64>]| {
        offer.meets_mandatory && added.iter().all(|points| points.is_some())
    };
    let pairs = || offers.iter().zip(&added);
    let lowest =
        pairs().filter(|(offer, added)| passes(offer, added)).map(|(offer, _)| offer.price_sek).min();
    let scored = |(offer, added): (&Offer, &Vec<Option<i64>>)| {
        let price = lowest.filter(|_| passes(offer, added)).map(|lowest| {
            let ratio = if offer.price_sek == 0 { 1.0 } else { lowest as f64 / offer.price_sek as f64 };
            (rule.price_points as f64 * ratio * PARTS).round_ties_even() as i64
        });
        let all: Option<i64> = added.iter().copied().sum();
        ScoredOffer {
            bid: offer.bid,
            price,
            criteria: added.clone(),
            total: price.zip(all).map(|(price, all)| price + all),
        }
    };
    let offers: Vec<_> = pairs().map(scored).collect();
    let most = offers.iter().filter_map(|offer| offer.total).max();
    let highest = offers.iter().filter(|offer| most.is_some() && offer.total == most);
    Scores { highest: highest.map(|offer| offer.bid).collect(), offers }
}

/// What would change who has most: the nearest other points for price, and for each
/// criterion the nearest other minimum and points, downwards and upwards; the other
/// numbers stay.
pub fn point_turns(rule: &PointRule, offers: &[Offer]) -> Vec<PointTurn> {
    let now = score(rule, offers).highest;
    let changed = |criterion: Option<usize>, to: PointChange| {
        let mut rule = rule.clone();
        match (criterion, to) {
            (Some(place), PointChange::Minimum(minimum)) => rule.criteria[place].minimum = minimum,
            (Some(place), PointChange::Points(points)) => rule.criteria[place].points = points,
            (None, PointChange::Points(points)) => rule.price_points = points,
            (None, PointChange::Minimum(_)) => {}
        }
        score(&rule, offers).highest
    };
    let mut turns = Vec::new();
    let mut look = |criterion: Option<usize>, tried: Vec<PointChange>| {
        let found = nearest(&now, tried, |to| changed(criterion, *to));
        turns.extend(found.map(|(to, highest)| PointTurn { criterion, to, highest }));
    };
    let mut look_for_points = |criterion, points: u64| {
        look(criterion, (0..points).rev().map(PointChange::Points).collect());
        look(criterion, (points + 1..=MOST_POINTS).map(PointChange::Points).collect());
    };
    look_for_points(None, rule.price_points);
    for (place, criterion) in rule.criteria.iter().enumerate() {
        look_for_points(Some(place), criterion.points);
    }
    for (place, criterion) in rule.criteria.iter().enumerate() {
        for shares in shares_around(criterion.minimum) {
            look(Some(place), shares.into_iter().map(PointChange::Minimum).collect());
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(percent: f64) -> Share {
        Share::new(percent / 100.0).unwrap()
    }

    fn offer(bid: i64, price_sek: u64, percent: f64) -> Offer {
        Offer { bid: BidNumber(bid), price_sek, meets_mandatory: true, figures: vec![share(percent)] }
    }

    fn rule(price_points: u64, minimum: f64, points: u64) -> PointRule {
        PointRule { price_points, criteria: vec![PointCriterion { minimum: share(minimum), points }] }
    }

    #[test]
    fn price_and_added_value_give_points() {
        let scores = score(&rule(60, 90.0, 40), &[offer(1, 50, 95.0), offer(2, 40, 90.0)]);
        // 60 · 40/50 + 40 · 5/10 = 68 and 60 + 0.
        let totals: Vec<_> = scores.offers.iter().map(|offer| offer.total).collect();
        assert_eq!(totals, [Some(680_000), Some(600_000)]);
        assert_eq!(scores.highest, [BidNumber(1)]);
    }

    /// Whose bid fails makes nobody else's price dear.
    #[test]
    fn the_lowest_price_is_of_a_bid_that_does_not_fail() {
        let unmet = Offer { meets_mandatory: false, ..offer(3, 1, 100.0) };
        let scores = score(&rule(60, 90.0, 40), &[offer(1, 50, 90.0), offer(2, 10, 89.99), unmet]);
        assert_eq!(scores.offers[0].price, Some(600_000));
        assert_eq!((scores.offers[1].total, scores.offers[2].total), (None, None));
        let tie = score(&rule(60, 90.0, 40), &[offer(1, 50, 95.0), offer(2, 50, 95.0)]);
        assert_eq!(tie.highest, [BidNumber(1), BidNumber(2)]);
    }

    /// 60 · 0.8 + p · 0.5 = 60 at p = 24.
    #[test]
    fn what_would_change_who_has_most_is_found() {
        let (rule, offers) = (rule(60, 90.0, 40), [offer(1, 50, 95.0), offer(2, 40, 90.0)]);
        let turns = point_turns(&rule, &offers);
        let fewer = turns.iter().find(|turn| turn.criterion == Some(0)).unwrap();
        assert_eq!(fewer.to, PointChange::Points(24));
        assert_eq!(fewer.highest, [BidNumber(1), BidNumber(2)]);
        // 12 more of price's points for each 60: the second wins from 100 on.
        let more = turns.iter().find(|turn| turn.criterion.is_none()).unwrap();
        assert_eq!(
            (more.to, &more.highest[..]),
            (PointChange::Points(100), &[BidNumber(1), BidNumber(2)][..])
        );
        for turn in &turns {
            assert_ne!(turn.highest, [BidNumber(1)], "{turn:?}");
        }
    }
}
