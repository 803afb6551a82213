//! The envelope of a GeoJSON file: which form it has, which coordinate reference
//! system it names, and its features one by one as text.
//!
//! A file is read twice: once whole, so that a broken one is known before
//! anything comes of it, and once feature by feature, so that memory holds one
//! feature and a bad one is set aside without ending the file. The crate's own
//! `FeatureReader` does neither: it takes the first `[` for the list (a `bbox`
//! before it, too) and ends at the first bad feature.

mod envelope;

use std::{borrow::Cow, io::BufRead};

use geojson::{Geometry, JsonObject};
use serde::{Deserialize, de::DeserializeSeed};
use serde_json::{de::IoRead, error::Category, value::RawValue};

use self::envelope::{FeaturesOf, TopLevel};
use super::{UnpackError, unpacking_reader};

/// Why a file is no GeoJSON that can be read. Nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum GeoJsonTextError {
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("broken at line {line}, byte {column}: {reason}")]
    Broken { line: usize, column: usize, reason: String },
    #[error("no GeoJSON: {0}")]
    NotGeoJson(String),
    #[error("{0}")]
    Crs(String),
}

impl From<serde_json::Error> for GeoJsonTextError {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        match error.classify() {
            Category::Io => Self::Unpack(std::io::Error::from(error).into()),
            Category::Data => Self::NotGeoJson(error.to_string()),
            Category::Syntax | Category::Eof => Self::Broken { line, column, reason: error.to_string() },
        }
    }
}

/// A file of GeoJSON whose JSON is whole.
pub struct GeoJsonText<'bytes> {
    bytes: &'bytes [u8],
    limit_bytes: u64,
    form: Form,
    /// As the `crs` member names it, in the form `EPSG:3006`.
    pub crs: Option<String>,
    pub feature_count: u64,
}

/// A feature as text that is JSON and perhaps no feature.
pub struct FeatureText {
    /// From 1.
    pub number: u64,
    text: Box<RawValue>,
}

/// What is used of a feature.
pub struct FeatureParts {
    pub geometry: Option<Geometry>,
    pub properties: JsonObject,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Collection,
    /// Features or geometries one after the other: one alone, or one a line.
    Sequence,
}

impl<'bytes> GeoJsonText<'bytes> {
    /// Reads the file once and keeps its form. `bytes` are as they came, gzip or not.
    ///
    /// # Errors
    /// When it can't be unpacked, isn't whole, is no GeoJSON, or names a
    /// coordinate reference system in no known way.
    pub fn survey(bytes: &'bytes [u8], limit_bytes: u64) -> Result<Self, GeoJsonTextError> {
        let mut values = Values::open(bytes, limit_bytes)?;
        let first = values.survey_next()?;
        let mut text = Self {
            bytes,
            limit_bytes,
            form: first.form()?,
            crs: first.crs_name()?,
            feature_count: first.features.unwrap_or(1),
        };
        while !values.at_end() {
            let next = values.survey_next()?;
            if text.form == Form::Collection || next.form()? == Form::Collection {
                return Err(GeoJsonTextError::NotGeoJson("something follows the collection".to_owned()));
            }
            text.feature_count += 1;
        }
        Ok(text)
    }

    /// Calls with each feature, in the file's order.
    ///
    /// # Errors
    /// As for [`GeoJsonText::survey`].
    pub fn for_each(&self, mut use_feature: impl FnMut(FeatureText)) -> Result<(), GeoJsonTextError> {
        let mut values = Values::open(self.bytes, self.limit_bytes)?;
        let mut number = 0;
        let mut numbered = |text| {
            number += 1;
            use_feature(FeatureText { number, text });
        };
        match self.form {
            Form::Collection => FeaturesOf(&mut numbered).deserialize(&mut values.0)?,
            Form::Sequence => {
                while !values.at_end() {
                    numbered(Box::<RawValue>::deserialize(&mut values.0)?);
                }
            }
        }
        Ok(())
    }
}

impl FeatureText {
    /// Takes the text apart; an `id` or foreign member never stands in the way.
    ///
    /// # Errors
    /// The reason why the text is no feature, as a sentence's end.
    pub fn parse(&self) -> Result<FeatureParts, String> {
        #[derive(Deserialize)]
        struct Parts<'text> {
            #[serde(rename = "type", borrow)]
            kind: Cow<'text, str>,
            #[serde(borrow)]
            geometry: Option<&'text RawValue>,
            properties: Option<JsonObject>,
        }
        let reason = |error: serde_json::Error| error.to_string();
        let parts: Parts<'_> = serde_json::from_str(self.text.get()).map_err(reason)?;
        let geometry = if parts.kind == "Feature" {
            parts.geometry.map(|geometry| serde_json::from_str(geometry.get())).transpose()
        } else {
            serde_json::from_str(self.text.get()).map(Some)
        };
        Ok(FeatureParts {
            geometry: geometry.map_err(reason)?,
            properties: parts.properties.unwrap_or_default(),
        })
    }
}

/// The JSON values of a file, one after the other.
struct Values<'bytes>(serde_json::Deserializer<IoRead<Box<dyn BufRead + 'bytes>>>);

impl<'bytes> Values<'bytes> {
    fn open(bytes: &'bytes [u8], limit_bytes: u64) -> Result<Self, UnpackError> {
        Ok(Self(serde_json::Deserializer::from_reader(unpacking_reader(bytes, limit_bytes)?)))
    }

    fn at_end(&mut self) -> bool {
        self.0.end().is_ok()
    }

    fn survey_next(&mut self) -> Result<TopLevel, GeoJsonTextError> {
        Ok(TopLevel::deserialize(&mut self.0)?)
    }
}

#[cfg(test)]
mod tests;
