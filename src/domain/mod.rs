//! The field's words as types. No I/O, SQL, HTTP or clock.
//!
//! Values are checked once, where they are made; an error names the value and
//! the reason. Geometry here is in the region's computing coordinate reference
//! system unless a name says `lng`/`lat`.

mod access;
mod audit;
mod campaign;
mod campaign_settings;
mod dead_zone;
mod delivery;
mod delivery_header;
mod delivery_state;
mod demand;
mod finding;
mod header_field;
mod line;
mod measurement;
mod network;
mod organisation;
mod person;
mod presence;
mod profile;
mod pseudonym;
mod region;
mod requirement;
mod requirement_terms;
mod rights;
mod secret;
mod service;
mod session;
mod text;
mod token;
mod trimming;
mod units;
mod verdict;
mod zone;

pub use access::*;
pub use audit::*;
pub use campaign::*;
pub use campaign_settings::*;
pub use dead_zone::*;
pub use delivery::*;
pub use delivery_header::*;
pub use delivery_state::*;
pub use demand::*;
pub use finding::*;
pub use header_field::*;
pub use line::*;
pub use measurement::*;
pub use network::*;
pub use organisation::*;
pub use person::*;
pub use presence::*;
pub use profile::*;
pub use pseudonym::*;
pub use region::*;
pub use requirement::*;
pub use requirement_terms::*;
pub use rights::*;
pub use secret::*;
pub use service::*;
pub use session::*;
pub(crate) use text::words;
pub use text::*;
pub use token::*;
pub use trimming::*;
pub use units::*;
pub use verdict::*;
pub use zone::*;
