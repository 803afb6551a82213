//! GeoJSON: pages of a WFS, and files by hand.

use std::{borrow::Cow, path::Path};

use geojson::JsonObject;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Reading, UseFeature, name_of, unreadable};
use crate::{
    geometry::WGS84,
    ingest::{Content, GeoJsonLimits, GeoJsonText, GeoJsonTextError},
    sources::{Result, SourceError, SourceFault, feature::SourceFeature},
};

/// A file by hand may be as large as a country's.
const MOST_BYTES: u64 = 64 << 30;

#[derive(Deserialize)]
struct FeatureDocument<'text> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'text, str>,
    #[serde(borrow)]
    geometry: Option<&'text RawValue>,
    properties: Option<JsonObject>,
}

pub fn for_each(reading: &Reading<'_>, path: &Path, use_feature: UseFeature<'_>) -> Result<u64> {
    let limits = GeoJsonLimits::unpacked_bytes(MOST_BYTES);
    let text = GeoJsonText::survey(Content::File(path), limits).map_err(|error| unreadable(path, error))?;
    let crs = text.crs.as_deref().or(reading.unnamed_crs).unwrap_or(WGS84);
    let (projection, is_same) = reading.projection(path, Some(crs))?;
    let name = name_of(path);
    text.for_each(|text| {
        let place = format!("{name}, feature {}", text.number);
        let broken = |error: &dyn ToString| SourceFault::BrokenAnswer.at(&place, error.to_string());
        let bytes = text.text.ok_or_else(|| broken(&"its text is too long"))?;
        let document: FeatureDocument<'_> = serde_json::from_slice(&bytes).map_err(|error| broken(&error))?;
        if document.kind != "Feature" {
            return Err(broken(&format!("expected a Feature, found `{}`", document.kind)).into());
        }
        let Some(geometry) = document.geometry else { return Ok(()) };
        let geometry: geojson::Geometry =
            serde_json::from_str(geometry.get()).map_err(|error| broken(&error))?;
        let geometry = geo::Geometry::try_from(&geometry.value).map_err(|error| broken(&error))?;
        let geometry = reading.placed(&place, &geometry, &projection, is_same)?;
        let properties = document.properties.unwrap_or_default();
        Ok(use_feature(SourceFeature { place, geometry, properties })?)
    })
    .map_err(|failure: Failure| failure.at(path))?;
    Ok(text.feature_count)
}

/// What ends the reading.
enum Failure {
    Text(GeoJsonTextError),
    Feature(SourceError),
}

impl Failure {
    fn at(self, path: &Path) -> SourceError {
        match self {
            Self::Text(error) => unreadable(path, error),
            Self::Feature(error) => error,
        }
    }
}

impl From<GeoJsonTextError> for Failure {
    fn from(error: GeoJsonTextError) -> Self {
        Self::Text(error)
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::Feature(error)
    }
}
