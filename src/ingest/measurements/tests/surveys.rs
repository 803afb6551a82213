//! GeoPackages as Network Survey writes them.

use geo::{Geometry, Point};
use geozero::{CoordDimensions, ToWkb};
use rusqlite::Connection;

use super::*;

const TABLES: &str = "
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
        srs_id INTEGER, z TINYINT, m TINYINT);";

/// The application's older spelling of columns.
const LTE: &str =
    "CREATE TABLE LTE_MESSAGE (id INTEGER PRIMARY KEY, geom BLOB, Time INTEGER, RecordNumber INTEGER,
    MissionId TEXT, GroupNumber INTEGER, \"Serving Cell\" BOOLEAN, Provider TEXT, MCC INTEGER, MNC INTEGER,
    TAC INTEGER, ECI INTEGER, RSRP REAL, RSRQ REAL, accuracy INTEGER);";

/// And its later one.
const NR: &str =
    "CREATE TABLE NR_MESSAGE (id INTEGER PRIMARY KEY, geom BLOB, deviceTime TEXT, missionId TEXT,
    servingCell BOOLEAN, mcc INTEGER, mnc INTEGER, ssRsrp REAL, ssSinr REAL);";

fn written(fill: impl FnOnce(&Connection)) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("written.gpkg");
    let database = Connection::open(&path).unwrap();
    database.execute_batch(TABLES).unwrap();
    fill(&database);
    database.close().unwrap();
    std::fs::read(path).unwrap()
}

fn layer(database: &Connection, create: &str, name: &str, srs_id: i32) {
    database.execute_batch(create).unwrap();
    let described = "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', 'POINT', ?2, 1, 0)";
    database.execute(described, (name, srs_id)).unwrap();
}

fn point(lng: f64) -> Vec<u8> {
    let point: Geometry<f64> = Point::new(lng, 65.0).into();
    point.to_gpkg_wkb(CoordDimensions::xy(), Some(4326), vec![]).unwrap()
}

fn lte(database: &Connection, geometry: Option<Vec<u8>>, serving: Option<bool>, rsrp: f64) {
    let insert = "INSERT INTO LTE_MESSAGE (geom, Time, MissionId, \"Serving Cell\", MCC, MNC, RSRP, accuracy)
        VALUES (?1, 1780308000000, 'm1', ?2, 999, 1, ?3, 12)";
    database.execute(insert, (geometry, serving, rsrp)).unwrap();
}

#[test]
fn rows_of_several_technologies() {
    let bytes = written(|database| {
        layer(database, LTE, "LTE_MESSAGE", 4326);
        lte(database, Some(point(20.5)), Some(true), -95.0);
        lte(database, Some(point(20.5)), Some(false), -80.0);
        layer(database, NR, "NR_MESSAGE", 4326);
        let insert = "INSERT INTO NR_MESSAGE (geom, deviceTime, missionId, mcc, mnc, ssRsrp, ssSinr)
            VALUES (?1, '2026-06-01T12:00:00+02:00', 'm1', 999, 1, -101, 2147483647)";
        database.execute(insert, [point(20.5)]).unwrap();
    });
    let reading = Fixture::default().read(&bytes).unwrap();
    assert_each_row_is_somewhere(&reading);
    assert_eq!((reading.form, reading.rows), (MeasurementForm::NetworkSurvey, 2));
    let codes: Vec<_> = reading.findings.iter().map(|finding| (finding.feature, &*finding.code)).collect();
    assert_eq!(codes, [(None, "neighbouring_cells")]);
    let [lte, nr] = <[Sample; 2]>::try_from(reading.samples).unwrap();
    assert_at(&lte, Coord { x: 20.5, y: 65.0 });
    assert_eq!((lte.technology, lte.rsrp), (Some(Technology::G4), Dbm::lte_rsrp(-95.0).ok()));
    assert_eq!((lte.run.as_str(), lte.accuracy_m), ("m1", Some(12.0)));
    assert_eq!((lte.network.as_str(), lte.serving), ("ripa", Plmn::new("999-01").ok()));
    assert_eq!((nr.technology, nr.rsrp), (Some(Technology::G5), Dbm::nr_ss_rsrp(-101.0).ok()));
    assert_eq!((nr.time, nr.sinr_db), (lte.time, None));
}

#[test]
fn of_2g_and_3g_no_level_is_read() {
    let bytes = written(|database| {
        let create =
            "CREATE TABLE UMTS_MESSAGE (id INTEGER PRIMARY KEY, geom BLOB, Time INTEGER, MCC INTEGER,
            MNC INTEGER, \"Signal Strength\" REAL, RSCP REAL)";
        layer(database, create, "UMTS_MESSAGE", 4326);
        let insert =
            "INSERT INTO UMTS_MESSAGE (geom, Time, MCC, MNC, RSCP) VALUES (?1, 1780308000000, 999, 2, -70)";
        database.execute(insert, [point(20.5)]).unwrap();
    });
    let sample = Fixture::default().read(&bytes).unwrap().samples.remove(0);
    assert_eq!(
        (sample.technology, sample.rsrp, sample.network.as_str()),
        (Some(Technology::G3), None, "tjader")
    );
}

#[test]
fn a_bad_row_spoils_itself_alone() {
    let bytes = written(|database| {
        layer(database, LTE, "LTE_MESSAGE", 4326);
        lte(database, None, Some(true), -95.0);
        lte(database, Some(point(20.5)), None, -20.0);
        lte(database, Some(b"GP".to_vec()), Some(true), -95.0);
        lte(database, Some(point(20.5)), Some(true), -95.0);
    });
    let reading = Fixture::default().read(&bytes).unwrap();
    let codes: Vec<_> = reading.findings.iter().map(|finding| (finding.feature, &*finding.code)).collect();
    assert_eq!(codes, [(Some(1), "not_a_point"), (Some(2), "rsrp_out_of_range"), (Some(3), "not_a_point")]);
    assert_eq!(reading.samples.len(), 1);
}

#[test]
fn other_databases_are_refused_whole() {
    let refused = |bytes: &[u8]| Fixture::default().read(bytes).unwrap_err();
    let other = written(|database| layer(database, "CREATE TABLE areas (geom BLOB)", "areas", 3006));
    assert!(matches!(refused(&other), MeasurementError::NoSurveyTable(found) if found == "areas"));
    let foreign = written(|database| layer(database, LTE, "LTE_MESSAGE", 3006));
    assert!(matches!(refused(&foreign), MeasurementError::ForeignCrs(name) if name == "EPSG:3006"));
    let whole = written(|database| layer(database, LTE, "LTE_MESSAGE", 4326));
    assert!(matches!(refused(&whole[..600]), MeasurementError::NotGeoPackage(_)));
    assert!(matches!(refused(b"SQLite format 3\0"), MeasurementError::NotGeoPackage(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_makes_no_reader_fall(damage in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..8)) {
        check_damaged(&written(|database| {
            layer(database, LTE, "LTE_MESSAGE", 4326);
            (0..20).for_each(|_| lte(database, Some(point(20.5)), Some(true), -95.0));
        }), &damage);
    }
}
