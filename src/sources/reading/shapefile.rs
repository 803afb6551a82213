//! A Shapefile with its `.dbf`, `.prj` and `.cpg` beside it.

use std::{
    fs::{self, File},
    io::BufReader,
    path::Path,
};

use encoding_rs::{UTF_8, WINDOWS_1252};
use geo::{Area, Coord};
use geojson::JsonObject;
use serde_json::Value;
use shapefile::{
    PolygonRing, Shape, ShapeReader,
    dbase::{self, FieldValue, encoding::EncodingRs},
    record::traits::HasXY,
};

use super::{Reading, UseFeature, name_of, unreadable};
use crate::{
    geometry::{assemble, identify_crs},
    sources::{Result, SourceFault, feature::SourceFeature},
};

pub fn for_each(reading: &Reading<'_>, path: &Path, use_feature: UseFeature<'_>) -> Result<u64> {
    let broken = |error: &dyn ToString| unreadable(path, error.to_string());
    let crs = fs::read_to_string(path.with_extension("prj")).ok().and_then(|text| identify_crs(&text));
    let (projection, is_same) = reading.projection(path, crs.as_deref())?;
    let shapes = File::open(path).map_err(|error| broken(&error))?;
    let shapes = ShapeReader::new(BufReader::new(shapes)).map_err(|error| broken(&error))?;
    let mut reader = shapefile::Reader::new(shapes, table(path)?);
    let name = name_of(path);
    let mut count = 0;
    for pair in reader.iter_shapes_and_records() {
        let (shape, record) = pair.map_err(|error| broken(&error))?;
        count += 1;
        let place = format!("{name}, record {count}");
        if matches!(shape, Shape::NullShape) {
            continue;
        }
        let geometry = geometry(shape).map_err(|reason| SourceFault::BadGeometry.at(&place, reason))?;
        let geometry = reading.placed(&place, &geometry, &projection, is_same)?;
        let properties = record.into_iter().map(|(name, value)| (name, plain(value))).collect::<JsonObject>();
        use_feature(SourceFeature { place, geometry, properties })?;
    }
    Ok(count)
}

fn geometry(shape: Shape) -> std::result::Result<geo::Geometry<f64>, String> {
    match shape {
        Shape::Polygon(polygon) => area(polygon.into_inner()),
        Shape::PolygonM(polygon) => area(polygon.into_inner()),
        Shape::PolygonZ(polygon) => area(polygon.into_inner()),
        other => geo::Geometry::try_from(other).map_err(|error| error.to_string()),
    }
}

/// The rings of all parts stand in one list, in any order: shells are wound
/// clockwise and holes counter-clockwise, so that turned round they have the
/// inside on their left.
fn area<P: HasXY>(rings: Vec<PolygonRing<P>>) -> std::result::Result<geo::Geometry<f64>, String> {
    let turned = |ring: &PolygonRing<P>| {
        let mut coords: Vec<_> =
            ring.points().iter().rev().map(|point| Coord { x: point.x(), y: point.y() }).collect();
        coords.dedup();
        if coords.len() > 1 && coords.first() == coords.last() {
            coords.pop();
        }
        coords
    };
    let loops: Vec<Vec<Coord<f64>>> = rings.iter().map(turned).collect();
    let stated: f64 = loops.iter().map(|corners| signed_area(corners)).sum();
    let area = assemble(loops);
    if (area.unsigned_area() - stated).abs() > stated.abs() * LARGEST_DEVIATION {
        return Err("its rings are wound in a way that doesn't tell shells from holes".to_owned());
    }
    Ok(area.into())
}

/// Of rings that make sense; sums in another order differ less.
const LARGEST_DEVIATION: f64 = 1e-6;

fn signed_area(corners: &[Coord<f64>]) -> f64 {
    let Some(origin) = corners.first() else { return 0.0 };
    let next = corners.iter().skip(1).chain(corners.first());
    let doubled: f64 = corners
        .iter()
        .zip(next)
        .map(|(a, b)| (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y))
        .sum();
    doubled / 2.0
}

/// Texts are in what the `.cpg` says; without one in UTF-8, if all of them are,
/// and else in Windows' Latin, as most writers leave it.
fn table(path: &Path) -> Result<dbase::Reader<BufReader<File>>> {
    let path = path.with_extension("dbf");
    let broken = |error: &dyn ToString| unreadable(&path, error.to_string());
    let label = fs::read_to_string(path.with_extension("cpg")).unwrap_or_default();
    let encoding = match encoding_rs::Encoding::for_label(label.trim().as_bytes()) {
        Some(encoding) => encoding,
        None => {
            let bytes = fs::read(&path).map_err(|error| broken(&error))?;
            // Behind the head, which holds numbers.
            let head = bytes.get(8..10).map_or(0, |at| usize::from(u16::from_le_bytes([at[0], at[1]])));
            let texts = bytes.get(head..).unwrap_or_default();
            if std::str::from_utf8(texts).is_ok() { UTF_8 } else { WINDOWS_1252 }
        }
    };
    let file = BufReader::new(File::open(&path).map_err(|error| broken(&error))?);
    let builder = dbase::ReaderBuilder::new().with_encoding(EncodingRs::from(encoding));
    builder.build(file).map_err(|error| broken(&error))
}

fn plain(value: FieldValue) -> Value {
    match value {
        FieldValue::Character(text) => text.map_or(Value::Null, Value::from),
        FieldValue::Memo(text) => text.into(),
        FieldValue::Numeric(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Float(number) => number.map_or(Value::Null, Value::from),
        FieldValue::Integer(number) => number.into(),
        FieldValue::Double(number) | FieldValue::Currency(number) => number.into(),
        FieldValue::Logical(is_so) => is_so.map_or(Value::Null, Value::from),
        FieldValue::Date(_) | FieldValue::DateTime(_) => Value::Null,
    }
}
