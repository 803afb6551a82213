//! Measurements as speed tests as the FCC specifies them.
#![no_main]

use tackning_fuzz::ingest::measurements::MeasurementForm;
use tackning_fuzz::measurements;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measurements::check(MeasurementForm::FccSpeedTests, bytes));
