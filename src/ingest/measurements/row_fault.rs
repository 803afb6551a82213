//! What is wrong with a row, as a code and in words.

use crate::domain::{Bilingual, DbmOutOfRange, Finding, LngLat, Severity};

/// Why a row is no sample, or what was left out of one.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RowFault {
    /// The line isn't UTF-8.
    NotText,
    FieldCount {
        expected: usize,
        found: usize,
    },
    NotFeature(String),
    NotPoint,
    NotSpeedTest(String),
    NotTrackPoint(String),
    Missing(String),
    Number {
        column: String,
        value: String,
    },
    TruthValue {
        column: String,
        value: String,
    },
    Time(String),
    /// A local time that the clock leaps over.
    NonexistentTime(String),
    /// A local time that exists twice, and the order of the rows doesn't tell which it was.
    AmbiguousTime(String),
    Position {
        lng: f64,
        lat: f64,
    },
    SwappedPosition {
        lng: f64,
        lat: f64,
    },
    UnknownNetwork(String),
    Plmn(String),
    Technology(String),
    FixedLine,
    UnnamedRoaming,
    Antenna(String),
    Service(String),
    RsrpOutOfRange(DbmOutOfRange),
    RsrpWithoutTechnology(f64),
    SinrOutOfRange(f64),
    AttemptWithoutOutcome,
    OutcomeWithoutAttempt,
}

impl RowFault {
    pub fn finding(&self, number: u64, severity: Severity) -> Finding {
        let (code, sv, en) = self.words();
        let message = Bilingual { sv, en };
        Finding { code: code.into(), severity, feature: Some(number), place: self.place(), message }
    }

    fn place(&self) -> Option<LngLat> {
        match *self {
            Self::Position { lng, lat } | Self::SwappedPosition { lng, lat } => {
                LngLat { lng, lat }.on_globe()
            }
            _ => None,
        }
    }

    /// Code, Swedish, English.
    fn words(&self) -> (&'static str, String, String) {
        match self {
            Self::NotText => (
                "not_text",
                "raden är inte text i UTF-8".to_owned(),
                "the line is no text in UTF-8".to_owned(),
            ),
            Self::FieldCount { expected, found } => (
                "field_count",
                format!("raden har {found} fält, rubriken har {expected}"),
                format!("the row has {found} fields, the header has {expected}"),
            ),
            Self::NotFeature(reason) => (
                "not_a_feature",
                format!("inget GeoJSON-objekt av typen Feature: {reason}"),
                format!("no GeoJSON feature: {reason}"),
            ),
            Self::NotPoint => (
                "not_a_point",
                "geometrin är inte en punkt med longitud och latitud".to_owned(),
                "the geometry is no point with longitude and latitude".to_owned(),
            ),
            Self::NotSpeedTest(reason) => (
                "not_a_speed_test",
                format!("inget hastighetstest enligt specifikationen: {reason}"),
                format!("no speed test as specified: {reason}"),
            ),
            Self::NotTrackPoint(reason) => (
                "not_a_track_point",
                format!("ingen punkt som kan läsas: {reason}"),
                format!("no point that can be read: {reason}"),
            ),
            Self::Missing(column) => {
                ("missing_value", format!("värdet för {column} saknas"), format!("{column} has no value"))
            }
            Self::Number { column, value } => (
                "invalid_number",
                format!("{column}: ”{value}” är inget tal som kan stå här"),
                format!("{column}: `{value}` is no number that can stand here"),
            ),
            Self::TruthValue { column, value } => (
                "invalid_truth_value",
                format!("{column}: ”{value}” är varken true eller false"),
                format!("{column}: `{value}` is neither true nor false"),
            ),
            Self::Time(value) => (
                "invalid_time",
                format!("”{value}” är ingen tidpunkt"),
                format!("`{value}` is no point in time"),
            ),
            Self::NonexistentTime(local) => (
                "nonexistent_time",
                format!("{local} finns inte: klockan ställdes fram"),
                format!("{local} doesn't exist: the clock went forward"),
            ),
            Self::AmbiguousTime(local) => (
                "ambiguous_time",
                format!("{local} finns två gånger, och radernas ordning visar inte vilken av dem det var"),
                format!("{local} exists twice, and the order of the rows doesn't tell which one it was"),
            ),
            Self::Position { lng, lat } => (
                "invalid_position",
                format!("longitud {lng}, latitud {lat} är ingen plats som kan beräknas"),
                format!("longitude {lng}, latitude {lat} is no place that can be computed"),
            ),
            Self::SwappedPosition { lng, lat } => (
                "swapped_position",
                format!("longitud {lng} och latitud {lat} har bytt plats"),
                format!("longitude {lng} and latitude {lat} have changed places"),
            ),
            Self::UnknownNetwork(value) => (
                "unknown_network",
                format!("regionen har inget nät ”{value}”"),
                format!("the region has no network `{value}`"),
            ),
            Self::Plmn(value) => (
                "invalid_plmn",
                format!("”{value}” är ingen nätkod (PLMN)"),
                format!("`{value}` is no network code (PLMN)"),
            ),
            Self::Technology(value) => (
                "unknown_technology",
                format!("okänd teknik ”{value}”"),
                format!("unknown technology `{value}`"),
            ),
            Self::FixedLine => {
                ("not_mobile", "mätt på en fast anslutning".to_owned(), "measured on a fixed line".to_owned())
            }
            Self::UnnamedRoaming => (
                "unnamed_roaming",
                "telefonen var inne i ett annat nät, och raden säger inte vilket".to_owned(),
                "the phone was roaming, and the row doesn't say in which network".to_owned(),
            ),
            Self::Antenna(value) => (
                "unknown_antenna",
                format!("okänd antennplacering ”{value}”, som är utelämnad"),
                format!("unknown antenna placement `{value}`, which was left out"),
            ),
            Self::Service(value) => {
                ("unknown_service", format!("okänd tjänst ”{value}”"), format!("unknown service `{value}`"))
            }
            Self::RsrpOutOfRange(DbmOutOfRange { value, lowest, highest }) => (
                "rsrp_out_of_range",
                format!("RSRP {value} dBm ligger utanför {lowest}…{highest} dBm"),
                format!("RSRP {value} dBm is outside {lowest}…{highest} dBm"),
            ),
            Self::RsrpWithoutTechnology(value) => (
                "rsrp_without_technology",
                format!("RSRP {value} dBm utan att tekniken är 4G eller 5G"),
                format!("RSRP {value} dBm without 4G or 5G as its technology"),
            ),
            Self::SinrOutOfRange(value) => (
                "sinr_out_of_range",
                format!("SINR {value} dB ligger utanför −23…40 dB och är utelämnat"),
                format!("SINR {value} dB is outside −23…40 dB and was left out"),
            ),
            Self::AttemptWithoutOutcome => (
                "attempt_without_outcome",
                "en tjänst prövades men success saknas".to_owned(),
                "a service was tried and success is missing".to_owned(),
            ),
            Self::OutcomeWithoutAttempt => (
                "outcome_without_attempt",
                "success är angivet men ingen tjänst".to_owned(),
                "success is given and no service".to_owned(),
            ),
        }
    }
}
