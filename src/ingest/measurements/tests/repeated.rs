//! Seconds that are written twice.

use super::*;

/// How many of the rows are taken, and how many repeat another.
#[track_caller]
fn check(rows: &[&str], expected: (usize, u64)) {
    let text = format!("time,lon,lat,device,technology,rsrp_dbm,service,success\n{}\n", rows.join("\n"));
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    assert_each_row_is_somewhere(&reading);
    assert_eq!((reading.samples.len(), reading.duplicates), expected, "{rows:?}");
    let codes: Vec<_> = reading.findings.iter().map(|finding| &*finding.code).collect();
    assert_eq!(codes, vec!["repeated_second"; usize::from(expected.1 > 0)]);
}

const ROW: &str = "2026-06-01T10:00:00.2Z,20.5,65.0,a,4G,-90,,";

#[test]
fn a_second_of_one_phone_and_place_counts_once() {
    check(&[ROW, ROW, ROW], (1, 2));
    check(&[ROW, "2026-06-01T10:00:00.9Z,20.5,65.0,a,4G,-97,,"], (1, 1));
    check(&[ROW, "2026-06-01T10:00:01.0Z,20.5,65.0,a,4G,-90,,"], (2, 0));
    check(&[ROW, "2026-06-01T10:00:00.2Z,20.5001,65.0,a,4G,-90,,"], (2, 0));
    check(&[ROW, "2026-06-01T10:00:00.2Z,20.5,65.0,b,4G,-90,,"], (2, 0));
    check(&[ROW, "2026-06-01T10:00:00.2Z,20.5,65.0,a,5G,-90,,"], (2, 0));
}

#[test]
fn an_attempt_is_not_the_signal_beside_it() {
    let failed = "2026-06-01T10:00:00Z,20.5,65.0,a,4G,-90,voice,false";
    let passed = "2026-06-01T10:00:00Z,20.5,65.0,a,4G,-90,voice,true";
    check(&[ROW, failed, passed], (3, 0));
    check(&[ROW, failed, failed], (2, 1));
}

#[test]
fn the_first_row_stands_and_is_named() {
    let text = "time,lon,lat,technology,rsrp_dbm\n2026-06-01T10:00:00Z,20.5,65,4G,-90\n2026-06-01T10:00:00Z,20.5,65,4G,-70\n";
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    assert_eq!(reading.samples[0].rsrp, Dbm::lte_rsrp(-90.0).ok());
    assert!(reading.findings[0].message.en.ends_with("the first is row 3"));
}
