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
        DemandUnit, Region, Requirement, Service, Share, Technology, Waiver, ZoneCode, ZoneKind, ZoneSet,
    },
    geometry::ProjectionError,
};

/// A requirement as somebody writes it. An unknown member is refused: misspelt,
/// it would be a condition that nobody checks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementDocument {
    pub title: BilingualDocument,
    pub zones: ZoneSetDocument,
    #[schema(value_type = DemandUnit)]
    pub unit: String,
    #[schema(value_type = Service)]
    pub service: String,
    /// Null: by any technology.
    #[serde(default)]
    #[schema(value_type = Option<Technology>)]
    pub technology: Option<String>,
    /// The share that each zone must reach, 0…1.
    #[schema(minimum = 0, maximum = 1)]
    pub threshold: f64,
    /// The longest uncovered stretch of road that is allowed, metres.
    #[serde(default)]
    pub longest_gap_m: Option<f64>,
    /// GeoJSON Polygon or MultiPolygon in lon/lat that is left out of the count.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub exclusions: Option<Value>,
    #[serde(default)]
    pub waivers: Vec<WaiverDocument>,
    /// The first day, `2026-01-01`.
    #[schema(format = Date)]
    pub valid_from: String,
    /// The last day; null: no end.
    #[serde(default)]
    #[schema(format = Date)]
    pub valid_to: Option<String>,
}

/// All zones of a kind, or those with these codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneSetDocument {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
}

/// A lower threshold for one zone between two days, both included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiverDocument {
    pub zone: String,
    #[schema(minimum = 0, maximum = 1)]
    pub threshold: f64,
    #[schema(format = Date)]
    pub from: String,
    #[schema(format = Date)]
    pub until: String,
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
        let waivers = self.waivers.iter().enumerate();
        let waivers: Vec<Waiver> = waivers
            .map(|(index, waiver)| waiver.to_waiver(&format!("waivers[{index}]"), threshold, &zones, region))
            .collect::<Result<_, _>>()?;
        refuse_overlapping(&waivers)?;
        let longest_gap_m = self.longest_gap_m;
        if let Some(metres) = longest_gap_m.filter(|metres| !metres.is_finite() || *metres < 0.0) {
            return Err(DocumentError::new("longest_gap_m", format!("{metres} is no length from 0")));
        }
        let read_areas = |geometry: &Value| areas_from_json("exclusions", geometry, region);
        let exclusions: Option<MultiPolygon<f64>> = self.exclusions.as_ref().map(read_areas).transpose()?;
        Ok(Requirement {
            title: title.into(),
            zones,
            unit: word("unit", &self.unit)?,
            service: word("service", &self.service)?,
            technology: self.technology.as_deref().map(|text| word("technology", text)).transpose()?,
            threshold,
            longest_gap_m,
            exclusions,
            waivers,
            valid_from,
            valid_to,
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
            zones: (&requirement.zones).into(),
            unit: requirement.unit.to_string(),
            service: requirement.service.to_string(),
            technology: requirement.technology.map(|technology| technology.to_string()),
            threshold: requirement.threshold.value(),
            longest_gap_m: requirement.longest_gap_m,
            exclusions: exclusions.map(|areas| areas_to_json(areas, region)).transpose()?,
            waivers: requirement.waivers.iter().map(WaiverDocument::from).collect(),
            valid_from: requirement.valid_from.to_string(),
            valid_to: requirement.valid_to.map(|date| date.to_string()),
        })
    }

    fn title(&self) -> Result<BilingualDocument, DocumentError> {
        for (field, text) in [("title.sv", &self.title.sv), ("title.en", &self.title.en)] {
            if text.trim().is_empty() {
                return Err(DocumentError::new(field, "it is empty"));
            }
        }
        Ok(self.title.clone())
    }
}

impl ZoneSetDocument {
    fn to_zone_set(&self, region: &Region) -> Result<ZoneSet, DocumentError> {
        match (&self.kind, &self.codes) {
            (Some(kind), None) => {
                let kind = ZoneKind::new(kind);
                if region.zones_of(&kind).next().is_none() {
                    return Err(DocumentError::new(
                        "zones.kind",
                        format!("the region has no zones `{kind}`"),
                    ));
                }
                Ok(ZoneSet::Kind(kind))
            }
            (None, Some(codes)) if codes.is_empty() => Err(DocumentError::new("zones.codes", "it is empty")),
            (None, Some(codes)) => {
                let mut known = Vec::with_capacity(codes.len());
                for code in codes {
                    let code = known_zone("zones.codes", code, region)?;
                    if known.contains(&code) {
                        return Err(DocumentError::new("zones.codes", format!("`{code}` is there twice")));
                    }
                    known.push(code);
                }
                Ok(ZoneSet::Codes(known))
            }
            _ => Err(DocumentError::new("zones", "expected either `kind` or `codes`")),
        }
    }
}

impl From<&ZoneSet> for ZoneSetDocument {
    fn from(zones: &ZoneSet) -> Self {
        match zones {
            ZoneSet::Kind(kind) => Self { kind: Some(kind.to_string()), codes: None },
            ZoneSet::Codes(codes) => {
                Self { kind: None, codes: Some(codes.iter().map(ToString::to_string).collect()) }
            }
        }
    }
}

impl WaiverDocument {
    fn to_waiver(
        &self,
        field: &str,
        required: Share,
        zones: &ZoneSet,
        region: &Region,
    ) -> Result<Waiver, DocumentError> {
        let name = |member: &str| format!("{field}.{member}");
        let zone = known_zone(&name("zone"), &self.zone, region)?;
        if !is_among(&zone, zones, region) {
            let reason = format!("`{zone}` is none of the requirement's zones");
            return Err(DocumentError::new(name("zone"), reason));
        }
        let threshold = share(&name("threshold"), self.threshold)?;
        if threshold >= required {
            let reason = format!("{} is not lower than {}", threshold.value(), required.value());
            return Err(DocumentError::new(name("threshold"), reason));
        }
        let (from, until) = (date(&name("from"), &self.from)?, date(&name("until"), &self.until)?);
        if until < from {
            return Err(DocumentError::new(name("until"), format!("it is before from, {from}")));
        }
        Ok(Waiver { zone, threshold, from, until })
    }
}

impl From<&Waiver> for WaiverDocument {
    fn from(waiver: &Waiver) -> Self {
        Self {
            zone: waiver.zone.to_string(),
            threshold: waiver.threshold.value(),
            from: waiver.from.to_string(),
            until: waiver.until.to_string(),
        }
    }
}

/// Two waivers for one zone and day would leave open which threshold holds.
fn refuse_overlapping(waivers: &[Waiver]) -> Result<(), DocumentError> {
    for (index, waiver) in waivers.iter().enumerate() {
        let overlaps = |other: &Waiver| {
            other.zone == waiver.zone && other.from <= waiver.until && waiver.from <= other.until
        };
        if let Some(earlier) = waivers[..index].iter().position(overlaps) {
            let reason = format!("it overlaps waivers[{earlier}] for the same zone");
            return Err(DocumentError::new(format!("waivers[{index}]"), reason));
        }
    }
    Ok(())
}

fn is_among(code: &ZoneCode, zones: &ZoneSet, region: &Region) -> bool {
    match zones {
        ZoneSet::Kind(kind) => region.zone(code).is_some_and(|zone| zone.kind == *kind),
        ZoneSet::Codes(codes) => codes.contains(code),
    }
}

fn known_zone(field: &str, code: &str, region: &Region) -> Result<ZoneCode, DocumentError> {
    let code = ZoneCode::new(code);
    match region.zone(&code) {
        Some(_) => Ok(code),
        None => Err(DocumentError::new(field, format!("`{code}` is no zone of the region"))),
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
