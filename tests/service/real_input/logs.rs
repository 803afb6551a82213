//! Logs of G-NetTrack, imported as they are.

use std::{collections::BTreeSet, fs};

use serde_json::json;
use tackning::domain::Region;

use super::set_up::{Workshop, collection, region_of, shared_data};

/// A rectangle around Cork, where the logs were written.
fn cork() -> Region {
    let around = json!({"type": "Polygon",
        "coordinates": [[[-8.8, 51.7], [-8.1, 51.7], [-8.1, 52.1], [-8.8, 52.1], [-8.8, 51.7]]]});
    let zones = collection([(json!({"code": "1", "name": "Cork"}), around)]);
    let networks = json!([{"id": "net-b", "name": "net-b", "colour": "#1b6ca8"}]);
    region_of(
        &json!({
            "id": "cork", "name": {"sv": "Cork", "en": "Cork"}, "crs": "EPSG:25829", "time_zone": "Europe/Dublin",
            "zones": [{"kind": "municipality", "file": "zones.geojson", "code": "code", "name": "name"}],
            "networks": "networks.json"
        }),
        &[("zones.geojson", zones.to_string()), ("networks.json", networks.to_string())],
    )
}

async fn check(name: &str, rows: usize, kept: usize) {
    let Some(data) = shared_data() else { return };
    let file = data.join("measurements").join(name);
    let workshop = Workshop::new(cork()).await;
    let import = workshop.measurements(&file, Some("net-b")).await;
    assert_eq!((import.row_count, import.sample_count), (rows as u64, kept as u64));
    let samples = workshop.importer.store.samples().await.unwrap();
    let mut log = Log::of(&fs::read_to_string(file).unwrap());
    log.keep_one_a_second();
    assert_eq!(samples.len(), log.rows.len());
    for (sample, row) in samples.iter().zip(&log.rows) {
        let level_dbm = sample.rsrp.map(|level| level.value());
        assert_eq!(level_dbm, log.level_dbm(row), "{row:?}");
        let attempt = sample.attempt.as_ref();
        assert_eq!(attempt.is_some(), log.field(row, "State") == "D", "{row:?}");
        let Some(attempt) = attempt else { continue };
        let download_mbps = log.number(row, "DL_bitrate").map(|kbps| kbps / 1_000.0);
        assert_eq!(attempt.download_mbps, download_mbps, "{row:?}");
        assert_eq!(attempt.latency_ms, log.number(row, "PINGAVG"), "{row:?}");
    }
}

#[tokio::test]
async fn of_a_driving_phone() {
    check("Download_Driving_B_2019.12.14_10.16.30.csv", 1_155, 1_053).await;
}

#[tokio::test]
async fn of_a_standing_phone() {
    check("Download_Static_B_2020.01.16_10.43.34.csv", 3_322, 3_080).await;
}

/// The file by plain splitting: it has no quotation marks.
struct Log {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Log {
    fn of(text: &str) -> Self {
        let mut lines = text.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        Self { header: lines.next().unwrap(), rows: lines.collect() }
    }

    /// The application writes a second row of many a second: of one place and state the first stands.
    fn keep_one_a_second(&mut self) {
        let columns = ["Timestamp", "Longitude", "Latitude", "NetworkMode", "State"];
        let mut seen = BTreeSet::new();
        let rows = std::mem::take(&mut self.rows);
        let of = |row: &Vec<String>| {
            // HSPA+ and UMTS are one technology.
            columns.map(|column| self.field(row, column).replace("HSPA+", "UMTS"))
        };
        self.rows = rows.into_iter().filter(|row| seen.insert(of(row))).collect();
    }

    fn field<'row>(&self, row: &'row [String], column: &str) -> &'row str {
        &row[self.header.iter().position(|name| name == column).unwrap()]
    }

    /// `-` is no value.
    fn number(&self, row: &[String], column: &str) -> Option<f64> {
        let text = self.field(row, column);
        (text != "-").then(|| text.parse().unwrap())
    }

    /// −200 is no value either, and outside 4G and 5G the column holds something else.
    fn level_dbm(&self, row: &[String]) -> Option<f64> {
        let has_rsrp = matches!(self.field(row, "NetworkMode"), "LTE" | "4G" | "5G");
        self.number(row, "RSRP").filter(|level_dbm| has_rsrp && *level_dbm != -200.0)
    }
}
