//! The squares as they are chosen, one by one.

use std::collections::BTreeMap;

use super::super::Need;
use crate::{analysis::UncoveredDemand, geometry::CellIndex};

/// What was chosen for needs that hang together.
pub(super) struct Choice<'need> {
    needs: Vec<OpenNeed<'need>>,
    /// With what each gave when it was chosen: needs satisfied, in parts of one.
    pub chosen: Vec<(f64, CellIndex)>,
}

/// A need while squares are chosen.
#[derive(Clone)]
struct OpenNeed<'need> {
    need: &'need Need,
    /// How many squares each of its demands still waits for.
    waits_for: Vec<usize>,
    /// The demands of each square.
    of_squares: BTreeMap<CellIndex, Vec<usize>>,
    covered: f64,
}

impl<'need> Choice<'need> {
    /// Chooses what gives most until all needs are satisfied, which they can be.
    pub fn greedy(needs: &[&'need Need]) -> Self {
        let mut choice =
            Self { needs: needs.iter().map(|need| OpenNeed::new(need)).collect(), chosen: Vec::new() };
        while let Some((gives, square)) = choice.best() {
            choice.needs.iter_mut().for_each(|need| need.cover(square));
            choice.chosen.push((gives, square));
        }
        choice
    }

    /// The chosen squares without those that the others make superfluous: what
    /// was chosen last and gave least is asked first.
    pub fn needed(&self) -> Vec<(f64, CellIndex)> {
        let mut needed = self.chosen.clone();
        for number in (0..needed.len()).rev() {
            let others = needed.iter().enumerate().filter(|(other, _)| *other != number);
            if self.are_enough(others.map(|(_, (_, square))| *square)) {
                needed.remove(number);
            }
        }
        needed
    }

    fn are_enough(&self, squares: impl Iterator<Item = CellIndex>) -> bool {
        let mut needs: Vec<_> = self.needs.iter().map(|open| OpenNeed::new(open.need)).collect();
        for square in squares {
            needs.iter_mut().for_each(|need| need.cover(square));
        }
        needs.iter().all(OpenNeed::is_satisfied)
    }

    /// None where every need is satisfied. Of squares that give the same the first.
    fn best(&self) -> Option<(f64, CellIndex)> {
        let mut gives: BTreeMap<CellIndex, f64> = BTreeMap::new();
        for need in self.needs.iter().filter(|need| !need.is_satisfied()) {
            for (&square, demands) in &need.of_squares {
                *gives.entry(square).or_default() += need.gives(demands);
            }
        }
        let by_gain = |one: &(CellIndex, f64), next: &(CellIndex, f64)| {
            one.1.total_cmp(&next.1).then(next.0.cmp(&one.0))
        };
        let best = gives.into_iter().filter(|(_, gives)| *gives > 0.0).max_by(by_gain);
        best.map(|(square, gives)| (gives, square))
    }
}

impl<'need> OpenNeed<'need> {
    fn new(need: &'need Need) -> Self {
        let mut of_squares: BTreeMap<CellIndex, Vec<usize>> = BTreeMap::new();
        for (number, UncoveredDemand { squares, .. }) in need.uncovered.iter().enumerate() {
            for &square in squares {
                of_squares.entry(square).or_default().push(number);
            }
        }
        let waits_for = need.uncovered.iter().map(|demand| demand.squares.len()).collect();
        Self { need, waits_for, of_squares, covered: 0.0 }
    }

    fn is_satisfied(&self) -> bool {
        self.covered >= self.need.at_least - self.need.tolerance
    }

    fn cover(&mut self, square: CellIndex) {
        for demand in self.of_squares.remove(&square).unwrap_or_default() {
            self.waits_for[demand] -= 1;
            if self.waits_for[demand] == 0 {
                self.covered += self.need.uncovered[demand].amount;
            }
        }
    }

    /// How much nearer to being satisfied a square's demands bring the need, 0…1.
    /// Of a demand that waits for several squares each has its part.
    fn gives(&self, demands: &[usize]) -> f64 {
        let amount = |&demand: &usize| self.need.uncovered[demand].amount / self.waits_for[demand] as f64;
        let left = self.need.at_least - self.covered;
        demands.iter().map(amount).sum::<f64>().min(left) / self.need.at_least
    }
}
