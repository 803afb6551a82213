//! The names by which tools call a field, beside our own.
//!
//! Only names that say what they hold are here: a `speed` may be in m/s or in
//! km/h, and is left to a mapping.

use super::{
    MeasuredField::{self, *},
    unit::Unit,
};

/// A name in lower case, the field, and the unit where it isn't the field's own.
pub const NAMES: &[(&str, MeasuredField, Option<Unit>)] = &[
    ("timestamp", Time, None),
    ("datetime", Time, None),
    ("date_time", Time, None),
    ("devicetime", Time, None),
    ("tidpunkt", Time, None),
    ("tid", Time, None),
    ("datum", Date, None),
    ("lng", Lon, None),
    ("long", Lon, None),
    ("longitude", Lon, None),
    ("longitud", Lon, None),
    ("latitude", Lat, None),
    ("latitud", Lat, None),
    ("nät", Network, None),
    ("mcc_mnc", Plmn, None),
    ("mccmnc", Plmn, None),
    ("network_mcc_mnc", Plmn, None),
    ("serving_plmn", Plmn, None),
    ("sim_mcc_mnc", HomePlmn, None),
    ("sim_plmn", HomePlmn, None),
    ("tech", Technology, None),
    ("rat", Technology, None),
    ("networkmode", Technology, None),
    ("network_mode", Technology, None),
    ("network_type", Technology, None),
    ("networktype", Technology, None),
    ("teknik", Technology, None),
    ("tjänst", Service, None),
    ("lyckad", Success, None),
    ("outcome", Success, None),
    ("rsrp", Rsrp, None),
    ("lte_rsrp", Rsrp, None),
    ("ss_rsrp", Rsrp, None),
    ("ssrsrp", Rsrp, None),
    ("sinr", Sinr, None),
    ("ss_sinr", Sinr, None),
    ("sssinr", Sinr, None),
    ("snr", Sinr, None),
    ("download_mbit", Download, None),
    ("dl_mbps", Download, None),
    ("download_kbit", Download, Some(Unit::KilobitsPerSecond)),
    ("download_kbps", Download, Some(Unit::KilobitsPerSecond)),
    ("dl_kbps", Download, Some(Unit::KilobitsPerSecond)),
    ("upload_mbit", Upload, None),
    ("ul_mbps", Upload, None),
    ("upload_kbit", Upload, Some(Unit::KilobitsPerSecond)),
    ("upload_kbps", Upload, Some(Unit::KilobitsPerSecond)),
    ("ul_kbps", Upload, Some(Unit::KilobitsPerSecond)),
    ("ping_ms", Latency, None),
    ("rtt_ms", Latency, None),
    ("loc_accuracy", Accuracy, None),
    ("horizontal_accuracy", Accuracy, None),
    ("accuracy", Accuracy, None),
    ("noggrannhet_m", Accuracy, None),
    ("speed_ms", Speed, Some(Unit::MetresPerSecond)),
    ("speed_mps", Speed, Some(Unit::MetresPerSecond)),
    ("hastighet_kmh", Speed, None),
    ("inomhus", Indoor, None),
    ("device_id", Device, None),
    ("phone", Device, None),
    ("telefon", Device, None),
    ("run_id", Run, None),
    ("missionid", Run, None),
    ("körning", Run, None),
    ("fordon", Vehicle, None),
    ("antenna_placement", Antenna, None),
    ("antenn", Antenna, None),
    ("abonnemang", Tariff, None),
    ("pass_number", Pass, None),
    ("varv", Pass, None),
];

/// The field that a name means, in whatever case, and the unit of its values
/// where it isn't the field's own.
pub fn field_named(name: &str) -> Option<(MeasuredField, Option<Unit>)> {
    let name = name.trim().to_lowercase();
    let own = MeasuredField::ALL.iter().find(|field| field.as_str() == name);
    let known = || NAMES.iter().find(|(known, ..)| *known == name);
    own.map(|field| (*field, None)).or_else(|| known().map(|(_, field, unit)| (*field, *unit)))
}
