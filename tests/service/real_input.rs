//! Real files as regions, coverage and measurements. What needs `../shared/data`
//! says so, and is skipped where that is missing.

mod bremen;
mod bremen_region;
mod command_line;
mod conservation;
mod drive_test;
mod logs;
mod points;
mod ragged;
mod session;
pub mod set_up;
mod two_counties;
