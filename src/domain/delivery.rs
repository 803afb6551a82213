//! Deliveries: what an operator claims, and under which assumptions.

use geo::MultiPolygon;
use jiff::{Timestamp, civil::Date};

use super::{Environment, Finding, NetworkId, Service, Technology};

/// What a delivery says of itself. What it doesn't say is `None`, never assumed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryHeader {
    pub network: NetworkId,
    pub technology: Technology,
    pub service: Service,
    pub environment: Environment,
    pub simulation_date: Option<Date>,
}

impl DeliveryHeader {
    /// Names the claim and its assumptions, for lists of inputs.
    pub fn title(&self) -> String {
        let Self { network, technology, service, environment, simulation_date } = self;
        let date = simulation_date.map_or("no simulation date".to_owned(), |date| date.to_string());
        format!("{network} {technology} {service} {environment} {date}")
    }
}

/// A delivery's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryId(pub i64);

/// A delivery as it is kept.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: DeliveryId,
    pub header: DeliveryHeader,
    pub received_at: Timestamp,
    /// SHA-256 of the file as it came, hexadecimal.
    pub sha256: String,
    pub feature_count: u64,
    pub findings: Vec<Finding>,
}

/// A feature that was read and accepted, in the computing coordinate reference system.
#[derive(Clone, Debug)]
pub struct CoverageFeature {
    /// The feature's number in the file, from 1.
    pub number: u64,
    pub area: MultiPolygon<f64>,
}
