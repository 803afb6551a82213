//! `/api/v1/requirements`: what the contract asks for, in words and as a rule,
//! whether it is met, and how many could meet it.

mod drafts;
mod evaluation;
mod evaluation_wire;
mod schema;
mod sounding;
mod stored;
mod templates;
mod wire;

pub use drafts::*;
pub use evaluation::*;
pub use schema::*;
pub use sounding::*;
pub use stored::*;
pub use templates::*;
