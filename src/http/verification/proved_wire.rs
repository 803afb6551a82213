//! Wire types of a claimed figure by what measurements say of it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    analysis::{ProvedClass, ProvedDemand, ProvedMeasure},
    domain::{DemandUnit, PresenceGroup, Share},
    http::wire::{ShareBody, UnitBody},
};

/// How much of a demand is claimed to be covered, and how much of that is proved.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedDemandBody {
    #[schema(value_type = DemandUnit)]
    demand: &'static str,
    unit: UnitBody,
    #[serde(flatten)]
    whole: ProvedMeasureBody,
    /// Each class for itself, of lines and of the area where people normally are, of which they overlap.
    classes: Vec<ProvedClassBody>,
}

/// One class of a demand, in the demand's unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedClassBody {
    /// Which of the region's data it comes from; null for lines.
    #[schema(value_type = Option<PresenceGroup>, required)]
    group: Option<&'static str>,
    /// As the region's data names it; may be empty.
    class: String,
    #[serde(flatten)]
    measure: ProvedMeasureBody,
}

/// Confirmed, refuted, inconclusive and not measured sum up to what is claimed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedMeasureBody {
    total: f64,
    /// As delivered.
    claimed: f64,
    /// Of the total; null where there is no demand.
    #[schema(required)]
    claimed_share: Option<ShareBody>,
    /// Verified: the claim without what is refuted.
    verified: f64,
    #[schema(required)]
    verified_share: Option<ShareBody>,
    confirmed: ProvedPartBody,
    refuted: ProvedPartBody,
    inconclusive: ProvedPartBody,
    not_measured: ProvedPartBody,
}

/// A part of what is claimed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedPartBody {
    amount: f64,
    /// Of what is claimed; null where nothing is.
    #[schema(required)]
    share: Option<ShareBody>,
}

impl From<&ProvedDemand> for ProvedDemandBody {
    fn from(proved: &ProvedDemand) -> Self {
        Self {
            demand: proved.demand.as_str(),
            unit: proved.demand.into(),
            whole: proved.whole.into(),
            classes: proved.classes.iter().map(Into::into).collect(),
        }
    }
}

impl From<&ProvedClass> for ProvedClassBody {
    fn from(proved: &ProvedClass) -> Self {
        Self {
            group: proved.group.map(PresenceGroup::as_str),
            class: proved.class.clone(),
            measure: proved.measure.into(),
        }
    }
}

impl From<ProvedMeasure> for ProvedMeasureBody {
    fn from(measure: ProvedMeasure) -> Self {
        let part = |amount: f64| ProvedPartBody {
            amount,
            share: Share::of(amount, measure.claimed).map(Into::into),
        };
        let (delivered, verified) = (measure.delivered(), measure.verified());
        Self {
            total: measure.total,
            claimed: delivered.covered,
            claimed_share: delivered.covered_share().map(Into::into),
            verified: verified.covered,
            verified_share: verified.covered_share().map(Into::into),
            confirmed: part(measure.confirmed),
            refuted: part(measure.refuted),
            inconclusive: part(measure.inconclusive),
            not_measured: part(measure.not_measured),
        }
    }
}
