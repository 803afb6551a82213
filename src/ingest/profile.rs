//! A profile as JSON, for regions and for the API: thresholds, losses and the
//! ladder of levels.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentError, document_error::word};
use crate::domain::{
    LevelLadder, Losses, Profile, ReliabilityScales, Service, Share, SignalThreshold, Technology,
    TestThreshold,
};

/// Levels outside this are no reception.
const SIGNAL_DBM: std::ops::RangeInclusive<f64> = -156.0..=-31.0;

/// Thresholds, losses and levels. An unknown member is refused: misspelt, it
/// would be a threshold that nobody applies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileDocument {
    /// Named with every figure; never given twice.
    pub version: String,
    /// The share of passing votes that a claim must reach, 0…1.
    #[schema(minimum = 0, maximum = 1)]
    pub required_share: f64,
    #[serde(default)]
    pub signal: Vec<SignalDocument>,
    #[serde(default)]
    pub tests: Vec<TestDocument>,
    #[serde(default)]
    pub reliability: Option<ReliabilityDocument>,
    /// Between the open air and the phone; null: not said.
    #[serde(default)]
    pub losses: Option<LossesDocument>,
    /// Decibel above the threshold from which a level is better than limited.
    #[serde(default)]
    pub ladder: Option<LadderDocument>,
    /// Whether it is invented for the demonstration.
    #[serde(default)]
    pub demonstration: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignalDocument {
    #[schema(value_type = Service)]
    pub service: String,
    #[schema(value_type = Technology)]
    pub technology: String,
    pub rsrp_dbm: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TestDocument {
    #[schema(value_type = Service)]
    pub service: String,
    #[serde(default)]
    pub download_mbps: Option<f64>,
    #[serde(default)]
    pub upload_mbps: Option<f64>,
    #[serde(default)]
    pub latency_ms: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReliabilityDocument {
    pub whole: f64,
    pub whole_above_km2: f64,
    pub sub_zone: f64,
    pub sub_zone_km2: f64,
    pub enough_tests: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LossesDocument {
    #[serde(default)]
    pub body_db: Option<f64>,
    #[serde(default)]
    pub vehicle_db: Option<f64>,
    #[serde(default)]
    pub building_db: Option<f64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LadderDocument {
    pub good_db: f64,
    pub very_good_db: f64,
}

impl ProfileDocument {
    /// # Errors
    /// The first field that can't be taken, with the reason.
    pub fn to_profile(&self) -> Result<Profile, DocumentError> {
        if self.version.trim().is_empty() || self.version.len() > 60 || self.version.contains(['/', '?', '#'])
        {
            return Err(DocumentError::new("version", format!("`{}` is no name of a version", self.version)));
        }
        Ok(Profile {
            version: self.version.clone(),
            required_share: share("required_share", self.required_share)?,
            signal: each("signal", &self.signal, SignalDocument::threshold)?,
            tests: each("tests", &self.tests, TestDocument::threshold)?,
            reliability: self.reliability.as_ref().map(ReliabilityDocument::scales).transpose()?,
            losses: self.losses.as_ref().map(LossesDocument::losses).transpose()?.unwrap_or_default(),
            ladder: self.ladder.as_ref().map(LadderDocument::ladder).transpose()?.unwrap_or_default(),
        })
    }
}

impl ProfileDocument {
    /// The profile as a document again.
    pub fn of(profile: &Profile) -> Self {
        let Profile { version, required_share, signal, tests, reliability, losses, ladder } = profile;
        Self {
            version: version.clone(),
            required_share: required_share.value(),
            signal: signal.iter().map(SignalDocument::from).collect(),
            tests: tests.iter().map(TestDocument::from).collect(),
            reliability: reliability.map(|scales| ReliabilityDocument {
                whole: scales.whole.value(),
                whole_above_km2: scales.whole_above_m2 / 1e6,
                sub_zone: scales.sub_zone.value(),
                sub_zone_km2: scales.sub_zone_m2 / 1e6,
                enough_tests: scales.enough_tests,
            }),
            losses: Some(LossesDocument {
                body_db: losses.body_db,
                vehicle_db: losses.vehicle_db,
                building_db: losses.building_db,
            }),
            ladder: Some(LadderDocument { good_db: ladder.good_db, very_good_db: ladder.very_good_db }),
            demonstration: false,
        }
    }
}

impl From<&SignalThreshold> for SignalDocument {
    fn from(threshold: &SignalThreshold) -> Self {
        let SignalThreshold { service, technology, rsrp_dbm } = *threshold;
        Self { service: service.to_string(), technology: technology.to_string(), rsrp_dbm }
    }
}

impl From<&TestThreshold> for TestDocument {
    fn from(threshold: &TestThreshold) -> Self {
        let TestThreshold { service, download_mbps, upload_mbps, latency_ms } = *threshold;
        Self { service: service.to_string(), download_mbps, upload_mbps, latency_ms }
    }
}

impl SignalDocument {
    fn threshold(&self, field: &str) -> Result<SignalThreshold, DocumentError> {
        if !SIGNAL_DBM.contains(&self.rsrp_dbm) {
            let reason = format!("{} lies outside {SIGNAL_DBM:?} dBm", self.rsrp_dbm);
            return Err(DocumentError::new(format!("{field}.rsrp_dbm"), reason));
        }
        Ok(SignalThreshold {
            service: word(&format!("{field}.service"), &self.service)?,
            technology: word(&format!("{field}.technology"), &self.technology)?,
            rsrp_dbm: self.rsrp_dbm,
        })
    }
}

impl TestDocument {
    fn threshold(&self, field: &str) -> Result<TestThreshold, DocumentError> {
        let amount = |name: &str, value: Option<f64>| {
            value.map(|value| positive(&format!("{field}.{name}"), value)).transpose()
        };
        Ok(TestThreshold {
            service: word(&format!("{field}.service"), &self.service)?,
            download_mbps: amount("download_mbps", self.download_mbps)?,
            upload_mbps: amount("upload_mbps", self.upload_mbps)?,
            latency_ms: amount("latency_ms", self.latency_ms)?,
        })
    }
}

impl ReliabilityDocument {
    fn scales(&self) -> Result<ReliabilityScales, DocumentError> {
        Ok(ReliabilityScales {
            whole: share("reliability.whole", self.whole)?,
            whole_above_m2: amount("reliability.whole_above_km2", self.whole_above_km2)? * 1e6,
            sub_zone: share("reliability.sub_zone", self.sub_zone)?,
            sub_zone_m2: positive("reliability.sub_zone_km2", self.sub_zone_km2)? * 1e6,
            enough_tests: self.enough_tests,
        })
    }
}

impl LossesDocument {
    fn losses(&self) -> Result<Losses, DocumentError> {
        let loss = |name: &str, value: Option<f64>| {
            value.map(|value| amount(&format!("losses.{name}"), value)).transpose()
        };
        Ok(Losses {
            body_db: loss("body_db", self.body_db)?,
            vehicle_db: loss("vehicle_db", self.vehicle_db)?,
            building_db: loss("building_db", self.building_db)?,
        })
    }
}

impl LadderDocument {
    fn ladder(&self) -> Result<LevelLadder, DocumentError> {
        let (good_db, very_good_db) =
            (positive("ladder.good_db", self.good_db)?, positive("ladder.very_good_db", self.very_good_db)?);
        if very_good_db <= good_db {
            let reason = format!("{very_good_db} dB is not above good_db, {good_db} dB");
            return Err(DocumentError::new("ladder.very_good_db", reason));
        }
        Ok(LevelLadder { good_db, very_good_db })
    }
}

fn share(field: &str, value: f64) -> Result<Share, DocumentError> {
    Share::new(value).map_err(|error| DocumentError::new(field, error))
}

fn amount(field: &str, value: f64) -> Result<f64, DocumentError> {
    let is_amount = value.is_finite() && value >= 0.0;
    if is_amount { Ok(value) } else { Err(DocumentError::new(field, format!("{value} is no amount from 0"))) }
}

fn positive(field: &str, value: f64) -> Result<f64, DocumentError> {
    match amount(field, value)? {
        0.0 => Err(DocumentError::new(field, "it is 0")),
        more => Ok(more),
    }
}

fn each<D, T>(
    field: &str,
    documents: &[D],
    read: impl Fn(&D, &str) -> Result<T, DocumentError>,
) -> Result<Vec<T>, DocumentError> {
    let numbered = documents.iter().enumerate();
    numbered.map(|(index, document)| read(document, &format!("{field}[{index}]"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::SignalLevel, ingest::read_document};

    const PROFILE: &str = r#"{
        "version": "2027-1", "required_share": 0.95,
        "signal": [{"service": "voice", "technology": "4G", "rsrp_dbm": -105}],
        "tests": [{"service": "data10", "download_mbps": 10}],
        "losses": {"body_db": 4, "vehicle_db": 8, "building_db": 12},
        "ladder": {"good_db": 10, "very_good_db": 20}
    }"#;

    #[track_caller]
    fn refused(from: &str, to: &str, field: &str) {
        let text = PROFILE.replacen(from, to, 1);
        assert_ne!(text, PROFILE);
        let error =
            read_document::<ProfileDocument>(&text).and_then(|document| document.to_profile()).unwrap_err();
        assert_eq!(error.field(), field, "{error}");
    }

    /// R5: with T = −105: −105 limited, −95 good, −85 very good, −105.01 none.
    #[test]
    fn the_ladder_of_levels() {
        let profile = read_document::<ProfileDocument>(PROFILE).unwrap().to_profile().unwrap();
        let level = |rsrp_dbm| profile.level(Service::Voice, Technology::G4, rsrp_dbm);
        for (rsrp_dbm, expected) in [
            (-105.0, Some(SignalLevel::Limited)),
            (-95.01, Some(SignalLevel::Limited)),
            (-95.0, Some(SignalLevel::Good)),
            (-85.0, Some(SignalLevel::VeryGood)),
            (-105.01, None),
        ] {
            assert_eq!(level(rsrp_dbm), expected, "{rsrp_dbm}");
        }
        assert_eq!(profile.level(Service::Data10, Technology::G4, -60.0), None);
        assert_eq!(profile.losses.building_db, Some(12.0));
    }

    #[test]
    fn what_is_no_profile() {
        refused("2027-1", " ", "version");
        refused("2027-1", "2027/1", "version");
        refused("0.95", "1.5", "required_share");
        refused("-105", "105", "signal[0].rsrp_dbm");
        refused("\"voice\"", "\"fax\"", "signal[0].service");
        refused("10}]", "0}]", "tests[0].download_mbps");
        refused("\"very_good_db\": 20", "\"very_good_db\": 10", "ladder.very_good_db");
        refused("\"body_db\": 4", "\"body_db\": -4", "losses.body_db");
        refused("\"losses\"", "\"loss\"", "document");
    }
}
