//! What a requirement says beside its figure: what it is in the procurement, by
//! which evidence it is tried, and what follows.

use super::{Share, ZoneKind, text::words};

/// What a requirement is in the procurement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequirementKind {
    /// Ska-krav: a bid that misses it fails.
    #[default]
    Mandatory,
    /// Tilldelningskriterium: what lies above the threshold is worth something.
    AwardCriterion,
    /// Särskilt kontraktsvillkor: it follows the supplier through the contract.
    ContractClause,
}

words!(RequirementKind, "kind of requirement", {
    Mandatory => "mandatory", AwardCriterion => "award_criterion", ContractClause => "contract_clause",
});

/// By which evidence a requirement is tried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceRule {
    /// As the network reports it.
    #[default]
    Claimed,
    /// The claim without the cells that measurements refute, where there are
    /// measurements at all.
    Verified,
    /// Verified, and the zone's measurements confirm the claim (R10).
    VerifiedWithConfidence,
}

words!(EvidenceRule, "evidence rule", {
    Claimed => "claimed", Verified => "verified", VerifiedWithConfidence => "verified_with_confidence",
});

/// What every part of a zone must reach, beside the zone's own threshold: no
/// part pays for the others' average.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalFloor {
    /// The kind of the parts: the municipalities of a county.
    pub kind: ZoneKind,
    pub share: Share,
}

/// How often coverage is delivered under the contract, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryDuty {
    pub times_a_year: u32,
    /// Names of formats, one of which is used; empty: any that is read.
    pub formats: Vec<String>,
    /// With the list of what isn't covered.
    pub lists_uncovered: bool,
}

/// What follows when the requirement is missed. It is a basis, never a decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consequences {
    pub penalty: Option<Penalty>,
    pub action_plan: Option<ActionPlan>,
}

/// Vite for each week that is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Penalty {
    pub sek_a_week: u64,
    /// Of the whole; none: without a ceiling.
    pub at_most_sek: Option<u64>,
}

/// Counted from the day on which the supplier is told (R18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionPlan {
    pub within_days: u32,
    pub remedied_within_months: u32,
}
