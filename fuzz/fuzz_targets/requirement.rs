//! A requirement's document.
#![no_main]

use tackning_fuzz::documents;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| documents::check_requirement(bytes));
