//! Bids compared by price with deductions for added value (R20): which fail, what
//! each costs when it is compared, which is lowest, and what would change that.
//! Where the figures come from is no business of this file.

use super::turning::{nearest, shares_around};
use crate::domain::{BidNumber, Share};

const ORE_PER_SEK: f64 = 100.0;

/// What a share above the minimum is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AwardCriterion {
    /// Below it a bid fails.
    pub minimum: Share,
    /// At 100 %, whole kronor.
    pub full_deduction_sek: u64,
}

/// What of a bid is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub bid: BidNumber,
    /// Whole kronor.
    pub price_sek: u64,
    /// Whether every mandatory requirement is met.
    pub meets_mandatory: bool,
    /// By criterion.
    pub figures: Vec<Share>,
}

/// A bid with what it costs when it is compared.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedOffer {
    pub bid: BidNumber,
    /// By criterion, öre; none where the figure lies below the minimum.
    pub deductions_ore: Vec<Option<i64>>,
    /// Price without the deductions, öre; none where the bid fails.
    pub compared_ore: Option<i64>,
}

/// All bids compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    pub offers: Vec<ComparedOffer>,
    /// The lowest; several are a tie, which nobody breaks here. Empty: all fail.
    pub lowest: Vec<BidNumber>,
}

/// A change of one number of one criterion that changes which bid is lowest; the
/// nearest in its direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Its place among the criteria.
    pub criterion: usize,
    pub to: AwardCriterion,
    pub lowest: Vec<BidNumber>,
}

impl AwardCriterion {
    /// Linear from the minimum, which is worth nothing, to 100 % (R20); rounded to
    /// whole öre, half to even, so that equal bids are equal. None: below the minimum.
    pub fn deduction_ore(&self, figure: Share) -> Option<i64> {
        let part = part_above(self.minimum, figure)?;
        Some((part * self.full_deduction_sek as f64 * ORE_PER_SEK).round_ties_even() as i64)
    }
}

/// How much of the way from the minimum to 100 % a figure goes. None: it lies below.
pub(super) fn part_above(minimum: Share, figure: Share) -> Option<f64> {
    let (above, room) = (figure.value() - minimum.value(), Share::WHOLE.value() - minimum.value());
    (figure >= minimum).then(|| if room > 0.0 { above / room } else { 1.0 })
}

/// Compares bids, each of which has a figure for each criterion.
pub fn compare(criteria: &[AwardCriterion], offers: &[Offer]) -> Comparison {
    let offers: Vec<_> = offers.iter().map(|offer| compared(criteria, offer)).collect();
    let least = offers.iter().filter_map(|offer| offer.compared_ore).min();
    let lowest = offers.iter().filter(|offer| least.is_some() && offer.compared_ore == least);
    Comparison { lowest: lowest.map(|offer| offer.bid).collect(), offers }
}

fn compared(criteria: &[AwardCriterion], offer: &Offer) -> ComparedOffer {
    let pairs = criteria.iter().zip(&offer.figures);
    let deductions_ore: Vec<_> = pairs.map(|(criterion, figure)| criterion.deduction_ore(*figure)).collect();
    let all: Option<i64> = deductions_ore.iter().copied().sum();
    let price_ore = (offer.price_sek as i64).saturating_mul(ORE_PER_SEK as i64);
    let compared_ore = all.filter(|_| offer.meets_mandatory).map(|all| price_ore - all);
    ComparedOffer { bid: offer.bid, deductions_ore, compared_ore }
}

/// What would change which bid is lowest: for each criterion the nearest other
/// minimum and the nearest other deduction, downwards and upwards.
pub fn turns(criteria: &[AwardCriterion], offers: &[Offer]) -> Vec<Turn> {
    let now = compare(criteria, offers).lowest;
    let mut turns = Vec::new();
    for (place, criterion) in criteria.iter().enumerate() {
        let first = |tried: Vec<AwardCriterion>| {
            let found = nearest(&now, tried, |to| {
                let mut criteria = criteria.to_vec();
                criteria[place] = *to;
                compare(&criteria, offers).lowest
            });
            found.map(|(to, lowest)| Turn { criterion: place, to, lowest })
        };
        let [lower, higher] = shares_around(criterion.minimum);
        let with_minimum = |minimum| AwardCriterion { minimum, ..*criterion };
        let [less, more] = deductions(place, criteria, offers);
        let with_deduction = |full_deduction_sek| AwardCriterion { full_deduction_sek, ..*criterion };
        turns.extend(first(lower.into_iter().map(with_minimum).collect()));
        turns.extend(first(higher.into_iter().map(with_minimum).collect()));
        turns.extend(first(less.into_iter().map(with_deduction).collect()));
        turns.extend(first(more.into_iter().map(with_deduction).collect()));
    }
    turns
}

/// The whole kronor around which two bids cost the same, below the deduction and
/// above it, nearest first: only there can another bid become lowest.
fn deductions(place: usize, criteria: &[AwardCriterion], offers: &[Offer]) -> [Vec<u64>; 2] {
    let now = criteria[place].full_deduction_sek;
    let without = |offer: &Offer| {
        let mut criteria = criteria.to_vec();
        criteria[place].full_deduction_sek = 0;
        compared(&criteria, offer).compared_ore.map(|ore| ore as f64 / ORE_PER_SEK)
    };
    let part = |offer: &Offer| {
        let whole = AwardCriterion { full_deduction_sek: 1 << 40, ..criteria[place] };
        whole.deduction_ore(offer.figures[place]).map(|ore| ore as f64 / ORE_PER_SEK / (1_u64 << 40) as f64)
    };
    let lines: Vec<_> = offers.iter().filter_map(|offer| without(offer).zip(part(offer))).collect();
    let mut around = vec![0];
    for (number, (cost, share)) in lines.iter().enumerate() {
        for (other_cost, other_share) in &lines[..number] {
            let equal = (cost - other_cost) / (share - other_share);
            if equal.is_finite() && equal >= 0.0 {
                let below = equal.floor() as u64;
                around.extend([below.saturating_sub(1), below, below + 1, below + 2]);
            }
        }
    }
    around.sort_unstable();
    around.dedup();
    let (mut less, more): (Vec<_>, Vec<_>) =
        around.into_iter().filter(|sek| *sek != now).partition(|sek| *sek < now);
    less.reverse();
    [less, more]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(percent: f64) -> Share {
        Share::new(percent / 100.0).unwrap()
    }

    fn criterion(minimum: f64, full_deduction_sek: u64) -> AwardCriterion {
        AwardCriterion { minimum: share(minimum), full_deduction_sek }
    }

    fn offer(bid: i64, price_sek: u64, percent: f64) -> Offer {
        Offer { bid: BidNumber(bid), price_sek, meets_mandatory: true, figures: vec![share(percent)] }
    }

    const MILLION: u64 = 1_000_000;

    /// R20's own case, and both ends of its line.
    #[test]
    fn added_value_is_deducted_linearly() {
        let ten = criterion(90.0, 10 * MILLION);
        for (percent, sek) in [(97.5, 7_500_000), (90.0, 0), (100.0, 10_000_000), (91.0, 1_000_000)] {
            assert_eq!(ten.deduction_ore(share(percent)), Some(sek * 100), "{percent}");
        }
        assert_eq!(ten.deduction_ore(share(89.999)), None);
        assert_eq!(criterion(100.0, 5).deduction_ore(Share::WHOLE), Some(500));
    }

    #[test]
    fn a_bid_below_the_minimum_fails_however_cheap() {
        let offers = [offer(1, 1, 89.9), offer(2, 70 * MILLION, 97.5)];
        let compared = compare(&[criterion(90.0, 10 * MILLION)], &offers);
        assert_eq!(compared.lowest, [BidNumber(2)]);
        assert_eq!(compared.offers[0].compared_ore, None);
        assert_eq!(compared.offers[1].compared_ore, Some(6_250_000_000));
        let unmet = Offer { meets_mandatory: false, ..offer(3, 1, 100.0) };
        assert_eq!(compare(&[criterion(90.0, 1)], &[unmet]).lowest, []);
    }

    /// 70 − 7.5 and 65 − 2.5 are the same.
    #[test]
    fn ties_are_named() {
        let offers =
            [offer(1, 70 * MILLION, 97.5), offer(2, 65 * MILLION, 92.5), offer(3, 65 * MILLION, 92.4)];
        let compared = compare(&[criterion(90.0, 10 * MILLION)], &offers);
        assert_eq!(compared.lowest, [BidNumber(1), BidNumber(2)]);
    }

    #[test]
    fn what_would_change_the_lowest_is_found() {
        // 70 − 8 < 65 − 2.5: with less than 9.09 MSEK to deduct the second is lower.
        let (criteria, offers) =
            ([criterion(90.0, 10 * MILLION)], [offer(1, 70 * MILLION, 98.0), offer(2, 65 * MILLION, 92.5)]);
        assert_eq!(compare(&criteria, &offers).lowest, [BidNumber(1)]);
        let turns = turns(&criteria, &offers);
        let less = turns.iter().find(|turn| turn.to.full_deduction_sek < 10 * MILLION).unwrap();
        // 5 MSEK / (0.8 − 0.25) = 9 090 909.09…
        assert_eq!((less.to.full_deduction_sek, &less.lowest[..]), (9_090_909, &[BidNumber(2)][..]));
        let lower = turns.iter().find(|turn| turn.to.minimum < share(90.0)).unwrap();
        // 10 · 0.055 / (1 − m) = 5 at m = 0.89.
        assert_eq!(lower.to.minimum.percent(), "89.00");
        assert!(lower.lowest.contains(&BidNumber(2)));
        // Above 98 % both fail; a larger deduction helps the first alone.
        let higher = turns.iter().find(|turn| turn.to.minimum > share(90.0)).unwrap();
        assert_eq!((higher.to.minimum.percent().as_str(), &higher.lowest[..]), ("98.01", &[][..]));
        assert_eq!(turns.len(), 3, "{turns:?}");
    }

    proptest! {
        /// A turn turns, and what lies between it and now doesn't.
        #[test]
        fn a_turn_is_the_nearest(
            prices in prop::collection::vec(1_u64..2_000, 2..5),
            percents in prop::collection::vec(80.0_f64..100.0, 5),
            full in 0_u64..3_000,
            between in 0.0_f64..1.0,
        ) {
            let criteria = [criterion(85.0, full)];
            let offers: Vec<_> = (1_i64..).zip(prices.iter().zip(&percents))
                .map(|(bid, (price, percent))| offer(bid, *price, *percent)).collect();
            let now = compare(&criteria, &offers).lowest;
            for turn in turns(&criteria, &offers) {
                prop_assert_ne!(&turn.lowest, &now);
                prop_assert_eq!(&compare(&[turn.to], &offers).lowest, &turn.lowest);
                let to = turn.to.full_deduction_sek;
                let (near, far) = (to.min(full), to.max(full));
                let inside = near + ((far - near) as f64 * between) as u64;
                if inside != to && turn.to.minimum == criteria[0].minimum {
                    let criterion = AwardCriterion { full_deduction_sek: inside, ..criteria[0] };
                    prop_assert_eq!(&compare(&[criterion], &offers).lowest, &now, "at {}", inside);
                }
            }
        }
    }
}
