//! A zone that somebody draws or uploads: GeoJSON in lon/lat.

use geo::{CoordsIter, MultiPolygon};
use geojson::{FeatureCollection, GeoJson, GeometryValue};
use serde_json::Value;

use super::{DocumentError, document_geometry::areas_from_json};
use crate::{domain::Region, geometry::union_of};

/// More corners than any outline that a person draws or an authority keeps.
pub const MOST_VERTICES: usize = 100_000;

/// An area of anybody's own.
#[derive(Clone, Debug)]
pub struct OwnZone {
    /// As the document calls it; empty where it doesn't.
    pub name: String,
    /// Valid polygons in the region's computing coordinate reference system.
    pub outline: MultiPolygon<f64>,
}

/// Reads a Polygon, a MultiPolygon, a Feature of one, or a FeatureCollection of
/// several, which together are the zone. Nothing is mended but winding.
///
/// # Errors
/// When the text is no such GeoJSON, an outline crosses itself, there are more
/// than [`MOST_VERTICES`], or nothing of it lies in the region.
pub fn read_own_zone(text: &str, region: &Region) -> Result<OwnZone, DocumentError> {
    let document: GeoJson = text.parse().map_err(|error| DocumentError::new("zone", error))?;
    let (name, parts) = parts(document)?;
    let mut vertices = 0;
    let mut outlines = Vec::with_capacity(parts.len());
    for (field, geometry) in &parts {
        let value = serde_json::to_value(geometry).map_err(|error| DocumentError::new(field, error))?;
        vertices += corners(&value);
        if vertices > MOST_VERTICES {
            let reason = format!("more than {MOST_VERTICES} vertices");
            return Err(DocumentError::new(field, reason));
        }
        outlines.push(areas_from_json(field, &value, region)?);
    }
    let outline = match outlines.as_slice() {
        [only] => only.clone(),
        several => union_of(several.iter().flatten()),
    };
    if outline.coords_iter().next().is_none() {
        return Err(DocumentError::new("zone", "the zone has no area"));
    }
    Ok(OwnZone { name, outline })
}

type Parts = Vec<(String, GeometryValue)>;

/// The document's name, and its geometries by the field that each stands in.
fn parts(document: GeoJson) -> Result<(String, Parts), DocumentError> {
    let named = |feature: &geojson::Feature| {
        feature.property("name").and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    match document {
        GeoJson::Geometry(geometry) => Ok((String::new(), vec![("zone".to_owned(), geometry.value)])),
        GeoJson::Feature(feature) => {
            let name = named(&feature);
            Ok((name, vec![part("geometry".to_owned(), feature)?]))
        }
        GeoJson::FeatureCollection(FeatureCollection { features, .. }) => {
            let name = features.first().map(named).unwrap_or_default();
            let numbered = features.into_iter().enumerate();
            let parts =
                numbered.map(|(number, feature)| part(format!("features[{number}].geometry"), feature));
            Ok((name, parts.collect::<Result<_, _>>()?))
        }
    }
}

fn part(field: String, feature: geojson::Feature) -> Result<(String, GeometryValue), DocumentError> {
    match feature.geometry {
        Some(geometry) => Ok((field, geometry.value)),
        None => Err(DocumentError::new(field, "the feature has no geometry")),
    }
}

/// Positions anywhere in a geometry.
fn corners(value: &Value) -> usize {
    match value {
        Value::Array(items) if items.first().is_some_and(Value::is_number) => 1,
        Value::Array(items) => items.iter().map(corners).sum(),
        Value::Object(members) => members.values().map(corners).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use geo::Area;
    use serde_json::json;

    use super::*;
    use crate::ingest::testing::region;

    fn square(lon: f64, lat: f64, size: f64) -> Value {
        let (east, north) = (lon + size, lat + size);
        json!({"type": "Polygon", "coordinates": [[[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]]})
    }

    fn feature(name: &str, geometry: Value) -> Value {
        json!({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    }

    fn read(document: &Value) -> Result<OwnZone, DocumentError> {
        read_own_zone(&document.to_string(), &region())
    }

    #[test]
    fn geometries_features_and_collections_are_zones() {
        let alone = read(&square(20.0, 65.0, 0.1)).unwrap();
        let named = read(&feature("Slingan", square(20.0, 65.0, 0.1))).unwrap();
        assert_eq!((alone.name.as_str(), named.name.as_str()), ("", "Slingan"));
        assert_eq!(alone.outline, named.outline);
        // Two that overlap by half count once.
        let features = [square(20.0, 65.0, 0.1), square(20.05, 65.0, 0.1)].map(|square| feature("x", square));
        let both = read(&json!({"type": "FeatureCollection", "features": features})).unwrap();
        let ratio = both.outline.unsigned_area() / alone.outline.unsigned_area();
        assert!((ratio - 1.5).abs() < 1e-3, "{ratio}");
    }

    #[track_caller]
    fn check_refused(document: &Value, expected: &str) {
        let error = read(document).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_is_no_zone_is_refused_with_its_place() {
        check_refused(&json!({"type": "Point", "coordinates": [20, 65]}), "zone");
        check_refused(&feature("x", json!(null)), "geometry: the feature has no geometry");
        let bow =
            json!({"type": "Polygon", "coordinates": [[[20, 65], [21, 66], [21, 65], [20, 66], [20, 65]]]});
        let collection = json!({"type": "FeatureCollection", "features": [feature("x", bow)]});
        check_refused(&collection, "features[0].geometry");
        check_refused(&json!({"type": "FeatureCollection", "features": []}), "no area");
        let ring: Vec<_> =
            (0..=MOST_VERTICES).map(|step| json!([f64::from(step as u32) * 1e-6, 65.0])).collect();
        check_refused(&json!({"type": "Polygon", "coordinates": [ring]}), "more than 100000 vertices");
        assert!(read_own_zone("{", &region()).is_err());
    }
}
