use super::*;
use crate::ingest::{
    DEFAULT_UNPACKED_LIMIT_BYTES,
    testing::{gzip, region, shared_data},
};
use geo::{Area, Rect};

fn source(region: &Region, count_column: &str, at_least: f64) -> CellSource<'static> {
    CellSource {
        id_column: "id".to_owned(),
        count_column: count_column.to_owned(),
        at_least,
        crs: None,
        region: Box::leak(Box::new(region.clone())),
        unpacked_limit_bytes: DEFAULT_UNPACKED_LIMIT_BYTES,
    }
}

#[track_caller]
fn check(text: &str, at_least: f64, area_m2: f64, codes: &[(&str, u64)]) {
    let source = CellSource { crs: Some("EPSG:3006".to_owned()), ..source(&region(), "lte", at_least) };
    let reading = read_cells(text.as_bytes(), &source).unwrap();
    assert_eq!(reading.area_m2(), area_m2);
    let found: Vec<_> = reading
        .findings
        .iter()
        .map(|finding| (finding.code.as_ref(), finding.feature.unwrap_or(0)))
        .collect();
    assert_eq!(found, codes);
}

#[test]
fn rows_that_are_no_cells_are_findings() {
    let good = "id,lte\n100mN72300E7400,2\n100mN72300E7401,1\n";
    check(good, 1.0, 20_000.0, &[]);
    check(good, 2.0, 10_000.0, &[]);
    check("lte;id\n1;100mN72300E7400\n", 1.0, 10_000.0, &[]);
    check("id,lte\nhere,1\n100mN72300E7400,3\n", 1.0, 10_000.0, &[("unknown_cell", 1)]);
    check("id,lte\n100mN72300E7400,many\n100mN72300E7401\n", 1.0, 0.0, &[("bad_count", 1), ("bad_count", 2)]);
    check("id,lte\n100mN72300E7400,1\n100mN72300E7400,0\n", 1.0, 10_000.0, &[("duplicate_cell", 2)]);
    check("id,lte\n100mN72300E7400,1\n7400007230000,1\n", 1.0, 10_000.0, &[("mixed_cells", 2)]);
    check("id,lte\n100mN10E10,1\n", 1.0, 10_000.0, &[("outside_region", 0)]);
    check(&format!("id,lte\n100mN{}E1,1\n", "9".repeat(40)), 1.0, 0.0, &[("unknown_cell", 1)]);
}

#[test]
fn a_table_without_its_columns_is_refused() {
    let source = source(&region(), "nr", 1.0);
    let error = read_cells(b"id,lte\n", &source).unwrap_err();
    assert_eq!(error.to_string(), "the file has no column `nr`");
    assert!(read_cells(b"", &source).is_err());
}

/// The regulator's table of Bremen, whose names look like EPSG:3035 and stand
/// for EPSG:25832. The counts were taken from the file with another tool.
#[test]
fn the_regulators_cells_of_bremen() {
    let Some(folder) = shared_data() else { return };
    let file = folder.join("coverage/bnetza_bremen_mobilfunkmonitoring_202401_100m.csv");
    let bytes = gzip(&std::fs::read(file).unwrap());
    let mut bremen = region();
    bremen.crs = "EPSG:25832".to_owned();
    bremen.zones.truncate(1);
    bremen.zones[0].outline =
        MultiPolygon(vec![Rect::new((460_000.0, 5_850_000.0), (510_000.0, 5_950_000.0)).to_polygon()]);
    for (column, at_least, cells) in [
        ("lte", 1.0, 40_255.0),
        ("lte", 2.0, 40_251.0),
        ("lte", 3.0, 39_812.0),
        ("nr_dss", 2.0, 37_024.0),
        ("nr_nsa_sa", 1.0, 40_252.0),
        ("nr_nsa_sa", 3.0, 26_702.0),
    ] {
        let source = CellSource { crs: Some("EPSG:25832".to_owned()), ..source(&bremen, column, at_least) };
        let reading = read_cells(&bytes, &source).unwrap();
        assert_eq!(reading.feature_count, 40_255);
        assert_eq!(reading.findings, []);
        let area_m2: f64 = reading.features.iter().map(|feature| feature.area.unsigned_area()).sum();
        assert!((area_m2 / (cells * 10_000.0) - 1.0).abs() < 1e-9, "{column} {at_least}: {area_m2}");
    }
}
