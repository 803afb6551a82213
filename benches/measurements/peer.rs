//! The peer: DuckDB imports the same files, and groups them by cell, network and
//! day, and these by cell and network.
//!
//! It does the same work with the same rules as far as the set knows them: rows
//! judged, positions projected (a series in SQL), second readings of a second left
//! out, files kept by their hash, samples kept as Parquet by month, then valid
//! samples (R7), votes by day (R8), tallies and median levels of every service.
//! That both count the same cells and votes is asserted.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::Deserialize;
use serde_json::json;
use tackning::{
    domain::{Plmn, Profile, Region, Service},
    geometry::LngLatFrame,
};

use crate::{
    ours::{self, Figures},
    set::{Set, region},
};

const SCRIPT: &str = include_str!("peer.py");

#[derive(Debug, Deserialize)]
pub struct Theirs {
    pub version: String,
    #[serde(flatten)]
    pub figures: Figures,
}

pub fn measure(set: &Set) -> Result<Theirs, String> {
    let python = python().ok_or("it isn't there: scripts/install bench")?;
    let folder = set.files[0].parent().ok_or("the set has no folder")?;
    let mut command = Command::new(python);
    command.arg("-c").arg(SCRIPT).arg(folder).arg(rules(&region()).to_string()).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("it failed".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// Networks by their codes, services, thresholds of the signal, which services' tests demand
/// rates, the region's bounds in degrees and the cut-off.
fn rules(region: &Region) -> serde_json::Value {
    let Profile { signal, tests, .. } = &region.profile;
    let networks = region.networks.iter().map(|network| {
        let plmns: Vec<&str> = network.plmns.iter().map(Plmn::as_str).collect();
        (network.id.to_string(), json!(plmns))
    });
    let signal =
        signal.iter().map(|one| json!([one.service.as_str(), one.technology.as_str(), one.rsrp_dbm]));
    let bounds = region.bounds().expect("the region has land");
    let frame = LngLatFrame::new(&region.crs).expect("the region's system is known");
    json!({
        "networks": networks.collect::<serde_json::Map<_, _>>(),
        "services": Service::ALL.iter().map(|service| service.as_str()).collect::<Vec<_>>(),
        "signal": signal.collect::<Vec<_>>(),
        "demanding": tests.iter().map(|test| test.service.as_str()).collect::<Vec<_>>(),
        "bounds": frame.bounds(bounds).expect("the region can be projected"),
        "cut_off": ours::cut_off(region).to_string(),
    })
}

/// A Python with the package `duckdb`, as `scripts/install` makes it.
fn python() -> Option<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")))?;
    let python = cache.join("tackning/tools/duckdb/bin/python");
    python.is_file().then_some(python)
}
