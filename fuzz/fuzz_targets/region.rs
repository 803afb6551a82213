//! Each file of a region in turn.
#![no_main]

use tackning_fuzz::region;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| region::check(bytes));
