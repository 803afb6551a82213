//! Local times, also where the clock is changed. On 25 October 2026 it goes back
//! from 03:00 to 02:00, on 29 March from 02:00 to 03:00.

use super::*;

fn table(times: &[&str]) -> String {
    let rows = times
        .iter()
        .zip(0..)
        .map(|(time, place)| format!("{time},{},65.0\n", 20.0 + f64::from(place) / 100.0));
    format!("time,lon,lat\n{}", rows.collect::<String>())
}

/// The moments of a phone's rows in the file's order, or the codes of what is wrong with them.
#[track_caller]
fn check(times: &[&str], expected: &[&str]) {
    let reading = Fixture::of("ripa").read(table(times).as_bytes()).unwrap();
    assert_each_row_is_somewhere(&reading);
    let mut found: Vec<(i64, String)> = Vec::new();
    for sample in &reading.samples {
        let lng = Projection::new("EPSG:3006", WGS84).unwrap().coord(sample.position).unwrap().x;
        found.push((((lng - 20.0) * 100.0).round() as i64, sample.time.to_string()));
    }
    found.extend(
        reading
            .findings
            .iter()
            .map(|finding| (finding.feature.unwrap() as i64 - 2, finding.code.to_string())),
    );
    found.sort();
    let found: Vec<&str> = found.iter().map(|(_, moment)| moment.as_str()).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_time_without_zone_is_local() {
    check(&["2026-06-01T12:00:00"], &["2026-06-01T10:00:00Z"]);
    check(&["2026-01-01 12:00:00.5"], &["2026-01-01T11:00:00.5Z"]);
    check(&["2026-06-01 12:00"], &["2026-06-01T10:00:00Z"]);
}

#[test]
fn a_time_with_zone_says_its_moment() {
    check(&["2026-06-01T12:00:00+03:00"], &["2026-06-01T09:00:00Z"]);
    check(&["2026-06-01T12:00:00[Europe/Helsinki]"], &["2026-06-01T09:00:00Z"]);
    check(&["2026-10-25T02:30:00+01:00"], &["2026-10-25T01:30:00Z"]);
    check(&["1780308000"], &["2026-06-01T10:00:00Z"]);
}

#[test]
fn an_hour_that_is_leapt_over_is_named() {
    check(
        &["2026-03-29T01:59:59", "2026-03-29T02:30:00", "2026-03-29T03:00:00"],
        &["2026-03-29T00:59:59Z", "nonexistent_time", "2026-03-29T01:00:00Z"],
    );
}

#[test]
fn the_order_of_rows_tells_the_hour_that_exists_twice() {
    check(
        &["2026-10-25T01:59:00", "2026-10-25T02:00:00", "2026-10-25T02:05:00"],
        &["2026-10-24T23:59:00Z", "2026-10-25T00:00:00Z", "2026-10-25T00:05:00Z"],
    );
    check(&["2026-10-25T02:55:00", "2026-10-25T03:00:00"], &["2026-10-25T01:55:00Z", "2026-10-25T02:00:00Z"]);
    check(&["2026-10-25T02:58:00", "2026-10-25T02:01:00"], &["2026-10-25T00:58:00Z", "2026-10-25T01:01:00Z"]);
}

#[test]
fn an_hour_that_nothing_tells_is_named() {
    check(&["2026-10-25T02:30:00"], &["ambiguous_time"]);
    check(
        &["2026-10-24T20:00:00", "2026-10-25T02:30:00", "2026-10-25T09:00:00"],
        &["2026-10-24T18:00:00Z", "ambiguous_time", "2026-10-25T08:00:00Z"],
    );
}

#[test]
fn each_phone_has_its_own_order() {
    let text = "time,lon,lat,device\n\
                2026-10-25T01:59:00,20.1,65,a\n\
                2026-10-25T02:01:00,20.2,65,b\n\
                2026-10-25T02:02:00,20.3,65,a\n";
    assert_eq!(findings(&Fixture::of("ripa"), text), [(Some(3), "ambiguous_time", Severity::Error)]);
}
