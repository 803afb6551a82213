//! What a delivery says of itself, put together from what was said with the
//! request, in the document beside the file and in the file's own columns.
//!
//! Whatever is wrong is told at once, field by field, not the first of it. What
//! is missing is never assumed; whether it may be missing is validation's business.

mod number;
mod problem;
mod reading;
mod said;
mod value;

#[cfg(test)]
mod tests;

pub use problem::HeaderProblem;
pub use reading::{HeaderReading, read_header};
pub use said::{HeaderSource, SaidHeader};
