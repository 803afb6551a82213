//! The members of a top-level object, and the elements of its `features`.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use super::{Form, GeoJsonTextError};
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

impl<'de> Deserialize<'de> for TopLevel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TopLevelVisitor)
    }
}

struct TopLevelVisitor;

impl<'de> Visitor<'de> for TopLevelVisitor {
    type Value = TopLevel;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<TopLevel, A::Error> {
        let mut top = TopLevel::default();
        while let Some(name) = members.next_key::<String>()? {
            match name.as_str() {
                "type" => top.kind = members.next_value()?,
                "crs" => top.crs = members.next_value()?,
                // Elements without size: the list takes no memory.
                "features" => top.features = Some(members.next_value::<Vec<IgnoredAny>>()?.len() as u64),
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(top)
    }
}

/// Hands out the elements of a collection's `features`.
pub struct FeaturesOf<'call, F>(pub &'call mut F);

impl<'de, F: FnMut(Box<RawValue>)> DeserializeSeed<'de> for FeaturesOf<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Box<RawValue>)> Visitor<'de> for FeaturesOf<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            if name == "features" {
                members.next_value_seed(Elements(self.0))?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Elements<'call, F>(&'call mut F);

impl<'de, F: FnMut(Box<RawValue>)> DeserializeSeed<'de> for Elements<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Box<RawValue>)> Visitor<'de> for Elements<'_, F> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some(text) = elements.next_element()? {
            (self.0)(text);
        }
        Ok(())
    }
}
