//! Measurements as GPX with what was measured in its extensions.
#![no_main]

use tackning_fuzz::ingest::measurements::MeasurementForm;
use tackning_fuzz::measurements;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measurements::check(MeasurementForm::Gpx, bytes));
