//! The envelope of a GeoJSON file: which form it has, which coordinate reference
//! system it names, and its features one by one as text.
//!
//! A file is read twice: once whole, so that a broken one and its system are
//! known before anything comes of it, and once feature by feature, so that memory
//! holds one feature and a bad one is set aside without ending the file. It is
//! read through a buffer and not mapped into memory: a mapped file that somebody
//! shortens ends the process, and gzip can't be mapped. The crate's own
//! `FeatureReader` doesn't do: it takes the first `[` for the list (a `bbox`
//! before it, too) and ends at the first bad feature.

mod envelope;
mod scanner;

use std::borrow::Cow;

use geojson::{Geometry, JsonObject};
use serde::Deserialize;
use serde_json::value::RawValue;

use self::{
    envelope::TopLevel,
    scanner::{Kept, Scanner},
};
use super::{Content, UnpackError, UnpackLimits};

/// Why a file is no GeoJSON that can be read. Nothing of it is taken.
#[derive(Debug, thiserror::Error)]
pub enum GeoJsonTextError {
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("broken at line {line}, byte {column}: {reason}")]
    Broken { line: usize, column: u64, reason: String },
    #[error("broken at line {line}, byte {column}: the file ends in the middle")]
    Truncated { line: usize, column: u64 },
    #[error("brackets are nested more than {0} deep")]
    TooDeep(usize),
    #[error("no GeoJSON: {0}")]
    NotGeoJson(String),
    #[error("{0}")]
    Crs(String),
}

/// How much of a text is held.
#[derive(Clone, Copy, Debug)]
pub struct GeoJsonLimits {
    pub unpack: UnpackLimits,
    /// The longest text of one feature; a longer one is set aside.
    pub feature_bytes: usize,
    pub nesting: usize,
}

impl GeoJsonLimits {
    pub fn unpacked_bytes(limit_bytes: u64) -> Self {
        Self { unpack: UnpackLimits::bytes(limit_bytes), feature_bytes: 1 << 30, nesting: 64 }
    }
}

/// A file of GeoJSON whose brackets are whole.
pub struct GeoJsonText<'content> {
    content: Content<'content>,
    limits: GeoJsonLimits,
    form: Form,
    /// As the `crs` member names it, in the form `EPSG:3006`.
    pub crs: Option<String>,
    pub feature_count: u64,
}

/// A feature as text that is perhaps no JSON and perhaps no feature.
pub struct FeatureText {
    /// From 1.
    pub number: u64,
    /// None where it is longer than the limit.
    pub text: Option<Vec<u8>>,
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

impl<'content> GeoJsonText<'content> {
    /// Reads the file once and keeps its form. The content is as it came, gzip or not.
    ///
    /// # Errors
    /// When it can't be unpacked, isn't whole, is no GeoJSON, or names a
    /// coordinate reference system in no known way.
    pub fn survey(content: Content<'content>, limits: GeoJsonLimits) -> Result<Self, GeoJsonTextError> {
        let mut scanner = open(content, limits)?;
        let first = TopLevel::scan(&mut scanner)?;
        let mut text = Self {
            content,
            limits,
            form: first.form()?,
            crs: first.crs_name()?,
            feature_count: first.features.unwrap_or(1),
        };
        while scanner.next_byte()?.is_some() {
            let next = TopLevel::scan(&mut scanner)?;
            if text.form == Form::Collection || next.form()? == Form::Collection {
                return Err(GeoJsonTextError::NotGeoJson("something follows the collection".to_owned()));
            }
            text.feature_count += 1;
        }
        Ok(text)
    }

    /// Whether the features stand one after the other, without a collection.
    pub fn is_sequence(&self) -> bool {
        self.form == Form::Sequence
    }

    /// Calls with each feature, in the file's order.
    ///
    /// # Errors
    /// As for [`GeoJsonText::survey`], and when the call fails.
    pub fn for_each<E: From<GeoJsonTextError>>(
        &self,
        mut use_feature: impl FnMut(FeatureText) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut scanner = open(self.content, self.limits)?;
        let mut number = 0;
        let mut feature = |scanner: &mut Scanner<'content>| {
            let mut kept = Kept::new(self.limits.feature_bytes);
            scanner.value(Some(&mut kept))?;
            number += 1;
            use_feature(FeatureText { number, text: (!kept.is_too_long).then_some(kept.text) })
        };
        match self.form {
            Form::Collection => scanner.object(|scanner, name| match name {
                "features" => scanner.list(&mut feature),
                _ => Ok(scanner.value(None)?),
            }),
            Form::Sequence => {
                while scanner.next_byte()?.is_some() {
                    feature(&mut scanner)?;
                }
                Ok(())
            }
        }
    }
}

fn open<'content>(
    content: Content<'content>,
    limits: GeoJsonLimits,
) -> Result<Scanner<'content>, GeoJsonTextError> {
    Ok(Scanner::new(content.open(limits.unpack)?, limits.nesting))
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
        let text = self.text.as_deref().ok_or("its text is too long")?;
        let parts: Parts<'_> = serde_json::from_slice(text).map_err(reason)?;
        let geometry = if parts.kind == "Feature" {
            parts.geometry.map(|geometry| serde_json::from_str(geometry.get())).transpose()
        } else {
            serde_json::from_slice(text).map(Some)
        };
        Ok(FeatureParts {
            geometry: geometry.map_err(reason)?,
            properties: parts.properties.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests;
