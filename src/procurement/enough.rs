//! What is enough: a small set of squares that lifts every missed requirement to
//! its threshold, and how few could do at best.
//!
//! It is a covering problem, and the exact answer takes a time that grows
//! exponentially. So the square that gives most is chosen, again and again, and
//! what turned out to be superfluous is dropped. How far that is from the best is
//! not estimated but proved, by a number below which no set is enough:
//!
//! - A need alone asks for as many squares as its largest amounts take.
//! - What is left to do after some choices takes at least the rest divided by the
//!   most that one square then gives, since a square never gives more later than
//!   it gives now (L. A. Wolsey 1982, "An analysis of the greedy algorithm for the
//!   submodular set covering problem").
//!
//! Needs that share no square are independent of each other: their numbers add up.

use std::collections::{BTreeMap, BTreeSet};

use super::Need;
use crate::geometry::CellIndex;

mod bound;
mod choice;

use bound::fewest;
use choice::Choice;

/// Squares that together are enough.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Enough {
    /// In the order in which they are worth most.
    pub squares: Vec<CellIndex>,
    /// No set of fewer squares is enough.
    pub at_least: usize,
    /// Needs that all squares together don't satisfy; they are left out.
    pub unreachable: Vec<Unreachable>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unreachable {
    /// Index into the needs.
    pub need: usize,
    /// So much would still be missing, in the need's unit.
    pub missing: f64,
}

impl Enough {
    /// So many squares more than the fewest it may be; zero: none are fewer.
    pub fn at_most_too_many(&self) -> usize {
        self.squares.len() - self.at_least
    }
}

/// Chooses squares that are enough for all needs that can be satisfied.
pub fn enough(needs: &[Need]) -> Enough {
    let missing =
        |need: &Need| need.at_least - crate::geometry::total(need.uncovered.iter().map(|one| one.amount));
    let unreachable: Vec<Unreachable> = (0..)
        .zip(needs)
        .map(|(number, need)| Unreachable { need: number, missing: missing(need) })
        .filter(|found| found.missing > needs[found.need].tolerance)
        .collect();
    let is_reachable = |number: &usize| !unreachable.iter().any(|found| found.need == *number);
    let reachable: Vec<&Need> = (0..needs.len()).filter(is_reachable).map(|number| &needs[number]).collect();
    let mut found = Enough { unreachable, ..Enough::default() };
    let mut chosen = Vec::new();
    for part in independent_parts(&reachable) {
        let choice = Choice::greedy(&part);
        found.at_least += fewest(&part, &choice);
        chosen.extend(choice.needed());
    }
    // Each part's own order is kept: what gives most stands first.
    chosen.sort_by(|one: &(f64, CellIndex), next| next.0.total_cmp(&one.0).then(one.1.cmp(&next.1)));
    found.squares = chosen.into_iter().map(|(_, square)| square).collect();
    found
}

/// Needs that hang together over squares, in the order of the first of each.
fn independent_parts<'need>(needs: &[&'need Need]) -> Vec<Vec<&'need Need>> {
    let mut parts: Vec<(BTreeSet<CellIndex>, BTreeMap<usize, &'need Need>)> = Vec::new();
    for (number, &need) in needs.iter().enumerate() {
        let mut squares: BTreeSet<CellIndex> = crate::analysis::squares_of(&need.uncovered);
        let mut members = BTreeMap::from([(number, need)]);
        parts.retain_mut(|(others, their)| {
            let is_apart = others.is_disjoint(&squares);
            if !is_apart {
                squares.append(others);
                members.append(their);
            }
            is_apart
        });
        parts.push((squares, members));
    }
    parts.sort_by_key(|(_, members)| members.keys().next().copied());
    parts.into_iter().map(|(_, members)| members.into_values().collect()).collect()
}

#[cfg(test)]
mod tests;
