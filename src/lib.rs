//! Täckning: see, prove and improve mobile coverage.
//!
//! ARCHITECTURE.md says which room is which; the modules stand in the order in
//! which data passes through them.

/// For the program, its tests and its benchmarks alike.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub mod access;
pub mod analysis;
pub mod awarding;
pub mod bidding;
pub mod cases;
pub mod demonstration;
pub mod domain;
pub mod geometry;
pub mod hooks;
pub mod http;
pub mod index;
pub mod ingest;
pub mod mail;
pub mod procurement;
pub mod publishing;
pub mod report;
pub mod sources;
pub mod statistics;
pub mod store;
pub mod tiles;
pub mod tileset;
pub mod validation;
pub mod verification;
