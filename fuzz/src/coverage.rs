//! Coverage: what is taken is areas that can be dissolved, and what isn't taken is told.

use std::collections::BTreeSet;

use geo::{Area, CoordsIter, Winding};
use crate::{
    domain::{CoverageFeature, Service},
    geometry::{ANALYSIS_GRID, Mosaic},
    ingest::coverage::{
        CollectedCoverage, CoverageFormat, CoverageReadError, CoverageSource, CoveredWhere, ReadLimits,
        collect_coverage_bytes, error_codes, finding_codes,
    },
};

use crate::{check_finding, left_out, region::region};

/// Further than any coordinate of any projected system.
const FARTHEST_M: f64 = 1e8;

/// How many findings a small file may have.
const FINDINGS: usize = 1 << 20;

/// Tables of cells: the first byte says which form they are read as, and whether
/// a column says what is covered.
pub fn check_cells(bytes: &[u8]) {
    let Some((form, table)) = bytes.split_first() else { return };
    let forms = [
        None,
        Some(CoverageFormat::CellsScb),
        Some(CoverageFormat::CellsInspire),
        Some(CoverageFormat::CellsAustrian),
        Some(CoverageFormat::CellsGerman),
    ];
    let form = usize::from(*form);
    let column = (form < 128).then(|| "n".to_owned());
    let covered = column.map(|column| CoveredWhere::AtLeast { column: Some(column), value: 1.0 });
    check_source(table, CoverageSource { format: forms[form % forms.len()], covered, ..source() });
}

/// A picture: the first byte says whether levels or classes are covered.
pub fn check_picture(bytes: &[u8]) {
    let Some((kind, picture)) = bytes.split_first() else { return };
    let covered = match kind % 2 {
        0 => CoveredWhere::AtLeast { column: None, value: 1.0 },
        _ => CoveredWhere::Classes { column: None, values: vec![1.0, 2.0] },
    };
    let format = Some(CoverageFormat::GeoTiff);
    check_source(picture, CoverageSource { format, covered: Some(covered), ..source() });
}

/// A file of areas.
pub fn check(format: CoverageFormat, bytes: &[u8]) {
    let Some(coverage) = check_source(bytes, CoverageSource { format: Some(format), ..source() }) else { return };
    check_all_are_told(&coverage);
}

fn source() -> CoverageSource<'static> {
    CoverageSource {
        service: Some(Service::Data10),
        limits: ReadLimits { unpacked_bytes: 1 << 22, findings: FINDINGS, ..ReadLimits::default() },
        ..CoverageSource::new(region())
    }
}

fn check_source(bytes: &[u8], source: CoverageSource<'_>) -> Option<CollectedCoverage> {
    let coverage = same(|| collect_coverage_bytes(bytes, &source))?;
    check_coverage(&coverage);
    Some(coverage)
}

/// The same bytes give the same coverage, or the same error.
fn same(
    read: impl Fn() -> Result<CollectedCoverage, CoverageReadError>,
) -> Option<CollectedCoverage> {
    match (read(), read()) {
        (Ok(once), Ok(again)) => {
            assert_eq!(once.reading.findings, again.reading.findings);
            let areas = |coverage: &CollectedCoverage| -> Vec<_> {
                coverage.features.iter().map(|feature| (feature.number, feature.area.clone())).collect()
            };
            assert_eq!(areas(&once), areas(&again));
            Some(once)
        }
        (Err(once), Err(again)) => {
            assert_eq!((once.fault, once.to_string()), (again.fault, again.to_string()));
            assert!(error_codes().any(|code| code == once.code()), "{once}");
            None
        }
        (once, again) => panic!("the same bytes, read differently: {once:?} {again:?}"),
    }
}

fn check_coverage(coverage: &CollectedCoverage) {
    let CollectedCoverage { features, reading } = coverage;
    reading.findings.iter().for_each(check_finding);
    for finding in &reading.findings {
        assert!(finding_codes().any(|code| code == finding.code), "{finding:?}");
    }
    assert!(features.is_sorted_by(|one, next| one.number < next.number));
    assert_eq!(reading.taken_count, features.len() as u64);
    features.iter().for_each(check_feature);
    check_dissolved(features);
}

/// A feature is taken, or an error says why not.
fn check_all_are_told(coverage: &CollectedCoverage) {
    let CollectedCoverage { features, reading } = coverage;
    let taken: BTreeSet<u64> = features.iter().map(|feature| feature.number).collect();
    let left_out: BTreeSet<u64> = left_out(&reading.findings).collect();
    for number in 1..=reading.feature_count {
        assert_ne!(taken.contains(&number), left_out.contains(&number), "{number}: {:?}", reading.findings);
    }
}

/// Finite, and wound as it should be.
fn check_feature(feature: &CoverageFeature) {
    let CoverageFeature { number, area } = feature;
    assert!(area.unsigned_area() > 0.0, "feature {number} has no area: {area:?}");
    for polygon in area {
        assert!(polygon.exterior().is_ccw(), "feature {number}: {polygon:?}");
        assert!(polygon.interiors().iter().all(Winding::is_cw), "feature {number}: {polygon:?}");
    }
    for coord in area.coords_iter() {
        assert!(coord.x.abs() <= FARTHEST_M && coord.y.abs() <= FARTHEST_M, "feature {number}: {coord:?}");
    }
}

/// What is published is dissolved: nothing more comes of it, and nothing less
/// than the largest.
fn check_dissolved(features: &[CoverageFeature]) {
    let areas = || features.iter().map(|feature| feature.area.unsigned_area());
    let (sum, largest) = (areas().sum::<f64>(), areas().fold(0.0, f64::max));
    let dissolved = Mosaic::from_polygons(ANALYSIS_GRID, features.iter().flat_map(|feature| &feature.area));
    let area_m2 = dissolved.area_m2();
    // A cell's edges are straight in the file and here, so that cells of hundreds of kilometres overlap a little.
    let slack = 1.0 + sum * 1e-4;
    assert!((largest - slack..=sum + slack).contains(&area_m2), "{area_m2} of {largest}…{sum} m²");
}
