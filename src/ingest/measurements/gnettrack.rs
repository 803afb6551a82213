//! Logs of the Android application G-NetTrack, every column accounted for.
//!
//! Known quirks: times are local and without zone. `-` stands for no value and
//! −200 for no RSRP. In 2G and 3G the column RSRP holds another quantity and
//! isn't read. NRxRSRP is the strongest neighbour's level, not the serving
//! cell's. Rates are kbit/s of the second; State is D while a transfer runs and
//! I while none does. A transfer that runs is a test that succeeds; what it
//! reaches is for the profile's threshold to weigh. There is no network code:
//! the caller names the network, and roaming doesn't show.

use super::mapping::{ColumnMapping, MeasuredField, Tests, Unit};

/// Columns that no other tool's table has together.
pub(super) const NEEDED: &[&str] = &["Timestamp", "Longitude", "Latitude", "NetworkMode", "RSRP"];

const READ: &[(MeasuredField, &str)] = &[
    (MeasuredField::Time, "Timestamp"),
    (MeasuredField::Lon, "Longitude"),
    (MeasuredField::Lat, "Latitude"),
    (MeasuredField::Speed, "Speed"),
    (MeasuredField::Technology, "NetworkMode"),
    (MeasuredField::Rsrp, "RSRP"),
    (MeasuredField::Sinr, "SNR"),
    (MeasuredField::Download, "DL_bitrate"),
    (MeasuredField::Upload, "UL_bitrate"),
    (MeasuredField::Success, "State"),
    (MeasuredField::Latency, "PINGAVG"),
];

/// Which mast, of which name, and qualities on which no figure rests.
const LEFT_OUT: &[&str] = &[
    // A pseudonym in public logs: whose network it is the caller says.
    "Operatorname",
    // The serving cell: masts are in no file of ours.
    "CellID",
    "CELLHEX",
    "NODEHEX",
    "LACHEX",
    "RAWCELLID",
    // Quality and load beside the level.
    "RSRQ",
    "RSSI",
    "CQI",
    // What the mean round trip is the summary of.
    "PINGMIN",
    "PINGMAX",
    "PINGSTDEV",
    "PINGLOSS",
    // The strongest neighbour.
    "NRxRSRP",
    "NRxRSRQ",
];

/// What the application's columns mean.
pub(super) fn mapping() -> ColumnMapping {
    ColumnMapping {
        left_out: LEFT_OUT.iter().map(|column| (*column).to_owned()).collect(),
        units: [
            (MeasuredField::Download, Unit::KilobitsPerSecond),
            (MeasuredField::Upload, Unit::KilobitsPerSecond),
        ]
        .into(),
        time_format: Some("%Y.%m.%d_%H.%M.%S".to_owned()),
        succeeded: vec!["D".to_owned()],
        not_tried: vec!["I".to_owned()],
        tests: Tests::WithOutcome,
        levels_of_any_technology: true,
        ..ColumnMapping::of(READ)
    }
}
