//! Measurements as a GeoPackage of Network Survey.
#![no_main]

use tackning_fuzz::ingest::measurements::MeasurementForm;
use tackning_fuzz::measurements;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measurements::check(MeasurementForm::NetworkSurvey, bytes));
