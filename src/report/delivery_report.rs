//! What was found in a delivery, kept or only checked, before it is written.

use crate::domain::{Delivery, DeliveryHeader, DeliveryId, DeliveryState, Finding};

#[derive(Clone, Copy, Debug)]
pub struct DeliveryReport<'a> {
    /// None: a check; nothing is kept.
    pub delivery: Option<DeliveryId>,
    pub file_name: &'a str,
    pub sha256: &'a str,
    /// None where nobody can know what the delivery speaks of.
    pub header: Option<&'a DeliveryHeader>,
    pub feature_count: u64,
    pub area_m2: f64,
    pub findings: &'a [Finding],
    pub is_rejected: bool,
    pub is_demonstration: bool,
}

impl<'a> DeliveryReport<'a> {
    pub fn of_delivery(delivery: &'a Delivery, is_demonstration: bool) -> Self {
        Self {
            delivery: Some(delivery.id),
            file_name: &delivery.file_name,
            sha256: &delivery.sha256,
            header: Some(&delivery.header),
            feature_count: delivery.feature_count,
            area_m2: delivery.area_m2,
            findings: &delivery.findings,
            is_rejected: delivery.state == DeliveryState::Rejected,
            is_demonstration,
        }
    }
}
