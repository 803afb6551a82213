//! What goes in comes out, field for field.

use proptest::prelude::*;

use super::{super::*, Place, check_delivery, examples::*, keep, on_each_database};
use crate::domain::{Actor, DeliveryId, DeliveryKind};

on_each_database![
    deliveries,
    samples,
    dead_zones,
    requirements,
    a_new_version_replaces_none,
    a_copy_names_what_it_was_made_from,
    profiles,
    what_is_not_there_is_nothing,
    the_same_file_of_measurements_is_recognised,
    numbers_may_be_missing_in_any_row,
    a_character_that_one_database_refuses_is_replaced_on_both,
];

async fn check<T: std::fmt::Debug>(
    place: Place,
    strategy: impl Strategy<Value = T>,
    round_trip: impl AsyncFn(&Store, T) -> Result<(), TestCaseError>,
) {
    let store = place.open().await;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(32));
    let runtime = tokio::runtime::Handle::current();
    let run = || runner.run(&strategy, |value| runtime.block_on(round_trip(&store, value)));
    tokio::task::block_in_place(run).unwrap();
}

async fn deliveries(place: Place) {
    check(
        place,
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
    )
    .await;
}

async fn samples(place: Place) {
    check(place, proptest::collection::vec(any_sample(), 0..4), async |store, samples| {
        let before = store.samples().await.unwrap().len();
        // Each file of its own content.
        let content = std::io::Cursor::new(format!("{samples:?} {before}"));
        let file = &store.keep_file(content).await.unwrap();
        let new = measurements(store, file, &samples).await;
        store.add_measurements(new, &Actor::command_line()).await.unwrap();
        prop_assert_eq!(&store.samples().await.unwrap()[before..], samples);
        Ok(())
    })
    .await;
}

async fn dead_zones(place: Place) {
    check(place, (any_report(), any_moment()), async |store, (report, received_at)| {
        let answered = super::examples::keep_report(store, report.clone(), received_at).await.dead_zone;
        let kept = store.dead_zones().await.unwrap().pop();
        prop_assert_eq!(Some(&answered), kept.as_ref());
        prop_assert_eq!((answered.report, answered.received_at), (report, received_at));
        Ok(())
    })
    .await;
}

async fn requirements(place: Place) {
    check(place, ("\\PC{0,40}", any_moment()), async |store, (document, created_at)| {
        let answered = store.add_requirement(&document, created_at, &Actor::command_line()).await.unwrap();
        prop_assert_eq!((&answered.document, answered.created_at), (&document, created_at));
        prop_assert_eq!(store.requirement(answered.id).await.unwrap(), Some(answered.clone()));
        prop_assert_eq!(store.requirements().await.unwrap().pop(), Some(answered));
        Ok(())
    })
    .await;
}

async fn a_new_version_replaces_none(place: Place) {
    let store = place.open().await;
    let first = store.add_requirement("first", moment(), &actor()).await.unwrap();
    let other = store.add_requirement("other", moment(), &actor()).await.unwrap();
    let added = store.add_requirement_version(first.id, "second", moment(), &actor()).await.unwrap();
    let second = added.unwrap();
    assert_eq!((second.id, second.version, second.document.as_str()), (first.id, 2, "second"));
    assert_eq!(store.requirement(first.id).await.unwrap(), Some(second.clone()));
    assert_eq!(store.requirement_versions(first.id).await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!(store.requirements().await.unwrap(), [second, other]);
    assert_eq!(store.add_requirement_version(99, "none", moment(), &actor()).await.unwrap(), None);
    assert!(store.requirement_versions(99).await.unwrap().is_empty());
    let actions: Vec<_> =
        store.audit(None, 10).await.unwrap().into_iter().map(|record| record.action).collect();
    let count = |action: &str| actions.iter().filter(|known| *known == action).count();
    assert_eq!((count("requirement_added"), count("requirement_revised")), (2, 1), "{actions:?}");
}

async fn a_copy_names_what_it_was_made_from(place: Place) {
    let store = place.open().await;
    let first = store.add_requirement("first", moment(), &actor()).await.unwrap();
    let from = RequirementVersion { id: first.id, version: 1 };
    let copy = store.copy_requirement(from, "copy", moment(), &actor()).await.unwrap();
    assert_eq!((copy.version, copy.copied_from), (1, Some(from)));
    let revised = store.add_requirement_version(copy.id, "revised", moment(), &actor()).await.unwrap();
    assert_eq!(revised.unwrap().copied_from, Some(from));
    assert_eq!(store.requirement_versions(copy.id).await.unwrap()[0], copy);
}

async fn profiles(place: Place) {
    check(place, ("\\PC{0,40}", any_moment()), async |store, (document, created_at)| {
        let answered = store.add_profile(&document, created_at, &actor()).await.unwrap();
        prop_assert_eq!((&answered.document, answered.created_at), (&document, created_at));
        prop_assert_eq!(answered.actor.as_str(), "a test");
        prop_assert_eq!(store.profiles().await.unwrap().pop(), Some(answered));
        Ok(())
    })
    .await;
}

async fn what_is_not_there_is_nothing(place: Place) {
    let store = place.open().await;
    assert!(store.delivery(DeliveryId(1)).await.unwrap().is_none());
    assert!(store.profiles().await.unwrap().is_empty());
    assert!(store.requirement(1).await.unwrap().is_none());
}

async fn the_same_file_of_measurements_is_recognised(place: Place) {
    let store = place.open().await;
    let file = &keep(&store, "demonstration").await;
    let findings = delivery(2, file, file).findings;
    let new = NewMeasurements { findings, ..measurements(&store, file, &[sample()]).await };
    let AddedMeasurements::New(first) = store.add_measurements(new, &Actor::command_line()).await.unwrap()
    else {
        panic!("nothing came before");
    };
    let new = measurements(&store, file, &[sample()]).await;
    let again = NewMeasurements { file_name: "second.csv".to_owned(), ..new };
    let again = store.add_measurements(again, &Actor::command_line()).await.unwrap();
    assert_eq!(again, AddedMeasurements::KnownSince(first.clone()));
    assert_eq!(store.measurement_import(file.sha256()).await.unwrap().as_ref(), Some(&first));
    assert_eq!(store.measurement_imports().await.unwrap(), [first]);
}

/// The first row decides how a statement is prepared.
async fn numbers_may_be_missing_in_any_row(place: Place) {
    let store = place.open().await;
    let file = &keep(&store, "demonstration").await;
    for resolution_m in [None, Some(25.0), None, Some(100.0)] {
        let mut new = delivery(0, file, file);
        new.header.assumptions.resolution_m = resolution_m;
        let answered = store.add_delivery(new.clone(), &steps()).await.unwrap();
        check_delivery(&store.delivery(answered.id).await.unwrap().unwrap(), &new);
    }
    let mut samples = vec![sample(); 1200];
    for (number, sample) in samples.iter_mut().enumerate() {
        sample.speed_kmh = (number % 3 == 1).then_some(number as f64);
    }
    let samples = &samples[..];
    let new = measurements(&store, file, samples).await;
    store.add_measurements(new, &Actor::command_line()).await.unwrap();
    assert_eq!(store.samples().await.unwrap(), samples);
}

async fn a_character_that_one_database_refuses_is_replaced_on_both(place: Place) {
    let store = place.open().await;
    let file = &keep(&store, "demonstration").await;
    let mut new = delivery(1, file, file);
    new.file_name = "a\0.geojson".to_owned();
    new.header.licence = Some("\0".to_owned());
    new.findings[0].message.en = "what is \0?".to_owned();
    let id = store.add_delivery(new, &steps()).await.unwrap().id;
    let kept = store.delivery(id).await.unwrap().unwrap();
    assert_eq!(
        (kept.file_name.as_str(), kept.header.licence.as_deref()),
        ("a\u{FFFD}.geojson", Some("\u{FFFD}"))
    );
    assert_eq!(kept.findings[0].message.en, "what is \u{FFFD}?");
    let report = crate::domain::DeadZoneReport { text: "\0".to_owned(), ..report() };
    super::examples::keep_report(&store, report, moment()).await;
    assert_eq!(store.dead_zones().await.unwrap()[0].report.text, "\u{FFFD}");
}
