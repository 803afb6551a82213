use ::flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo::{Geometry, MultiPolygon, wkt};
use geozero::{ColumnValue, PropertyProcessor};
use proptest::prelude::*;

use super::super::{testing::*, *};
use crate::ingest::testing::region;

const CRS: FgbCrs<'static> =
    FgbCrs { org: None, code: 3006, name: None, description: None, wkt: None, code_string: None };

fn written(geometries: &[Geometry<f64>], kind: GeometryType, crs: FgbCrs<'_>, write_index: bool) -> Vec<u8> {
    let options = FgbWriterOptions { crs, write_index, ..Default::default() };
    let mut writer = FgbWriter::create_with_options("layer", kind, options).unwrap();
    writer.add_column("network", ColumnType::String, |_, _| {});
    writer.add_column("other", ColumnType::Double, |_, _| {});
    writer.add_column("load", ColumnType::Float, |_, _| {});
    for geometry in geometries {
        writer
            .add_feature_geom(geometry.clone(), |feature| {
                feature.property(0, "network", &ColumnValue::String("ripa")).unwrap();
                feature.property(1, "other", &ColumnValue::Double(7.0)).unwrap();
                feature.property(2, "load", &ColumnValue::Float(0.5)).unwrap();
            })
            .unwrap();
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).unwrap();
    bytes
}

fn geometries() -> Vec<Geometry<f64>> {
    areas().into_iter().map(Geometry::MultiPolygon).collect()
}

fn good() -> Vec<u8> {
    // With an index the features are sorted along a curve.
    written(&geometries(), GeometryType::MultiPolygon, CRS, false)
}

#[test]
fn areas_and_header_fields_come_through() {
    let reading = check_read(&good(), CoverageFormat::FlatGeobuf, "EPSG:3006");
    assert_eq!(reading.layer.as_deref(), Some("layer"));
    assert_eq!(
        (reading.header.values("network"), reading.header.values("load")),
        (&["ripa".to_owned()][..], &["0.5".to_owned()][..])
    );
    let unknown = written(&geometries(), GeometryType::Unknown, CRS, false);
    check_read(&unknown, CoverageFormat::FlatGeobuf, "EPSG:3006");
    let region = region();
    let indexed = written(&geometries(), GeometryType::MultiPolygon, CRS, true);
    let read = collect_coverage_bytes(&indexed, &CoverageSource::new(&region)).unwrap();
    assert!((read.area_m2() - AREA_M2).abs() < 1e-6 && read.reading.findings.is_empty());
}

#[test]
fn the_system_is_the_files_or_the_callers() {
    let wkt = r#"PROJCS["SWEREF99_TM",GEOGCS["GCS_SWEREF99",DATUM["D_SWEREF99",SPHEROID["GRS_1980",6378137.0,
        298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],
        PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",15.0],
        PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;
    let described =
        written(&geometries(), GeometryType::MultiPolygon, FgbCrs { code: 0, wkt: Some(wkt), ..CRS }, false);
    check_read(&described, CoverageFormat::FlatGeobuf, "EPSG:3006");
    let moved = wkt.replace("500000.0", "500001.0");
    let other = written(
        &geometries(),
        GeometryType::MultiPolygon,
        FgbCrs { code: 0, wkt: Some(&moved), ..CRS },
        false,
    );
    check_refused(&other, "unknown_crs");
    let unsaid = written(&geometries(), GeometryType::MultiPolygon, FgbCrs { code: 0, ..CRS }, false);
    check_refused(&unsaid, "crs_missing");
    let region = region();
    check_refused_as(&good(), &CoverageSource::new(&region).with_crs("EPSG:3021"), "crs_conflict");
    for unnamed in [other, unsaid] {
        let read =
            collect_coverage_bytes(&unnamed, &CoverageSource::new(&region).with_crs("EPSG:3006")).unwrap();
        assert!((read.area_m2() - AREA_M2).abs() < 1e-6);
    }
}

#[test]
fn what_is_no_polygon_is_said() {
    let bow_tie = wkt!(POLYGON((740000. 7230000., 740100. 7230100., 740100. 7230000., 740000. 7230100., 740000. 7230000.)));
    for (geometry, kind, code) in [
        (Geometry::Point(wkt!(POINT(740000. 7230000.))), GeometryType::Point, "not_a_polygon"),
        (
            Geometry::LineString(wkt!(LINESTRING(740000. 7230000., 740001. 7230000.))),
            GeometryType::LineString,
            "not_a_polygon",
        ),
        (Geometry::Polygon(bow_tie), GeometryType::Polygon, "self_intersection"),
        (Geometry::MultiPolygon(MultiPolygon(vec![])), GeometryType::MultiPolygon, "empty_geometry"),
    ] {
        let found = codes(&written(&[geometry], kind, CRS, false));
        assert_eq!(found, [(code.to_owned(), Some(1))]);
    }
}

#[test]
fn files_that_are_refused_whole() {
    let good = good();
    check_refused(&good[..good.len() - 3], "truncated_flatgeobuf");
    check_refused(&good[..40], "truncated_flatgeobuf");
    check_refused(&good[..10], "truncated_flatgeobuf");
    let mut newer = good.clone();
    newer[3] = 9;
    check_refused(&newer, "broken_flatgeobuf");
    let mut large = good.clone();
    large[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    check_refused(&large, "broken_flatgeobuf");
    let mut broken = good.clone();
    broken[12..60].fill(0xff);
    check_refused(&broken, "broken_flatgeobuf");
}

#[test]
fn a_feature_past_the_limit_is_set_aside() {
    let region = region();
    let limits = ReadLimits { feature_bytes: 330, ..ReadLimits::default() };
    let source = CoverageSource { limits, ..CoverageSource::new(&region) };
    let read = collect_coverage_bytes(&good(), &source).unwrap();
    let found: Vec<_> =
        read.reading.findings.iter().map(|finding| (finding.code.as_ref(), finding.feature)).collect();
    assert_eq!((found, read.features.len()), (vec![("feature_too_large", Some(1))], 1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_files_never_panic(bytes in damaged(good().leak())) {
        read_anyhow(&bytes, Some(CoverageFormat::FlatGeobuf));
    }
}
