//! What goes in comes out, field for field.

use proptest::prelude::*;

use super::{super::*, check_delivery, empty_store, examples::*, keep};
use crate::domain::{Actor, DeliveryId, DeliveryKind};

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
        (any_header(), any_moment(), any::<u64>(), 0.0..1e12, any_findings()),
        async |store, (header, received_at, feature_count, area_m2, findings)| {
            let new = NewDelivery {
                kind: DeliveryKind::Contract,
                header,
                received_at,
                file_name: "demonstration.geojson".to_owned(),
                file: &keep(store, "demonstration").await,
                feature_count,
                coverage: &keep(store, "taken").await,
                area_m2,
                findings,
            };
            let answered = store.add_delivery(new.clone(), &steps()).await.unwrap();
            let kept = store.delivery(answered.id).await.unwrap().unwrap();
            check_delivery(&answered, &new);
            check_delivery(&kept, &new);
            check_delivery(store.deliveries().await.unwrap().last().unwrap(), &new);
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
        store.add_measurements(new, &Actor::command_line()).await.unwrap();
        prop_assert_eq!(&store.samples().await.unwrap()[before..], samples);
        Ok(())
    });
}

#[test]
fn dead_zones() {
    check((any_report(), any_moment()), async |store, (report, received_at)| {
        let answered = store.add_dead_zone(report.clone(), received_at, &Actor::public()).await.unwrap();
        let kept = store.dead_zones().await.unwrap().pop();
        prop_assert_eq!(Some(&answered), kept.as_ref());
        prop_assert_eq!((answered.report, answered.received_at), (report, received_at));
        Ok(())
    });
}

#[test]
fn requirements() {
    check(("\\PC{0,40}", any_moment()), async |store, (document, created_at)| {
        let answered = store.add_requirement(&document, created_at, &Actor::command_line()).await.unwrap();
        prop_assert_eq!((&answered.document, answered.created_at), (&document, created_at));
        prop_assert_eq!(store.requirement(answered.id).await.unwrap(), Some(answered.clone()));
        prop_assert_eq!(store.requirements().await.unwrap().pop(), Some(answered));
        Ok(())
    });
}

#[test]
fn profiles() {
    check(("\\PC{0,40}", any_moment()), async |store, (document, created_at)| {
        let answered = store.add_profile(&document, created_at, &actor()).await.unwrap();
        prop_assert_eq!((&answered.document, answered.created_at), (&document, created_at));
        prop_assert_eq!(answered.actor.as_str(), "a test");
        prop_assert_eq!(store.profiles().await.unwrap().pop(), Some(answered));
        Ok(())
    });
}

#[tokio::test]
async fn what_is_not_there_is_nothing() {
    let (_folder, store) = empty_store().await;
    assert!(store.delivery(DeliveryId(1)).await.unwrap().is_none());
    assert!(store.profiles().await.unwrap().is_empty());
    assert!(store.requirement(1).await.unwrap().is_none());
}

#[tokio::test]
async fn the_same_file_of_measurements_is_recognised() {
    let (_folder, store) = empty_store().await;
    let file = &keep(&store, "demonstration").await;
    let findings = delivery(2, file, file).findings;
    let new = NewMeasurements {
        file_name: "first.csv".to_owned(),
        received_at: moment(),
        file,
        row_count: 3,
        samples: &[],
        findings,
    };
    let AddedMeasurements::New(first) =
        store.add_measurements(new.clone(), &Actor::command_line()).await.unwrap()
    else {
        panic!("nothing came before");
    };
    let again = NewMeasurements { file_name: "second.csv".to_owned(), ..new };
    let again = store.add_measurements(again, &Actor::command_line()).await.unwrap();
    assert_eq!(again, AddedMeasurements::KnownSince(first.clone()));
    assert_eq!(store.measurement_import(file.sha256()).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.measurement_imports().await.unwrap(), [first]);
}
