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
    domain::{
        DeadZoneReport, EmailAddress, Environment, FailingUse, Language, NetworkId, Recurrence, Region,
        Service,
    },
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
    /// The networks that don't work; empty: none that the reporter has.
    #[serde(default)]
    pub networks: Vec<String>,
    /// One network more, for those who name no others.
    #[serde(default, skip_serializing)]
    pub network: Option<String>,
    /// What fails; may be left out where `service` is said.
    #[serde(default)]
    #[schema(value_type = Vec<FailingUse>)]
    pub failing: Vec<String>,
    /// What its cases are about. Left out: calls, where an emergency call, a call or a text message
    /// fails, else data at 10 Mbit/s.
    #[serde(default)]
    #[schema(value_type = Option<Service>)]
    pub service: Option<String>,
    #[schema(value_type = Environment)]
    pub environment: String,
    /// RFC 3339, `2026-11-01T10:00:00Z`.
    #[schema(format = DateTime)]
    pub observed_at: String,
    /// How often it fails; null: it isn't said.
    #[serde(default)]
    #[schema(value_type = Option<Recurrence>)]
    pub recurrence: Option<String>,
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
        let failing = self.read_failing()?;
        Ok(DeadZoneReport {
            geometry,
            networks: self.read_networks(region)?,
            service: self.read_service(&failing)?,
            failing,
            environment: word("environment", &self.environment)?,
            observed_at,
            recurrence: self.recurrence.as_deref().map(|text| word("recurrence", text)).transpose()?,
            text: self.text.clone(),
        })
    }

    /// In the region's order, each once.
    fn read_networks(&self, region: &Region) -> Result<Vec<NetworkId>, DocumentError> {
        let several = self.networks.iter().map(|id| known_network("networks", id, region));
        let one = self.network.iter().map(|id| known_network("network", id, region));
        let named = several.chain(one).collect::<Result<Vec<_>, _>>()?;
        Ok(region.network_ids().into_iter().filter(|id| named.contains(id)).collect())
    }

    /// In the words' own order, each once.
    fn read_failing(&self) -> Result<Vec<FailingUse>, DocumentError> {
        let named = self.failing.iter().map(|text| word("failing", text));
        let named = named.collect::<Result<Vec<FailingUse>, _>>()?;
        Ok(FailingUse::ALL.iter().copied().filter(|one| named.contains(one)).collect())
    }

    /// What is said of the service agrees with what fails.
    fn read_service(&self, failing: &[FailingUse]) -> Result<Service, DocumentError> {
        let said = self.service.as_deref().map(|text| word::<Service>("service", text)).transpose()?;
        let refused = |reason: String| Err(DocumentError::new("failing", reason));
        match (said, FailingUse::service_of(failing)) {
            (None, None) => refused("nothing says what fails".to_owned()),
            (Some(service), Some(_)) if !failing.iter().any(|one| one.needs(service)) => {
                refused(format!("nothing that fails needs `{service}`"))
            }
            (Some(service), _) | (None, Some(service)) => Ok(service),
        }
    }

    /// The report as a document again; geometry goes back to lon/lat.
    ///
    /// # Errors
    /// When the place has no place on WGS 84.
    pub fn of(report: &DeadZoneReport, region: &Region) -> Result<Self, ProjectionError> {
        Ok(Self {
            geometry: place_to_json(&report.geometry, region)?,
            networks: report.networks.iter().map(ToString::to_string).collect(),
            network: None,
            failing: report.failing.iter().map(ToString::to_string).collect(),
            service: Some(report.service.to_string()),
            environment: report.environment.to_string(),
            observed_at: report.observed_at.to_string(),
            recurrence: report.recurrence.map(|recurrence| recurrence.to_string()),
            text: report.text.clone(),
        })
    }
}

fn known_network(field: &str, id: &str, region: &Region) -> Result<NetworkId, DocumentError> {
    let id = NetworkId::new(id).map_err(|error| DocumentError::new(field, error))?;
    match region.network(&id) {
        Some(_) => Ok(id),
        None => Err(DocumentError::new(field, format!("`{id}` is no network of the region"))),
    }
}

#[cfg(test)]
mod tests;
