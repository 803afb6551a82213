//! Gap reports: what a network is asked to cover, where, and what became of what
//! was asked before.

mod content;
mod history;

pub use content::*;
pub use history::*;
