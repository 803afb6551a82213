//! A dead zone's report as JSON, for the API and for files.

use std::fmt;

use geo::Intersects;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    DocumentError,
    document_error::word,
    document_geometry::{place_from_json, place_to_json},
};
use crate::{
    domain::{DeadZoneReport, EmailAddress, Environment, Language, NetworkId, Region, Service},
    geometry::ProjectionError,
};

/// Longer than anybody needs to say where a phone doesn't work; what Open311 allows.
const GREATEST_TEXT_CHARACTERS: usize = 4_000;

/// A report as somebody sends it, with what is kept apart from it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DeadZoneSubmission {
    #[serde(flatten)]
    pub report: DeadZoneDocument,
    /// Who wants to be told of changes by e-mail; never shown to anybody.
    #[serde(default)]
    pub contact: Option<ContactDocument>,
}

#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactDocument {
    email: String,
    /// In which the mails are written: `sv` or `en`.
    #[serde(default = "swedish")]
    language: String,
}

fn swedish() -> String {
    Language::Swedish.to_string()
}

/// An address shows itself to no log.
impl fmt::Debug for ContactDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ContactDocument(…)")
    }
}

impl ContactDocument {
    pub fn new(email: impl Into<String>, language: Language) -> Self {
        Self { email: email.into(), language: language.to_string() }
    }

    /// # Errors
    /// When the address has not the form of one, or the language isn't known.
    pub fn read(&self) -> Result<(EmailAddress, Language), DocumentError> {
        let email = EmailAddress::new(&self.email);
        let email = email.map_err(|error| DocumentError::new("contact.email", error))?;
        Ok((email, word("contact.language", &self.language)?))
    }
}

/// A report as somebody made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeadZoneDocument {
    /// GeoJSON Point, LineString or Polygon in lon/lat.
    #[schema(value_type = Object)]
    pub geometry: Value,
    /// The network that doesn't work; null: none works.
    #[serde(default)]
    pub network: Option<String>,
    #[schema(value_type = Service)]
    pub service: String,
    #[schema(value_type = Environment)]
    pub environment: String,
    /// RFC 3339, `2026-11-01T10:00:00Z`.
    #[schema(format = DateTime)]
    pub observed_at: String,
    #[serde(default)]
    pub text: String,
}

impl DeadZoneDocument {
    /// Checks the document against the region and projects its geometry. That
    /// the moment isn't in the future is for the caller, who has a clock.
    ///
    /// # Errors
    /// The first field that can't be taken, with the reason; a place outside
    /// all zones is [`DocumentError::OutsideRegion`].
    pub fn to_report(&self, region: &Region) -> Result<DeadZoneReport, DocumentError> {
        let geometry = place_from_json("geometry", &self.geometry, region)?;
        if !region.zones.iter().any(|zone| zone.outline.intersects(&geometry)) {
            return Err(DocumentError::OutsideRegion { field: "geometry".to_owned() });
        }
        let observed_at: Timestamp = self.observed_at.parse().map_err(|_| {
            let reason = format!("`{}` is no moment: expected 2026-11-01T10:00:00Z", self.observed_at);
            DocumentError::new("observed_at", reason)
        })?;
        let length = self.text.chars().count();
        if length > GREATEST_TEXT_CHARACTERS {
            let reason = format!("{length} characters are more than {GREATEST_TEXT_CHARACTERS}");
            return Err(DocumentError::new("text", reason));
        }
        Ok(DeadZoneReport {
            geometry,
            network: self.network.as_deref().map(|id| known_network(id, region)).transpose()?,
            service: word("service", &self.service)?,
            environment: word("environment", &self.environment)?,
            observed_at,
            text: self.text.clone(),
        })
    }

    /// The report as a document again; geometry goes back to lon/lat.
    ///
    /// # Errors
    /// When the place has no place on WGS 84.
    pub fn of(report: &DeadZoneReport, region: &Region) -> Result<Self, ProjectionError> {
        Ok(Self {
            geometry: place_to_json(&report.geometry, region)?,
            network: report.network.as_ref().map(ToString::to_string),
            service: report.service.to_string(),
            environment: report.environment.to_string(),
            observed_at: report.observed_at.to_string(),
            text: report.text.clone(),
        })
    }
}

fn known_network(id: &str, region: &Region) -> Result<NetworkId, DocumentError> {
    let id = NetworkId::new(id).map_err(|error| DocumentError::new("network", error))?;
    match region.network(&id) {
        Some(_) => Ok(id),
        None => Err(DocumentError::new("network", format!("`{id}` is no network of the region"))),
    }
}

#[cfg(test)]
mod tests;
