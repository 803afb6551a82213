//! Measurements as open data of RTR's speed test.
#![no_main]

use tackning_fuzz::ingest::measurements::MeasurementForm;
use tackning_fuzz::measurements;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| measurements::check(MeasurementForm::RtrOpenData, bytes));
