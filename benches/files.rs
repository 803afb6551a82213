//! The seeded sets as files that operators would send: made once, and kept.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use tackning::{
    demonstration::{DEFAULT_SEED, REGION_ID, Scale, generate, write},
    domain::Region,
    ingest::region::{RegionFiles, read_region},
};

/// The files of one set.
pub struct SetFiles {
    folder: PathBuf,
}

/// A delivery in the set's list.
#[derive(Deserialize)]
pub struct Entry {
    pub file: String,
    /// In the form of `POST /api/v1/deliveries`.
    pub header: serde_json::Value,
}

impl SetFiles {
    /// The set of this size, made where it isn't kept yet.
    pub fn open(scale: Scale) -> Self {
        // The number goes up with the form of the set's files.
        let folder = cache().join(format!("{scale}-{DEFAULT_SEED}-{}-2", env!("CARGO_PKG_VERSION")));
        if !folder.exists() {
            make(scale, &folder);
        }
        Self { folder }
    }

    pub fn region(&self) -> Region {
        let folder = self.folder.join("region").join(REGION_ID);
        read_region(&RegionFiles::Folder(folder)).expect("the set's region can be read").region
    }

    pub fn entries(&self) -> Vec<Entry> {
        serde_json::from_slice(&self.file("deliveries.json")).expect("the list can be read")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join("demonstration").join(name)
    }

    pub fn file(&self, name: &str) -> Vec<u8> {
        let path = self.path(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// The set that `TACKNING_BENCH_SCALE` names.
pub fn scale() -> Scale {
    let scale = env::var("TACKNING_BENCH_SCALE").map_or(Ok(Scale::Vertices1m), |text| text.parse());
    scale.unwrap_or_else(|error| panic!("TACKNING_BENCH_SCALE: {error}"))
}

fn cache() -> PathBuf {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| env::home_dir().map(|home| home.join(".cache")));
    cache.expect("XDG_CACHE_HOME or HOME is set").join("tackning/bench")
}

/// Under another name until it is whole, so that a making that was broken off leaves no set.
fn make(scale: Scale, folder: &Path) {
    eprintln!("making the set of {scale} vertices, once, in {}: about a minute a million", folder.display());
    let unfinished = folder.with_extension("unfinished");
    let demonstration = generate(scale, DEFAULT_SEED, &|_| ());
    write(&demonstration, &unfinished, &|_| ()).expect("the set can be written");
    fs::rename(&unfinished, folder).expect("the set can be put in its place");
    drop(demonstration);
    forget_peak_memory();
}

/// The memory that the making took is no figure of the service's.
fn forget_peak_memory() {
    // Linux resets VmHWM by this; elsewhere there is no figure anyway.
    let _ = fs::write("/proc/self/clear_refs", "5");
}
