//! Samples written as a table read back as they were.

use super::*;

fn amount() -> impl Strategy<Value = Option<f64>> {
    prop::option::of((0..1_000_000_u32).prop_map(|thousandths| f64::from(thousandths) / 1_000.0))
}

prop_compose! {
    fn any_attempt()(
        service in prop::sample::select(Service::ALL),
        success in any::<bool>(),
        download_mbps in amount(),
        upload_mbps in amount(),
        latency_ms in amount(),
    ) -> Attempt {
        Attempt { service, success, download_mbps, upload_mbps, latency_ms }
    }
}

prop_compose! {
    /// Position in degrees, and a sample that lies there once it is read.
    fn any_sample()(
        place in (1_500_000..2_400_000_i32, 6_400_000..6_900_000_i32),
        milliseconds in 1_700_000_000_000_i64..1_800_000_000_000,
        network in prop::sample::select(vec!["ripa", "tjader"]),
        serving in prop::option::of(prop::sample::select(vec!["999-01", "242-98"])),
        level in prop::option::of(44..=140_i32),
        attempt in prop::option::of(any_attempt()),
        accuracy_m in amount(),
        speed_kmh in amount(),
        (wifi, indoor) in any::<(bool, bool)>(),
        (device, run) in ("t[a-z ,;\"åäö]{0,8}[xyz]", "r[0-9]{1,5}"),
    ) -> ((f64, f64), Sample) {
        let degrees = (f64::from(place.0) / 100_000.0, f64::from(place.1) / 100_000.0);
        let sample = Sample {
            time: jiff::Timestamp::from_millisecond(milliseconds).unwrap(),
            position: TransverseMercator::of("EPSG:3006").unwrap().project(Coord { x: degrees.0, y: degrees.1 }).unwrap(),
            network: NetworkId::new(network).unwrap(),
            serving: serving.and_then(|code| Plmn::new(code).ok()),
            technology: Some(Technology::G4),
            attempt,
            rsrp: level.and_then(|level| Dbm::lte_rsrp(-f64::from(level)).ok()),
            sinr_db: None,
            accuracy_m,
            speed_kmh,
            wifi,
            indoor,
            device: device.into(),
            run: run.into(),
        };
        (degrees, sample)
    }
}

fn line(((lng, lat), sample): &((f64, f64), Sample)) -> String {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let attempt = sample.attempt.as_ref();
    let of = |part: fn(&Attempt) -> Option<f64>| number(attempt.and_then(part));
    [
        sample.time.to_string(),
        lng.to_string(),
        lat.to_string(),
        sample.network.as_str().to_owned(),
        sample.serving.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
        "4G".to_owned(),
        attempt.map(|attempt| attempt.service.to_string()).unwrap_or_default(),
        attempt.map(|attempt| attempt.success.to_string()).unwrap_or_default(),
        number(sample.rsrp.map(Dbm::value)),
        of(|attempt| attempt.download_mbps),
        of(|attempt| attempt.upload_mbps),
        of(|attempt| attempt.latency_ms),
        number(sample.accuracy_m),
        number(sample.speed_kmh),
        sample.wifi.to_string(),
        sample.indoor.to_string(),
        format!("\"{}\"", sample.device.replace('"', "\"\"")),
        sample.run.to_string(),
    ]
    .join(",")
}

const HEADER: &str = "time,lon,lat,network,plmn,technology,service,success,rsrp_dbm,download_mbps,upload_mbps,\
                      latency_ms,accuracy_m,speed_kmh,wifi,indoor,device,run";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_of_samples_reads_back(samples in prop::collection::vec(any_sample(), 0..20)) {
        let text = format!("{HEADER}\n{}\n", samples.iter().map(line).collect::<Vec<_>>().join("\n"));
        let reading = Fixture::default().read(text.as_bytes()).unwrap();
        prop_assert_eq!(&reading.findings, &[]);
        let expected: Vec<Sample> = samples.into_iter().map(|(_, sample)| sample).collect();
        prop_assert_eq!(reading.samples, expected);
    }
}
