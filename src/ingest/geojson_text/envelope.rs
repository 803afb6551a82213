//! The members of a top-level object.

use serde_json::Value;

use super::{Form, GeoJsonTextError, Scanner};
use crate::ingest::crs_name;

/// The members of a top-level object that say what the file is.
#[derive(Default)]
pub struct TopLevel {
    kind: Value,
    crs: Value,
    /// How many there are; none: the object has no such list.
    pub features: Option<u64>,
}

impl TopLevel {
    /// Passes over one object of the file.
    ///
    /// # Errors
    /// When it isn't whole or no object.
    pub fn scan(scanner: &mut Scanner<'_>) -> Result<Self, GeoJsonTextError> {
        let not_geojson = |reason: &str| GeoJsonTextError::NotGeoJson(reason.to_owned());
        let mut top = Self::default();
        if matches!(scanner.next_byte()?, Some(b'[')) {
            return Err(not_geojson("a list, and no object"));
        }
        scanner.object(|scanner, name| {
            match name {
                "type" => top.kind = scanner.small_value()?,
                "crs" => top.crs = scanner.small_value()?,
                "features" => {
                    if scanner.next_byte()? != Some(b'[') {
                        return Err(not_geojson("`features` is no list"));
                    }
                    let mut count = 0;
                    scanner.list(|scanner| {
                        count += 1;
                        scanner.value(None)
                    })?;
                    top.features = Some(count);
                }
                _ => scanner.value(None)?,
            }
            Ok(())
        })?;
        Ok(top)
    }

    /// # Errors
    /// When the object is of no type that GeoJSON knows.
    pub fn form(&self) -> Result<Form, GeoJsonTextError> {
        const GEOMETRIES: [&str; 7] = [
            "Point",
            "MultiPoint",
            "LineString",
            "MultiLineString",
            "Polygon",
            "MultiPolygon",
            "GeometryCollection",
        ];
        let reason = match self.kind.as_str() {
            Some("FeatureCollection") if self.features.is_some() => return Ok(Form::Collection),
            Some("FeatureCollection") => "the collection has no `features`".to_owned(),
            Some(kind) if kind == "Feature" || GEOMETRIES.contains(&kind) => return Ok(Form::Sequence),
            Some(kind) => format!("its `type` is `{kind}`"),
            None => "it has no `type`".to_owned(),
        };
        Err(GeoJsonTextError::NotGeoJson(reason))
    }

    /// The `crs` member of GeoJSON before RFC 7946; `null` is taken for none.
    ///
    /// # Errors
    /// When it names no known system.
    pub fn crs_name(&self) -> Result<Option<String>, GeoJsonTextError> {
        if self.crs.is_null() {
            return Ok(None);
        }
        let properties = &self.crs["properties"];
        let name = match (properties["name"].as_str(), &properties["code"]) {
            (Some(name), _) => name.to_owned(),
            (None, Value::Number(code)) => format!("EPSG:{code}"),
            _ => self.crs.to_string(),
        };
        crs_name(&name).map(Some).map_err(|error| GeoJsonTextError::Crs(error.to_string()))
    }
}
