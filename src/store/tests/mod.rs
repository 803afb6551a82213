//! The store on both databases, each test with an empty one of its own.

mod access;
mod backup;
mod campaigns;
mod cases;
mod coverage;
mod examples;
mod folder;
mod gap_reports;
mod killed;
mod objects;
mod place;
mod round_trips;
mod states;
mod tables;
mod whole_or_nothing;

use std::io::Cursor;

use place::{Place, on_each_database, on_each_place_of_files};

use super::{CoverageLabel, KeptFile, NewDelivery, Store};
use crate::domain::{CoverageFeature, Delivery, DeliveryStep};

/// A store in a folder, for what is the same on every database.
async fn empty_store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    (folder, store)
}

async fn keep(store: &Store, content: &'static str) -> KeptFile {
    store.keep_file(Cursor::new(content)).await.unwrap()
}

async fn keep_coverage(store: &Store, label: &CoverageLabel, features: &[CoverageFeature]) -> KeptFile {
    let mut writer = store.coverage_writer().unwrap();
    writer.write(features).unwrap();
    store.keep(writer.finish(label).unwrap()).await.unwrap()
}

/// Keeps the files of the example of this number.
async fn example_files(store: &Store, number: u64) -> [KeptFile; 2] {
    let file = keep(store, "demonstration").await;
    let header = examples::delivery(number, &file, &file).header;
    let coverage = keep_coverage(store, &examples::label(&header), &examples::features(number)).await;
    [file, coverage]
}

/// Delivers the example of this number and publishes it.
async fn deliver(store: &Store, number: u64) -> Delivery {
    deliver_as(store, number, &examples::steps()).await
}

async fn deliver_as(store: &Store, number: u64, steps: &[DeliveryStep]) -> Delivery {
    let [file, coverage] = example_files(store, number).await;
    store.add_delivery(examples::delivery(number, &file, &coverage), steps).await.unwrap()
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
    assert_eq!(kept.coverage_sha256, handed_in.coverage.sha256());
    assert_eq!(kept.area_m2, handed_in.area_m2);
    assert_eq!(kept.findings, handed_in.findings);
}
