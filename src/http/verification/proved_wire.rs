//! Wire types of a claimed figure by what measurements say of it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    analysis::ProvedMeasure,
    domain::{DemandUnit, Share},
    http::wire::{ShareBody, UnitBody},
};

/// How much of a demand is claimed to be covered, and how much of that is proved.
/// Confirmed, refuted, inconclusive and not measured sum up to what is claimed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProvedMeasureBody {
    #[schema(value_type = DemandUnit)]
    demand: &'static str,
    unit: UnitBody,
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

impl From<(DemandUnit, ProvedMeasure)> for ProvedMeasureBody {
    fn from((demand, measure): (DemandUnit, ProvedMeasure)) -> Self {
        let part = |amount: f64| ProvedPartBody {
            amount,
            share: Share::of(amount, measure.claimed).map(Into::into),
        };
        let (delivered, verified) = (measure.delivered(), measure.verified());
        Self {
            demand: demand.as_str(),
            unit: demand.into(),
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
