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
        format!("\u{1e}{}", feature("[20.6, 65.0]", known)),
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

#[test]
fn one_bad_feature_does_not_lose_the_rest() {
    let good = feature("[20.5, 65.0]", r#""mcc":999,"mnc":1"#);
    let other = feature("[20.6, 65.0]", r#""mcc":999,"mnc":1"#);
    let text = format!(
        r#"{{"features":[{good},{{"type":"Feature",nonsense}},7,{other}],"type":"FeatureCollection"}}"#
    );
    let expected = [2, 3].map(|number| (Some(number), "not_a_feature", Severity::Error));
    assert_eq!(findings(&Fixture::default(), &text), expected);
    assert_eq!(Fixture::default().read(text.as_bytes()).unwrap().samples.len(), 2);
}

#[test]
fn a_sequence_is_separated_by_its_records() {
    let pretty = feature("[20.5, 65.0]", r#""mcc":999,"mnc":1"#).replace(',', ",\n  ");
    let text =
        format!("\u{1e}{pretty}\n\u{1e}{{\"type\": \"Feat\n\u{1e}{}\n", pretty.replace("20.5", "20.6"));
    assert_eq!(findings(&Fixture::default(), &text), [(Some(2), "not_a_feature", Severity::Error)]);
    let packed = Fixture::default().read(&gzip(text.as_bytes())).unwrap();
    assert_eq!((packed.form, packed.samples.len()), (MeasurementForm::GeoJsonPoints, 2));
}

#[test]
fn properties_have_the_names_of_columns() {
    let text = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[20.5,65.0,12.0]},
        "properties":{"time":"2026-06-01T12:00:00+02:00","network":"tjader","technology":"NR","rsrp_dbm":-101,
        "rsrp":-99,"service":"data10","success":true,"download_kbit":14500,"device":"p1","run":"r1","pass":2}}"#;
    let reading = Fixture::default().read(text.as_bytes()).unwrap();
    assert_eq!(reading.findings, []);
    let sample = &reading.samples[0];
    assert_eq!((sample.network.as_str(), sample.technology), ("tjader", Some(Technology::G5)));
    assert_eq!(
        (sample.rsrp, sample.time),
        (Dbm::nr_ss_rsrp(-101.0).ok(), "2026-06-01T10:00:00Z".parse().unwrap())
    );
    assert_eq!(sample.attempt.as_ref().unwrap().download_mbps, Some(14.5));
    let key = RunKey { run: "r1".to_owned(), device: "p1".to_owned() };
    assert_eq!(reading.runs[&key].pass, Some(2));
}
