//! What a requirement says beside its figure, as JSON.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentError, share};
use crate::{
    domain::{
        ActionPlan, Consequences, DeliveryDuty, LocalFloor, Penalty, Region, Share, Zone, ZoneKind, ZoneSet,
    },
    ingest::{coverage::CoverageFormat, document_error::word},
};

/// More often than once a week nobody delivers coverage.
const MOST_TIMES_A_YEAR: u32 = 52;

/// What every part of a zone must reach, beside the zone's own threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocalFloorDocument {
    /// The kind of the parts, such as `municipality` in a county.
    pub kind: String,
    #[schema(minimum = 0, maximum = 1)]
    pub share: f64,
}

/// How often coverage is delivered under the contract, and as what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryDutyDocument {
    #[schema(minimum = 1, maximum = 52)]
    pub times_a_year: u32,
    /// One of these is used; empty: any that is read.
    #[serde(default)]
    #[schema(value_type = Vec<CoverageFormat>)]
    pub formats: Vec<String>,
    /// With the list of what isn't covered.
    #[serde(default)]
    pub lists_uncovered: bool,
}

/// What follows when the requirement is missed: a basis, never a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsequencesDocument {
    #[serde(default)]
    pub penalty: Option<PenaltyDocument>,
    #[serde(default)]
    pub action_plan: Option<ActionPlanDocument>,
}

/// Vite for each week that is begun, whole kronor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PenaltyDocument {
    #[schema(minimum = 1)]
    pub sek_a_week: u64,
    /// Of the whole; null: without a ceiling.
    #[serde(default)]
    pub at_most_sek: Option<u64>,
}

/// Counted from the day on which the supplier is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActionPlanDocument {
    #[schema(minimum = 1)]
    pub within_days: u32,
    #[schema(minimum = 1)]
    pub remedied_within_months: u32,
}

impl LocalFloorDocument {
    pub(super) fn to_floor(
        &self,
        required: Share,
        zones: &ZoneSet,
        region: &Region,
    ) -> Result<LocalFloor, DocumentError> {
        let floor = share("local_floor.share", self.share)?;
        if floor > required {
            let reason = format!("{} is above the threshold, {}", floor.value(), required.value());
            return Err(DocumentError::new("local_floor.share", reason));
        }
        let kind = ZoneKind::new(&self.kind);
        let asked: Vec<&Zone> = region.zones.iter().filter(|zone| zones.has(zone)).collect();
        if asked.is_empty() {
            let reason = "only zones of the region have parts";
            return Err(DocumentError::new("local_floor", reason));
        }
        let has_parts = |zone: &Zone| region.parts_of(zone, &kind).next().is_some();
        if let Some(zone) = asked.into_iter().find(|zone| !has_parts(zone)) {
            let reason = format!("the zone `{}` has no parts of the kind `{kind}`", zone.code);
            return Err(DocumentError::new("local_floor.kind", reason));
        }
        Ok(LocalFloor { kind, share: floor })
    }

    pub(super) fn of(floor: &LocalFloor) -> Self {
        Self { kind: floor.kind.to_string(), share: floor.share.value() }
    }
}

impl DeliveryDutyDocument {
    pub(super) fn to_duty(&self) -> Result<DeliveryDuty, DocumentError> {
        if !(1..=MOST_TIMES_A_YEAR).contains(&self.times_a_year) {
            let reason = format!("{} is not within 1…{MOST_TIMES_A_YEAR}", self.times_a_year);
            return Err(DocumentError::new("deliveries.times_a_year", reason));
        }
        let format = |text: &String| -> Result<String, DocumentError> {
            Ok(word::<CoverageFormat>("deliveries.formats", text)?.to_string())
        };
        Ok(DeliveryDuty {
            times_a_year: self.times_a_year,
            formats: self.formats.iter().map(format).collect::<Result<_, _>>()?,
            lists_uncovered: self.lists_uncovered,
        })
    }

    pub(super) fn of(duty: &DeliveryDuty) -> Self {
        let DeliveryDuty { times_a_year, formats, lists_uncovered } = duty.clone();
        Self { times_a_year, formats, lists_uncovered }
    }
}

impl ConsequencesDocument {
    pub(super) fn to_consequences(&self) -> Result<Consequences, DocumentError> {
        let positive = |field: &str, value: u64| match value {
            0 => Err(DocumentError::new(format!("consequences.{field}"), "it is 0")),
            _ => Ok(value),
        };
        if let Some(penalty) = &self.penalty {
            let a_week = positive("penalty.sek_a_week", penalty.sek_a_week)?;
            if let Some(ceiling) = penalty.at_most_sek.filter(|ceiling| *ceiling < a_week) {
                let reason = format!("{ceiling} is below a week's {a_week}");
                return Err(DocumentError::new("consequences.penalty.at_most_sek", reason));
            }
        }
        if let Some(plan) = &self.action_plan {
            positive("action_plan.within_days", plan.within_days.into())?;
            positive("action_plan.remedied_within_months", plan.remedied_within_months.into())?;
        }
        let penalty = self
            .penalty
            .as_ref()
            .map(|penalty| Penalty { sek_a_week: penalty.sek_a_week, at_most_sek: penalty.at_most_sek });
        let action_plan = self.action_plan.as_ref().map(|plan| ActionPlan {
            within_days: plan.within_days,
            remedied_within_months: plan.remedied_within_months,
        });
        Ok(Consequences { penalty, action_plan })
    }

    pub(super) fn of(consequences: &Consequences) -> Self {
        let penalty = consequences
            .penalty
            .map(|Penalty { sek_a_week, at_most_sek }| PenaltyDocument { sek_a_week, at_most_sek });
        let plan = |ActionPlan { within_days, remedied_within_months }| ActionPlanDocument {
            within_days,
            remedied_within_months,
        };
        Self { penalty, action_plan: consequences.action_plan.map(plan) }
    }
}
