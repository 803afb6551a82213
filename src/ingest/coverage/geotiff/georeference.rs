//! Where a picture lies: its geo keys (OGC 19-008r4) and its place in the system.

use geo::Coord;
use tiff::tags::Tag;

use super::{Picture, fault};
use crate::{
    geometry::identify_crs,
    ingest::coverage::{CoverageReadError, FileCrs, ReadFault, cell_area::Placing},
};

const MODEL_TYPE: u16 = 1024;
const RASTER_TYPE: u16 = 1025;
const CITATION: u16 = 1026;
const GEODETIC_CRS: u16 = 2048;
const GEODETIC_CITATION: u16 = 2049;
const PROJECTED_CRS: u16 = 3072;
const PROJECTED_CITATION: u16 = 3073;

const GEOGRAPHIC_MODEL: u16 = 2;
const PIXEL_IS_POINT: u16 = 2;
/// Codes between are EPSG's; this one says that the keys describe the system.
const EPSG_CODES: std::ops::RangeInclusive<u16> = 1024..=32766;

/// Before a description as WKT that some makers put into a citation.
const WKT_CITATION: &str = "ESRI PE String = ";

/// A directory entry: key, where its value is, how many, and the value or its place.
type Key = [u16; 4];

/// Where columns and rows lie; the origin is the corner of the first pixel.
///
/// # Errors
/// When the picture has no place, or is tied to one by scattered points.
pub fn placing(picture: &mut Picture) -> Result<Placing, CoverageReadError> {
    let numbers = |picture: &mut Picture, tag| match picture.find_tag(tag).map_err(fault)? {
        Some(value) => value.into_f64_vec().map_err(fault),
        None => Ok(Vec::new()),
    };
    let scale = numbers(picture, Tag::ModelPixelScaleTag)?;
    let tie_points = numbers(picture, Tag::ModelTiepointTag)?;
    let transformation = numbers(picture, Tag::ModelTransformationTag)?;
    let (origin, column, row) = match (transformation.as_slice(), scale.as_slice(), tie_points.as_slice()) {
        (&[a, b, _, x, d, e, _, y, ..], _, _) => (Coord { x, y }, Coord { x: a, y: d }, Coord { x: b, y: e }),
        ([], &[width, height, ..], &[i, j, _, x, y, _, ..]) => (
            Coord { x: x - i * width, y: y + j * height },
            Coord { x: width, y: 0.0 },
            Coord { x: 0.0, y: -height },
        ),
        _ => return Err(ReadFault::UnsupportedRaster.with("ModelPixelScale, ModelTiepoint")),
    };
    let area = column.x * row.y - column.y * row.x;
    if !(origin.x.is_finite() && origin.y.is_finite() && area.is_finite() && area != 0.0) {
        return Err(ReadFault::UnsupportedRaster.with("ModelTransformation"));
    }
    // Where a pixel is a point, that point is its centre.
    let is_point = keys(picture)?.iter().any(|key| key[0] == RASTER_TYPE && key[3] == PIXEL_IS_POINT);
    let origin = if is_point { origin - (column + row) / 2.0 } else { origin };
    Ok(Placing { origin, column, row, longest_edge: None })
}

/// # Errors
/// When the keys can't be read.
pub fn crs(picture: &mut Picture) -> Result<FileCrs, CoverageReadError> {
    let keys = keys(picture)?;
    let value = |wanted| keys.iter().find(|key| key[0] == wanted && key[1] == 0).map(|key| key[3]);
    let system = match value(MODEL_TYPE) {
        Some(GEOGRAPHIC_MODEL) => value(GEODETIC_CRS),
        _ => value(PROJECTED_CRS).or(value(GEODETIC_CRS)),
    };
    match system {
        Some(code) if EPSG_CODES.contains(&code) => return Ok(FileCrs::Named(format!("EPSG:{code}"))),
        None if value(MODEL_TYPE).is_none() => return Ok(FileCrs::Unsaid),
        _ => {}
    }
    let citations = citations(picture, &keys)?;
    let described = citations.iter().find_map(|text| identify_crs(text.strip_prefix(WKT_CITATION)?));
    let name = || citations.first().map(|text| text.chars().take(80).collect()).unwrap_or_default();
    Ok(described.map_or_else(|| FileCrs::Unidentified(name()), FileCrs::Named))
}

fn keys(picture: &mut Picture) -> Result<Vec<Key>, CoverageReadError> {
    let directory = picture.find_tag_unsigned_vec::<u16>(Tag::GeoKeyDirectoryTag).map_err(fault)?;
    let directory = directory.unwrap_or_default();
    // The first entry is the directory's own.
    Ok(directory.chunks_exact(4).skip(1).map(|key| [key[0], key[1], key[2], key[3]]).collect())
}

fn citations(picture: &mut Picture, keys: &[Key]) -> Result<Vec<String>, CoverageReadError> {
    let texts = match picture.find_tag(Tag::GeoAsciiParamsTag).map_err(fault)? {
        Some(value) => value.into_string().map_err(fault)?,
        None => return Ok(Vec::new()),
    };
    let wanted = [PROJECTED_CITATION, GEODETIC_CITATION, CITATION];
    let citations = wanted.iter().filter_map(|wanted| {
        let [_, place, length, start] = *keys.iter().find(|key| key[0] == *wanted)?;
        let start = usize::from(start);
        let text = texts.get(start..(start + usize::from(length)).min(texts.len()))?;
        (place == Tag::GeoAsciiParamsTag.to_u16()).then(|| text.trim_end_matches(['|', '\0']).to_owned())
    });
    Ok(citations.collect())
}
