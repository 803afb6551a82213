//! Coverage as GeoTIFF, of levels and of classes.
#![no_main]

use tackning_fuzz::coverage;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coverage::check_picture(bytes));
