//! Rings of a FlatGeobuf geometry; no number in it is taken on trust.

use flatgeobuf::{Geometry, GeometryType};
use geo::Coord;

use crate::ingest::polygon::ShapeBuilder;

/// Adds the polygons. `of_the_file` is the type that the file's header gives, for
/// features that don't say theirs.
///
/// # Errors
/// When ends and coordinates don't fit. The depth of parts is bounded by the
/// verification of their buffer.
pub fn add(
    geometry: &Geometry<'_>,
    of_the_file: GeometryType,
    builder: &mut ShapeBuilder,
) -> Result<(), &'static str> {
    let own = geometry.type_();
    let kind = if own == GeometryType::Unknown { of_the_file } else { own };
    match kind {
        GeometryType::Polygon => add_polygon(geometry, builder),
        GeometryType::MultiPolygon => add_parts(geometry, GeometryType::Polygon, builder),
        GeometryType::GeometryCollection => add_parts(geometry, GeometryType::Unknown, builder),
        GeometryType::Unknown => Err("it has no type"),
        other => {
            builder.add_other(other.variant_name().unwrap_or("Geometry"));
            Ok(())
        }
    }
}

fn add_parts(
    geometry: &Geometry<'_>,
    kind: GeometryType,
    builder: &mut ShapeBuilder,
) -> Result<(), &'static str> {
    match geometry.parts().filter(|parts| !parts.is_empty()) {
        Some(parts) => parts.iter().try_for_each(|part| add(&part, kind, builder)),
        // A single part may stand in the geometry itself.
        None if kind == GeometryType::Polygon && geometry.xy().is_some() => add_polygon(geometry, builder),
        None => {
            builder.add_empty();
            Ok(())
        }
    }
}

fn add_polygon(geometry: &Geometry<'_>, builder: &mut ShapeBuilder) -> Result<(), &'static str> {
    let Some(xy) = geometry.xy().filter(|xy| !xy.is_empty()) else {
        builder.add_empty();
        return Ok(());
    };
    let coords: Vec<Coord<f64>> = {
        let mut numbers = xy.iter();
        std::iter::from_fn(|| Some(Coord { x: numbers.next()?, y: numbers.next()? })).collect()
    };
    let ends = geometry.ends().filter(|ends| !ends.is_empty());
    let ends = ends.map_or_else(|| vec![coords.len()], |ends| ends.iter().map(|end| end as usize).collect());
    let mut start = 0;
    let mut rings = Vec::with_capacity(ends.len());
    for end in ends {
        rings.push(coords.get(start..end).ok_or("a ring ends outside the coordinates")?.to_vec());
        start = end;
    }
    builder.add_polygon(rings);
    Ok(())
}
