//! `/open311/v2`: reports of dead zones as Open311 GeoReport v2 has them, so that the
//! issue systems of municipalities send them and read what becomes of them.
//!
//! A report is a service request, with the report's number; what doesn't work is its
//! service. The standard is lenient where the service's own addresses are strict: what
//! it doesn't name is passed over, since systems send everywhere what one city asks for.

mod asked;
mod failure;
mod form;
mod request;
mod requests;
mod selection;
mod sending;
mod services;

pub use asked::Asked;
pub use failure::FailureBody;
pub use requests::*;
pub use sending::*;
pub use services::*;

use failure::Failure;
