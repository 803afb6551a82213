//! Measured points as GeoJSON (RFC 7946): a feature collection, or features one
//! a line, or as a sequence (RFC 8142). A feature that can't be read is set
//! aside and the others are taken.
//!
//! Properties have the names that columns have; position is the geometry's.
//! Unless the caller or a property names the network it is the one with the
//! serving network's code, and roaming doesn't show.

use std::{borrow::Cow, collections::BTreeMap};

use serde::Deserialize;
use serde_json::Value;

use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    interpreter::Interpreter,
    mapping::{ColumnMapping, MeasuredField, Unit, field_named},
    meaning::Meaning,
    reading::Gatherer,
    row::{ReadRow, Row},
    row_fault::RowFault,
    value,
};
use crate::ingest::{Content, DEFAULT_UNPACKED_LIMIT_BYTES, GeoJsonLimits, GeoJsonText, GeoJsonTextError};

/// Of RFC 8142: stands before each feature of a sequence.
const RECORD_SEPARATOR: u8 = 0x1e;
/// Of what isn't GeoJSON's own, the longest text of one point.
const LONGEST_POINT_BYTES: usize = 1 << 20;

pub(super) fn begins(first: u8) -> bool {
    matches!(first, b'{' | b'[' | RECORD_SEPARATOR)
}

pub(super) fn read(
    text: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let points = Points::new(source)?;
    let separator = match text.trim_ascii_start().first() {
        Some(&RECORD_SEPARATOR) => Some(RECORD_SEPARATOR),
        _ if first_line_is_feature(text) => Some(b'\n'),
        _ => None,
    };
    match separator {
        Some(separator) => points.read_records(text, separator, gatherer),
        None => points.read_collection(text, gatherer)?,
    }
    Ok(MeasurementForm::GeoJsonPoints)
}

/// Whether the first line that isn't blank is a whole feature and more lines follow.
fn first_line_is_feature(text: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Kind<'text> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'text, str>,
    }
    let line = text.trim_ascii_start().split(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice::<Kind<'_>>(line).is_ok_and(|first| first.kind == "Feature")
}

/// Reads one point after the other.
struct Points<'source> {
    interpreter: Interpreter<'source>,
    /// The fields of a given mapping's names, in lower case; none: the known names.
    names: Option<BTreeMap<String, MeasuredField>>,
}

impl<'source> Points<'source> {
    fn new(source: &MeasurementSource<'source>) -> Result<Self, MeasurementError> {
        let (meaning, names) = match source.mapping {
            Some(mapping) => (Meaning::of(mapping, source)?, Some(names_of(mapping))),
            None => (Meaning::plain(source), None),
        };
        Ok(Self { interpreter: Interpreter::new(source, meaning)?, names })
    }

    fn read_collection(&self, text: &[u8], gatherer: &mut Gatherer<'_>) -> Result<(), MeasurementError> {
        let limits = GeoJsonLimits {
            feature_bytes: LONGEST_POINT_BYTES,
            ..GeoJsonLimits::unpacked_bytes(DEFAULT_UNPACKED_LIMIT_BYTES)
        };
        let document = GeoJsonText::survey(Content::Bytes(text), limits)?;
        check_crs(document.crs.as_deref())?;
        document.for_each(|feature| -> Result<(), MeasurementError> {
            let text = feature.text.ok_or(RowFault::NotFeature("too long".to_owned()));
            gatherer.take(feature.number, text.and_then(|text| self.read_feature(&text)));
            Ok(())
        })
    }

    /// Numbered by the line, or by the record of a sequence.
    fn read_records(&self, text: &[u8], separator: u8, gatherer: &mut Gatherer<'_>) {
        let records = text.split(|byte| *byte == separator);
        let trimmed = records.map(|record| {
            let record = record.trim_ascii();
            record.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(record)
        });
        // What stands before the first separator is no record.
        let first = if separator == RECORD_SEPARATOR { 0 } else { 1 };
        let numbered = (first..).zip(trimmed).filter(|(_, record)| !record.trim_ascii().is_empty());
        for (number, record) in numbered {
            gatherer.take(number.max(1), self.read_feature(record));
        }
    }

    fn read_feature(&self, text: &[u8]) -> Result<ReadRow, RowFault> {
        let feature: Value =
            serde_json::from_slice(text).map_err(|fault| RowFault::NotFeature(fault.to_string()))?;
        if feature["type"] != "Feature" {
            return Err(RowFault::NotFeature("type".to_owned()));
        }
        let (lng, lat) = point(&feature["geometry"])?;
        let (lng, lat) = (lng.to_string(), lat.to_string());
        let properties = feature["properties"].as_object();
        let named = properties.into_iter().flatten().filter_map(|(name, value)| {
            let (field, unit) = self.field(name)?;
            Some((field.as_str() == name, field, value::in_own_unit(text_of(value), unit)))
        });
        let mut texts: Vec<_> = named.collect();
        // Our own name of a field stands where another of its names is there, too.
        texts.sort_by_key(|(is_own, ..)| *is_own);
        let texts = texts.iter().map(|(_, field, text)| (*field, &**text));
        let position = [(MeasuredField::Lon, lng.as_str()), (MeasuredField::Lat, lat.as_str())];
        self.interpreter.read(&Row::of(texts.chain(position)))
    }

    /// The field of a property, and the unit where it isn't the field's own.
    fn field(&self, name: &str) -> Option<(MeasuredField, Option<Unit>)> {
        match &self.names {
            Some(names) => names.get(&name.trim().to_lowercase()).map(|field| (*field, None)),
            None => field_named(name),
        }
    }
}

fn names_of(mapping: &ColumnMapping) -> BTreeMap<String, MeasuredField> {
    mapping.columns.iter().map(|(field, column)| (column.trim().to_lowercase(), *field)).collect()
}

/// Files before RFC 7946 could name another system.
fn check_crs(name: Option<&str>) -> Result<(), MeasurementError> {
    match name {
        Some(name) if !name.ends_with("CRS84") && !name.ends_with(":4326") => {
            Err(MeasurementError::ForeignCrs(name.to_owned()))
        }
        _ => Ok(()),
    }
}

impl From<GeoJsonTextError> for MeasurementError {
    fn from(error: GeoJsonTextError) -> Self {
        match error {
            GeoJsonTextError::Unpack(error) => Self::Unpack(error),
            GeoJsonTextError::Crs(name) => Self::ForeignCrs(name),
            other => Self::NotGeoJson(other.to_string()),
        }
    }
}

fn point(geometry: &Value) -> Result<(f64, f64), RowFault> {
    let coordinates = &geometry["coordinates"];
    match (geometry["type"].as_str(), coordinates[0].as_f64(), coordinates[1].as_f64()) {
        (Some("Point"), Some(lng), Some(lat)) => Ok((lng, lat)),
        _ => Err(RowFault::NotPoint),
    }
}

/// A member's value, whichever of JSON's types it has.
pub(super) fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(other.to_string()),
    }
}
