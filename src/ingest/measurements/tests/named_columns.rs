use super::*;

/// A row of the named columns with one value changed gives one finding.
#[track_caller]
fn check_row(column: &str, value: &str, expected: Option<(&'static str, Severity)>) {
    let mut row = vec![
        ("time", "2026-06-01T10:00:00Z"),
        ("lon", "20.5"),
        ("lat", "65.0"),
        ("network", "ripa"),
        ("technology", "4G"),
        ("rsrp_dbm", "-90"),
    ];
    match row.iter_mut().find(|(name, _)| *name == column) {
        Some(field) => field.1 = value,
        None => row.push((column, value)),
    }
    let (names, values): (Vec<_>, Vec<_>) = row.into_iter().unzip();
    let text = format!("{}\n{}\n", names.join(","), values.join(","));
    let expected: Vec<_> = expected.into_iter().map(|(code, severity)| (Some(2), code, severity)).collect();
    assert_eq!(findings(&Fixture::default(), &text), expected, "{column} = {value}");
}

#[test]
fn a_row_of_named_columns_in_any_order() {
    let text = "success,lat,lon,time,network,plmn,technology,service,rsrp_dbm,sinr_db,download_mbps,upload_mbps,\
                latency_ms,accuracy_m,speed_kmh,wifi,indoor,device,run\n\
                true,65.0,20.5,2026-06-01T10:00:00Z,ripa,999-01,5G,data10,-95.5,12,14.5,3,31,4.5,88,false,true,p1,r9\n";
    let sample = Fixture::default().sample(text);
    assert_eq!(sample.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_at(&sample, Coord { x: 20.5, y: 65.0 });
    assert_eq!((sample.network.as_str(), sample.serving), ("ripa", Plmn::new("999-01").ok()));
    assert_eq!((sample.technology, sample.rsrp), (Some(Technology::G5), Dbm::nr_ss_rsrp(-95.5).ok()));
    let attempt = sample.attempt.unwrap();
    assert_eq!((attempt.service, attempt.success), (Service::Data10, true));
    let rates = [attempt.download_mbps, attempt.upload_mbps, attempt.latency_ms];
    assert_eq!(rates, [Some(14.5), Some(3.0), Some(31.0)]);
    let rest = [sample.sinr_db, sample.accuracy_m, sample.speed_kmh];
    assert_eq!(rest, [Some(12.0), Some(4.5), Some(88.0)]);
    assert_eq!((sample.wifi, sample.indoor), (false, true));
    assert_eq!((sample.device.as_str(), sample.run.as_str()), ("p1", "r9"));
}

#[test]
fn what_is_not_there_is_nothing() {
    for nothing in ["", "-", "None", "null", "2147483647", "-200", "-200.0", " "] {
        let text = format!(
            "time,lon,lat,technology,rsrp_dbm,sinr_db,speed_kmh\n2026-06-01T10:00:00Z,20.5,65,4G,{nothing},{nothing},{nothing}\n"
        );
        let sample = Fixture::of("ripa").sample(&text);
        assert_eq!((sample.rsrp, sample.sinr_db, sample.speed_kmh), (None, None, None));
        assert_eq!((sample.run.as_str(), sample.device.as_str()), ("drive-7", "drive-7"));
    }
}

#[test]
fn no_service_survives() {
    let text = "time,lon,lat,network,plmn,technology,service,success,rsrp_dbm\n\
                2026-06-01T10:00:00Z,20.5,65,ripa,,,voice,false,\n";
    assert!(Fixture::default().sample(text).is_without_service());
}

#[test]
fn semicolons_go_with_decimal_commas() {
    let text =
        "time;lon;lat;network;technology;rsrp_dbm\r\n2026-06-01T10:00:00Z;20,5;65,0;ripa;LTE;-90,5\r\n";
    assert_eq!(Fixture::default().sample(text).rsrp, Dbm::lte_rsrp(-90.5).ok());
}

#[test]
fn bytes_may_be_packed_marked_and_quoted() {
    let text =
        "\u{feff}\n\"time\",\"lon\",\"lat\",\"run\"\n\"2026-06-01T10:00:00Z\",20.5,65,\"a, \"\"b\"\"\"\n";
    let reading = Fixture::of("ripa").read(&gzip(text.as_bytes())).unwrap();
    assert_eq!((reading.samples[0].run.as_str(), reading.findings.len()), ("a, \"b\"", 0));
}

#[test]
fn a_faulty_value_is_named() {
    let error = |code| Some((code, Severity::Error));
    check_row("time", "", error("missing_value"));
    check_row("time", "yesterday", error("invalid_time"));
    check_row("time", "2026-06-01", error("invalid_time"));
    check_row("time", "20260601", error("invalid_time"));
    check_row("time", "2026-06-01T10:00:00[Europe/Nowhere]", error("invalid_time"));
    check_row("lon", "", error("missing_value"));
    check_row("lon", "east", error("invalid_number"));
    check_row("lat", "NaN", error("invalid_number"));
    check_row("lat", "95", error("invalid_position"));
    check_row("network", "other", error("unknown_network"));
    check_row("network", "", error("missing_value"));
    check_row("plmn", "99901", error("invalid_plmn"));
    check_row("technology", "6G", error("unknown_technology"));
    check_row("service", "television", error("unknown_service"));
    check_row("service", "voice", error("attempt_without_outcome"));
    check_row("success", "true", error("outcome_without_attempt"));
    check_row("success", "perhaps", error("invalid_truth_value"));
    check_row("accuracy_m", "-1", error("invalid_number"));
    check_row("wifi", "2", error("invalid_truth_value"));
    check_row("wifi", "1", None);
}

#[test]
fn levels_outside_the_radio_range_are_refused() {
    let refused = Some(("rsrp_out_of_range", Severity::Error));
    check_row("rsrp_dbm", "-140", None);
    check_row("rsrp_dbm", "-44", None);
    check_row("rsrp_dbm", "-140.1", refused);
    check_row("rsrp_dbm", "-43.9", refused);
    check_row("technology", "", Some(("rsrp_without_technology", Severity::Error)));
    check_row("technology", "3G", Some(("rsrp_without_technology", Severity::Error)));
    check_row("sinr_db", "-23", None);
    check_row("sinr_db", "40.5", Some(("sinr_out_of_range", Severity::Warning)));
    let by_5g =
        |level: &str| format!("time,lon,lat,technology,rsrp_dbm\n2026-06-01T10:00:00Z,20.5,65,5G,{level}\n");
    assert_eq!(findings(&Fixture::of("ripa"), &by_5g("-156")), []);
    assert_eq!(findings(&Fixture::of("ripa"), &by_5g("-31")), []);
    let refused = [(Some(2), "rsrp_out_of_range", Severity::Error)];
    assert_eq!(findings(&Fixture::of("ripa"), &by_5g("-156.1")), refused);
}

#[test]
fn swapped_positions_are_told_from_distant_ones() {
    let text = "time,lon,lat\n2026-06-01T10:00:00Z,65.0,20.5\n2026-06-01T10:00:00Z,10.0,53.5\n";
    assert_eq!(findings(&Fixture::of("ripa"), text), [(Some(2), "swapped_position", Severity::Error)]);
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    assert_eq!(reading.findings[0].place.map(|place| (place.lng, place.lat)), Some((65.0, 20.5)));
}

#[test]
fn a_bad_row_spoils_itself_alone() {
    let text = b"time,lon,lat\n2026-06-01T10:00:00Z,20.5\n2026-06-01T10:00:00Z,\"20.5,65\n\n\
                 2026-06-01T10:00:00Z,20.5,\xe5\n2026-06-01T10:00:00Z,20.5,65,1\n2026-06-01T10:00:00Z,20.5,65";
    let reading = Fixture::of("ripa").read(text).unwrap();
    assert_each_row_is_somewhere(&reading);
    let found: Vec<_> = reading.findings.iter().map(|finding| (finding.feature, &*finding.code)).collect();
    let expected = [(2, "field_count"), (3, "field_count"), (5, "not_text"), (6, "field_count")];
    assert_eq!(found, expected.map(|(line, code)| (Some(line), code)));
    assert_eq!((reading.rows, reading.samples.len()), (5, 1));
}

#[test]
fn a_column_that_nobody_reads_is_remarked() {
    let text = "time,lon,lat,rsrp_dBm_smoothed\n2026-06-01T10:00:00Z,20.5,65,-90\n";
    assert_eq!(findings(&Fixture::of("ripa"), text), [(None, "unknown_column", Severity::Warning)]);
}

#[test]
fn public_names_of_columns_are_recognised() {
    let text = "deviceTime,longitude,latitude,mcc,mnc,networkType,rsrp,sinr,accuracy,speed_ms,download_kbit,service,success\n\
                1780308000000,20.5,65.0,999,1,LTE,-95,3,12.5,20,14500,data10,true\n";
    let sample = Fixture::default().sample(text);
    assert_eq!(sample.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_eq!((sample.network.as_str(), sample.serving), ("ripa", Plmn::new("999-01").ok()));
    assert_eq!((sample.technology, sample.rsrp), (Some(Technology::G4), Dbm::lte_rsrp(-95.0).ok()));
    assert_eq!((sample.accuracy_m, sample.speed_kmh, sample.sinr_db), (Some(12.5), Some(72.0), Some(3.0)));
    assert_eq!(sample.attempt.unwrap().download_mbps, Some(14.5));
}

#[test]
fn a_phone_without_a_network_is_a_failed_attempt() {
    let without = |row: &str| {
        let text = format!(
            "time,lon,lat,network,plmn,technology,service,success\n2026-06-01T10:00:00Z,20.5,65,ripa,{row}\n"
        );
        let sample = Fixture::default().sample(&text);
        assert!(sample.is_without_service(), "{row}");
        assert_eq!((sample.technology, sample.serving), (None, None));
        sample.attempt.unwrap().service
    };
    assert_eq!(without(",No service,,"), Service::Voice);
    assert_eq!(without(",Ingen täckning,data10,"), Service::Data10);
    assert_eq!(without("OUT_OF_SERVICE,,data10,true"), Service::Data10);
    // Of whose subscription, the caller says.
    let text = "time,lon,lat,network\n2026-06-01T10:00:00Z,20.5,65,No Service\n";
    assert!(Fixture::of("ripa").sample(text).is_without_service());
    assert_eq!(findings(&Fixture::default(), text), [(Some(2), "missing_value", Severity::Error)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_columns_is_irrelevant(order in Just((0..8).collect::<Vec<usize>>()).prop_shuffle()) {
        let columns = [
            ("time", "2026-06-01T10:00:00Z"), ("lon", "20.5"), ("lat", "65.0"), ("network", "ripa"),
            ("technology", "4G"), ("rsrp_dbm", "-90"), ("service", "voice"), ("success", "false"),
        ];
        let text = |order: &[usize]| {
            let line = |part: fn(&(&'static str, &'static str)) -> &'static str| {
                order.iter().map(|index| part(&columns[*index])).collect::<Vec<_>>().join(";")
            };
            format!("{}\n{}\n", line(|column| column.0), line(|column| column.1))
        };
        let straight: Vec<usize> = (0..8).collect();
        let fixture = Fixture::default();
        prop_assert_eq!(fixture.sample(&text(&order)), fixture.sample(&text(&straight)));
    }
}
