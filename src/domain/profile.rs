//! Profiles: the thresholds that say when a service is there. Versioned data,
//! never constants in code.

use super::{Service, Share, Technology};

#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Named with every figure that rests on it.
    pub version: String,
    /// The share of passing votes that a claim must reach (R10).
    pub required_share: Share,
    pub signal: Vec<SignalThreshold>,
    pub tests: Vec<TestThreshold>,
    /// None: the profile asks for no reliability.
    pub reliability: Option<ReliabilityScales>,
}

/// The level at which a service counts as there by signal.
#[derive(Clone, Debug, PartialEq)]
pub struct SignalThreshold {
    pub service: Service,
    pub technology: Technology,
    pub rsrp_dbm: f64,
}

/// What a service test must reach; all parts that are given must pass (R17).
#[derive(Clone, Debug, PartialEq)]
pub struct TestThreshold {
    pub service: Service,
    pub download_mbps: Option<f64>,
    pub upload_mbps: Option<f64>,
    /// The latency must be below this.
    pub latency_ms: Option<f64>,
}

/// What the reliability rate must reach on two scales (R11, after ARCEP).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReliabilityScales {
    /// In every zone larger than `whole_above_m2`.
    pub whole: Share,
    pub whole_above_m2: f64,
    /// In each sub-zone of `sub_zone_m2` with at least `enough_tests` tests inside the claim.
    pub sub_zone: Share,
    pub sub_zone_m2: f64,
    pub enough_tests: u64,
}

impl Profile {
    pub fn signal_threshold(&self, service: Service, technology: Technology) -> Option<f64> {
        let matches = |entry: &&SignalThreshold| entry.service == service && entry.technology == technology;
        self.signal.iter().find(matches).map(|entry| entry.rsrp_dbm)
    }

    pub fn test_threshold(&self, service: Service) -> Option<&TestThreshold> {
        self.tests.iter().find(|entry| entry.service == service)
    }
}
