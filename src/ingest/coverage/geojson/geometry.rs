//! A feature's text: its polygons as coordinates, and the header fields among
//! its properties. The numbers go straight to where they stay: the crate's own
//! geometry holds each position in a list of its own.

use std::{borrow::Cow, fmt};

use geo::Coord;
use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Value, value::RawValue};

use crate::ingest::{
    coverage::header_columns::header_field,
    polygon::{RingRules, ShapeBuilder, Shapes},
};

const RULES: RingRules = RingRules { winding_is_stated: true, names_duplicates: true };

/// # Errors
/// When the text is no feature or geometry.
pub fn shapes(text: &[u8]) -> Result<Shapes, serde_json::Error> {
    let object: ObjectText<'_> = serde_json::from_slice(text)?;
    let mut builder = ShapeBuilder::new(RULES);
    if object.kind == "Feature" {
        if let Some(geometry) = object.geometry {
            add(serde_json::from_str(geometry.get())?, &mut builder)?;
        }
    } else {
        add(object, &mut builder)?;
    }
    Ok(builder.finish())
}

/// What the feature's properties say of the header; nothing where they can't be read.
pub fn header(text: &[u8]) -> Vec<(&'static str, String)> {
    serde_json::from_slice::<HeaderText>(text).map_or_else(|_| Vec::new(), |text| text.properties.0)
}

/// What is used of a feature or a geometry.
#[derive(Deserialize)]
struct ObjectText<'text> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'text, str>,
    #[serde(borrow)]
    geometry: Option<&'text RawValue>,
    #[serde(borrow)]
    coordinates: Option<&'text RawValue>,
    #[serde(borrow)]
    geometries: Option<Vec<&'text RawValue>>,
}

type Rings = Vec<Vec<Position>>;

/// The depth of collections in collections is bounded by the text's nesting.
fn add(object: ObjectText<'_>, builder: &mut ShapeBuilder) -> Result<(), serde_json::Error> {
    let coordinates = object.coordinates.map_or("null", RawValue::get);
    match object.kind.as_ref() {
        "Polygon" => builder.add_polygon(coords(serde_json::from_str(coordinates)?)),
        "MultiPolygon" => {
            let polygons: Vec<Rings> = serde_json::from_str(coordinates)?;
            if polygons.is_empty() {
                builder.add_empty();
            }
            polygons.into_iter().for_each(|rings| builder.add_polygon(coords(rings)));
        }
        "GeometryCollection" => {
            let geometries = object.geometries.unwrap_or_default();
            if geometries.is_empty() {
                builder.add_empty();
            }
            for geometry in geometries {
                add(serde_json::from_str(geometry.get())?, builder)?;
            }
        }
        other => {
            let known = ["Point", "MultiPoint", "LineString", "MultiLineString"];
            let Some(kind) = known.into_iter().find(|kind| *kind == other) else {
                return Err(serde::de::Error::custom(format_args!("the type `{other}` is not known")));
            };
            builder.add_other(kind);
        }
    }
    Ok(())
}

fn coords(rings: Rings) -> impl Iterator<Item = Vec<Coord<f64>>> {
    rings.into_iter().map(|ring| ring.into_iter().map(|position| position.0).collect())
}

/// The first two numbers of a position; what is missing is no number.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(PositionVisitor)
    }
}

struct PositionVisitor;

impl<'de> Visitor<'de> for PositionVisitor {
    type Value = Position;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a position")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Position, A::Error> {
        let x = numbers.next_element()?.unwrap_or(f64::NAN);
        let y = numbers.next_element()?.unwrap_or(f64::NAN);
        while numbers.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Position(Coord { x, y }))
    }
}

#[derive(Deserialize)]
struct HeaderText {
    #[serde(default)]
    properties: HeaderValues,
}

/// The properties that are header fields; the others are passed over.
#[derive(Default)]
struct HeaderValues(Vec<(&'static str, String)>);

impl<'de> Deserialize<'de> for HeaderValues {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HeaderVisitor)
    }
}

struct HeaderVisitor;

impl<'de> Visitor<'de> for HeaderVisitor {
    type Value = HeaderValues;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("properties")
    }

    fn visit_unit<E>(self) -> Result<HeaderValues, E> {
        Ok(HeaderValues::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<HeaderValues, A::Error> {
        let mut values = Vec::new();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            match header_field(&name) {
                Some(field) => match members.next_value()? {
                    Value::Null => {}
                    Value::String(text) => values.push((field, text)),
                    other => values.push((field, other.to_string())),
                },
                None => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(HeaderValues(values))
    }
}
