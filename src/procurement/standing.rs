//! Up to which threshold a figure is enough.

use super::figures::ZoneFigure;
use crate::domain::{Environment, EvidenceRule, EvidenceState, Requirement, Share, words};

/// What a figure is worth, whatever threshold is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standing {
    /// Nothing to count in the zone: no pass and no miss.
    NoDemand,
    /// Every threshold up to this is met, every one above is missed.
    MetUpTo(Share),
    /// Every threshold above this is missed; whether those below are met can't be
    /// said without what is missing.
    OpenUpTo(Share, Missing),
    /// Missed at every threshold: a stretch is too long, a part lies below the
    /// local floor, or measurements refute the claim.
    Never,
}

/// What a verdict lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// The network has delivered no coverage of the service and environment.
    Delivery,
    /// The profile that the requirement names isn't the one in force.
    Profile,
    /// Measurements count outdoors alone.
    MeasurementsOfEnvironment,
    /// No claimed cell of the zone is measured.
    Measurements,
    /// There are measurements, but too few to confirm or refute the claim.
    MoreMeasurements,
}

words!(Missing, "missing evidence", {
    Delivery => "delivery", Profile => "profile", MeasurementsOfEnvironment => "measurements_of_environment",
    Measurements => "measurements", MoreMeasurements => "more_measurements",
});

impl Missing {
    /// Whether measuring more would settle the verdict.
    pub fn is_of_measurements(self) -> bool {
        matches!(self, Self::Measurements | Self::MoreMeasurements)
    }
}

impl Standing {
    pub fn is_met_at(self, threshold: Share) -> bool {
        matches!(self, Self::MetUpTo(share) if share >= threshold)
    }

    /// Whether more evidence could meet the threshold.
    pub fn is_open_at(self, threshold: Share) -> bool {
        matches!(self, Self::OpenUpTo(share, _) if share >= threshold)
    }

    /// The highest threshold that can be met; none where no threshold is.
    pub fn up_to(self) -> Option<Share> {
        match self {
            Self::MetUpTo(share) | Self::OpenUpTo(share, _) => Some(share),
            Self::NoDemand | Self::Never => None,
        }
    }

    /// What a verdict up to that threshold lacks.
    pub fn missing(self) -> Option<Missing> {
        match self {
            Self::OpenUpTo(_, missing) => Some(missing),
            Self::NoDemand | Self::MetUpTo(_) | Self::Never => None,
        }
    }

    /// Of a network in several zones, each of which must be met. Zones with
    /// nothing to count say nothing.
    pub fn of_all(standings: impl IntoIterator<Item = Self>) -> Self {
        standings.into_iter().fold(Self::NoDemand, Self::and)
    }

    fn and(self, other: Self) -> Self {
        let lower = |one: Share, other: Share| if other < one { other } else { one };
        match (self, other) {
            (Self::NoDemand, known) | (known, Self::NoDemand) => known,
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::MetUpTo(one), Self::MetUpTo(other)) => Self::MetUpTo(lower(one, other)),
            (Self::OpenUpTo(one, missing), Self::MetUpTo(other) | Self::OpenUpTo(other, _))
            | (Self::MetUpTo(one), Self::OpenUpTo(other, missing)) => {
                Self::OpenUpTo(lower(one, other), missing)
            }
        }
    }

    /// `profile`: the version in force.
    pub(super) fn of(
        requirement: &Requirement,
        figure: &ZoneFigure,
        has_delivery: bool,
        profile: &str,
    ) -> Self {
        let Some(share) = figure.measure.covered_share() else { return Self::NoDemand };
        if !has_delivery {
            return Self::OpenUpTo(Share::WHOLE, Missing::Delivery);
        }
        if is_other_profile(requirement, profile) {
            return Self::OpenUpTo(Share::WHOLE, Missing::Profile);
        }
        if has_long_gap(requirement, figure) || below_floor(requirement, figure).next().is_some() {
            return Self::Never;
        }
        match lacks(requirement, figure) {
            Ok(()) => Self::MetUpTo(share),
            Err(Some(missing)) => Self::OpenUpTo(share, missing),
            Err(None) => Self::Never,
        }
    }
}

/// Claims come with assumptions of their own; a profile weighs measurements.
fn is_other_profile(requirement: &Requirement, in_force: &str) -> bool {
    let named = requirement.profile.as_deref();
    requirement.evidence != EvidenceRule::Claimed && named.is_some_and(|named| named != in_force)
}

pub(super) fn has_long_gap(requirement: &Requirement, figure: &ZoneFigure) -> bool {
    let lengths = requirement.longest_gap_m.zip(figure.longest_gap_m);
    lengths.is_some_and(|(allowed, found)| found > allowed)
}

/// The parts of the zone that lie below the local floor; those with nothing to
/// count don't.
pub(super) fn below_floor<'figure>(
    requirement: &'figure Requirement,
    figure: &'figure ZoneFigure,
) -> impl Iterator<Item = &'figure super::PartFigure> {
    let floor = requirement.local_floor.as_ref().map(|floor| floor.share);
    figure.parts.iter().filter(move |part| {
        floor.zip(part.measure.covered_share()).is_some_and(|(floor, share)| share < floor)
    })
}

/// Whether measurements speak against the claim so clearly that no share is enough.
pub(super) fn is_refuted(requirement: &Requirement, figure: &ZoneFigure) -> bool {
    lacks(requirement, figure) == Err(None)
}

/// What the evidence lacks; nothing to lack and still not enough: it refutes.
fn lacks(requirement: &Requirement, figure: &ZoneFigure) -> Result<(), Option<Missing>> {
    let Some(proof) = &figure.proof else { return Ok(()) };
    if requirement.environment != Environment::Outdoor {
        return Err(Some(Missing::MeasurementsOfEnvironment));
    }
    match (requirement.evidence, proof.state) {
        (EvidenceRule::Claimed, _) | (_, EvidenceState::Confirmed) => Ok(()),
        (_, EvidenceState::NotMeasured) => Err(Some(Missing::Measurements)),
        (EvidenceRule::Verified, EvidenceState::Inconclusive | EvidenceState::Refuted) => Ok(()),
        (EvidenceRule::VerifiedWithConfidence, EvidenceState::Inconclusive) => {
            Err(Some(Missing::MoreMeasurements))
        }
        (EvidenceRule::VerifiedWithConfidence, EvidenceState::Refuted) => Err(None),
    }
}
