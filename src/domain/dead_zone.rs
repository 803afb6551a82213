//! Dead zones (vita fläckar): places where people report that nothing works.

use geo::Geometry;
use jiff::Timestamp;

use super::{Environment, NetworkId, Service};

/// A report as somebody made it; geometry is a point or a polygon in the
/// computing coordinate reference system.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadZoneReport {
    pub geometry: Geometry<f64>,
    /// None: no network works.
    pub network: Option<NetworkId>,
    pub service: Service,
    pub environment: Environment,
    pub observed_at: Timestamp,
    pub text: String,
}

/// A report with its number and the moment it was received.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadZone {
    pub number: i64,
    pub received_at: Timestamp,
    pub report: DeadZoneReport,
}
