//! Geometry in JSON documents: GeoJSON in lon/lat there, the computing
//! coordinate reference system here.

use geo::{Coord, Euclidean, Geometry, Length, LineString, MultiPolygon, Point};
use geojson::GeometryValue;
use serde_json::Value;

use super::{
    DocumentError,
    polygon::{make_sound, project, read_shapes},
};
use crate::{
    domain::Region,
    geometry::{Projection, ProjectionError, WGS84},
};

/// Areas as somebody drew them. Nothing is mended but winding: a mended line is
/// not the line that was decided.
///
/// # Errors
/// With the field's name, when the value is no sound Polygon or MultiPolygon.
pub fn areas_from_json(
    field: &str,
    value: &Value,
    region: &Region,
) -> Result<MultiPolygon<f64>, DocumentError> {
    let geometry = parse(field, value)?;
    let mut shapes = read_shapes(Some(&geometry));
    let projection = into_region(field, region)?;
    let areas = project(&shapes.polygons, &projection).map(|areas| make_sound(areas, &mut shapes.remarks));
    let areas = areas.map_err(|remark| DocumentError::new(field, remark.problem.message().en))?;
    match shapes.remarks.iter().next() {
        Some(remark) => {
            let reason = format!("{}: {}", remark.problem.code(), remark.problem.message().en);
            Err(DocumentError::new(field, reason))
        }
        None => Ok(areas),
    }
}

/// A point, a line that leads somewhere, or one polygon.
///
/// # Errors
/// With the field's name, when the value is none of them or has no place.
pub fn place_from_json(field: &str, value: &Value, region: &Region) -> Result<Geometry<f64>, DocumentError> {
    match parse(field, value)?.value {
        GeometryValue::Point { coordinates } => {
            let &[x, y, ..] = coordinates.as_slice() else {
                return Err(DocumentError::new(field, "a position has fewer than two numbers"));
            };
            let position = into_region(field, region)?.coord(Coord { x, y });
            let position = position.map_err(|error| DocumentError::new(field, error))?;
            Ok(Geometry::Point(Point(position)))
        }
        GeometryValue::LineString { coordinates } => {
            let corners = coordinates.iter().filter_map(|corner| match corner.as_slice() {
                &[x, y, ..] => Some(Coord { x, y }),
                _ => None,
            });
            let line = into_region(field, region)?.geometry(&corners.collect::<LineString<f64>>());
            let line = line.map_err(|error| DocumentError::new(field, error))?;
            match Euclidean.length(&line) > 0.0 {
                true => Ok(Geometry::LineString(line)),
                false => Err(DocumentError::new(field, "the line leads nowhere")),
            }
        }
        GeometryValue::Polygon { .. } => {
            let MultiPolygon(mut polygons) = areas_from_json(field, value, region)?;
            match (polygons.pop(), polygons.is_empty()) {
                (Some(polygon), true) => Ok(Geometry::Polygon(polygon)),
                _ => Err(DocumentError::new(field, "the polygon falls into several parts")),
            }
        }
        other => {
            let reason = format!("{} is no Point, LineString or Polygon", other.type_name());
            Err(DocumentError::new(field, reason))
        }
    }
}

/// # Errors
/// When the areas have no place on WGS 84.
pub fn areas_to_json(areas: &MultiPolygon<f64>, region: &Region) -> Result<Value, ProjectionError> {
    let on_wgs84 = Projection::new(&region.crs, WGS84)?.geometry(areas)?;
    Ok(to_value(GeometryValue::from(&on_wgs84)))
}

/// # Errors
/// When the place has no place on WGS 84.
pub fn place_to_json(place: &Geometry<f64>, region: &Region) -> Result<Value, ProjectionError> {
    let on_wgs84 = Projection::new(&region.crs, WGS84)?.geometry(place)?;
    Ok(to_value(GeometryValue::from(&on_wgs84)))
}

fn to_value(geometry: GeometryValue) -> Value {
    serde_json::to_value(geometry).expect("names and numbers are JSON")
}

fn parse(field: &str, value: &Value) -> Result<geojson::Geometry, DocumentError> {
    serde_json::from_value(value.clone())
        .map_err(|error| DocumentError::new(field, format!("no GeoJSON geometry: {error}")))
}

fn into_region(field: &str, region: &Region) -> Result<Projection, DocumentError> {
    Projection::new(WGS84, &region.crs).map_err(|error| DocumentError::new(field, error))
}
