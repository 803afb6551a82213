use super::*;

/// LTE drive test around Bremen, three networks, 2021-09-17 (HAW/ENQT).
#[test]
fn a_real_drive_of_three_networks_is_read_completely() {
    let Some(folder) = shared_data() else { return };
    let networks =
        vec![network("index-1", "262-03"), network("index-3", "262-01"), network("index-5", "262-02")];
    let fixture = Fixture { crs: "EPSG:25832", networks, ..Fixture::default() };
    let drives = [
        ("Bremen_Bremerhaven_Bremen__1631875681780", [(6_651, 6_647), (6_706, 6_699), (6_704, 6_702)]),
        ("Bremen_HH__1631885802299", [(7_858, 7_854), (8_098, 8_098), (8_040, 8_036)]),
        ("HH_Bremen__1631865206048", [(7_377, 7_370), (7_601, 7_597), (7_558, 7_557)]),
    ];
    for (drive, rows) in drives {
        for (index, (rows, kept)) in [1, 3, 5].into_iter().zip(rows) {
            let name = format!("Messfahrt2_data_{drive}_cellular_{index}.geojson.gz");
            let bytes = std::fs::read(folder.join("measurements/haw_drive2").join(&name)).unwrap();
            let reading = fixture.read(&bytes).unwrap();
            assert_eq!(
                (reading.rows, reading.samples.len(), reading.findings.len()),
                (rows, kept, usize::from(kept < rows as usize)),
                "{name}"
            );
            assert_each_row_is_somewhere(&reading);
            let network = format!("index-{index}");
            assert!(
                reading
                    .samples
                    .iter()
                    .all(|sample| sample.network.as_str() == network && sample.rsrp.is_some())
            );
            let positions = reading.samples.iter().map(|sample| sample.position);
            assert!(positions.clone().all(|position| (450_000.0..580_000.0).contains(&position.x)));
            assert!(positions.clone().all(|position| (5_840_000.0..5_940_000.0).contains(&position.y)));
        }
    }
}

/// G-NetTrack logs of a driving and a standing phone (UCC).
#[test]
fn real_logs_are_read_completely() {
    let Some(folder) = shared_data() else { return };
    let time_zone = TimeZone::get("Europe/Dublin").unwrap();
    let fixture =
        Fixture { crs: "EPSG:32629", time_zone, attempted: Some(Service::Data10), ..Fixture::of("ripa") };
    let logs = [
        ("Download_Driving_B_2019.12.14_10.16.30.csv", (1_155, 1_053), 3, 660, "2019-12-14T10:16:30Z"),
        ("Download_Static_B_2020.01.16_10.43.34.csv", (3_322, 3_080), 0, 3_080, "2020-01-16T10:43:34Z"),
    ];
    for (name, (rows, kept), without_sinr, with_level, first) in logs {
        let reading = fixture.read(&std::fs::read(folder.join("measurements").join(name)).unwrap()).unwrap();
        assert_eq!(
            (reading.form, reading.rows, reading.samples.len()),
            (MeasurementForm::GNetTrack, rows, kept)
        );
        assert_each_row_is_somewhere(&reading);
        // The log writes −30 dB beside its −200 dBm for "no RSRP".
        let codes: Vec<_> = reading.findings.iter().map(|finding| &*finding.code).collect();
        let mut expected = vec!["sinr_out_of_range"; without_sinr];
        expected.push("repeated_second");
        assert_eq!(codes, expected, "{name}");
        let levels: Vec<_> = reading.samples.iter().filter_map(|sample| sample.rsrp).collect();
        assert_eq!(levels.len(), with_level, "{name}");
        assert!(levels.iter().all(|level| (-140.0..=-44.0).contains(&level.value())));
        assert_eq!(reading.samples[0].time, first.parse().unwrap());
        assert!(reading.samples.iter().all(|sample| sample.position.x.is_finite()));
    }
}
