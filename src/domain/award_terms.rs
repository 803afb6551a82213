//! By what bids are compared: fixed when the procurement is made, before any bid
//! can be taken.

use jiff::civil::Date;

use super::words;

/// How price and added value are laid together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwardMethod {
    /// Price less deductions for added value (R20); the lowest wins.
    Deductions,
    /// Points for price and for each criterion; the most win.
    Points,
}

words!(AwardMethod, "award method", { Deductions => "deductions", Points => "points" });

/// What a procurement is decided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardTerms {
    /// What is published counts as it was at the end of this day, and waivers are
    /// tried on it.
    pub cut_off: Date,
    pub method: AwardMethod,
    /// Points alone: what the lowest price gives.
    pub price_points: u64,
    /// A bid that misses one of them fails.
    pub mandatory: Vec<FixedRequirement>,
    pub criteria: Vec<WeighedRequirement>,
}

/// A requirement that can't change any more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FixedRequirement {
    pub id: i64,
    pub version: i64,
    /// Of its document.
    pub sha256: String,
}

/// An award criterion with what 100 % is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeighedRequirement {
    pub requirement: FixedRequirement,
    /// Whole kronor or points, as the method has it.
    pub weight: u64,
}

impl AwardTerms {
    /// Every requirement that is tried, mandatory ones first.
    pub fn requirements(&self) -> impl Iterator<Item = &FixedRequirement> {
        self.mandatory.iter().chain(self.criteria.iter().map(|weighed| &weighed.requirement))
    }
}
