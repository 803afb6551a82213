//! Does what a bid runs on meet a requirement, and what is its figure worth. The
//! snapshot that it is tried on holds the bid's own coverage.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    evaluation::{NetworkOutcome, ZoneOutcome, ZoneVerdict, judged, together, with_failing},
    figures::OnNetwork,
    standing::{Missing, Standing},
    zones::asked_zones,
};
use crate::{
    analysis::Measure,
    domain::{NetworkId, Requirement, Share},
    index::Snapshot,
};

/// A requirement tried on a bid.
#[derive(Clone, Debug)]
pub struct OfferVerdict {
    pub zones: Vec<ZoneVerdict>,
    /// By zone, with the threshold of a waiver in force.
    standings: Vec<(Standing, Option<Share>)>,
}

/// Why a criterion can't be weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unweighed {
    /// There is nothing to count in any zone.
    NoDemand,
    /// The evidence isn't enough.
    Missing(Missing),
    /// A stretch is too long, a part lies below the local floor, or measurements
    /// refute the claim: the bid fails.
    Fails,
}

/// Tries a requirement on what at least one of a bid's networks covers.
pub fn try_offer(
    snapshot: &Snapshot,
    requirement: &Requirement,
    networks: &BTreeSet<NetworkId>,
    on: Date,
) -> OfferVerdict {
    let zones = asked_zones(&snapshot.region, requirement);
    let on_network = OnNetwork::any_of(snapshot, requirement, networks);
    let tried = zones.par_iter().map(|zone| {
        let figure = on_network.zone(zone);
        let waived = requirement.waiver_on(&figure.zone.code, on).map(|waiver| waiver.threshold);
        let standing = (figure.standing, waived);
        (with_failing(judged(requirement, figure, on), &on_network, zone), standing)
    });
    let (zones, standings) = tried.unzip();
    OfferVerdict { zones, standings }
}

impl OfferVerdict {
    /// As of a mandatory requirement: every zone must reach its threshold.
    pub fn outcome(&self) -> NetworkOutcome {
        together(self.zones.iter().map(|zone| zone.outcome))
    }

    /// What the outcome would be at another threshold, under the same waivers.
    pub fn outcome_at(&self, threshold: Share) -> NetworkOutcome {
        together(self.standings.iter().map(|(standing, waived)| {
            let lowest = waived.filter(|waived| *waived < threshold).unwrap_or(threshold);
            match standing {
                Standing::NoDemand => ZoneOutcome::NoDemand,
                standing if standing.is_met_at(lowest) => ZoneOutcome::Met,
                standing if standing.is_open_at(lowest) => ZoneOutcome::Undetermined,
                _ => ZoneOutcome::Missed,
            }
        }))
    }

    /// All zones together.
    pub fn whole(&self) -> Measure {
        let none = Measure { total: 0.0, covered: 0.0 };
        self.zones.iter().fold(none, |sum, ZoneVerdict { measure, .. }| Measure {
            total: sum.total + measure.total,
            covered: sum.covered + measure.covered,
        })
    }

    /// As of an award criterion: the share of all zones together.
    pub fn weighed(&self) -> Result<Share, Unweighed> {
        let mut standings = self.standings.iter().map(|(standing, _)| standing);
        if standings.clone().any(|standing| *standing == Standing::Never) {
            return Err(Unweighed::Fails);
        }
        if let Some(missing) = standings.find_map(|standing| standing.missing()) {
            return Err(Unweighed::Missing(missing));
        }
        self.whole().covered_share().ok_or(Unweighed::NoDemand)
    }
}
