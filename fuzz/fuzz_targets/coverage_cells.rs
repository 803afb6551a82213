//! Coverage as a table of grid cells, in each of its forms.
#![no_main]

use tackning_fuzz::coverage;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| coverage::check_cells(bytes));
