//! The members of a submission that are read. Numbers and codes may be written
//! as numbers or as text; a telephone leaves out what its system doesn't tell.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
pub struct Submission<'text> {
    #[serde(borrow)]
    pub device_id: Option<Cow<'text, str>>,
    pub sim_mobile_country_code: Value,
    pub sim_mobile_network_code: Value,
    pub net_mobile_country_code: Value,
    pub net_mobile_network_code: Value,
    /// 0 outdoors and standing, 1 in a moving vehicle, 2 indoors.
    pub environment_code: Option<u8>,
    pub external_antenna_flag: Option<bool>,
    pub tests: TestSet,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TestSet {
    pub download: Option<Test>,
    pub upload: Option<Test>,
    pub latency: Option<Test>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Test {
    pub timestamp: Option<String>,
    /// Bytes a second of the test without its beginning.
    pub bytes_sec: Value,
    /// Microseconds.
    pub round_trip_time: Value,
    pub success_flag: Option<bool>,
    /// `cell`, `wifi` or `other`.
    pub connection_type: Option<String>,
    pub network_available_flag: Option<bool>,
    pub network_roaming_flag: Option<bool>,
    pub locations: Vec<Location>,
    pub cells: Vec<Cell>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Location {
    pub timestamp: Option<String>,
    pub latitude: Value,
    pub longitude: Value,
    /// Metres.
    pub horizontal_accuracy: Value,
    /// Metres a second.
    pub speed: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Cell {
    pub timestamp: Option<String>,
    /// 0 a neighbour, 1 the serving cell, 2 one beside it; none where the system doesn't tell.
    pub cell_connection: Option<i64>,
    /// `2G` to `5G`.
    pub network_generation: Option<String>,
    pub rsrp: Value,
    pub sinr: Value,
}
