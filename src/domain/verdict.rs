//! What evidence says of a claim, and what figures say of a requirement.

use super::text::words;

/// What measurements say of a claim (R10). Not measured is never "no coverage".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceState {
    Confirmed,
    Refuted,
    Inconclusive,
    NotMeasured,
}

words!(EvidenceState, "evidence state", {
    Confirmed => "confirmed", Refuted => "refuted", Inconclusive => "inconclusive", NotMeasured => "not_measured",
});
