//! What the tests of several formats share: one set of areas, and what has to
//! come of it whatever file it stood in.

use geo::{MultiPolygon, wkt};
use proptest::prelude::*;

use super::*;
use crate::ingest::testing::region;

/// Two features in EPSG:3006, in the middle of the test's region: one with a hole
/// and a part beside it, one plain. Shells counter-clockwise.
pub fn areas() -> [MultiPolygon<f64>; 2] {
    [
        wkt!(MULTIPOLYGON(
            ((740000. 7230000., 741000. 7230000., 741000. 7231000., 740000. 7231000., 740000. 7230000.),
             (740200. 7230200., 740200. 7230400., 740400. 7230400., 740400. 7230200., 740200. 7230200.)),
            ((742000. 7230000., 742500. 7230000., 742500. 7230500., 742000. 7230000.))
        )),
        wkt!(MULTIPOLYGON(
            ((743000. 7230000., 744000. 7230000., 744000. 7230100., 743000. 7230100., 743000. 7230000.))
        )),
    ]
}

pub const AREA_M2: f64 = 1e6 - 4e4 + 125e3 + 1e5;

/// The areas came through whole, with nothing to say of them.
#[track_caller]
pub fn check_read(bytes: &[u8], format: CoverageFormat, crs: &str) -> CoverageReading {
    let region = region();
    let read = collect_coverage_bytes(bytes, &CoverageSource::new(&region)).unwrap();
    assert_eq!(read.reading.findings, []);
    assert_eq!((read.reading.format, read.reading.crs.as_str()), (format, crs));
    let numbers: Vec<_> = read.features.iter().map(|feature| feature.number).collect();
    assert_eq!(numbers, [1, 2]);
    assert!((read.area_m2() - AREA_M2).abs() < 1e-6 * AREA_M2, "{}", read.area_m2());
    read.reading
}

#[track_caller]
pub fn check_refused(bytes: &[u8], code: &str) {
    let region = region();
    check_refused_as(bytes, &CoverageSource::new(&region), code);
}

#[track_caller]
pub fn check_refused_as(bytes: &[u8], source: &CoverageSource<'_>, code: &str) {
    let error = collect_coverage_bytes(bytes, source).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
}

/// The code and number of each finding of a file in EPSG:3006.
pub fn codes(bytes: &[u8]) -> Vec<(String, Option<u64>)> {
    let region = region();
    let read = collect_coverage_bytes(bytes, &CoverageSource::new(&region)).unwrap();
    let findings = read.reading.findings.into_iter();
    findings.map(|finding| (finding.code.into_owned(), finding.feature)).collect()
}

/// A file in which a few bytes are others, or whose end is missing, is read or
/// refused; the process lives on.
pub fn damaged(bytes: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((0..bytes.len(), any::<u8>()), 0..12);
    (changes, 0..=bytes.len(), any::<bool>()).prop_map(|(changes, length, is_cut)| {
        let mut damaged = bytes.to_vec();
        changes.into_iter().for_each(|(at, byte)| damaged[at] = byte);
        damaged.truncate(if is_cut { length } else { bytes.len() });
        damaged
    })
}

/// Reads whatever it is, with and without a system named by the caller.
pub fn read_anyhow(bytes: &[u8], format: Option<CoverageFormat>) {
    let region = region();
    for crs in [None, Some("EPSG:3006".to_owned())] {
        let limits = ReadLimits { feature_bytes: 1 << 20, unpacked_bytes: 1 << 20, ..ReadLimits::default() };
        let source = CoverageSource { format, crs, limits, ..CoverageSource::new(&region) };
        let _ = collect_coverage_bytes(bytes, &source);
    }
}
