//! Deliveries: what an operator claims, and what became of it.

use geo::MultiPolygon;
use jiff::Timestamp;

use super::{DeliveryHeader, DeliveryState, Finding, text::words};

/// A delivery's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryId(pub i64);

impl DeliveryId {
    /// Of coverage that is no delivery, such as a bid's: the store gives it to none.
    pub const NONE: Self = Self(0);
}

impl std::fmt::Display for DeliveryId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// As what coverage is handed in: it decides what the header must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeliveryKind {
    /// By an operator, under the contract: every assumption has to be stated.
    Contract,
    /// Published elsewhere, by a regulator for instance: what isn't stated stays
    /// unknown, and is shown as unknown.
    Reference,
}

words!(DeliveryKind, "kind of delivery", { Contract => "contract", Reference => "reference" });

/// A delivery as it is kept.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: DeliveryId,
    pub kind: DeliveryKind,
    pub header: DeliveryHeader,
    pub received_at: Timestamp,
    /// The delivered file's name where it came from.
    pub file_name: String,
    /// SHA-256 of the file as it came, hexadecimal.
    pub sha256: String,
    /// Features in the file, taken or not.
    pub feature_count: u64,
    /// SHA-256 of the features that were taken, a FlatGeobuf file.
    pub coverage_sha256: String,
    /// What they cover, overlaps counted once.
    pub area_m2: f64,
    pub findings: Vec<Finding>,
    pub state: DeliveryState,
}

/// A feature that was read and accepted, in the computing coordinate reference system.
#[derive(Clone, Debug)]
pub struct CoverageFeature {
    /// The feature's number in the file, from 1.
    pub number: u64,
    pub area: MultiPolygon<f64>,
}
