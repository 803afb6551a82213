use geo::{Area, MultiPolygon, Rect};

use super::super::{CollectedCoverage, CoveredWhere, collect_coverage_bytes};
use super::*;
use crate::{
    domain::{Region, Service},
    ingest::testing::{gzip, region, shared_data},
};

fn read(text: &str, source: &CoverageSource<'_>) -> Result<CollectedCoverage, CoverageReadError> {
    collect_coverage_bytes(text.as_bytes(), source)
}

fn in_sweref(region: &Region) -> CoverageSource<'_> {
    CoverageSource::new(region).with_crs("EPSG:3006")
}

#[track_caller]
fn check(text: &str, at_least: f64, area_m2: f64, codes: &[(&str, u64)]) {
    let region = region();
    let read = read(text, &in_sweref(&region).with_cells("lte", at_least)).unwrap();
    assert_eq!(read.area_m2(), area_m2);
    let findings = &read.reading.findings;
    let found: Vec<_> =
        findings.iter().map(|finding| (finding.code.as_ref(), finding.feature.unwrap_or(0))).collect();
    assert_eq!(found, codes);
}

#[test]
fn rows_that_are_no_cells_are_findings() {
    let good = "id,lte\n100mN72300E7400,2\n100mN72300E7401,1\n";
    check(good, 1.0, 20_000.0, &[]);
    check(good, 2.0, 10_000.0, &[]);
    check("lte;id\n1;100mN72300E7400\n", 1.0, 10_000.0, &[]);
    check("id,lte\nhere,1\n100mN72300E7400,3\n", 1.0, 10_000.0, &[("unknown_cell", 1)]);
    check("id,lte\n100mN72300E7400,many\n100mN72300E7401\n", 1.0, 0.0, &[("bad_value", 1), ("bad_value", 2)]);
    check("id,lte\n100mN72300E7400,1\n100mN72300E7400,0\n", 1.0, 10_000.0, &[("duplicate_cell", 2)]);
    check("id,lte\n100mN72300E7400,1\n7400007230000,1\n", 1.0, 10_000.0, &[("mixed_cells", 2)]);
    check("id,lte\n100mN10E10,1\n", 1.0, 10_000.0, &[("outside_region", 1)]);
    check(&format!("id,lte\n100mN{}E1,1\n", "9".repeat(40)), 1.0, 0.0, &[("unknown_cell", 1)]);
}

#[track_caller]
fn check_refused(text: &str, source: &CoverageSource<'_>, code: &str) {
    let error = read(text, source).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
}

#[test]
fn a_table_that_is_refused_whole() {
    let region = region();
    let source = in_sweref(&region);
    let cells = "id,lte\n100mN72300E7400,2\n";
    check_refused(cells, &source, "covered_missing");
    check_refused(cells, &source.clone().with_cells("nr", 1.0), "missing_column");
    let other =
        CoverageSource { cell_column: Some("cell".to_owned()), ..source.clone().with_cells("lte", 1.0) };
    check_refused(cells, &other, "missing_column");
    let limits =
        super::super::ReadLimits { columns: 1, text_bytes: 100, cell_blocks: 1, ..Default::default() };
    let narrow = CoverageSource { limits, ..source.clone().with_cells("lte", 1.0) };
    check_refused(cells, &narrow, "too_many_columns");
    let narrow =
        CoverageSource { limits: super::super::ReadLimits { columns: 2, ..narrow.limits.clone() }, ..narrow };
    check_refused("id,lte\n100mN72300E7400,2\n100mN72300E7600,2\n", &narrow, "too_many_cells");
    check_refused(&format!("{cells}\"{}", "7\n".repeat(100_000)), &narrow, "text_too_long");
}

#[track_caller]
fn check_form(
    text: &str,
    source: &CoverageSource<'_>,
    format: CoverageFormat,
    crs: &str,
    size_m: f64,
) -> f64 {
    let read = read(text, source).unwrap();
    let CoverageReading { findings, format: found, crs: in_crs, cell_size, .. } = read.reading;
    assert_eq!((findings, found, in_crs.as_str(), cell_size), (vec![], format, crs, Some(size_m)));
    read.features.iter().map(|feature| feature.area.unsigned_area()).sum()
}

#[test]
fn each_form_is_known_by_its_header_or_its_names() {
    let region = region();
    let source = CoverageSource::new(&region);
    let scb = "ruta;network\n7400007230000;ripa\n7410007230000;ripa\n";
    assert_eq!(check_form(scb, &source, CoverageFormat::CellsScb, "EPSG:3006", 1_000.0), 2e6);
    let small = CoverageSource { cell_size_m: Some(250.0), ..source.clone() };
    let scb = "ruta\n7400007230000\n7402507230000\n";
    assert_eq!(check_form(scb, &small, CoverageFormat::CellsScb, "EPSG:3006", 250.0), 125_000.0);
    let inspire =
        "a\tcell\tdbm\nx\tCRS3006RES250mN7230000E740000\t-99.5\nx\tCRS3006RES250mN7230000E740250\t-101\n";
    let level = source.clone().with_cells("dbm", -100.0);
    assert_eq!(check_form(inspire, &level, CoverageFormat::CellsInspire, "EPSG:3006", 250.0), 62_500.0);
    let classes = CoveredWhere::Classes { column: Some("dbm".to_owned()), values: vec![-101.0, 7.0] };
    let classes = CoverageSource { covered: Some(classes), ..source.clone() };
    assert_eq!(check_form(inspire, &classes, CoverageFormat::CellsInspire, "EPSG:3006", 250.0), 62_500.0);
}

/// A made-up table in the Austrian regulator's form, beside the region's middle.
#[test]
fn the_austrian_form_gives_rates() {
    let text = "operator;reference;license;rfc_date;raster;dl_normal;ul_normal;dl_max;ul_max\n\
        Ripa;1;CC0;2026-06-01;100mN46970E47650;30000000;1000000;90000000;5000000\n\
        Ripa;1;CC0;2026-06-01;100mN46970E47651;9999999;1000000;30000000;5000000\n";
    let region = region();
    let source = CoverageSource { service: Some(Service::Data30), ..CoverageSource::new(&region) };
    let read_as = |source: &CoverageSource<'_>| {
        check_form(text, source, CoverageFormat::CellsAustrian, "EPSG:3035", 100.0)
    };
    let cell = read_as(&source);
    // LAEA keeps areas; SWEREF 99 TM makes them larger or smaller by thousandths.
    assert!((cell / 10_000.0 - 1.0).abs() < 0.005, "{cell}");
    let both = read_as(&CoverageSource { service: Some(Service::Data1), ..source.clone() });
    let most = read_as(&source.clone().with_cells("dl_max", 30e6));
    assert!((both / cell - 2.0).abs() < 1e-3 && (most / both - 1.0).abs() < 1e-9, "{cell} {both} {most}");
    let voice = CoverageSource { service: Some(Service::Voice), ..source.clone() };
    check_refused(text, &voice, "covered_missing");
    let header = read(text, &source).unwrap().reading.header;
    let header: Vec<_> = header.iter().map(|(field, values)| (field, values.join(" "))).collect();
    let expected = [("licence", "CC0"), ("network", "Ripa"), ("simulation_date", "2026-06-01")];
    assert_eq!(header, expected.map(|(field, value)| (field, value.to_owned())));
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
        let source = CoverageSource::new(&bremen).with_cells(column, at_least);
        let read = collect_coverage_bytes(&bytes, &source).unwrap();
        assert_eq!(
            (read.reading.format, read.reading.crs.as_str()),
            (CoverageFormat::CellsGerman, "EPSG:25832")
        );
        assert_eq!(read.reading.feature_count, 40_255);
        assert_eq!(read.reading.findings, []);
        assert_eq!(read.area_m2(), cells * 10_000.0, "{column} {at_least}");
    }
}
