//! Profiles: the thresholds that say when a service is there. Versioned data,
//! never constants in code.

use super::{Service, Share, Technology, text::words};

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
    pub losses: Losses,
    pub ladder: LevelLadder,
}

/// What lies between the open air and the phone, decibel; `None` is not said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Losses {
    pub body_db: Option<f64>,
    pub vehicle_db: Option<f64>,
    pub building_db: Option<f64>,
}

/// How far above a threshold a level is better than limited, decibel (R5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelLadder {
    pub good_db: f64,
    pub very_good_db: f64,
}

/// As Norway's and France's regulators have it, where a profile says nothing else.
impl Default for LevelLadder {
    fn default() -> Self {
        Self { good_db: 10.0, very_good_db: 20.0 }
    }
}

/// How well a service is there by signal (R5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignalLevel {
    Limited,
    Good,
    VeryGood,
}

words!(SignalLevel, "level", { Limited => "limited", Good => "good", VeryGood => "very_good" });

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

    /// Whether the service has a threshold of the signal by any technology.
    pub fn has_signal_threshold(&self, service: Service) -> bool {
        self.signal.iter().any(|entry| entry.service == service)
    }

    /// The step of the ladder that a level reaches; none below the threshold, or
    /// where there is none.
    pub fn level(&self, service: Service, technology: Technology, rsrp_dbm: f64) -> Option<SignalLevel> {
        let above_db = rsrp_dbm - self.signal_threshold(service, technology)?;
        match above_db {
            _ if above_db >= self.ladder.very_good_db => Some(SignalLevel::VeryGood),
            _ if above_db >= self.ladder.good_db => Some(SignalLevel::Good),
            _ if above_db >= 0.0 => Some(SignalLevel::Limited),
            _ => None,
        }
    }

    pub fn test_threshold(&self, service: Service) -> Option<&TestThreshold> {
        self.tests.iter().find(|entry| entry.service == service)
    }
}
