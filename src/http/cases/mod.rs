//! `/api/v1/cases`: what became of reported dead zones, what is due, and what is
//! decided on them.

mod answers;
mod contracts;
mod decisions;
mod due;
mod feed;
mod list;
mod page;
mod rights;
mod wire;

pub use answers::*;
pub use contracts::*;
pub use decisions::*;
pub use due::*;
pub use feed::*;
pub use list::*;
pub use page::*;
pub use wire::DueBody;
