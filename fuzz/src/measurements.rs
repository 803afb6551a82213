//! Measurements: each row is a sample or a finding that says why not.

use geo::Rect;
use crate::{
    domain::{NetworkId, Service},
    ingest::measurements::{MeasurementForm, MeasurementReading, MeasurementSource, read_measurements},
};

use crate::{check_finding, left_out, region::region};

/// The bytes, if they are this form or none.
pub fn check(form: MeasurementForm, bytes: &[u8]) {
    let network = NetworkId::new("ripa").expect("a network's id");
    let source = MeasurementSource {
        bounds: Some(Rect::new((20.0, 65.0), (20.2, 65.1))),
        network: Some(&network),
        attempted: Some(Service::Data10),
        ..MeasurementSource::of_region(region(), "run.csv")
    };
    match (read_measurements(bytes, &source), read_measurements(bytes, &source)) {
        (Ok(once), Ok(again)) => {
            assert_eq!((&once.samples, &once.findings), (&again.samples, &again.findings));
            assert_eq!((once.duplicates, &once.runs), (again.duplicates, &again.runs));
            if once.form == form {
                check_reading(&once);
            }
        }
        (Err(once), Err(again)) => assert_eq!(once.to_string(), again.to_string()),
        (once, again) => panic!("the same bytes, read differently: {once:?} {again:?}"),
    }
}

fn check_reading(reading: &MeasurementReading) {
    reading.findings.iter().for_each(check_finding);
    let taken = reading.samples.len() as u64 + reading.duplicates;
    assert_eq!(reading.rows, taken + left_out(&reading.findings).count() as u64);
    for sample in &reading.samples {
        assert!(sample.position.x.is_finite() && sample.position.y.is_finite(), "{sample:?}");
        assert!(region().networks.iter().any(|network| network.id == sample.network), "{sample:?}");
        let attempt = sample.attempt.as_ref();
        let rates = attempt.into_iter().flat_map(|attempt| {
            [attempt.download_mbps, attempt.upload_mbps, attempt.latency_ms].into_iter().flatten()
        });
        let amounts = rates.chain(sample.accuracy_m).chain(sample.speed_kmh);
        amounts.for_each(|amount| assert!(amount.is_finite() && amount >= 0.0, "{sample:?}"));
        assert!(sample.sinr_db.is_none_or(|sinr_db| (-23.0..=40.0).contains(&sinr_db)), "{sample:?}");
    }
}
