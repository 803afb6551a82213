//! Samples and thresholds that the tests of this room share.

use geo::Coord;
use jiff::{Timestamp, tz::TimeZone};

use super::{EvidenceRules, VerificationIndex};
use crate::domain::{
    Attempt, Dbm, LevelLadder, Losses, Network, NetworkId, Plmn, Profile, Sample, SampleRules, Service,
    Share, SignalThreshold, Technology, TestThreshold,
};

/// What an index is built with, kept together for its borrowed rules.
pub struct Fixture {
    networks: Vec<Network>,
    profile: Profile,
    samples: SampleRules,
}

impl Default for Fixture {
    fn default() -> Self {
        let time_zone = TimeZone::get("Europe/Stockholm").unwrap();
        let samples = SampleRules::outdoors(time_zone, moment("2026-06-01T12:00:00Z"));
        Self { networks: vec![network()], profile: profile(), samples }
    }
}

impl Fixture {
    pub fn rules(&self) -> EvidenceRules<'_> {
        EvidenceRules { networks: &self.networks, profile: &self.profile, samples: &self.samples }
    }
}

pub fn index(samples: &[Sample]) -> VerificationIndex {
    VerificationIndex::build(samples, &Fixture::default().rules())
}

pub fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub fn network() -> Network {
    Network {
        id: NetworkId::new("ripa").unwrap(),
        name: "Ripa".to_owned(),
        colour: "#1b6ca8".to_owned(),
        plmns: vec![Plmn::new("999-01").unwrap()],
        demonstration: true,
    }
}

pub fn profile() -> Profile {
    let by_4g = |service, rsrp_dbm| SignalThreshold { service, technology: Technology::G4, rsrp_dbm };
    let test = TestThreshold {
        service: Service::Data1,
        download_mbps: Some(5.0),
        upload_mbps: Some(2.0),
        latency_ms: Some(40.0),
    };
    let by_5g = SignalThreshold { service: Service::Voice, technology: Technology::G5, rsrp_dbm: -115.0 };
    Profile {
        version: "test-1".to_owned(),
        required_share: Share::new(0.95).unwrap(),
        signal: vec![by_4g(Service::Voice, -115.0), by_4g(Service::Data10, -105.0), by_5g],
        tests: vec![test],
        reliability: None,
        losses: Losses::default(),
        ladder: LevelLadder::default(),
    }
}

/// A pure signal sample of 4G at home.
pub fn signal(level_dbm: f64) -> Sample {
    Sample {
        time: moment("2026-05-30T10:00:00Z"),
        position: Coord { x: 50.0, y: 50.0 },
        network: network().id,
        serving: Plmn::new("999-01").ok(),
        technology: Some(Technology::G4),
        attempt: None,
        rsrp: Dbm::lte_rsrp(level_dbm).ok(),
        sinr_db: None,
        accuracy_m: Some(5.0),
        speed_kmh: None,
        wifi: false,
        indoor: false,
        device: "a".into(),
        run: "1".into(),
    }
}

/// An attempt in the home network; its data rates and latency pass.
pub fn attempt(service: Service, success: bool) -> Sample {
    let attempt = Attempt {
        service,
        success,
        download_mbps: Some(200.0),
        upload_mbps: Some(20.0),
        latency_ms: Some(20.0),
    };
    Sample { attempt: Some(attempt), rsrp: None, ..signal(-90.0) }
}

/// An attempt that found no network.
pub fn no_service(service: Service) -> Sample {
    Sample { serving: None, technology: None, ..attempt(service, false) }
}
