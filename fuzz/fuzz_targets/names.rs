//! Names of coordinate reference systems, of grid cells and of tiles.
#![no_main]

use tackning_fuzz::names;

libfuzzer_sys::fuzz_target!(|text: &str| {
    names::check_crs(text);
    names::check_cell(text);
    names::check_tile(text);
});
