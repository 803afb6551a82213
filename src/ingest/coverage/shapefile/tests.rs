use std::io::{Cursor, Write};

use ::shapefile::{
    Point, Polygon, PolygonRing, ShapeWriter,
    dbase::{FieldName, FieldValue, Record as Row, TableWriterBuilder},
};
use geo::MultiPolygon;
use proptest::prelude::*;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::super::{testing::*, *};
use crate::ingest::testing::region;

const PRJ: &str = r#"PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

fn shp(shapes: &[Polygon]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = ShapeWriter::new(&mut bytes);
    shapes.iter().for_each(|shape| writer.write_shape(shape).unwrap());
    drop(writer);
    bytes.into_inner()
}

/// All shells before all holes, as the format allows it.
fn shape(area: &MultiPolygon<f64>) -> Polygon {
    let points = |ring: &geo::LineString<f64>| -> Vec<Point> {
        ring.coords().map(|coord| Point::new(coord.x, coord.y)).collect()
    };
    let shells = area.iter().map(|part| PolygonRing::Outer(points(part.exterior())));
    let holes = area.iter().flat_map(|part| part.interiors()).map(|ring| PolygonRing::Inner(points(ring)));
    Polygon::with_rings(shells.chain(holes).collect())
}

fn dbf(network: &str, rows: usize) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let name = |name: &str| FieldName::try_from(name).unwrap();
    let mut writer = TableWriterBuilder::new()
        .add_character_field(name("NETWORK"), 20)
        .add_numeric_field(name("location_p"), 8, 2)
        .build_with_dest(&mut bytes);
    for _ in 0..rows {
        let mut row = Row::default();
        row.insert("NETWORK".to_owned(), FieldValue::Character(Some(network.to_owned())));
        row.insert("location_p".to_owned(), FieldValue::Numeric(Some(0.95)));
        writer.write_record(&row).unwrap();
    }
    drop(writer);
    bytes.into_inner()
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn shapes() -> Vec<u8> {
    shp(&areas().each_ref().map(shape))
}

fn good() -> Vec<u8> {
    let (shp, dbf) = (shapes(), dbf("ripa", 2));
    zipped(&[
        ("in/4g.SHP", &shp),
        ("in/4g.prj", PRJ.as_bytes()),
        ("in/4g.dbf", &dbf),
        ("in/readme.txt", b"7"),
    ])
}

#[test]
fn areas_and_header_fields_come_through() {
    let reading = check_read(&good(), CoverageFormat::Shapefile, "EPSG:3006");
    assert_eq!(reading.layer.as_deref(), Some("4g"));
    let header: Vec<_> = reading.header.iter().map(|(field, values)| (field, values.join(" "))).collect();
    assert_eq!(header, [("location_probability", "0.95".to_owned()), ("network", "ripa".to_owned())]);
}

#[test]
fn the_table_is_in_the_encoding_that_is_named() {
    let mut latin = dbf("fjall", 2);
    let at = latin.windows(5).position(|bytes| bytes == b"fjall").unwrap();
    latin[at + 2] = 0xe4;
    let (shp, utf8) = (shapes(), dbf("fjäll", 2));
    for (dbf, cpg) in [(&latin, "1252"), (&latin, "ISO-8859-1"), (&utf8, "UTF-8")] {
        let bytes =
            zipped(&[("a.shp", &shp), ("a.prj", PRJ.as_bytes()), ("a.dbf", dbf), ("a.cpg", cpg.as_bytes())]);
        let reading = check_read(&bytes, CoverageFormat::Shapefile, "EPSG:3006");
        assert_eq!(reading.header.values("network")[0], "fjäll", "{cpg}");
    }
}

#[test]
fn the_system_is_the_files_or_the_callers() {
    let region = region();
    let shp = shapes();
    let moved = PRJ.replace("500000", "500001");
    for (prj, code) in [("", "crs_missing"), (moved.as_str(), "unknown_crs"), ("here", "unknown_crs")] {
        let bytes = zipped(&[("a.shp", &shp), ("a.prj", prj.as_bytes())]);
        check_refused(&bytes, code);
        let source = CoverageSource::new(&region).with_crs("EPSG:3006");
        assert_eq!(collect_coverage_bytes(&bytes, &source).unwrap().area_m2(), AREA_M2);
    }
    check_refused_as(&good(), &CoverageSource::new(&region).with_crs("EPSG:4326"), "crs_conflict");
}

/// Shells that are wound like holes are turned, and that is said.
#[test]
fn winding_is_as_the_format_has_it() {
    let turned = areas().map(|area| {
        let reversed =
            |ring: &PolygonRing<Point>| PolygonRing::Outer(ring.points().iter().rev().copied().collect());
        shape(&MultiPolygon(vec![area.0[0].clone()])).rings().iter().map(reversed).collect::<Vec<_>>()
    });
    // The crate's writer turns rings itself, so that theirs are turned in the bytes.
    let mut bytes = shp(&turned.map(Polygon::with_rings)[1..]);
    let points = bytes.len() - 5 * 16;
    let mut coords: Vec<[u8; 16]> =
        bytes[points..].chunks_exact(16).map(|point| point.try_into().unwrap()).collect();
    coords.reverse();
    bytes[points..].copy_from_slice(&coords.concat());
    let found = codes(&zipped(&[("a.shp", &bytes), ("a.prj", PRJ.as_bytes())]));
    assert_eq!(found, [("wrong_winding".to_owned(), None)]);
}

#[test]
fn a_table_cut_short_is_a_finding() {
    let (shp, dbf) = (shapes(), dbf("ripa", 2));
    let bytes = zipped(&[("a.shp", &shp), ("a.prj", PRJ.as_bytes()), ("a.dbf", &dbf[..dbf.len() - 20])]);
    assert_eq!(codes(&bytes), [("unread_columns".to_owned(), None)]);
}

#[test]
fn archives_that_are_refused_whole() {
    let (shp, good) = (shapes(), good());
    check_refused(&good[..good.len() - 30], "truncated_archive");
    check_refused(&good[..good.len() / 2], "truncated_archive");
    check_refused(&zipped(&[]), "missing_part");
    check_refused(&zipped(&[("inner.zip", &good)]), "missing_part");
    check_refused(&zipped(&[("a.shp", &shp), ("b.shp", &shp)]), "several_layers");
    for name in ["../a.shp", "/a.shp", "a/../../b.shp", "C:/a.shp", "a\\b.shp"] {
        check_refused(&zipped(&[(name, &shp)]), "unsafe_name");
    }
    let prj = PRJ.as_bytes();
    check_refused(&zipped(&[("a.shp", &shp[..shp.len() - 10]), ("a.prj", prj)]), "truncated_shapefile");
    check_refused(&zipped(&[("a.shp", &shp[..50]), ("a.prj", prj)]), "truncated_shapefile");
    check_refused(&zipped(&[("a.shp", &[7; 200]), ("a.prj", prj)]), "broken_shapefile");
    check_refused(&zipped(&[("a.shp", &shp), ("a.prj", &[b' '; 100_000])]), "text_too_long");
}

#[test]
fn bombs_end_at_the_limits() {
    let region = region();
    let source = CoverageSource::new(&region);
    let bomb = zipped(&[("a.shp", &vec![0; 20 << 20])]);
    check_refused_as(&bomb, &source, "unpack_ratio");
    let limits = ReadLimits { unpacked_bytes: 1 << 20, archive_entries: 3, ..ReadLimits::default() };
    let small = CoverageSource { limits, ..source };
    check_refused_as(&bomb, &small, "too_large");
    let many: Vec<_> = (0..4).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"7"[..])).collect();
    check_refused_as(&zipped(&many), &small, "too_many_entries");
}

#[test]
fn records_are_no_longer_than_they_are() {
    let mut bytes = shapes();
    // The first record's number of points.
    bytes[148..152].copy_from_slice(&i32::MAX.to_le_bytes());
    let found = codes(&zipped(&[("a.shp", &bytes), ("a.prj", PRJ.as_bytes())]));
    assert_eq!(found, [("malformed_feature".to_owned(), Some(1))]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn damaged_archives_never_panic(bytes in damaged(good().leak())) {
        read_anyhow(&bytes, Some(CoverageFormat::Shapefile));
    }

    #[test]
    fn damaged_shapes_never_panic(shp in damaged(shapes().leak()), dbf in damaged(dbf("ripa", 2).leak())) {
        read_anyhow(&zipped(&[("a.shp", &shp), ("a.prj", PRJ.as_bytes()), ("a.dbf", &dbf)]), None);
    }
}
