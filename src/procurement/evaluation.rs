//! Does a network meet a requirement: met, missed by how much, and where.

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    failing::{FailingItems, failing_items},
    figures::{NetworkFigures, OnNetwork, PartFigure, ZoneFigure, figures},
    proof::ZoneProof,
    standing::{Missing, Standing, below_floor},
    zones::{AskedZone, ZoneName, asked_zones},
};
use crate::{
    analysis::Measure,
    domain::{NetworkId, Requirement, Share, words},
    index::Snapshot,
};

/// What a zone's figure says of the requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneOutcome {
    Met,
    Missed,
    /// Below the threshold, but at or above that of a waiver in force.
    Waived,
    /// Not enough evidence to say met or missed.
    Undetermined,
    /// Nothing to count in the zone: no pass and no miss.
    NoDemand,
}

words!(ZoneOutcome, "outcome", {
    Met => "met", Missed => "missed", Waived => "waived", Undetermined => "undetermined",
    NoDemand => "no_demand",
});

/// What all zones say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkOutcome {
    Met,
    Missed,
    Undetermined,
}

words!(NetworkOutcome, "outcome of a network", {
    Met => "met", Missed => "missed", Undetermined => "undetermined",
});

/// The verdict of one zone, with the figure that it rests on.
#[derive(Clone, Debug)]
pub struct ZoneVerdict {
    pub zone: ZoneName,
    pub outcome: ZoneOutcome,
    /// Undetermined alone: what is missing.
    pub missing: Option<Missing>,
    /// The threshold that applied: the requirement's or a waiver's.
    pub threshold: Share,
    pub measure: Measure,
    /// Lines alone: the longest uncovered stretch.
    pub longest_gap_m: Option<f64>,
    /// Parts of the zone below the local floor.
    pub parts_below_floor: Vec<PartFigure>,
    /// None: the requirement is tried on the claim alone.
    pub proof: Option<ZoneProof>,
    /// Of missed and waived zones.
    pub failing: FailingItems,
}

impl ZoneVerdict {
    /// How much of the demand is missing to the threshold, in its own unit.
    pub fn shortfall(&self) -> Option<f64> {
        let missing = self.threshold.value() * self.measure.total - self.measure.covered;
        (missing > 0.0).then_some(missing)
    }
}

/// A requirement tried on one network.
#[derive(Clone, Debug)]
pub struct NetworkEvaluation {
    pub network: NetworkId,
    pub zones: Vec<ZoneVerdict>,
}

impl NetworkEvaluation {
    /// Missed where a zone misses it. Met where every zone that has something to
    /// count reaches its threshold, and there is such a zone: nothing to count is
    /// no pass.
    pub fn outcome(&self) -> NetworkOutcome {
        together(self.zones.iter().map(|zone| zone.outcome))
    }
}

/// What all zones say together.
pub(super) fn together(zones: impl Iterator<Item = ZoneOutcome> + Clone) -> NetworkOutcome {
    let has = |outcome| zones.clone().any(|zone| zone == outcome);
    if has(ZoneOutcome::Missed) {
        NetworkOutcome::Missed
    } else if has(ZoneOutcome::Undetermined) || !(has(ZoneOutcome::Met) || has(ZoneOutcome::Waived)) {
        NetworkOutcome::Undetermined
    } else {
        NetworkOutcome::Met
    }
}

/// Tries a requirement on every network of the region on a date.
pub fn evaluate(snapshot: &Snapshot, requirement: &Requirement, on: Date) -> Vec<NetworkEvaluation> {
    let zones = asked_zones(&snapshot.region, requirement);
    let tried = |figures: NetworkFigures| {
        let on_network = OnNetwork::new(snapshot, requirement, &figures.network);
        let pairs = figures.zones.into_par_iter().zip(zones.par_iter());
        let verdicts =
            pairs.map(|(figure, zone)| with_failing(judged(requirement, figure, on), &on_network, zone));
        let zones = verdicts.collect();
        NetworkEvaluation { network: figures.network.clone(), zones }
    };
    figures(snapshot, requirement).into_iter().map(tried).collect()
}

/// With the list of what fails, where anything does.
pub(super) fn with_failing(
    mut verdict: ZoneVerdict,
    on_network: &OnNetwork<'_>,
    zone: &AskedZone<'_>,
) -> ZoneVerdict {
    if matches!(verdict.outcome, ZoneOutcome::Missed | ZoneOutcome::Waived) {
        verdict.failing = failing_items(on_network, zone);
    }
    verdict
}

/// Without the list of what fails.
pub(super) fn judged(requirement: &Requirement, figure: ZoneFigure, on: Date) -> ZoneVerdict {
    let (outcome, missing, threshold) = outcome(requirement, &figure, on);
    let parts_below_floor = below_floor(requirement, &figure).cloned().collect();
    let ZoneFigure { zone, measure, longest_gap_m, proof, .. } = figure;
    ZoneVerdict {
        zone,
        outcome,
        missing,
        threshold,
        measure,
        longest_gap_m,
        parts_below_floor,
        proof,
        failing: Vec::new(),
    }
}

/// With the threshold that applied. A waiver lowers the share that is asked for,
/// never the longest gap, the local floor or the evidence.
fn outcome(
    requirement: &Requirement,
    figure: &ZoneFigure,
    on: Date,
) -> (ZoneOutcome, Option<Missing>, Share) {
    let threshold = requirement.threshold;
    let waived = requirement.waiver_on(&figure.zone.code, on).map(|waiver| waiver.threshold);
    let lowest = waived.unwrap_or(threshold);
    match figure.standing {
        Standing::NoDemand => (ZoneOutcome::NoDemand, None, threshold),
        Standing::MetUpTo(share) if share >= threshold => (ZoneOutcome::Met, None, threshold),
        Standing::MetUpTo(share) if share >= lowest => (ZoneOutcome::Waived, None, lowest),
        Standing::OpenUpTo(share, missing) if share >= lowest => {
            (ZoneOutcome::Undetermined, Some(missing), if share >= threshold { threshold } else { lowest })
        }
        Standing::MetUpTo(_) | Standing::OpenUpTo(..) | Standing::Never => {
            (ZoneOutcome::Missed, None, lowest)
        }
    }
}

#[cfg(test)]
mod tests;
