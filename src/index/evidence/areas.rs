//! What of a supply's claim is how well proved, as areas.

use std::sync::Arc;

use super::EvidenceIndex;
use crate::{
    domain::{EvidenceState, NetworkId, Service},
    geometry::{ANALYSIS_GRID, Grid, Mosaic},
    index::{CoverageIndex, Networks, Supply},
};

/// How well a claim has to be proved to count. Each asks more than the one
/// before, so that its area lies within the other's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// No measurement refutes it; what isn't measured counts.
    NotRefuted,
    /// It was measured, and isn't refuted.
    Measured,
    Confirmed,
}

impl EvidenceIndex {
    /// What a supply claims without the cells in which a network's measurements,
    /// of either kind, refute its service; what isn't measured stays, and what
    /// everybody may not know of a single cell. `coverage`
    /// is that which the measurements were laid beside.
    pub fn verified_area(&self, coverage: &CoverageIndex, supply: &Supply) -> Arc<Mosaic> {
        self.proved_area(coverage, supply, Proof::NotRefuted)
    }

    /// Of what a supply claims, where it is as well proved as that. Of several
    /// networks: where as many of them as are asked for are, each by its own
    /// measurements.
    pub fn proved_area(&self, coverage: &CoverageIndex, supply: &Supply, proof: Proof) -> Arc<Mosaic> {
        let make = || match &supply.networks {
            Networks::One(network) => self.proved(coverage.area(supply), network, supply.service, proof),
            networks => {
                Arc::new(coverage.count(supply, networks, |own| self.proved_area(coverage, own, proof)))
            }
        };
        match proof {
            Proof::NotRefuted => self.verified.get_or_make(supply, make),
            // Some cells along roads: made as fast as looked up.
            Proof::Measured | Proof::Confirmed => make(),
        }
    }

    /// Measurements speak of a service, whatever technology gave it.
    fn proved(&self, claim: Arc<Mosaic>, network: &NetworkId, service: Service, proof: Proof) -> Arc<Mosaic> {
        let cells = |states: &[EvidenceState]| self.cells_area(network, service, states);
        match proof {
            Proof::NotRefuted => match cells(&[EvidenceState::Refuted]) {
                refuted if refuted.is_empty() => claim,
                refuted => Arc::new(claim.difference(&refuted)),
            },
            Proof::Measured => {
                let measured = cells(&[EvidenceState::Confirmed, EvidenceState::Inconclusive]);
                Arc::new(claim.intersection(&measured))
            }
            Proof::Confirmed => Arc::new(claim.intersection(&cells(&[EvidenceState::Confirmed]))),
        }
    }

    /// The cells in one of these states.
    fn cells_area(&self, network: &NetworkId, service: Service, states: &[EvidenceState]) -> Mosaic {
        let findings = self.verification.findings(network, service).into_iter();
        let asked = findings.filter(|finding| states.contains(&finding.state()));
        let squares: Vec<_> =
            asked.map(|finding| Grid::MEASUREMENT.rect(finding.cell).to_polygon()).collect();
        Mosaic::from_polygons(ANALYSIS_GRID, &squares)
    }
}
