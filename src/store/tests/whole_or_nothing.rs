//! What is interrupted leaves nothing, and nobody waits for a writer to read.

use std::time::Duration;

use super::{super::*, Place, deliver, example_files, examples, on_each_database, shapes};

on_each_database![
    a_transaction_that_is_dropped_leaves_nothing_and_readers_see_none_of_it,
    a_delivery_that_fails_at_its_end_leaves_nothing,
    a_delivery_that_is_no_longer_awaited_is_whole_or_not_there,
    writers_queue_and_all_get_their_turn,
];

/// Deliveries, their findings and their steps.
async fn row_counts(store: &Store) -> (i64, i64, i64) {
    let query = "SELECT (SELECT COUNT(*) FROM deliveries), (SELECT COUNT(*) FROM delivery_findings), \
                 (SELECT COUNT(*) FROM delivery_steps)";
    sqlx::query_as(query).fetch_one(store.readers()).await.unwrap()
}

async fn a_transaction_that_is_dropped_leaves_nothing_and_readers_see_none_of_it(place: Place) {
    let store = place.open().await;
    let [file, coverage] = example_files(&store, 2).await;
    let mut transaction = store.begin().await.unwrap();
    let new = examples::delivery(2, &file, &coverage);
    deliveries::insert(&mut transaction, &new, &examples::steps()).await.unwrap();
    assert!(store.is_empty().await.unwrap());
    drop(transaction);
    assert!(store.is_empty().await.unwrap());
    deliver(&store, 2).await;
    assert_eq!(row_counts(&store).await, (1, 2, 4));
}

async fn a_delivery_that_fails_at_its_end_leaves_nothing(place: Place) {
    let store = place.open().await;
    let [file, coverage] = example_files(&store, 1).await;
    let mut delivery = examples::delivery(1, &file, &coverage);
    delivery.findings[0].place = Some(crate::domain::LngLat { lng: f64::NAN, lat: 63.8 });
    assert!(store.add_delivery(delivery, &examples::steps()).await.is_err());
    assert_eq!(row_counts(&store).await, (0, 0, 0));
}

async fn a_delivery_that_is_no_longer_awaited_is_whole_or_not_there(place: Place) {
    let store = place.open().await;
    let [file, coverage] = example_files(&store, 1).await;
    let mut acknowledged = 0;
    for milliseconds in 0..20 {
        let (new, steps) = (examples::delivery(1, &file, &coverage), examples::steps());
        let adding = store.add_delivery(new, &steps);
        let patience = Duration::from_millis(milliseconds);
        acknowledged += i64::from(tokio::time::timeout(patience, adding).await.is_ok());
    }
    // Waits until what was abandoned last is undone.
    store.begin().await.unwrap().rollback().await.unwrap();
    let (deliveries, findings, steps) = row_counts(&store).await;
    assert!(deliveries >= acknowledged);
    // All but the last were superseded by the next.
    assert_eq!((findings, steps), (deliveries, deliveries * 4 + (deliveries - 1).max(0)));
}

async fn writers_queue_and_all_get_their_turn(place: Place) {
    let store = place.open().await;
    let mut writers = tokio::task::JoinSet::new();
    for number in 0..12 {
        let store = store.clone();
        writers.spawn(async move { (deliver(&store, number).await, examples::features(number)) });
    }
    while let Some(delivered) = writers.join_next().await {
        let (delivery, features) = delivered.unwrap();
        assert_eq!(shapes(&store.coverage(&delivery).await.unwrap()), shapes(&features));
    }
    assert_eq!(store.deliveries().await.unwrap().len(), 12);
}
