//! The region that a command works on.

use anyhow::Context;
use tackning::{
    domain::Region,
    ingest::region::{RegionFiles, read_region},
};

use super::{Folder, embedded};

/// Reads the folder that `--region` names, or the default region.
pub fn region(folder: &Folder) -> anyhow::Result<Region> {
    let files = folder.region.clone().map_or_else(embedded::default_region, RegionFiles::Folder);
    let reading = read_region(&files).context("the region can't be read")?;
    for finding in &reading.findings {
        eprintln!("{}: {}", finding.severity, finding.message.en);
    }
    Ok(reading.region)
}
