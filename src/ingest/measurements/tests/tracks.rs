//! GPX with what was measured in its extensions.

use super::*;

fn gpx(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1" xmlns:m="{GPX_NAMESPACE}">
<metadata><time>2020-01-01T00:00:00Z</time><name>not a run</name></metadata>{body}</gpx>"#
    )
}

fn point(inside: &str) -> String {
    format!(r#"<trkpt lat="65.0" lon="20.5"><ele>12</ele><time>2026-06-01T10:00:00Z</time>{inside}</trkpt>"#)
}

#[test]
fn a_point_with_its_extension() {
    let inside = "<extensions><m:technology>4G</m:technology><m:rsrp_dbm> -95.5 </m:rsrp_dbm>\
                  <m:network>ripa</m:network><m:plmn>999-01</m:plmn><speed>20</speed>\
                  <m:service>data10</m:service><m:success>true</m:success><m:download_kbit>14500</m:download_kbit></extensions>";
    let text = gpx(&format!("<trk><name>Norra &amp; södra</name><trkseg>{}</trkseg></trk>", point(inside)));
    let sample = Fixture::default().sample(&text);
    assert_eq!(sample.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_eq!((sample.network.as_str(), sample.run.as_str()), ("ripa", "Norra & södra"));
    assert_eq!((sample.rsrp, sample.speed_kmh), (Dbm::lte_rsrp(-95.5).ok(), Some(72.0)));
    assert_eq!(sample.attempt.unwrap().download_mbps, Some(14.5));
}

#[test]
fn what_a_track_says_holds_for_its_points() {
    let track = |device: &str| {
        format!(
            "<trk><extensions><device>{device}</device><vehicle>snöskoter</vehicle></extensions><trkseg>{}</trkseg></trk>",
            point("")
        )
    };
    let text = gpx(&format!(
        "{}{}<wpt lat=\"65\" lon=\"20.6\"><time>2026-06-01T10:00:00Z</time></wpt>",
        track("a"),
        track("b")
    ));
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    let devices: Vec<&str> = reading.samples.iter().map(|sample| sample.device.as_str()).collect();
    assert_eq!((reading.form, devices), (MeasurementForm::Gpx, vec!["a", "b", "drive-7"]));
    assert!(reading.runs.values().all(|facts| facts.vehicle.as_deref() == Some("snöskoter")));
}

#[test]
fn a_bad_point_spoils_itself_alone() {
    let points = [
        point(""),
        "<trkpt lat=\"65.0\"><time>2026-06-01T10:00:00Z</time></trkpt>".to_owned(),
        "<trkpt lat=\"65.0\" lon=\"20.5\"/>".to_owned(),
        point("<extensions><rsrp>&nothing;</rsrp></extensions>"),
        point("<extensions><rsrp>-95</rsrp></extensions>"),
        point("<extensions><tech>LTE</tech><rsrp>2147483647</rsrp></extensions>"),
    ];
    let text = gpx(&format!("<trk><trkseg>{}</trkseg></trk>", points.concat()));
    let expected = [
        (2, "missing_value"),
        (3, "missing_value"),
        (4, "not_a_track_point"),
        (5, "rsrp_without_technology"),
    ];
    let expected = expected.map(|(number, code)| (Some(number), code, Severity::Error));
    assert_eq!(findings(&Fixture::of("ripa"), &text), expected);
}

#[test]
fn what_is_no_gpx_is_refused_whole() {
    let whole = gpx(&point(""));
    for text in ["<html></html>", "<gpx>", "<gpx></gpx>", "<gpx><trk></gpx>", &whole[..whole.len() - 8]] {
        let read = Fixture::of("ripa").read(text.as_bytes());
        assert!(matches!(read, Err(MeasurementError::NotGpx(_))), "{text}");
    }
}
