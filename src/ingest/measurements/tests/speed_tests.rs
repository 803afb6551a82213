//! Speed tests as the FCC specifies them.

use super::*;

fn document(submissions: &[String]) -> String {
    format!(r#"{{"submission_type": "Challenge", "submissions": [{}]}}"#, submissions.join(","))
}

fn submission(download_cells: &str, rest: &str) -> String {
    format!(
        r#"{{"test_id": "1", "device_id": "p1", "provider_name": "x",
        "sim_mobile_country_code": "999", "sim_mobile_network_code": "01",
        "net_mobile_country_code": 999, "net_mobile_network_code": 1, "environment_code": 1,
        "tests": {{
          "download": {{"timestamp": "2026-06-01T12:00:00+02:00", "bytes_sec": 1812500, "success_flag": true,
            "connection_type": "cell",
            "locations": [
              {{"timestamp": "2026-06-01T12:00:00+02:00", "latitude": 65.0, "longitude": 20.5, "horizontal_accuracy": 8.5, "speed": 20}},
              {{"timestamp": "2026-06-01T12:00:08+02:00", "latitude": 65.0, "longitude": 20.51}}],
            "cells": [{download_cells}]}},
          "upload": {{"timestamp": "2026-06-01T12:00:10+02:00", "bytes_sec": "375000", "success_flag": true}},
          "latency": {{"timestamp": "2026-06-01T12:00:20+02:00", "round_trip_time": 31000, "success_flag": true}}{rest}
        }}}}"#
    )
}

const SERVING: &str = r#"{"timestamp": "2026-06-01T12:00:07+02:00", "cell_connection": 1, "network_generation": "4G",
    "network_subtype": "LTE", "rsrp": -97, "rsrq": -11, "sinr": 7}"#;
const NEIGHBOUR: &str = r#"{"timestamp": "2026-06-01T12:00:07+02:00", "cell_connection": 0, "network_generation": "4G", "rsrp": -80}"#;

fn fixture() -> Fixture {
    Fixture { attempted: Some(Service::Data10), ..Fixture::default() }
}

#[test]
fn a_submission_is_an_attempt_and_its_signal() {
    let text = document(&[submission(&format!("{SERVING}, {NEIGHBOUR}"), "")]);
    let reading = fixture().read(text.as_bytes()).unwrap();
    assert_eq!((reading.form, reading.findings), (MeasurementForm::FccSpeedTests, vec![]));
    let [attempt, signal] = <[Sample; 2]>::try_from(reading.samples).unwrap();
    let expected = Attempt {
        service: Service::Data10,
        success: true,
        download_mbps: Some(14.5),
        upload_mbps: Some(3.0),
        latency_ms: Some(31.0),
    };
    assert_eq!((attempt.attempt, attempt.time), (Some(expected), "2026-06-01T10:00:00Z".parse().unwrap()));
    assert_eq!((attempt.network.as_str(), attempt.serving), ("ripa", Plmn::new("999-01").ok()));
    assert_eq!(
        (attempt.accuracy_m, attempt.speed_kmh, attempt.device.as_str()),
        (Some(8.5), Some(72.0), "p1")
    );
    // Where the phone was then, not where the test began.
    assert_at(&signal, Coord { x: 20.51, y: 65.0 });
    assert_eq!((signal.attempt, signal.rsrp, signal.sinr_db), (None, Dbm::lte_rsrp(-97.0).ok(), Some(7.0)));
    assert_eq!(signal.time, "2026-06-01T10:00:07Z".parse().unwrap());
}

#[test]
fn one_failed_part_fails_the_attempt() {
    let failed = submission("", "")
        .replace(r#""round_trip_time": 31000, "success_flag": true"#, r#""success_flag": false"#);
    let reading = fixture().read(document(&[failed]).as_bytes()).unwrap();
    let attempt = reading.samples[0].attempt.clone().unwrap();
    assert_eq!((attempt.success, attempt.latency_ms), (false, None));
}

#[test]
fn one_bad_submission_does_not_lose_the_rest() {
    let nowhere =
        r#"{"tests": {"download": {"timestamp": "2026-06-01T12:00:00Z", "success_flag": true}}}"#.to_owned();
    let text = document(&["7".to_owned(), submission("", ""), nowhere]);
    let expected = [1, 3].map(|number| (Some(number), "not_a_speed_test", Severity::Error));
    assert_eq!(findings(&fixture(), &text), expected);
}

#[test]
fn roaming_and_wifi_show() {
    let wifi = submission("", "").replace(r#""connection_type": "cell""#, r#""connection_type": "wifi""#);
    assert!(fixture().sample(&document(&[wifi])).wifi);
    let abroad =
        submission("", "").replace(r#""net_mobile_country_code": 999"#, r#""net_mobile_country_code": 242"#);
    assert_eq!(fixture().sample(&document(&[abroad])).serving, Plmn::new("242-01").ok());
    let unnamed = submission("", "")
        .replace(r#""net_mobile_country_code": 999"#, r#""net_mobile_country_code": null"#)
        .replace(r#""connection_type""#, r#""network_roaming_flag": true, "connection_type""#);
    assert_eq!(findings(&fixture(), &document(&[unnamed])), [(Some(1), "unnamed_roaming", Severity::Error)]);
}

#[test]
fn other_documents_are_no_speed_tests() {
    let refused = |text: &str| fixture().read(text.as_bytes()).unwrap_err();
    assert!(matches!(refused(r#"{"submissions": 7}"#), MeasurementError::NotSpeedTests(_)));
    assert!(matches!(refused(r#"{"submissions": [}"#), MeasurementError::NotGeoJson(_)));
}
