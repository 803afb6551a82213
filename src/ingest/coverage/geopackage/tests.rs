use geo::{Geometry, MultiPolygon, wkt};
use geozero::{CoordDimensions, ToWkb};
use proptest::prelude::*;
use rusqlite::Connection;

use super::super::{testing::*, *};
use crate::ingest::testing::region;

const TABLES: &str = "
    CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY,
        organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL,
        description TEXT);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('SWEREF99 TM', 3006, 'EPSG', 3006, '', NULL),
        ('mine', 100000, 'NONE', 100000, 'PROJCS[', NULL), ('undefined', -1, 'NONE', -1, 'undefined', NULL);
    CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
        srs_id INTEGER, z TINYINT, m TINYINT);";

/// A layer as a tool writes it; its name may need quoting.
fn layer(database: &Connection, name: &str, srs_id: i32, geometries: &[Geometry<f64>]) {
    let quoted = name.replace('"', "\"\"");
    database
        .execute_batch(&format!(
            "CREATE TABLE \"{quoted}\" (fid INTEGER PRIMARY KEY, geom BLOB, Network TEXT, load REAL,
                n INTEGER GENERATED ALWAYS AS (abs(fid)) VIRTUAL);"
        ))
        .unwrap();
    let described = "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'GEOMETRY', ?2, 0, 0)";
    database.execute(described, (name, srs_id)).unwrap();
    for geometry in geometries {
        let blob = geometry.to_gpkg_wkb(CoordDimensions::xy(), Some(srs_id), vec![]).unwrap();
        let insert = format!("INSERT INTO \"{quoted}\" (geom, Network, load) VALUES (?1, 'ripa', 0.5)");
        database.execute(&insert, [blob]).unwrap();
    }
}

fn written(fill: impl FnOnce(&Connection)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written.gpkg");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(TABLES).unwrap();
    fill(&database);
    database.close().unwrap();
    std::fs::read(path).unwrap()
}

fn geometries() -> Vec<Geometry<f64>> {
    areas().into_iter().map(Geometry::MultiPolygon).collect()
}

fn good() -> Vec<u8> {
    written(|database| layer(database, "täckning \"4G\"", 3006, &geometries()))
}

#[test]
fn areas_and_header_fields_come_through() {
    let reading = check_read(&good(), CoverageFormat::GeoPackage, "EPSG:3006");
    assert_eq!(reading.layer.as_deref(), Some("täckning \"4G\""));
    let header: Vec<_> = reading.header.iter().map(|(field, values)| (field, values.join(" "))).collect();
    assert_eq!(header, [("load", "0.5".to_owned()), ("network", "ripa".to_owned())]);
}

#[test]
fn one_of_several_layers_is_named() {
    let two = written(|database| {
        layer(database, "a", 3006, &geometries());
        layer(database, "b", 3006, &geometries()[1..]);
    });
    check_refused(&two, "several_layers");
    let region = region();
    let named = |name: &str| CoverageSource { layer: Some(name.to_owned()), ..CoverageSource::new(&region) };
    check_refused_as(&two, &named("c"), "unknown_layer");
    let read = collect_coverage_bytes(&two, &named("b")).unwrap();
    assert_eq!((read.area_m2(), read.reading.layer.as_deref()), (1e5, Some("b")));
}

#[test]
fn the_system_is_the_layers_or_the_callers() {
    let region = region();
    for (srs_id, code) in
        [(-1, "crs_missing"), (0, "crs_missing"), (4711, "crs_missing"), (100_000, "unknown_crs")]
    {
        let bytes = written(|database| layer(database, "a", srs_id, &geometries()));
        check_refused(&bytes, code);
        let source = CoverageSource::new(&region).with_crs("EPSG:3006");
        assert_eq!(collect_coverage_bytes(&bytes, &source).unwrap().area_m2(), AREA_M2);
    }
    check_refused_as(&good(), &CoverageSource::new(&region).with_crs("EPSG:3021"), "crs_conflict");
}

#[test]
fn what_is_no_polygon_is_said() {
    let point = Geometry::Point(wkt!(POINT(740000. 7230000.)));
    let polygon = wkt!(POLYGON((740000. 7230000., 740100. 7230000., 740100. 7230100., 740000. 7230000.)));
    let both = geo::GeometryCollection(vec![point.clone(), Geometry::Polygon(polygon)]);
    let bytes = written(|database| {
        let geometries = [
            point,
            Geometry::GeometryCollection(both),
            Geometry::MultiPolygon(MultiPolygon(vec![])),
            Geometry::MultiLineString(wkt!(MULTILINESTRING((740000. 7230000., 740001. 7230000.)))),
        ];
        layer(database, "a", 3006, &geometries);
        let insert = "INSERT INTO a (geom) VALUES (NULL), ('text'), (x'00'), (x'4750000100000000')";
        database.execute_batch(insert).unwrap();
    });
    let expected = [
        ("not_a_polygon", 1),
        ("not_a_polygon", 2),
        ("empty_geometry", 3),
        ("not_a_polygon", 4),
        ("empty_geometry", 5),
        ("malformed_feature", 6),
        ("malformed_feature", 7),
        ("malformed_feature", 8),
    ];
    assert_eq!(codes(&bytes), expected.map(|(code, number)| (code.to_owned(), Some(number))));
}

/// Collections within collections, as deep as the bytes go.
#[test]
fn nested_collections_end() {
    let level: &[u8] = &[1, 7, 0, 0, 0, 1, 0, 0, 0];
    let blob = [b"GP\0\x01\xbe\x0b\0\0", level.repeat(100_000).as_slice()].concat();
    let bytes = written(|database| {
        layer(database, "a", 3006, &[]);
        database.execute("INSERT INTO a (geom) VALUES (?1)", [blob]).unwrap();
    });
    assert_eq!(codes(&bytes), [("malformed_feature".to_owned(), Some(1))]);
}

/// Nothing that a stranger wrote is run: no view, no virtual table.
#[test]
fn only_plain_tables_are_layers() {
    let bytes = written(|database| {
        layer(database, "a", 3006, &geometries());
        database
            .execute_batch(
                "CREATE VIEW v AS SELECT * FROM a;
            UPDATE gpkg_geometry_columns SET table_name = 'v'",
            )
            .unwrap();
    });
    check_refused(&bytes, "no_layer");
}

#[test]
fn files_that_are_refused_whole() {
    let good = good();
    check_refused(&good[..100], "truncated_geopackage");
    check_refused(&good[..50], "truncated_geopackage");
    check_refused(&good[..good.len() / 2], "truncated_geopackage");
    let mut broken = good.clone();
    broken[100..200].fill(0xff);
    check_refused(&broken, "broken_geopackage");
    let empty = tempfile::NamedTempFile::new().unwrap();
    Connection::open(empty.path()).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    check_refused(&std::fs::read(empty.path()).unwrap(), "no_layer");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn damaged_files_never_panic(bytes in damaged(good().leak())) {
        read_anyhow(&bytes, Some(CoverageFormat::GeoPackage));
    }
}
