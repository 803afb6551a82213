//! Our way: each file received, read, validated, kept with fsync, accepted and
//! published, as the API does it. The last answer is given when the snapshot that
//! shows all of it has been swapped in.
//!
//! It runs in a process of its own, so that the memory is that of one case.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
    sync::Arc,
    time::Instant,
};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tackning::{
    analysis::gaps,
    domain::{Actor, DeliveryKind, NetworkScope, Region, Service},
    index::Supply,
    ingest::delivery_header::{HeaderSource, SaidHeader},
    publishing::{AsOf, CoverageFile, CoverageForm, Publisher},
    store::{ReceivedFile, Store},
};

use super::ImportFile;

/// As a network brings it.
const PIECE_BYTES: usize = 1 << 20;

#[derive(Debug, Serialize, Deserialize)]
pub struct Figures {
    pub seconds: f64,
    /// Of that: received, read, validated, kept.
    pub delivering_seconds: f64,
    /// Of that: accepted, published, indexed, swapped.
    pub publishing_seconds: f64,
    pub peak_kb: u64,
    pub area_m2: f64,
}

/// Imports the files into an empty folder, and gives what they are published by.
/// The folder's files are gone afterwards, what is published stays.
pub fn publish(files: &[ImportFile], region: Region) -> (Figures, Arc<Publisher>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a run time");
    runtime.block_on(async {
        let store = Store::open(folder.path()).await.expect("an empty folder becomes a store");
        let as_of = AsOf::Date(jiff::civil::date(2026, 11, 15));
        let publisher = Publisher::open(store, region, as_of).await.expect("an empty store can be published");
        let publisher = Arc::new(publisher);
        (import_into(&publisher, files).await, publisher)
    })
}

async fn import_into(publisher: &Arc<Publisher>, files: &[ImportFile]) -> Figures {
    let actor = Actor::command_line();
    let (mut delivered_ids, mut area_m2) = (Vec::new(), 0.0);
    let begin = Instant::now();
    for file in files {
        let delivered = publisher.deliver(coverage_file(publisher, file).await, &actor).await;
        let delivery = delivered.expect("the set's files are in order").delivery;
        area_m2 += delivery.area_m2;
        delivered_ids.push(delivery.id);
    }
    let delivering = begin.elapsed();
    let publish = async |id| {
        publisher.decisions().accept(id, &actor, "").await.expect("it can be accepted");
        publisher.publish_delivery(id, &actor, "").await.expect("it can be published");
    };
    futures_util::future::join_all(delivered_ids.into_iter().map(publish)).await;
    ask(publisher);
    let seconds = begin.elapsed();
    assert_eq!(publisher.snapshot().coverage.claims().len(), files.len(), "every claim is published");
    Figures {
        seconds: seconds.as_secs_f64(),
        delivering_seconds: delivering.as_secs_f64(),
        publishing_seconds: (seconds - delivering).as_secs_f64(),
        peak_kb: peak_kb(),
        area_m2,
    }
}

/// What is published answers: every zone's figures for one network.
fn ask(publisher: &Publisher) {
    let snapshot = publisher.snapshot();
    let network = snapshot.region.region.networks[0].id.clone();
    let zones = gaps(&snapshot, &Supply::of(network, Service::Voice));
    assert_eq!(zones.len(), snapshot.region.zones.len());
}

async fn coverage_file(publisher: &Publisher, file: &ImportFile) -> CoverageFile {
    CoverageFile {
        received_at: jiff::Timestamp::now(),
        name: file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        file: receive(publisher.store(), &file.path).await,
        said: vec![SaidHeader::from_json(HeaderSource::Beside, &file.header)],
        kind: DeliveryKind::Reference,
        form: CoverageForm::default(),
        scope: NetworkScope::All,
    }
}

async fn receive(store: &Store, path: &Path) -> ReceivedFile {
    let mut incoming = store.receive().await.expect("the folder takes a file");
    let mut file = File::open(path).expect("the set's file is there");
    loop {
        let mut piece = Vec::with_capacity(PIECE_BYTES);
        let read = (&mut file).take(PIECE_BYTES as u64).read_to_end(&mut piece);
        if read.expect("the set's file can be read") == 0 {
            break;
        }
        incoming.write(Bytes::from(piece)).await.expect("the folder takes a piece");
    }
    incoming.finish().expect("the file is whole")
}

/// The most memory that this process has had.
pub fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
