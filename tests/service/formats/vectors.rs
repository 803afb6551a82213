//! One set of polygons with holes and several parts, in each format and system.

use std::f64::consts::TAU;

use geo::{Area, Coord, LineString, MultiPolygon, Polygon};
use geojson::GeometryValue;
use serde_json::{Value, json};
use tackning::ingest::coverage::{CoverageFormat, CoverageSource};

use super::gdal::{Folder, gdal, read, region};
use crate::real_input::set_up::collection;

/// The systems that deliveries come in, of all axis orders.
const SYSTEMS: [&str; 9] = [
    "EPSG:3006",
    "EPSG:4326",
    "EPSG:3857",
    "EPSG:3035",
    "EPSG:25832",
    "EPSG:25833",
    "EPSG:25834",
    "EPSG:25835",
    "EPSG:3021",
];

/// Wavy rings whose corners lie so close that no system bends their edges.
fn ring(centre: (f64, f64), radius: f64, waves: f64) -> LineString<f64> {
    let corners = 400;
    let corner = |index: u32| {
        let angle = TAU * f64::from(index % corners) / f64::from(corners);
        let reach = radius * (1.0 + 0.2 * (waves * angle).sin());
        Coord { x: centre.0 + reach * angle.cos(), y: centre.1 + reach * angle.sin() }
    };
    LineString((0..=corners).map(corner).collect())
}

/// Twelve features; each has a hole, every third a second part.
fn areas() -> Vec<MultiPolygon<f64>> {
    let area = |index: u32| {
        let centre =
            (700_000.0 + 5_000.0 * f64::from(index % 4), 7_200_000.0 + 5_000.0 * f64::from(index / 4));
        let hole = ring(centre, 300.0, 3.0).0.into_iter().rev().collect();
        let mut parts = vec![Polygon::new(ring(centre, 1_000.0, 5.0), vec![LineString(hole)])];
        if index.is_multiple_of(3) {
            parts.push(Polygon::new(ring((centre.0 + 2_000.0, centre.1), 400.0, 7.0), Vec::new()));
        }
        MultiPolygon(parts)
    };
    (0..12).map(area).collect()
}

fn source_file(folder: &Folder, areas: &[MultiPolygon<f64>]) -> std::path::PathBuf {
    let features = areas.iter().map(|area| {
        let properties = json!({"network": "täckning", "simulation_date": "2026-05-01", "n": 7});
        (properties, serde_json::to_value(GeometryValue::from(area)).unwrap())
    });
    let mut collection: Value = collection(features);
    collection["crs"] = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}});
    folder.write("source.geojson", &collection.to_string())
}

#[track_caller]
fn check(driver: &str, name: &str, format: CoverageFormat, systems: &[&str], options: &[&str]) {
    let (region, areas) = (region(), areas());
    let expected_m2: f64 = areas.iter().map(Area::unsigned_area).sum();
    for system in systems {
        let folder = Folder::new();
        let source = source_file(&folder, &areas);
        let path = folder.path(name);
        let to_system = ["-f", driver, "-t_srs", system, "-nlt", "MULTIPOLYGON"];
        gdal("ogr2ogr", &[&to_system, options].concat(), &[&path, &source]);
        let read = read(&path, &CoverageSource::new(&region));
        assert_eq!((read.reading.format, read.reading.crs.as_str()), (format, *system), "{driver}");
        assert_eq!((read.reading.feature_count, read.features.len()), (12, 12), "{driver} {system}");
        let area_m2 = read.area_m2();
        assert!((area_m2 / expected_m2 - 1.0).abs() < 1e-6, "{driver} {system}: {area_m2} {expected_m2}");
        assert_eq!(read.reading.header.values("network"), ["täckning"], "{driver}");
        assert_eq!(read.reading.header.values("simulation_date").len(), 1, "{driver}");
    }
}

#[test]
fn geopackage() {
    check("GPKG", "out.gpkg", CoverageFormat::GeoPackage, &SYSTEMS, &[]);
}

#[test]
fn flatgeobuf() {
    check("FlatGeobuf", "out.fgb", CoverageFormat::FlatGeobuf, &SYSTEMS, &[]);
}

#[test]
fn zipped_shapefile() {
    check("ESRI Shapefile", "out.shp.zip", CoverageFormat::Shapefile, &SYSTEMS, &["-lco", "ENCODING=UTF-8"]);
    check(
        "ESRI Shapefile",
        "out.shz",
        CoverageFormat::Shapefile,
        &SYSTEMS[..1],
        &["-lco", "ENCODING=ISO-8859-1"],
    );
}

#[test]
fn geojson() {
    check("GeoJSON", "out.geojson", CoverageFormat::GeoJson, &SYSTEMS, &["-lco", "COORDINATE_PRECISION=12"]);
    let lines = ["-lco", "COORDINATE_PRECISION=12"];
    check("GeoJSONSeq", "out.geojsonl", CoverageFormat::GeoJsonLines, &["EPSG:4326"], &lines);
    let records = ["-lco", "COORDINATE_PRECISION=12", "-lco", "RS=YES"];
    check("GeoJSONSeq", "out.geojsons", CoverageFormat::GeoJsonLines, &["EPSG:4326"], &records);
}
