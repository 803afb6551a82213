//! Documents for print: tagged PDF (PDF/UA-1 and PDF/A-3a), set by Typst from our
//! own templates. Nothing here knows what a document is about.
//!
//! A template reads all that it shows from data, so that no text of strangers is ever
//! taken for markup. There is no network, no package, no file and no clock: the same
//! data and pictures give the same bytes.

mod letters;
mod press;
#[cfg(test)]
pub mod reading;
mod world;

pub use press::{Paper, PaperError};
pub use world::Template;
