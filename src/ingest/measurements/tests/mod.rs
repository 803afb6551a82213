mod columnar;
mod gnettrack_logs;
mod local_time;
mod mapped_columns;
mod named_columns;
mod points;
mod real_input;
mod repeated;
mod round_trip;
mod rtr_tables;
mod runs;
mod speed_tests;
mod surveys;
mod tracks;

use std::borrow::Cow;

use geo::{Coord, Rect};
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        Attempt, Dbm, Finding, Network, NetworkId, Plmn, RunFacts, RunKey, Sample, Service, Severity,
        Technology,
    },
    geometry::{Projection, TransverseMercator, WGS84},
    ingest::testing::{gzip, shared_data},
};

/// The sample lies where PROJ puts that longitude and latitude, to a tenth of a millimetre.
#[track_caller]
fn assert_at(sample: &Sample, lng_lat: Coord<f64>) {
    let projected = Projection::new(WGS84, "EPSG:3006").unwrap().coord(lng_lat).unwrap();
    let off = sample.position - projected;
    assert!(off.x.hypot(off.y) < 1e-4, "{:?} isn't {projected:?}", sample.position);
}

/// A made-up region around 20° E, 65° N with two networks.
struct Fixture {
    crs: &'static str,
    time_zone: TimeZone,
    networks: Vec<Network>,
    network: Option<NetworkId>,
    attempted: Option<Service>,
    mapping: Option<ColumnMapping>,
    file_name: &'static str,
}

impl Default for Fixture {
    fn default() -> Self {
        Self {
            crs: "EPSG:3006",
            time_zone: TimeZone::get("Europe/Stockholm").unwrap(),
            networks: vec![network("ripa", "999-01"), network("tjader", "999-02")],
            network: None,
            attempted: None,
            mapping: None,
            file_name: "runs/drive-7.csv.gz",
        }
    }
}

impl Fixture {
    fn of(network: &str) -> Self {
        Self { network: NetworkId::new(network).ok(), ..Self::default() }
    }

    fn read(&self, text: &[u8]) -> Result<MeasurementReading, MeasurementError> {
        let source = MeasurementSource {
            file_name: self.file_name,
            crs: self.crs,
            time_zone: &self.time_zone,
            networks: &self.networks,
            bounds: Some(Rect::new((14.0, 63.0), (25.0, 70.0))),
            network: self.network.as_ref(),
            attempted: self.attempted,
            mapping: self.mapping.as_ref(),
        };
        read_measurements(text, &source)
    }

    /// The file's only sample.
    #[track_caller]
    fn sample(&self, text: &str) -> Sample {
        let reading = self.read(text.as_bytes()).unwrap();
        assert_eq!(reading.findings, []);
        let [sample] = reading.samples.try_into().unwrap();
        sample
    }
}

fn network(id: &str, plmn: &str) -> Network {
    Network {
        id: NetworkId::new(id).unwrap(),
        name: id.to_owned(),
        colour: "#1b6ca8".to_owned(),
        plmns: vec![Plmn::new(plmn).unwrap()],
        demonstration: true,
    }
}

/// A mapping as somebody writes it.
fn mapping(json: &str) -> ColumnMapping {
    serde_json::from_str(json).unwrap()
}

/// A file that was damaged in some places is read or refused.
fn check_damaged(whole: &[u8], damage: &[(prop::sample::Index, u8)]) {
    let mut bytes = whole.to_vec();
    for (place, byte) in damage {
        let place = place.index(bytes.len());
        bytes[place] = *byte;
    }
    if let Ok(reading) = Fixture::default().read(&bytes) {
        assert_each_row_is_somewhere(&reading);
    }
}

/// What was found in a file: row, code, severity; and that each row is a
/// sample or an error.
#[track_caller]
fn findings(fixture: &Fixture, text: &str) -> Vec<(Option<u64>, &'static str, Severity)> {
    let reading = fixture.read(text.as_bytes()).unwrap();
    assert_each_row_is_somewhere(&reading);
    let word = |finding: &Finding| match &finding.code {
        Cow::Borrowed(word) => *word,
        Cow::Owned(_) => panic!("readers write fixed words"),
    };
    reading.findings.iter().map(|finding| (finding.feature, word(finding), finding.severity)).collect()
}

fn assert_each_row_is_somewhere(reading: &MeasurementReading) {
    let errors = reading.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    assert_eq!(reading.rows, (reading.samples.len() + errors) as u64 + reading.duplicates);
}

#[test]
fn an_unusable_file_is_refused_whole() {
    let refused = |fixture: &Fixture, text: &[u8]| fixture.read(text).unwrap_err().to_string();
    let ripa = Fixture::of("ripa");
    assert!(refused(&ripa, b"").contains("empty") && refused(&ripa, b" \n\n").contains("empty"));
    assert!(refused(&ripa, b"time,x,y\n").contains("lon, lat"));
    assert!(refused(&ripa, b"time,lon,lat,lon\n").contains("twice"));
    assert!(refused(&ripa, b"\xff\xfe\n").contains("UTF-8"));
    assert!(refused(&ripa, &gzip(b"time,lon,lat\n")[..12]).contains("unpacked"));
    assert!(refused(&Fixture::default(), b"time,lon,lat\n").contains("whose network"));
    assert!(refused(&Fixture::of("other"), b"time,lon,lat\n").contains("no network `other`"));
    assert!(refused(&Fixture { crs: "EPSG:999999", ..ripa }, b"time,lon,lat\n").contains("999999"));
}

#[test]
fn broken_geojson_is_refused_whole() {
    let ripa = Fixture::of("ripa");
    for text in ["{", "[1, 2]", "{\"type\": \"Topology\"}", "{\"type\": \"FeatureCollection\"}", "{}\n{}"] {
        assert!(matches!(ripa.read(text.as_bytes()), Err(MeasurementError::NotGeoJson(_))), "{text}");
    }
    let foreign = r#"{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:3021"}},"features":[]}"#;
    assert!(
        matches!(ripa.read(foreign.as_bytes()), Err(MeasurementError::ForeignCrs(name)) if name == "EPSG:3021")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Fixture::of("ripa").read(&bytes);
    }

    #[test]
    fn no_bytes_after_a_known_beginning_make_a_reader_fall(
        beginning in prop::sample::select(vec![
            b"SQLite format 3\0".as_slice(), b"PAR1", b"<gpx><wpt lat=\"65\" lon=\"20\">", b"{\"submissions\":[", b"\x1e{",
            b"{\"type\":\"FeatureCollection\",\"features\":[", b"Timestamp,Longitude,Latitude,NetworkMode,RSRP\n",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = Fixture::of("ripa").read(&[beginning, &bytes].concat());
    }

    #[test]
    fn no_row_vanishes(
        rows in prop::collection::vec(prop::collection::vec("[-0-9.,;\"TZ: a-z]{0,12}", 0..5), 0..20),
    ) {
        let lines: Vec<_> = rows.iter().map(|row| row.join(",")).collect();
        let text = format!("time,lon,lat,rsrp_dbm\n{}", lines.join("\n"));
        let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
        assert_each_row_is_somewhere(&reading);
        let filled = lines.iter().filter(|line| !line.trim().is_empty()).count();
        prop_assert_eq!(reading.rows, filled as u64);
    }
}
