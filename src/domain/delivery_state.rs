//! The way of a delivery from hand to map. Each step is kept with who took it,
//! when and why; the last one is the delivery's state.

use jiff::Timestamp;

use super::text::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryState {
    /// The file is kept; what is in it isn't known yet.
    Received,
    /// Read and found good enough to accept.
    Validated,
    /// The buyer has accepted it.
    Accepted,
    /// What its network claims now.
    Published,
    /// A newer delivery of the same claim is published.
    Superseded,
    /// By validation or by the buyer; the reasons stand with it.
    Rejected,
}

words!(DeliveryState, "state of a delivery", {
    Received => "received", Validated => "validated", Accepted => "accepted",
    Published => "published", Superseded => "superseded", Rejected => "rejected",
});

impl DeliveryState {
    /// Whether a delivery may go on to `next`. Published versions end by being
    /// superseded, and a superseded one can be published again.
    pub fn may_become(self, next: DeliveryState) -> bool {
        use DeliveryState::*;
        matches!(
            (self, next),
            (Received, Validated | Rejected)
                | (Validated, Accepted | Rejected)
                | (Accepted, Published | Rejected)
                | (Published, Superseded)
                | (Superseded, Published)
        )
    }

    /// Whether it waits for somebody to decide on it.
    pub fn is_waiting(self) -> bool {
        matches!(self, Self::Received | Self::Validated | Self::Accepted)
    }

    /// Whether everybody may read it: what is or was the published claim.
    pub fn is_released(self) -> bool {
        matches!(self, Self::Published | Self::Superseded)
    }
}

/// One step of a delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryStep {
    pub state: DeliveryState,
    pub at: Timestamp,
    /// Who took it, as the audit trail names them.
    pub actor: String,
    /// Why; empty where nothing was said.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::DeliveryState::{self, *};

    #[test]
    fn nothing_is_published_that_the_buyer_has_not_accepted() {
        let before_published: Vec<_> =
            DeliveryState::ALL.iter().filter(|state| state.may_become(Published)).collect();
        assert_eq!(before_published, [&Accepted, &Superseded]);
        assert!(!Rejected.may_become(Accepted) && !Published.may_become(Rejected));
        assert!(DeliveryState::ALL.iter().all(|state| !state.may_become(*state)));
    }
}
