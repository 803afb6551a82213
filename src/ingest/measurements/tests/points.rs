use super::*;

fn feature(position: &str, properties: &str) -> String {
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":{position}}},"properties":{{"timestamp":1631875681626,{properties}}}}}"#
    )
}

#[test]
fn points_are_of_the_network_with_their_code() {
    let properties = r#""mcc":999,"mnc":2,"rsrp":-96.0,"rsrq":-4.5,"rssi":-70.0,"tech":"Lte""#;
    let one = feature("[20.5, 65.0]", properties);
    let sample = Fixture::default().sample(&format!(r#"{{"type":"FeatureCollection","features":[{one}]}}"#));
    assert_eq!((sample.network.as_str(), sample.serving), ("tjader", Plmn::new("999-02").ok()));
    assert_eq!((sample.technology, sample.rsrp), (Some(Technology::G4), Dbm::lte_rsrp(-96.0).ok()));
    assert_eq!(sample.time, "2021-09-17T10:48:01.626Z".parse().unwrap());
    assert_eq!(sample.attempt, None);
    // The same point of a phone whose subscription is with another network.
    let roaming = Fixture::of("ripa").sample(&one);
    assert_eq!((roaming.network.as_str(), roaming.serving), ("ripa", Plmn::new("999-02").ok()));
}

#[test]
fn codes_are_read_as_number_or_text() {
    let networks = vec![network("three", "999-003"), network("four", "999-04")];
    let fixture = Fixture { networks, ..Fixture::default() };
    for (mnc, expected) in [("3", "three"), ("\"003\"", "three"), ("4", "four"), ("\"04\"", "four")] {
        let sample = fixture.sample(&feature("[20.5, 65.0]", &format!(r#""mcc":999,"mnc":{mnc}"#)));
        assert_eq!(sample.network.as_str(), expected, "{mnc}");
    }
}

#[test]
fn features_one_a_line_with_their_faults() {
    let known = r#""mcc":999,"mnc":1,"tech":"Nr","rsrp":"None""#;
    let lines = [
        feature("[20.5, 65.0]", known),
        "{\"type\": \"Feature\"".to_owned(),
        feature("[20.5, 65.0]", r#""mcc":242,"mnc":98"#),
        feature("[20.5, 65.0]", r#""tech":"Nr""#),
        feature("[[20.5, 65.0]]", known),
        feature("[65.0, 20.5]", known),
        String::new(),
        feature("[20.5, 65.0]", r#""mcc":999,"mnc":1,"tech":"Lte","rsrp":-30"#),
        "{\"type\": \"Point\"}".to_owned(),
        format!("\u{1e}{}", feature("[20.5, 65.0]", known)),
    ];
    let expected = [
        (2, "not_a_feature"),
        (3, "unknown_network"),
        (4, "missing_value"),
        (5, "not_a_point"),
        (6, "swapped_position"),
        (8, "rsrp_out_of_range"),
        (9, "not_a_feature"),
    ];
    let expected = expected.map(|(line, code)| (Some(line), code, Severity::Error));
    assert_eq!(findings(&Fixture::default(), &lines.join("\n")), expected);
}
