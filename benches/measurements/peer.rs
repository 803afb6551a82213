//! The peer: DuckDB imports the same files into a database on disk, and groups
//! them by cell, network and day, and these by cell and network.
//!
//! It is given less to do: cells are cut from degrees without a projection, one
//! service alone is asked for, and of the rules for a valid sample the hours and
//! the date.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio},
};

use serde::Deserialize;

use crate::{ours::Figures, set::Set};

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
    command.arg("-c").arg(SCRIPT).arg(folder).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err("it failed".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}

/// A Python with the package `duckdb`, as `scripts/install` makes it.
fn python() -> Option<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")))?;
    let python = cache.join("tackning/tools/duckdb/bin/python");
    python.is_file().then_some(python)
}
