//! Open data of the Austrian regulator's speed test (RTR-Netztest), and of the
//! tests of other regulators with the same columns.
//!
//! Each row is a test that came to its end, with down, up and round trip; which
//! service it stands for the caller says, else a row gives its signal alone.
//! Times are UTC. `sim_mcc_mnc` is the subscription's network and
//! `network_mcc_mnc` the one that served. A test on Wi-Fi is read and is no
//! evidence of a mobile network; one on a fixed line is no measurement.

use super::mapping::{ColumnMapping, MeasuredField, Tests, Unit};

/// Columns that no other tool's table has together.
pub(super) const NEEDED: &[&str] = &["time_utc", "lat", "long", "download_kbit", "upload_kbit"];

const READ: &[(MeasuredField, &str)] = &[
    (MeasuredField::Device, "open_uuid"),
    (MeasuredField::Time, "time_utc"),
    (MeasuredField::Technology, "network_type"),
    (MeasuredField::Lat, "lat"),
    (MeasuredField::Lon, "long"),
    (MeasuredField::Accuracy, "loc_accuracy"),
    (MeasuredField::Download, "download_kbit"),
    (MeasuredField::Upload, "upload_kbit"),
    (MeasuredField::Latency, "ping_ms"),
    (MeasuredField::Rsrp, "lte_rsrp"),
    (MeasuredField::Plmn, "network_mcc_mnc"),
    (MeasuredField::HomePlmn, "sim_mcc_mnc"),
];

/// As the publication lists them: where the test was by other names, by whom,
/// by which program, towards which server, and on which mast.
const LEFT_OUT: &[&str] = &[
    "loop_uuid",
    "open_test_uuid",
    // The class of `network_type`.
    "cat_technology",
    "loc_src",
    "gkz",
    "gkz_sa",
    "kg_nr",
    "zip_code",
    "country_location",
    "land_cover",
    "settlement_type",
    "dtm_level",
    "atraster100",
    "atraster250",
    "link_id",
    "link_name",
    "link_name1",
    "link_name2",
    "link_distance",
    "link_frc",
    "edge_id",
    "lte_rsrq",
    // Of 2G, 3G and Wi-Fi: another quantity than RSRP.
    "signal_strength",
    "signal_classification",
    "cell_area_code",
    "cell_location_id",
    "channel_number",
    "radio_band",
    "server_name",
    "test_duration",
    "num_threads",
    "platform",
    "model",
    "temperature",
    "client_version",
    "network_name",
    "nat_type",
    "asn",
    "ip_anonym",
    "ndt_download_kbit",
    "ndt_upload_kbit",
    "implausible",
    "pinned",
];

/// What the publication's columns mean.
pub(super) fn mapping() -> ColumnMapping {
    ColumnMapping {
        left_out: LEFT_OUT.iter().map(|column| (*column).to_owned()).collect(),
        units: [
            (MeasuredField::Download, Unit::KilobitsPerSecond),
            (MeasuredField::Upload, Unit::KilobitsPerSecond),
        ]
        .into(),
        time_zone: Some("UTC".to_owned()),
        tests: Tests::Every,
        levels_of_any_technology: true,
        ..ColumnMapping::of(READ)
    }
}
