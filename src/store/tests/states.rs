//! The way of a delivery: its steps, and the lists that follow from them.

use super::{super::*, Place, deliver, deliver_as, examples::step, on_each_database};
use crate::domain::{Delivery, DeliveryState, DeliveryStep, Service};
use DeliveryState::{Accepted, Published, Received, Rejected, Validated};

on_each_database![
    the_newest_delivery_of_a_claim_is_published_and_the_older_kept,
    the_steps_of_a_delivery_are_kept_and_the_rules_hold,
    a_delivery_ends_where_its_first_steps_end,
    a_way_that_cannot_be_leaves_nothing,
    versions_of_a_claim_and_files_that_came_before_are_found,
    every_change_is_noticed_and_nothing_else,
];

fn ids(deliveries: Vec<Delivery>) -> Vec<i64> {
    deliveries.into_iter().map(|delivery| delivery.id.0).collect()
}

async fn the_newest_delivery_of_a_claim_is_published_and_the_older_kept(place: Place) {
    let store = place.open().await;
    let (voice, data) = (deliver(&store, 0).await, deliver(&store, 1).await);
    let newer_voice = deliver(&store, Service::ALL.len() as u64).await;
    let ids = |deliveries: Vec<Delivery>| -> Vec<_> {
        deliveries.into_iter().map(|delivery| (delivery.id, delivery.findings.len())).collect()
    };
    let [voice, data, newer_voice] = [voice, data, newer_voice].map(|kept| (kept.id, kept.findings.len()));
    assert_eq!(ids(store.published_deliveries().await.unwrap()), [data, newer_voice]);
    assert_eq!(ids(store.deliveries().await.unwrap()), [voice, data, newer_voice]);
}

async fn the_steps_of_a_delivery_are_kept_and_the_rules_hold(place: Place) {
    let store = place.open().await;
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

async fn a_delivery_ends_where_its_first_steps_end(place: Place) {
    let store = place.open().await;
    let published = deliver(&store, 0).await;
    let newer = Service::ALL.len() as u64;
    let reason = DeliveryStep { reason: "too coarse".to_owned(), ..step(Rejected) };
    let rejected = deliver_as(&store, newer, &[step(Received), reason.clone()]).await;
    let validated = deliver_as(&store, newer * 2, &[step(Received), step(Validated)]).await;
    assert_eq!([published.state, rejected.state, validated.state], [Published, Rejected, Validated]);
    assert_eq!(store.delivery_steps(rejected.id).await.unwrap()[1], reason);

    assert_eq!(ids(store.waiting_deliveries().await.unwrap()), [validated.id.0]);
    assert_eq!(ids(store.published_deliveries().await.unwrap()), [published.id.0]);
    store.take_step(validated.id, &step(Accepted)).await.unwrap();
    assert_eq!(ids(store.waiting_deliveries().await.unwrap()), [validated.id.0]);
    store.take_step(validated.id, &step(Published)).await.unwrap();
    assert_eq!(ids(store.waiting_deliveries().await.unwrap()), [] as [i64; 0]);
    assert_eq!(ids(store.published_deliveries().await.unwrap()), [validated.id.0]);
}

async fn a_way_that_cannot_be_leaves_nothing(place: Place) {
    let store = place.open().await;
    let [file, coverage] = super::example_files(&store, 0).await;
    for way in [vec![], vec![step(Published)], vec![step(Received), step(Accepted)]] {
        let new = super::examples::delivery(0, &file, &coverage);
        assert!(matches!(store.add_delivery(new, &way).await, Err(StoreError::NoSuchStep { .. })), "{way:?}");
    }
    assert!(store.deliveries().await.unwrap().is_empty());
}

async fn versions_of_a_claim_and_files_that_came_before_are_found(place: Place) {
    let store = place.open().await;
    let newer = Service::ALL.len() as u64;
    let voice = [deliver(&store, 0).await, deliver(&store, newer).await];
    let data = deliver(&store, 1).await;
    let claims =
        async |delivery: &Delivery| ids(store.claim_deliveries(&delivery.header.claim()).await.unwrap());
    assert_eq!(claims(&voice[1]).await, [voice[0].id.0, voice[1].id.0]);
    assert_eq!(claims(&data).await, [data.id.0]);
    let same_file = ids(store.deliveries_with_hash(&data.sha256).await.unwrap());
    assert_eq!(same_file, [voice[0].id.0, voice[1].id.0, data.id.0]);
    assert!(store.deliveries_with_hash("another").await.unwrap().is_empty());
}

async fn every_change_is_noticed_and_nothing_else(place: Place) {
    let store = place.open().await;
    assert_eq!(store.changes().await.unwrap(), Changes::default());
    let delivery = deliver_as(&store, 0, &[step(Received), step(Validated)]).await;
    let before = store.changes().await.unwrap();
    assert_eq!(before, Changes { delivery_step: 2, ..Changes::default() });
    store.take_step(delivery.id, &step(Published)).await.unwrap_err();
    assert_eq!(store.changes().await.unwrap(), before);
    store.take_step(delivery.id, &step(Accepted)).await.unwrap();
    store.add_profile("{}", super::examples::moment(), &super::examples::actor()).await.unwrap();
    assert_eq!(store.changes().await.unwrap(), Changes { delivery_step: 3, profile: 1, ..before });
}
