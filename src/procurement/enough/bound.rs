//! How few squares could be enough: a number that is proved, not estimated.
//!
//! The needs are made easier first, so that no set that is enough is lost: a
//! demand that waits for several squares counts as covered with the first of
//! them, and a stretch that is too long is asked for one of its squares alone,
//! since one in its middle may break it. Of what is left every square gives the
//! less the more others are covered, and that is what the bounds rest on.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{Need, NeedKind},
    choice::Choice,
};
use crate::geometry::{CellIndex, total};

/// Quotients of sums end a few units in the last place beside their value.
const ROUNDING: f64 = 1e-9;

/// No set of fewer squares is enough for these needs, which hang together.
pub(super) fn fewest(needs: &[&Need], choice: &Choice<'_>) -> usize {
    let alone = needs.iter().map(|need| fewest_of_one(need)).max().unwrap_or(0);
    let mut eased: Vec<EasedNeed<'_>> = needs.iter().map(|need| EasedNeed::new(need)).collect();
    let mut together = left_over_most(&eased);
    for (_, square) in &choice.chosen {
        eased.iter_mut().for_each(|need| need.cover(*square));
        together = together.max(left_over_most(&eased));
    }
    alone.max(together)
}

/// As many of the squares that have most of it as the need takes.
fn fewest_of_one(need: &Need) -> usize {
    if need.kind == NeedKind::LongestGap {
        return 1;
    }
    let mut of_squares: BTreeMap<CellIndex, f64> = BTreeMap::new();
    for demand in &need.uncovered {
        for square in &demand.squares {
            *of_squares.entry(*square).or_default() += demand.amount;
        }
    }
    let mut amounts: Vec<f64> = of_squares.into_values().collect();
    amounts.sort_by(|one, next| next.total_cmp(one));
    let goal = (need.at_least - need.tolerance) * (1.0 - ROUNDING);
    let sums = amounts.iter().scan(0.0, |sum, amount| {
        *sum += amount;
        Some(*sum)
    });
    sums.take_while(|sum| *sum < goal).count() + 1
}

/// What is left to do, over the most that one square does of it.
fn left_over_most(needs: &[EasedNeed<'_>]) -> usize {
    let left = total(needs.iter().map(EasedNeed::left));
    let mut gives: BTreeMap<CellIndex, f64> = BTreeMap::new();
    for need in needs {
        for square in need.of_squares.keys() {
            *gives.entry(*square).or_default() += need.gives(*square);
        }
    }
    let most = gives.into_values().fold(0.0, f64::max);
    if most > 0.0 { (left / most - ROUNDING).ceil().max(0.0) as usize } else { 0 }
}

/// A need made easier, as squares are covered.
struct EasedNeed<'need> {
    need: &'need Need,
    /// The demands of each square.
    of_squares: BTreeMap<CellIndex, BTreeSet<usize>>,
    goal: f64,
    covered: f64,
    is_covered: Vec<bool>,
}

impl<'need> EasedNeed<'need> {
    fn new(need: &'need Need) -> Self {
        let mut of_squares: BTreeMap<CellIndex, BTreeSet<usize>> = BTreeMap::new();
        for (number, demand) in need.uncovered.iter().enumerate() {
            for &square in &demand.squares {
                of_squares.entry(square).or_default().insert(number);
            }
        }
        let goal = match need.kind {
            NeedKind::LongestGap => 1.0,
            NeedKind::Threshold | NeedKind::LocalFloor => need.at_least - need.tolerance,
        };
        Self { need, of_squares, goal, covered: 0.0, is_covered: vec![false; need.uncovered.len()] }
    }

    /// Of one.
    fn left(&self) -> f64 {
        (1.0 - self.covered / self.goal).max(0.0)
    }

    /// Of one, no more than what is left.
    fn gives(&self, square: CellIndex) -> f64 {
        (total(self.open_amounts(square)) / self.goal).min(self.left())
    }

    fn open_amounts(&self, square: CellIndex) -> impl Iterator<Item = f64> {
        let demands = self.of_squares.get(&square).into_iter().flatten();
        demands.filter(move |demand| !self.is_covered[**demand]).map(move |demand| self.amount(*demand))
    }

    fn amount(&self, demand: usize) -> f64 {
        match self.need.kind {
            NeedKind::LongestGap => 1.0,
            NeedKind::Threshold | NeedKind::LocalFloor => self.need.uncovered[demand].amount,
        }
    }

    fn cover(&mut self, square: CellIndex) {
        self.covered += total(self.open_amounts(square));
        for demand in self.of_squares.remove(&square).into_iter().flatten() {
            self.is_covered[demand] = true;
        }
    }
}
