//! What goes in comes out, field for field.

use proptest::prelude::*;

use super::{super::*, check_delivery, deliver, empty_store, examples::*, keep, shapes};
use crate::domain::{DeliveryId, DeliveryKind, DeliveryState, DeliveryStep, Service};

fn check<T: std::fmt::Debug>(
    strategy: impl Strategy<Value = T>,
    round_trip: impl AsyncFn(&Store, T) -> Result<(), TestCaseError>,
) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, store) = runtime.block_on(empty_store());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(32));
    runner.run(&strategy, |value| runtime.block_on(round_trip(&store, value))).unwrap();
}

#[test]
fn deliveries() {
    check(
        (any_header(), any_moment(), any::<u64>(), any_features(), any_findings()),
        async |store, (header, received_at, feature_count, features, findings)| {
            let file = &keep(store, "demonstration").await;
            let (kind, file_name) = (DeliveryKind::Contract, "demonstration.geojson".to_owned());
            let features = &features;
            let new =
                NewDelivery { kind, header, received_at, file_name, file, feature_count, features, findings };
            let answered = store.add_delivery(new.clone(), &actor()).await.unwrap();
            let kept = store.delivery(answered.id).await.unwrap().unwrap();
            check_delivery(&answered, &new);
            check_delivery(&kept, &new);
            check_delivery(store.deliveries().await.unwrap().last().unwrap(), &new);
            let kept_features = store.delivery_features(answered.id).await.unwrap();
            prop_assert_eq!(shapes(&kept_features), shapes(features));
            Ok(())
        },
    );
}

#[test]
fn samples() {
    check(proptest::collection::vec(any_sample(), 0..4), async |store, samples| {
        let before = store.samples().await.unwrap().len();
        // Each file of its own content.
        let content = std::io::Cursor::new(format!("{samples:?} {before}"));
        let file = &store.keep_file(content).await.unwrap();
        let new = NewMeasurements {
            file_name: "demonstration.csv".to_owned(),
            received_at: moment(),
            file,
            row_count: 7,
            samples: &samples,
            findings: vec![],
        };
        store.add_measurements(new).await.unwrap();
        prop_assert_eq!(&store.samples().await.unwrap()[before..], samples);
        Ok(())
    });
}

#[test]
fn dead_zones() {
    check((any_report(), any_moment()), async |store, (report, received_at)| {
        let answered = store.add_dead_zone(report.clone(), received_at).await.unwrap();
        let kept = store.dead_zones().await.unwrap().pop();
        prop_assert_eq!(Some(&answered), kept.as_ref());
        prop_assert_eq!((answered.report, answered.received_at), (report, received_at));
        Ok(())
    });
}

#[test]
fn requirements() {
    check(("\\PC{0,40}", any_moment()), async |store, (document, created_at)| {
        let answered = store.add_requirement(&document, created_at).await.unwrap();
        prop_assert_eq!((&answered.document, answered.created_at), (&document, created_at));
        prop_assert_eq!(store.requirement(answered.id).await.unwrap(), Some(answered.clone()));
        prop_assert_eq!(store.requirements().await.unwrap().pop(), Some(answered));
        Ok(())
    });
}

#[tokio::test]
async fn what_is_not_there_is_nothing() {
    let (_folder, store) = empty_store().await;
    assert!(store.delivery(DeliveryId(1)).await.unwrap().is_none());
    assert!(store.delivery_features(DeliveryId(1)).await.unwrap().is_empty());
    assert!(store.requirement(1).await.unwrap().is_none());
}

#[tokio::test]
async fn the_newest_delivery_of_a_claim_is_published_and_the_older_kept() {
    let (_folder, store) = empty_store().await;
    let (voice, data) = (deliver(&store, 0).await, deliver(&store, 1).await);
    let newer_voice = deliver(&store, Service::ALL.len() as u64).await;
    let ids = |deliveries: Vec<crate::domain::Delivery>| -> Vec<_> {
        deliveries.into_iter().map(|delivery| (delivery.id, delivery.findings.len())).collect()
    };
    let [voice, data, newer_voice] = [voice, data, newer_voice].map(|kept| (kept.id, kept.findings.len()));
    assert_eq!(ids(store.published_deliveries().await.unwrap()), [data, newer_voice]);
    assert_eq!(ids(store.deliveries().await.unwrap()), [voice, data, newer_voice]);
}

#[tokio::test]
async fn the_steps_of_a_delivery_are_kept_and_the_rules_hold() {
    let (_folder, store) = empty_store().await;
    let first = deliver(&store, 0).await;
    deliver(&store, Service::ALL.len() as u64).await;
    let steps = store.delivery_steps(first.id).await.unwrap();
    let states: Vec<_> = steps.iter().map(|step| step.state.as_str()).collect();
    assert_eq!(states, ["received", "validated", "accepted", "published", "superseded"]);
    assert_eq!(steps[4].reason, "delivery 2");
    let refused = DeliveryStep { state: DeliveryState::Rejected, ..steps[4].clone() };
    let error = store.take_step(first.id, &refused).await.unwrap_err();
    assert_eq!(error.to_string(), "delivery 1 is superseded; it can't become rejected");
    assert_eq!(store.delivery_steps(first.id).await.unwrap(), steps);
}

#[tokio::test]
async fn the_same_file_of_measurements_is_recognised() {
    let (_folder, store) = empty_store().await;
    let file = &keep(&store, "demonstration").await;
    let findings = delivery(2, file, &[]).findings;
    let new = NewMeasurements {
        file_name: "first.csv".to_owned(),
        received_at: moment(),
        file,
        row_count: 3,
        samples: &[],
        findings,
    };
    let AddedMeasurements::New(first) = store.add_measurements(new.clone()).await.unwrap() else {
        panic!("nothing came before");
    };
    let again = NewMeasurements { file_name: "second.csv".to_owned(), ..new };
    let again = store.add_measurements(again).await.unwrap();
    assert_eq!(again, AddedMeasurements::KnownSince(first.clone()));
    assert_eq!(store.measurement_import(file.sha256()).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.measurement_imports().await.unwrap(), [first]);
}
