//! The default region and the demonstration, which travel in the binary.

use std::borrow::Cow;

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::Value;
use tackning::ingest::region::RegionFiles;

#[derive(RustEmbed)]
#[folder = "data/region/norrbotten-vasterbotten"]
struct DefaultRegion;

#[derive(RustEmbed)]
#[folder = "data/demonstration"]
struct DemonstrationFiles;

/// A delivery of the demonstration: its file, when it came, and what it says of itself.
#[derive(Clone, Debug, Deserialize)]
pub struct DemonstrationDelivery {
    pub file: String,
    pub received_at: Timestamp,
    /// Whether nobody has decided on it yet.
    #[serde(default)]
    pub waits: bool,
    /// In the form of `POST /api/v1/deliveries`.
    pub header: Value,
}

pub fn default_region() -> RegionFiles {
    RegionFiles::Embedded(|name| DefaultRegion::get(name).map(|file| file.data))
}

pub fn deliveries() -> anyhow::Result<Vec<DemonstrationDelivery>> {
    Ok(serde_json::from_slice(&file("deliveries.json")?)?)
}

/// The documents of a JSON list, each as its own text.
pub fn documents(name: &str) -> anyhow::Result<Vec<String>> {
    let documents: Vec<serde_json::Value> = serde_json::from_slice(&file(name)?)?;
    Ok(documents.iter().map(ToString::to_string).collect())
}

pub fn file(name: &str) -> anyhow::Result<Cow<'static, [u8]>> {
    let found = DemonstrationFiles::get(name).map(|file| file.data);
    found.ok_or_else(|| anyhow!("not found")).with_context(|| format!("the demonstration's {name}"))
}
