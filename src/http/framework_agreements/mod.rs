//! `/api/v1/framework-agreements`: the ceiling, who may call off, what was called
//! off, and what that weighs with the operators.

mod agreements;
mod call_offs;
mod lever;

pub use agreements::*;
pub use call_offs::*;
pub use lever::*;
