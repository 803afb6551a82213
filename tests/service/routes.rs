//! The routes over HTTP.
//!
//! Most tests ask the service for a strip of 20 × 1 km, where each figure can be
//! told in advance; the region that comes with the service stands where its real
//! shapes matter.

mod access;
mod app;
mod bad_input;
mod bids;
mod campaigns;
mod cases;
mod dead_zones;
mod deliveries;
mod demand;
mod documented;
mod figures;
mod framework_agreements;
mod gap_reports;
mod headers;
mod layers;
mod map;
mod measurement_plans;
mod network_gap_reports;
mod open311;
mod refusals;
mod requirements;
mod roles;
mod servers;
pub mod strip;
mod supplies;
mod tilesets;
mod verification;
mod workflow;

pub use app::{Answer, App};
pub use strip::requirement;
