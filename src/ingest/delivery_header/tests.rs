//! A header from several sources: what is taken, and everything that is wrong.

use jiff::civil::date;

use super::{HeaderSource::*, *};
use crate::domain::{Carriage, DeliveryId, DeliveryKind, Environment, NetworkId, Service, Share, Technology};

const WHOLE: &str = r#"{
    "network": "a", "technology": "4G", "service": "voice", "environment": "outdoor", "kind": "contract",
    "carriage": "own", "simulation_date": "2026-09-15", "model": "Fjäll", "model_version": "7",
    "resolution_m": "25,5", "terrain": "Höjd", "terrain_vintage": 2024, "clutter": "Mark",
    "clutter_vintage": "2023", "receiver_height_m": 1.5, "body_loss_db": 4, "location_probability": "95 %",
    "load": "0,5", "licence": "CC-BY-4.0", "secrecy": null, "replaces": 7, "crs": "EPSG:3006"
}"#;

fn read(said: &[SaidHeader]) -> HeaderReading {
    read_header(said, &["a", "b"].map(|id| NetworkId::new(id).unwrap()))
}

fn pairs(source: HeaderSource, pairs: &[(&str, &str)]) -> SaidHeader {
    SaidHeader::from_pairs(source, pairs.iter().copied())
}

const CLAIM: [(&str, &str); 4] =
    [("network", "a"), ("technology", "4G"), ("service", "voice"), ("environment", "outdoor")];

/// The problems as `field code`, when this is said beside a claim.
#[track_caller]
fn check(said: &[SaidHeader], expected: &[&str]) -> Vec<HeaderProblem> {
    let problems = read(said).problems;
    let found: Vec<_> =
        problems.iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect();
    assert_eq!(found, expected);
    assert!(problems.iter().all(|problem| problem.message.sv != problem.message.en));
    problems
}

#[test]
fn a_whole_header() {
    let HeaderReading { header, kind, crs, problems, .. } = read(&[SaidHeader::from_json(Beside, WHOLE)]);
    assert_eq!(problems, []);
    assert_eq!((kind, crs.as_deref()), (Some(DeliveryKind::Contract), Some("EPSG:3006")));
    let header = header.unwrap();
    assert_eq!((header.technology, header.service), (Technology::G4, Service::Voice));
    assert_eq!((header.environment, header.carriage), (Environment::Outdoor, Some(Carriage::Own)));
    assert_eq!((header.simulation_date, header.replaces), (Some(date(2026, 9, 15)), Some(DeliveryId(7))));
    assert_eq!((header.secrecy, header.licence.as_deref()), (None, Some("CC-BY-4.0")));
    let assumptions = header.assumptions;
    assert_eq!((assumptions.resolution_m, assumptions.body_loss_db), (Some(25.5), Some(4.0)));
    assert_eq!(assumptions.terrain_vintage.as_deref(), Some("2024"));
    assert_eq!(
        (assumptions.location_probability, assumptions.load),
        (Share::new(0.95).ok(), Share::new(0.5).ok())
    );
    assert_eq!(assumptions.vehicle_loss_db, None);
}

#[test]
fn nothing_said_is_asked_for_and_nothing_assumed() {
    check(
        &[],
        &[
            "network missing_header_field",
            "technology missing_header_field",
            "service missing_header_field",
            "environment missing_header_field",
        ],
    );
    let reading = read(&[pairs(Explicit, &CLAIM)]);
    let header = reading.header.unwrap();
    assert_eq!((header.simulation_date, header.assumptions, reading.kind), (None, Default::default(), None));
}

#[test]
fn sources_may_agree_each_in_its_own_writing() {
    let said = [
        pairs(Columns, &[("load", "50 %"), ("network", "a"), ("Shape_Area", "17")]),
        pairs(Explicit, &CLAIM),
        SaidHeader::from_json(Beside, r#"{"load": 0.5}"#),
    ];
    check(&said, &[]);
    assert_eq!(read(&said).header.unwrap().assumptions.load, Share::new(0.5).ok());
}

#[test]
fn a_conflict_names_both() {
    let said = [
        pairs(Columns, &[("service", "data10")]),
        SaidHeader::from_json(Beside, r#"{"load": 0.5}"#),
        pairs(Explicit, &[CLAIM.as_slice(), &[("load", "40 %")]].concat()),
    ];
    let problems = check(&said, &["service header_conflict", "load header_conflict"]);
    for part in ["`voice` in the request", "`data10` in the file's columns"] {
        assert!(problems[0].message.en.contains(part), "{}", problems[0].message.en);
    }
    assert!(problems[1].message.sv.contains("`40 %` i anropet men `0.5` i uppgifterna bredvid filen"));
}

#[test]
fn options_of_a_command_line_stand_for_themselves() {
    let beside = SaidHeader::from_json(Beside, WHOLE);
    let said = beside.overridden_by(pairs(Explicit, &[("load", "40 %"), ("network", "b")]));
    let header = read(&[said]).header.unwrap();
    assert_eq!((header.network.as_str(), header.assumptions.load), ("b", Share::new(0.4).ok()));
}

#[test]
fn a_column_with_several_values_is_told() {
    let said = [pairs(Explicit, &CLAIM), pairs(Columns, &[("model", "A"), ("model", "B"), ("model", "A")])];
    let problems = check(&said, &["model mixed_header"]);
    assert!(problems[0].message.en.contains("`A`, `B`"));
}

/// All at once: neither the first alone, nor a missing one that is told already.
#[test]
fn everything_that_is_wrong_is_told() {
    let said = SaidHeader::from_json(
        Explicit,
        r#"{"network": "c", "technology": "6G", "service": "video", "carriage": "ours", "simulation_date": "15/9",
            "resolution_m": "fin", "receiver_height_m": -1, "body_loss_db": "1,000.5", "location_probability": 95,
            "load": "150 %", "replaces": 0, "serivce": "voice", "model": ["A"], "kind": "gift"}"#,
    );
    let invalid = [
        "network",
        "technology",
        "service",
        "kind",
        "carriage",
        "simulation_date",
        "resolution_m",
        "receiver_height_m",
        "body_loss_db",
        "location_probability",
        "load",
        "replaces",
    ];
    let expected: Vec<String> = invalid.iter().map(|field| format!("{field} invalid_header_field")).collect();
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    // What isn't even a value comes first, in the order of the names.
    expected.splice(0..0, ["model invalid_header_field", "serivce unknown_header_field"]);
    expected.insert(5, "environment missing_header_field");
    check(&[said], &expected);
}

#[test]
fn a_broken_document_is_told_beside_what_else_is_missing() {
    for json in ["{", "[1]", "17"] {
        let problems = read(&[SaidHeader::from_json(Beside, json), pairs(Explicit, &CLAIM)]).problems;
        assert_eq!((problems.len(), problems[0].code), (1, "broken_header"), "{json}");
    }
}

#[test]
fn shares_at_their_ends() {
    for (text, expected) in [
        ("0", Some(0.0)),
        ("100%", Some(1.0)),
        ("1,0", Some(1.0)),
        ("100,1 %", None),
        ("-0,1", None),
        ("NaN", None),
    ] {
        let said = [pairs(Explicit, &CLAIM), pairs(Explicit, &[("load", text)])];
        let load = read(&said).header.unwrap().assumptions.load;
        assert_eq!(load.map(Share::value), expected, "{text}");
    }
}
