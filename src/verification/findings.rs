//! What signal tests and service tests say of the same cell, beside each other.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::CellEvidence;
use crate::{
    domain::{EvidenceState, TestKind},
    geometry::CellIndex,
};

/// One cell of one network and service; at least one kind of test bears on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellFindings<'index> {
    pub cell: CellIndex,
    signal: Option<&'index CellEvidence>,
    service: Option<&'index CellEvidence>,
}

impl<'index> CellFindings<'index> {
    /// The cells of both kinds, in the cells' order.
    pub(super) fn beside(signal: &'index [CellEvidence], service: &'index [CellEvidence]) -> Vec<Self> {
        let of_signal = signal.iter().map(|cell| (cell.cell, Self::of_one(cell, TestKind::Signal)));
        let mut found: BTreeMap<CellIndex, Self> = of_signal.collect();
        for cell in service {
            let alone = || Self::of_one(cell, TestKind::Service);
            found.entry(cell.cell).or_insert_with(alone).service = Some(cell);
        }
        found.into_values().collect()
    }

    fn of_one(evidence: &'index CellEvidence, kind: TestKind) -> Self {
        let (signal, service) = match kind {
            TestKind::Signal => (Some(evidence), None),
            TestKind::Service => (None, Some(evidence)),
        };
        Self { cell: evidence.cell, signal, service }
    }

    pub fn of(&self, kind: TestKind) -> Option<&'index CellEvidence> {
        match kind {
            TestKind::Signal => self.signal,
            TestKind::Service => self.service,
        }
    }

    /// Whether everybody may know it: [`CellEvidence::is_public`].
    pub(super) fn is_public(&self) -> bool {
        self.each().any(|evidence| evidence.is_public)
    }

    /// What both kinds say together; not measured where no sample counts.
    pub fn state(&self) -> EvidenceState {
        EvidenceState::together(self.each().map(|evidence| evidence.state))
    }

    /// Of the samples that count.
    pub fn newest(&self) -> Option<Timestamp> {
        self.each().filter_map(|evidence| evidence.newest).max()
    }

    fn each(&self) -> impl Iterator<Item = &'index CellEvidence> {
        [self.signal, self.service].into_iter().flatten()
    }
}
