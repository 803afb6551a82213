//! Whether a delivery is good enough to be accepted (R6): its header, what was
//! read of its file, and how it stands beside what is published and waiting.
//!
//! Findings of severity error reject the delivery; warnings are for the buyer to
//! weigh. What to do with either is not decided here.

mod change;
mod duplicate;
mod header;
mod known_file;
mod order;
mod place;
mod region;

#[cfg(test)]
mod tests;

pub use change::GREATEST_CHANGE;
pub use header::{COARSEST_RESOLUTION_M, LOWEST_RECEIVER_M};
pub use region::GREATEST_SHARE_OUTSIDE;

use std::{borrow::Cow, sync::Arc};

use jiff::civil::Date;

use crate::{
    domain::{Bilingual, DeliveryHeader, DeliveryId, DeliveryKind, Finding, Severity},
    geometry::{LngLatFrame, Mosaic},
    index::{Claim, RegionIndex},
};

/// What an overlay of two maps drawn apart leaves along their edges: a pixel of
/// the coarsest resolution that a delivery may have.
pub const LEAST_AREA_M2: f64 = 10_000.0;

/// A delivery that is asked about.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub kind: DeliveryKind,
    pub header: &'a DeliveryHeader,
    /// The day of reception where the region is.
    pub received_on: Date,
    pub sha256: &'a str,
    /// What was taken of the file, dissolved.
    pub area: &'a Mosaic,
}

/// What there is beside it.
#[derive(Clone, Debug)]
pub struct Beside<'a> {
    pub region: &'a RegionIndex,
    pub frame: &'a LngLatFrame,
    /// What is published now.
    pub published: &'a [Arc<Claim>],
    /// Deliveries that wait for a decision, oldest first.
    pub waiting: &'a [Arc<Claim>],
    /// Earlier deliveries, whatever became of them, with the hash of their file.
    pub earlier: &'a [(DeliveryId, String)],
}

/// Everything that R6 finds in a delivery, the whole of it at once.
pub fn validate(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Vec<Finding> {
    let mut findings = header::findings(candidate);
    findings.extend(region::outside(candidate, beside));
    findings.extend(duplicate::findings(candidate, beside));
    findings.extend(order::findings(candidate, beside));
    findings.extend(change::findings(candidate, beside));
    findings.extend(known_file::finding(candidate, beside));
    findings
}

/// Whether findings reject a delivery. Under a contract each error does; of what
/// others have published the good features are taken.
pub fn rejects(kind: DeliveryKind, reading: &[Finding], validation: &[Finding]) -> bool {
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    validation.iter().any(is_error) || (kind == DeliveryKind::Contract && reading.iter().any(is_error))
}

impl Candidate<'_> {
    /// An error of an operator's delivery; of what others have published a warning.
    fn binding(&self) -> Severity {
        match self.kind {
            DeliveryKind::Contract => Severity::Error,
            DeliveryKind::Reference => Severity::Warning,
        }
    }
}

/// A finding on the whole delivery.
fn on_the_whole(code: &'static str, severity: Severity, message: Bilingual) -> Finding {
    Finding { code: Cow::Borrowed(code), severity, feature: None, place: None, message }
}
