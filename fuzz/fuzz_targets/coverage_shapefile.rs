//! Coverage as a zipped Shapefile.
#![no_main]

use tackning_fuzz::ingest::coverage::CoverageFormat;
use tackning_fuzz::coverage;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coverage::check(CoverageFormat::Shapefile, bytes));
