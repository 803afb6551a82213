//! Coverage as GeoJSON, one alone or one a line, packed or not.
#![no_main]

use tackning_fuzz::ingest::coverage::CoverageFormat;
use tackning_fuzz::coverage;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coverage::check(CoverageFormat::GeoJson, bytes));
