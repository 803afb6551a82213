//! Where reading, store and index meet: what comes in is read, kept, and
//! published as the next snapshot. No HTTP, and no rules of its own.

mod error;
mod import;
mod load;
mod publisher;
mod reports;
mod requirements;

pub use error::*;
pub use import::*;
pub use publisher::*;
pub use reports::*;
pub use requirements::*;
