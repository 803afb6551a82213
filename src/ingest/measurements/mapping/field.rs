//! The fields of a sample, by the names that columns, properties and mappings give them.

use serde::{Deserialize, Serialize};

use super::unit::Quantity;
use crate::domain::{UnknownWord, words};

/// What a column can hold. The words are the names of our own columns, with the
/// unit that they are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum MeasuredField {
    Time,
    /// The day, where it stands apart from the time of day.
    Date,
    Lon,
    Lat,
    /// The region's network of the subscription, by id or name.
    Network,
    /// The code of the network that served, such as `240-01`.
    Plmn,
    /// The two halves of that code, where they stand apart.
    Mcc,
    Mnc,
    /// The code of the subscription's own network.
    HomePlmn,
    Technology,
    Service,
    Success,
    Rsrp,
    Sinr,
    Download,
    Upload,
    Latency,
    Accuracy,
    Speed,
    Wifi,
    Indoor,
    Device,
    Run,
    Vehicle,
    Antenna,
    Tariff,
    Pass,
}

words!(MeasuredField, "field of a measurement", {
    Time => "time", Date => "date", Lon => "lon", Lat => "lat", Network => "network", Plmn => "plmn",
    Mcc => "mcc", Mnc => "mnc", HomePlmn => "home_plmn", Technology => "technology", Service => "service",
    Success => "success", Rsrp => "rsrp_dbm", Sinr => "sinr_db", Download => "download_mbps",
    Upload => "upload_mbps", Latency => "latency_ms", Accuracy => "accuracy_m", Speed => "speed_kmh",
    Wifi => "wifi", Indoor => "indoor", Device => "device", Run => "run", Vehicle => "vehicle",
    Antenna => "antenna", Tariff => "tariff", Pass => "pass",
});

impl MeasuredField {
    pub const COUNT: usize = Self::ALL.len();

    /// Without these a row is no measurement.
    pub const REQUIRED: [Self; 3] = [Self::Time, Self::Lon, Self::Lat];

    /// What is measured, where a file may write it in more than one unit.
    pub fn quantity(self) -> Option<Quantity> {
        match self {
            Self::Speed => Some(Quantity::Speed),
            Self::Download | Self::Upload => Some(Quantity::Rate),
            Self::Latency => Some(Quantity::Duration),
            _ => None,
        }
    }
}

impl TryFrom<String> for MeasuredField {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}

impl From<MeasuredField> for &'static str {
    fn from(field: MeasuredField) -> Self {
        field.as_str()
    }
}
