//! A report as it was issued, read back from the document that is kept: what is
//! printed of it says the same, whatever was published since.

use std::collections::BTreeMap;

use geojson::Geometry;
use serde::Deserialize;

use crate::domain::Language;

/// The members of the document of [`super::network_gap_features`].
#[derive(Clone, Debug, Deserialize)]
pub struct IssuedDocument {
    pub network: String,
    pub network_name: String,
    /// The day of which it speaks.
    pub on: String,
    pub data_version: String,
    pub method_version: String,
    pub profile: String,
    /// The last day of what is measured and reported.
    pub as_of: String,
    pub region: Option<IssuedText>,
    #[serde(default)]
    pub attribution: Vec<String>,
    pub demonstration: bool,
    /// The coverage that it rests on.
    #[serde(default)]
    pub coverage: Vec<IssuedCoverage>,
    pub requirements: Vec<IssuedRequirement>,
    pub parts: Vec<IssuedPart>,
    pub gone: Vec<GoneGap>,
    /// Part by part, in the order of `parts`, each in its rank.
    #[serde(rename = "features")]
    pub gaps: Vec<IssuedGap>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedCoverage {
    pub claim: String,
    pub sha256: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedRequirement {
    pub id: i64,
    pub version: i64,
    pub sha256: String,
    pub title: IssuedText,
    pub kind: String,
    pub unit: String,
    pub verdict: String,
    pub zones: Vec<IssuedZone>,
    pub refuted: Vec<String>,
}

/// Swedish and English of the same.
#[derive(Clone, Debug, Deserialize)]
pub struct IssuedText {
    pub sv: String,
    pub en: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedZone {
    pub zone: String,
    pub zone_name: String,
    pub verdict: String,
    pub missing: Option<String>,
    pub share_percent: Option<String>,
    pub threshold: f64,
    pub shortfall: Option<f64>,
}

/// What is asked of one service in one environment, and what is enough.
#[derive(Clone, Debug, Deserialize)]
pub struct IssuedPart {
    pub service: String,
    pub environment: String,
    pub technology: Option<String>,
    pub evidence: String,
    pub gaps: usize,
    pub unlisted_gaps: usize,
    pub unlisted_m2: f64,
    pub needs: Vec<IssuedNeed>,
    pub enough: Vec<String>,
    pub enough_at_least: usize,
    pub unreachable: Vec<IssuedUnreachable>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedNeed {
    /// Index into the requirements.
    pub requirement: usize,
    pub kind: String,
    pub zone_name: String,
    pub at_least: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedUnreachable {
    /// Index into the part's needs.
    pub need: usize,
    pub missing: f64,
}

/// A gap of the report before that isn't in this one.
#[derive(Clone, Debug, Deserialize)]
pub struct GoneGap {
    pub gap: String,
    pub standing: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedGap {
    /// Longitude and latitude.
    pub geometry: Geometry,
    pub properties: GapProperties,
}

#[derive(Clone, Debug, Deserialize)]
pub struct GapProperties {
    pub gap: String,
    pub rank: u64,
    pub standing: String,
    pub promised_by: Option<String>,
    pub promise: Option<String>,
    pub municipalities: Vec<String>,
    pub land_m2: f64,
    pub inhabitants: f64,
    pub buildings: f64,
    pub road_m: f64,
    pub road_m_by_class: BTreeMap<String, f64>,
    pub place_names: Vec<String>,
    pub organisations: Vec<String>,
    pub dead_zones: Vec<i64>,
    pub measured: Vec<IssuedMeasured>,
    pub misses: Vec<IssuedMiss>,
    pub gives: f64,
    pub priority: f64,
    pub enough_rank: Option<usize>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedMeasured {
    pub kind: String,
    pub cells: u64,
    pub failing_cells: u64,
    pub votes: u64,
    pub passing: u64,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub newest: Option<String>,
    pub median_age_days: Option<f64>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct IssuedMiss {
    /// Index into the requirements.
    pub requirement: usize,
    pub kind: String,
    pub zone_name: String,
    pub amount: f64,
}

impl IssuedText {
    pub fn in_language(&self, language: Language) -> &str {
        language.of(&self.sv, &self.en)
    }
}

impl IssuedDocument {
    /// # Errors
    /// When the text isn't a document of this service.
    pub fn read(document: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(document)
    }

    /// The parts, each with its gaps.
    pub fn parts_with_gaps(&self) -> impl Iterator<Item = (&IssuedPart, &[IssuedGap])> {
        let mut rest = self.gaps.as_slice();
        self.parts.iter().map(move |part| {
            let (own, later) = rest.split_at(part.gaps.min(rest.len()));
            rest = later;
            (part, own)
        })
    }

    /// The gaps that get a page of their own with a map, over all parts: what gives
    /// most first in each, none of them at the cost of another part.
    pub fn sheets_per_part(&self) -> usize {
        MOST_SHEETS / self.parts.len().max(1)
    }
}

/// A reader needs the first ones; all of them stand in the table and in the files.
const MOST_SHEETS: usize = 24;
