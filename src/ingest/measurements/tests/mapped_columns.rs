//! Tables by a mapping that was given.

use super::*;

const MAPPING: &str = r#"{
    "columns": {"date": "Dag", "time": "Klockslag", "lon": "Öst", "lat": "Nord", "network": "Nät", "technology": "Läge",
        "rsrp_dbm": "Nivå", "success": "Samtal", "speed_kmh": "Fart", "download_mbps": "Ned", "device": "Mobil"},
    "left_out": ["Anm"],
    "units": {"speed_kmh": "m/s", "download_mbps": "byte/s"},
    "time_format": "%d.%m.%Y %H:%M:%S", "time_zone": "Europe/Helsinki", "separator": "|", "decimal": ",",
    "no_value": ["?"], "no_service": ["söker"], "succeeded": ["uppkopplat"], "failed": ["tappat"], "not_tried": ["vila"],
    "tests": "with_outcome", "service": "voice", "networks": {"Blå": "tjader"}
}"#;

const HEADER: &str = "Anm|Mobil|Ned|Fart|Samtal|Nivå|Läge|Nät|Nord|Öst|Klockslag|Dag";

fn fixture() -> Fixture {
    Fixture { mapping: Some(mapping(MAPPING)), ..Fixture::default() }
}

fn sample(row: &str) -> Sample {
    fixture().sample(&format!("{HEADER}\n{row}\n"))
}

#[test]
fn columns_units_words_and_signs_as_said() {
    let read = sample("x|m1|1812500|20,5|Uppkopplat|-95,5|LTE|Blå|65,0|20,5|13:00:00|01.06.2026");
    assert_eq!(read.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_eq!((read.network.as_str(), read.device.as_str()), ("tjader", "m1"));
    assert_eq!((read.rsrp, read.speed_kmh), (Dbm::lte_rsrp(-95.5).ok(), Some(20.5 * 3.6)));
    let attempt = read.attempt.unwrap();
    assert_eq!((attempt.service, attempt.success, attempt.download_mbps), (Service::Voice, true, Some(14.5)));
}

#[test]
fn words_for_nothing_and_for_failure() {
    let idle = sample("|m1|?|?|vila|?|LTE|ripa|65,0|20,5|13:00:00|01.06.2026");
    assert_eq!((idle.attempt, idle.rsrp, idle.speed_kmh), (None, None, None));
    let dropped = sample("|m1|tappat||?|-90|LTE|ripa|65,0|20,5|13:00:00|01.06.2026").attempt.unwrap();
    assert_eq!((dropped.success, dropped.download_mbps), (false, None));
    assert!(sample("|m1||||-90|Söker|ripa|65,0|20,5|13:00:00|01.06.2026").is_without_service());
}

#[test]
fn a_point_is_no_comma() {
    let text = format!("{HEADER}\n|m1||||-95.5|LTE|ripa|65,0|20,5|13:00:00|01.06.2026\n");
    assert_eq!(findings(&fixture(), &text), [(Some(2), "invalid_number", Severity::Error)]);
}

#[test]
fn a_column_that_is_missing_is_named() {
    let error = fixture().read(HEADER.replace("Nivå", "Niva").as_bytes()).unwrap_err();
    assert!(
        matches!(&error, MeasurementError::MappedColumnMissing { field: MeasuredField::Rsrp, column, .. } if column == "Nivå")
    );
    assert!(error.message().sv.contains("Nivå") && error.message().en.contains("Nivå"));
}

#[test]
fn a_mapping_that_cannot_be_followed_is_refused_with_its_member() {
    let refused = |json: &str| mapping(json).check().unwrap_err().field().to_owned();
    let with = |member: &str| format!(r#"{{"columns": {{"time": "t", "lon": "x", "lat": "y"}}, {member}}}"#);
    assert_eq!(refused(r#"{"columns": {"time": "t", "lon": "x"}}"#), "columns.lat");
    assert_eq!(refused(&with(r#""units": {"download_mbps": "m/s"}"#)), "units.download_mbps");
    assert_eq!(refused(&with(r#""units": {"lon": "ms"}"#)), "units.lon");
    assert_eq!(refused(&with(r#""time_format": "%Y-%@""#)), "time_format");
    assert_eq!(refused(&with(r#""time_zone": "Europe/Nowhere""#)), "time_zone");
    assert_eq!(refused(&with(r#""separator": "x""#)), "separator");
    assert_eq!(refused(&with(r#""decimal": ";""#)), "decimal");
    assert_eq!(refused(&with(r#""service": "television""#)), "service");
    assert_eq!(refused(&with(r#""networks": {"Blå": "Nät Blå"}"#)), "networks.Blå");
    assert!(serde_json::from_str::<ColumnMapping>(&with(r#""unit": {}"#)).is_err());
    assert!(serde_json::from_str::<ColumnMapping>(r#"{"columns": {"colour": "c"}}"#).is_err());
}

#[test]
fn what_is_recognised_can_be_shown_and_given_back() {
    let header = "Time;Longitude;Latitude;network;DOWNLOAD_KBIT;x";
    let found = recognise(&header.split(';').collect::<Vec<_>>()).unwrap();
    assert_eq!(found.columns[&MeasuredField::Lon], "Longitude");
    assert_eq!(found.units[&MeasuredField::Download], Unit::KilobitsPerSecond);
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(mapping(&json), found);
    let row = "\n2026-06-01T10:00:00Z;20,5;65;ripa;100;\n";
    let given = Fixture { mapping: Some(found), ..Fixture::default() };
    let (mapped, named) = (
        given.read(format!("{header}{row}").as_bytes()),
        Fixture::default().read(format!("{header}{row}").as_bytes()),
    );
    assert_eq!(mapped.unwrap().samples, named.unwrap().samples);
    assert_eq!(recognise(&["time", "x", "y"]), None);
}
