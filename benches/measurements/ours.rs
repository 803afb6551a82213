//! Ours: the files imported into a folder's store, as the command line does, and the cells' statistics from the files of samples.

use std::{fs, pin::pin, sync::Arc, time::Instant};

use futures_util::StreamExt;
use jiff::{Timestamp, civil::date};
use serde::{Deserialize, Serialize};
use tackning::{
    domain::{Actor, Environment, NewCampaign, Region, SampleRules},
    publishing::{CampaignChoice, Importer, MeasurementFile},
    statistics::{StatisticsRules, cell_statistics},
    store::Store,
};

use crate::set::{Set, region};

#[derive(Debug, Deserialize, Serialize)]
pub struct Figures {
    pub importing_seconds: f64,
    pub grouping_seconds: f64,
    pub peak_kb: u64,
    /// Of all networks and services.
    pub cells: u64,
    pub votes: u64,
}

impl Figures {
    pub fn seconds(&self) -> f64 {
        self.importing_seconds + self.grouping_seconds
    }
}

pub fn measure(set: &Set) -> Figures {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a run time");
    runtime.block_on(measured(set))
}

async fn measured(set: &Set) -> Figures {
    let folder = tempfile::tempdir_in(set.files[0].parent().expect("a folder")).expect("a folder");
    let store = Store::open(folder.path()).await.expect("a store");
    let region = Arc::new(region());
    let importer = Importer { store: store.clone(), region: region.clone() };
    let begin = Instant::now();
    let files = set.files.iter().map(|path| {
        let campaign = CampaignChoice::named(NewCampaign::of_nobodys_ways("Benchmark").expect("a name"));
        let bytes = fs::read(path).expect("the set's file can be read");
        MeasurementFile { campaign, ..MeasurementFile::new(path.display().to_string(), bytes) }
    });
    let actor = Actor::command_line();
    let mut taken = pin!(importer.all_measurements(files, &actor));
    while let Some(taken) = taken.next().await {
        taken.expect("the file is taken");
    }
    let importing_seconds = begin.elapsed().as_secs_f64();
    let begin = Instant::now();
    let samples = SampleRules::outdoors(region.time_zone.clone(), cut_off(&region));
    let objects = store.sample_objects(&store.sample_files().await.expect("files")).expect("names");
    let rules = StatisticsRules { region, samples, environment: Environment::Outdoor };
    let statistics = cell_statistics(&objects, rules).await.expect("statistics");
    let counted =
        statistics.iter().fold((0, 0), |(cells, votes), cell| (cells + 1, votes + cell.votes.trials()));
    let grouping_seconds = begin.elapsed().as_secs_f64();
    let (cells, votes) = counted;
    Figures { importing_seconds, grouping_seconds, peak_kb: peak_kb(), cells, votes }
}

/// The end of the day on which the set's drives are weighed.
pub fn cut_off(region: &Region) -> Timestamp {
    date(2026, 11, 16).to_zoned(region.time_zone.clone()).expect("a day").timestamp()
}

/// Linux tells it; elsewhere it is nought.
fn peak_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or_default()
}
