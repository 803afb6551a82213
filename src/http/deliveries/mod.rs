//! `/api/v1/deliveries`: operators' coverage in, with every finding told; what
//! the buyer decides on it; its versions, files and findings out.

mod content;
mod decisions;
mod deliver;
mod findings;
mod form;
mod list;
mod rights;
mod upload;
mod wire;

pub(super) use content::attachment;
pub use content::*;
pub use decisions::*;
pub use deliver::*;
pub use findings::*;
pub(super) use form::Fields;
pub use list::*;
pub(super) use rights::{is_open, readable};
pub(super) use upload::{broken_form, broken_part, receive, text, too_large};
pub use wire::{DeliverySummary, FindingBody, HeaderProblemBody};
