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

impl EvidenceState {
    /// What findings of different kinds say together, none of them mixed into
    /// another: a claim holds where none refutes it and one confirms it.
    pub fn together(states: impl IntoIterator<Item = Self>) -> Self {
        let rank = |state: &Self| match state {
            Self::NotMeasured => 0,
            Self::Inconclusive => 1,
            Self::Confirmed => 2,
            Self::Refuted => 3,
        };
        states.into_iter().max_by_key(rank).unwrap_or(Self::NotMeasured)
    }
}

/// What a measurement is held against. The two are counted apart and never mixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TestKind {
    /// The signal's level, against the profile's threshold of the technology.
    Signal,
    /// The service itself: a call, or rates and latency (R17).
    Service,
}

words!(TestKind, "kind of test", { Signal => "signal", Service => "service" });

#[cfg(test)]
mod tests {
    use super::{EvidenceState::*, *};

    #[test]
    fn one_kind_that_refutes_is_enough() {
        for (states, together) in [
            (vec![], NotMeasured),
            (vec![NotMeasured, NotMeasured], NotMeasured),
            (vec![NotMeasured, Inconclusive], Inconclusive),
            (vec![Confirmed, Inconclusive], Confirmed),
            (vec![NotMeasured, Confirmed], Confirmed),
            (vec![Refuted, Confirmed], Refuted),
        ] {
            assert_eq!(EvidenceState::together(states.clone()), together, "{states:?}");
            assert_eq!(EvidenceState::together(states.into_iter().rev()), together);
        }
    }
}
