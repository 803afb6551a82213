//! The store on a real database in a folder of its own.

mod examples;
mod folder;
mod killed;
mod objects;
mod round_trips;
mod whole_or_nothing;

use std::io::Cursor;

use super::{KeptFile, NewDelivery, Store};
use crate::domain::{CoverageFeature, Delivery};

async fn empty_store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    (folder, store)
}

async fn keep(store: &Store, content: &'static str) -> KeptFile {
    store.keep_file(Cursor::new(content)).await.unwrap()
}

/// Delivers the example of this number.
async fn deliver(store: &Store, number: u64) -> Delivery {
    let file = keep(store, "demonstration").await;
    let features = examples::features(number);
    store.add_delivery(examples::delivery(number, &file, &features), &examples::actor()).await.unwrap()
}

fn shapes(features: &[CoverageFeature]) -> Vec<(u64, &geo::MultiPolygon<f64>)> {
    features.iter().map(|feature| (feature.number, &feature.area)).collect()
}

/// A kept delivery is what was handed in.
#[track_caller]
fn check_delivery(kept: &Delivery, handed_in: &NewDelivery<'_>) {
    assert_eq!(kept.kind, handed_in.kind);
    assert_eq!(kept.header, handed_in.header);
    assert_eq!(kept.file_name, handed_in.file_name);
    assert_eq!(kept.received_at, handed_in.received_at);
    assert_eq!(kept.sha256, handed_in.file.sha256());
    assert_eq!(kept.feature_count, handed_in.feature_count);
    assert_eq!(kept.findings, handed_in.findings);
}
