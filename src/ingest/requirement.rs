//! A requirement as JSON, for the API and for files.
//!
//! What the text means is checked here; whether a network meets it is not
//! computed here.

use geo::MultiPolygon;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    BilingualDocument, DocumentError,
    document_error::word,
    document_geometry::{areas_from_json, areas_to_json},
};
use crate::{
    domain::{
        DemandUnit, Environment, EvidenceRule, Region, Requirement, RequirementKind, Service, Share,
        Technology, ZoneSet,
    },
    geometry::ProjectionError,
};

mod templates;
mod terms;
mod waivers;
mod zones;

pub use templates::{RequirementTemplate, requirement_templates};
pub use terms::{
    ActionPlanDocument, ConsequencesDocument, DeliveryDutyDocument, LocalFloorDocument, PenaltyDocument,
};
pub use waivers::WaiverDocument;
pub use zones::{PointedOutAreaDocument, ZoneSetDocument};

/// A requirement as somebody writes it. An unknown member is refused: misspelt,
/// it would be a condition that nobody checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementDocument {
    pub title: BilingualDocument,
    /// The procurement that it belongs to.
    #[serde(default)]
    pub procurement: Option<String>,
    /// What it is in the procurement.
    #[serde(default = "mandatory")]
    #[schema(value_type = RequirementKind)]
    pub kind: String,
    pub zones: ZoneSetDocument,
    #[schema(value_type = DemandUnit)]
    pub unit: String,
    /// `places` alone: only those where coverage is needed there.
    #[serde(default)]
    #[schema(value_type = Option<Environment>)]
    pub place_need: Option<String>,
    #[schema(value_type = Service)]
    pub service: String,
    /// Null: by any technology.
    #[serde(default)]
    #[schema(value_type = Option<Technology>)]
    pub technology: Option<String>,
    /// Where the user stands.
    #[serde(default = "outdoor")]
    #[schema(value_type = Environment)]
    pub environment: String,
    /// The share that each zone must reach, 0…1; of a criterion, that from which it is weighed.
    #[schema(minimum = 0, maximum = 1)]
    pub threshold: f64,
    /// What every part of a zone must reach beside that.
    #[serde(default)]
    pub local_floor: Option<LocalFloorDocument>,
    /// Lines alone: the longest uncovered stretch that is allowed, metres.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub longest_gap_m: Option<f64>,
    /// GeoJSON Polygon or MultiPolygon in lon/lat that is left out of the count.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub exclusions: Option<Value>,
    /// By which evidence it is tried.
    #[serde(default = "claimed")]
    #[schema(value_type = EvidenceRule)]
    pub evidence: String,
    /// The version of the profile that measurements are weighed by; null: that in force.
    #[serde(default)]
    pub profile: Option<String>,
    #[serde(default)]
    pub waivers: Vec<WaiverDocument>,
    /// The first day, `2026-01-01`.
    #[schema(format = Date)]
    pub valid_from: String,
    /// The last day; null: no end.
    #[serde(default)]
    #[schema(format = Date)]
    pub valid_to: Option<String>,
    /// How often the supplier delivers coverage; null: it isn't said here.
    #[serde(default)]
    pub deliveries: Option<DeliveryDutyDocument>,
    #[serde(default)]
    pub consequences: ConsequencesDocument,
    /// Written by hand beside the rule, and shown as that: it computes nothing.
    #[serde(default)]
    pub free_text: Option<BilingualDocument>,
}

fn mandatory() -> String {
    RequirementKind::Mandatory.to_string()
}

fn outdoor() -> String {
    Environment::Outdoor.to_string()
}

fn claimed() -> String {
    EvidenceRule::Claimed.to_string()
}

impl RequirementDocument {
    /// Checks the document against the region and projects its geometry.
    ///
    /// # Errors
    /// The first field that can't be taken, with the reason.
    pub fn to_requirement(&self, region: &Region) -> Result<Requirement, DocumentError> {
        let title = self.title()?;
        let zones = self.zones.to_zone_set(region)?;
        let threshold = share("threshold", self.threshold)?;
        let valid_from = date("valid_from", &self.valid_from)?;
        let valid_to = self.valid_to.as_deref().map(|text| date("valid_to", text)).transpose()?;
        if valid_to.is_some_and(|end| end < valid_from) {
            return Err(DocumentError::new("valid_to", format!("it is before valid_from, {valid_from}")));
        }
        let waivers = waivers::read_waivers(&self.waivers, threshold, &zones, region)?;
        let unit = word("unit", &self.unit)?;
        let read_areas = |geometry: &Value| areas_from_json("exclusions", geometry, region);
        let exclusions: Option<MultiPolygon<f64>> = self.exclusions.as_ref().map(read_areas).transpose()?;
        let local_floor = self.local_floor.as_ref();
        let local_floor = local_floor.map(|floor| floor.to_floor(threshold, &zones, region)).transpose()?;
        Ok(Requirement {
            title: title.into(),
            procurement: optional_name("procurement", self.procurement.as_deref())?,
            kind: word("kind", &self.kind)?,
            unit,
            place_need: self.place_need(unit)?,
            service: word("service", &self.service)?,
            technology: self.technology.as_deref().map(|text| word("technology", text)).transpose()?,
            environment: word("environment", &self.environment)?,
            threshold,
            local_floor,
            longest_gap_m: self.longest_gap_m(unit)?,
            exclusions,
            evidence: self.evidence(&zones)?,
            profile: optional_name("profile", self.profile.as_deref())?,
            zones,
            waivers,
            valid_from,
            valid_to,
            deliveries: self.deliveries.as_ref().map(DeliveryDutyDocument::to_duty).transpose()?,
            consequences: self.consequences.to_consequences()?,
            free_text: self.free_text()?.map(Into::into),
        })
    }

    /// The requirement as a document again; geometry goes back to lon/lat.
    ///
    /// # Errors
    /// When the exclusions have no place on WGS 84.
    pub fn of(requirement: &Requirement, region: &Region) -> Result<Self, ProjectionError> {
        let exclusions = requirement.exclusions.as_ref();
        Ok(Self {
            title: (&requirement.title).into(),
            procurement: requirement.procurement.clone(),
            kind: requirement.kind.to_string(),
            zones: ZoneSetDocument::of(&requirement.zones, region)?,
            unit: requirement.unit.to_string(),
            place_need: requirement.place_need.map(|environment| environment.to_string()),
            service: requirement.service.to_string(),
            technology: requirement.technology.map(|technology| technology.to_string()),
            environment: requirement.environment.to_string(),
            threshold: requirement.threshold.value(),
            local_floor: requirement.local_floor.as_ref().map(LocalFloorDocument::of),
            longest_gap_m: requirement.longest_gap_m,
            exclusions: exclusions.map(|areas| areas_to_json(areas, region)).transpose()?,
            evidence: requirement.evidence.to_string(),
            profile: requirement.profile.clone(),
            waivers: requirement.waivers.iter().map(WaiverDocument::from).collect(),
            valid_from: requirement.valid_from.to_string(),
            valid_to: requirement.valid_to.map(|date| date.to_string()),
            deliveries: requirement.deliveries.as_ref().map(DeliveryDutyDocument::of),
            consequences: ConsequencesDocument::of(&requirement.consequences),
            free_text: requirement.free_text.as_ref().map(Into::into),
        })
    }

    fn place_need(&self, unit: DemandUnit) -> Result<Option<Environment>, DocumentError> {
        let Some(text) = self.place_need.as_deref() else { return Ok(None) };
        if unit != DemandUnit::Places {
            return Err(DocumentError::new("place_need", format!("`{unit}` is not counted in places")));
        }
        word("place_need", text).map(Some)
    }

    fn longest_gap_m(&self, unit: DemandUnit) -> Result<Option<f64>, DocumentError> {
        let Some(metres) = self.longest_gap_m else { return Ok(None) };
        if !metres.is_finite() || metres < 0.0 {
            let reason = format!("{metres} is no length from 0");
            return Err(DocumentError::new("longest_gap_m", reason));
        }
        if unit.line().is_none() {
            let reason = format!("`{unit}` is not counted along lines, which alone have stretches");
            return Err(DocumentError::new("longest_gap_m", reason));
        }
        Ok(Some(metres))
    }

    /// Measurements are counted in cells of an area.
    fn evidence(&self, zones: &ZoneSet) -> Result<EvidenceRule, DocumentError> {
        let rule = word("evidence", &self.evidence)?;
        if rule != EvidenceRule::Claimed && zones.are_organisations() {
            let reason = format!("`{rule}`: an organisation has no area for measurements to lie in");
            return Err(DocumentError::new("evidence", reason));
        }
        Ok(rule)
    }

    fn title(&self) -> Result<BilingualDocument, DocumentError> {
        in_both_languages("title", &self.title)
    }

    fn free_text(&self) -> Result<Option<BilingualDocument>, DocumentError> {
        self.free_text.as_ref().map(|text| in_both_languages("free_text", text)).transpose()
    }
}

fn in_both_languages(field: &str, text: &BilingualDocument) -> Result<BilingualDocument, DocumentError> {
    for (language, text) in [("sv", &text.sv), ("en", &text.en)] {
        if text.trim().is_empty() {
            return Err(DocumentError::new(format!("{field}.{language}"), "it is empty"));
        }
    }
    Ok(text.clone())
}

/// A name that may be left out, but not be empty.
fn optional_name(field: &str, text: Option<&str>) -> Result<Option<String>, DocumentError> {
    match text.map(str::trim) {
        None => Ok(None),
        Some("") => Err(DocumentError::new(field, "it is empty")),
        Some(text) => Ok(Some(text.to_owned())),
    }
}

fn share(field: &str, value: f64) -> Result<Share, DocumentError> {
    Share::new(value).map_err(|error| DocumentError::new(field, error))
}

fn date(field: &str, text: &str) -> Result<Date, DocumentError> {
    let reason = |_| DocumentError::new(field, format!("`{text}` is no date: expected YYYY-MM-DD"));
    Date::strptime("%Y-%m-%d", text).map_err(reason)
}

#[cfg(test)]
mod tests;
