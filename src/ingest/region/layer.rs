//! A layer of a region as GeoJSON: features with their properties, geometry in
//! the computing coordinate reference system.

use geo::{Coord, LineString, MultiPolygon};
use geojson::{Geometry, GeometryValue, JsonObject, Position};
use serde_json::Value;

use super::{RegionError, error::Item, files::Shelf};
use crate::{
    domain::{Bilingual, Finding, Severity},
    geometry::{Projection, WGS84},
    ingest::{
        Content, DEFAULT_UNPACKED_LIMIT_BYTES, GeoJsonTextError,
        geojson_text::{FeatureText, GeoJsonLimits, GeoJsonText},
        polygon::read_polygons,
    },
};

pub struct Layer {
    file: String,
    projection: Projection,
    pub features: Vec<LayerFeature>,
}

pub struct LayerFeature {
    pub number: u64,
    geometry: Option<Geometry>,
    properties: JsonObject,
}

impl Layer {
    /// # Errors
    /// When the file isn't GeoJSON through and through.
    pub fn read(shelf: &mut Shelf<'_>, layer: &str, file: &str) -> Result<Self, RegionError> {
        let whole = |reason: &dyn ToString| RegionError::file(file, reason.to_string());
        let bytes = shelf.take(layer, file)?;
        let limits = GeoJsonLimits::unpacked_bytes(DEFAULT_UNPACKED_LIMIT_BYTES);
        let text = GeoJsonText::survey(Content::Bytes(&bytes), limits).map_err(|error| whole(&error))?;
        let from = text.crs.as_deref().unwrap_or(WGS84);
        let projection = Projection::new(from, &shelf.crs).map_err(|error| whole(&error))?;
        let mut features = Vec::new();
        let parse = |text: FeatureText| {
            let parts = text.parse().map(|parts| (text.number, parts));
            features.push(parts.map_err(|reason| (text.number, reason)));
            Ok::<(), GeoJsonTextError>(())
        };
        text.for_each(parse).map_err(|error| whole(&error))?;
        let features = features.into_iter().map(|feature| match feature {
            Ok((number, parts)) => {
                Ok(LayerFeature { number, geometry: parts.geometry, properties: parts.properties })
            }
            Err((number, reason)) => Err(RegionError::item(file, Item::Feature, number, reason)),
        });
        Ok(Self { file: file.to_owned(), projection, features: features.collect::<Result<_, _>>()? })
    }

    pub fn error(&self, feature: &LayerFeature, reason: impl ToString) -> RegionError {
        RegionError::item(&self.file, Item::Feature, feature.number, reason)
    }

    /// A property that has to be there; a whole number is taken as its digits.
    pub fn text(&self, feature: &LayerFeature, property: &str) -> Result<String, RegionError> {
        let found = self.optional_text(feature, Some(property))?;
        found.ok_or_else(|| self.error(feature, format!("has no property `{property}`")))
    }

    /// None where the region names no such property or the feature hasn't it.
    pub fn optional_text(
        &self,
        feature: &LayerFeature,
        property: Option<&str>,
    ) -> Result<Option<String>, RegionError> {
        let Some(property) = property else { return Ok(None) };
        match feature.properties.get(property) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(Value::Number(number)) => Ok(Some(number.to_string())),
            Some(other) => Err(self.error(feature, format!("property `{property}`: `{other}` is no text"))),
        }
    }

    /// A number from 0.
    pub fn amount(&self, feature: &LayerFeature, property: &str) -> Result<f64, RegionError> {
        let text = self.text(feature, property)?;
        let amount = text.parse().ok().filter(|amount: &f64| amount.is_finite() && *amount >= 0.0);
        amount.ok_or_else(|| {
            self.error(feature, format!("property `{property}`: `{text}` is no number from 0"))
        })
    }

    /// An area, mended if need be; what was mended is noted.
    pub fn area(
        &self,
        feature: &LayerFeature,
        shelf: &mut Shelf<'_>,
    ) -> Result<MultiPolygon<f64>, RegionError> {
        let (area, remarks) = read_polygons(feature.geometry.as_ref(), &self.projection);
        for remark in remarks.iter() {
            let message = remark.problem.message();
            if remark.severity == Severity::Error {
                return Err(self.error(feature, format!("{}: {}", remark.problem.code(), message.en)));
            }
            let named = |sentence: &str| format!("{}: {sentence}", self.file);
            shelf.findings.push(Finding {
                code: remark.problem.code().into(),
                severity: remark.severity,
                feature: Some(feature.number),
                place: None,
                message: Bilingual::new(named(&message.sv), named(&message.en)),
            });
        }
        Ok(area)
    }

    pub fn is_point(&self, feature: &LayerFeature) -> bool {
        matches!(feature.geometry.as_ref().map(|geometry| &geometry.value), Some(GeometryValue::Point { .. }))
    }

    pub fn point(&self, feature: &LayerFeature) -> Result<Coord<f64>, RegionError> {
        match feature.geometry.as_ref().map(|geometry| &geometry.value) {
            Some(GeometryValue::Point { coordinates }) => self.position(feature, coordinates),
            other => Err(self.error(feature, expected("a Point", other))),
        }
    }

    /// The lines of a LineString or MultiLineString.
    pub fn lines(&self, feature: &LayerFeature) -> Result<Vec<LineString<f64>>, RegionError> {
        match feature.geometry.as_ref().map(|geometry| &geometry.value) {
            Some(GeometryValue::LineString { coordinates }) => Ok(vec![self.line(feature, coordinates)?]),
            Some(GeometryValue::MultiLineString { coordinates }) => {
                coordinates.iter().map(|line| self.line(feature, line)).collect()
            }
            other => Err(self.error(feature, expected("a LineString", other))),
        }
    }

    fn line(&self, feature: &LayerFeature, positions: &[Position]) -> Result<LineString<f64>, RegionError> {
        let coords = positions.iter().map(|position| self.position(feature, position));
        let mut coords = coords.collect::<Result<Vec<_>, _>>()?;
        coords.dedup();
        if coords.len() < 2 {
            return Err(self.error(feature, "its line has fewer than two distinct points"));
        }
        Ok(LineString(coords))
    }

    fn position(&self, feature: &LayerFeature, position: &Position) -> Result<Coord<f64>, RegionError> {
        let &[x, y, ..] = position.as_slice() else {
            return Err(self.error(feature, "a position has fewer than two numbers"));
        };
        self.projection.coord(Coord { x, y }).map_err(|error| self.error(feature, error))
    }
}

fn expected(what: &str, found: Option<&GeometryValue>) -> String {
    let found = found.map_or("nothing", GeometryValue::type_name);
    format!("expected {what} as geometry, found {found}")
}
