//! GDAL's own programs, as an operator would use them.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use tackning::{
    domain::Region,
    ingest::coverage::{CollectedCoverage, CoverageSource, collect_coverage},
};
use tempfile::TempDir;

use crate::real_input::set_up::{in_project, region_in};

/// A folder for the files of one test.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// Runs a program of GDAL's; paths go last.
#[track_caller]
pub fn gdal(program: &str, options: &[&str], paths: &[&Path]) {
    let output = Command::new(program).args(options).args(paths).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; `scripts/install test` has it"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {options:?}: {said}");
}

/// The demonstration's, in EPSG:3006.
pub fn region() -> Region {
    region_in(&in_project("data/region/norrbotten-vasterbotten"))
}

/// Reads a file that has nothing wrong.
#[track_caller]
pub fn read(path: &Path, source: &CoverageSource<'_>) -> CollectedCoverage {
    let read = collect_coverage(path, source).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(read.reading.findings, [], "{}", path.display());
    read
}
