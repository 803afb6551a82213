//! What every reader promises, whatever bytes it is given.
//!
//! A target hands the fuzzer's bytes to a check, and a check ends in a panic
//! where a promise is broken. The targets say which reader they are for.

pub mod coverage;
pub mod documents;
pub mod measurements;
pub mod names;
pub mod region;

// The rooms that read, and those that they use, as they stand in the service: all of it, with its
// server and its store, would take the fuzzer's flags a quarter of an hour to build.
#[allow(dead_code)]
#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[allow(dead_code)]
#[path = "../../src/geometry/mod.rs"]
pub mod geometry;
#[allow(dead_code, unused_imports)]
#[path = "../../src/ingest/mod.rs"]
pub mod ingest;
#[allow(dead_code)]
#[path = "../../src/tiles"]
pub mod tiles {
    mod coordinate;
    mod grid;
    mod mercator;

    pub use coordinate::TileCoordinate;
}

use domain::{Finding, Severity};

/// Numbers of the features or rows that a finding says aren't taken.
fn left_out(findings: &[Finding]) -> impl Iterator<Item = u64> {
    findings.iter().filter(|finding| finding.severity == Severity::Error).filter_map(|finding| finding.feature)
}

/// A finding is told in both languages, and its place is on the globe.
fn check_finding(finding: &Finding) {
    let code_is_a_word = finding.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    assert!(!finding.code.is_empty() && code_is_a_word, "{finding:?}");
    assert!(!finding.message.sv.is_empty() && finding.message.sv != finding.message.en, "{finding:?}");
    assert_ne!(finding.feature, Some(0), "numbers begin with 1: {finding:?}");
    if let Some(place) = finding.place {
        assert!(place.lng.abs() <= 180.0 && place.lat.abs() <= 90.0, "{finding:?}");
    }
}
