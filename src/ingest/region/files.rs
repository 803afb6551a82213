//! Where a region's files come from.

use std::{borrow::Cow, fs, path::PathBuf};

use serde::de::DeserializeOwned;

use super::RegionError;
use crate::{
    domain::{Finding, RegionSource},
    ingest::{DEFAULT_UNPACKED_LIMIT_BYTES, sha256_hex, unpack},
};

/// A folder, or files in the binary by their name beside `region.json`.
#[derive(Clone, Debug)]
pub enum RegionFiles {
    /// Names may lead out of the folder by `..`.
    Folder(PathBuf),
    Embedded(fn(&str) -> Option<Cow<'static, [u8]>>),
}

impl RegionFiles {
    /// The bytes as they are kept, perhaps packed.
    pub(super) fn read(&self, name: &str) -> Result<Cow<'static, [u8]>, RegionError> {
        match self {
            Self::Folder(folder) => fs::read(folder.join(name))
                .map(Cow::Owned)
                .map_err(|error| RegionError::file(name, format!("can't be read: {error}"))),
            Self::Embedded(file) => file(name).ok_or_else(|| RegionError::file(name, "is not there")),
        }
    }

    pub(super) fn read_json<T: DeserializeOwned>(&self, name: &str) -> Result<T, RegionError> {
        json(name, &self.read(name)?)
    }
}

fn json<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T, RegionError> {
    let text = unpack(bytes, DEFAULT_UNPACKED_LIMIT_BYTES).map_err(|error| RegionError::file(name, error))?;
    serde_json::from_slice(&text).map_err(|error| RegionError::file(name, error))
}

/// A region's files, and what was read and found so far.
pub struct Shelf<'files> {
    files: &'files RegionFiles,
    /// The computing coordinate reference system.
    pub crs: String,
    pub sources: Vec<RegionSource>,
    pub findings: Vec<Finding>,
}

impl<'files> Shelf<'files> {
    pub fn new(files: &'files RegionFiles, crs: &str) -> Self {
        Self { files, crs: crs.to_owned(), sources: Vec::new(), findings: Vec::new() }
    }

    /// Takes a file down and notes its hash under the layer's name.
    pub fn take(&mut self, layer: &str, name: &str) -> Result<Cow<'static, [u8]>, RegionError> {
        let bytes = self.files.read(name)?;
        self.sources.push(RegionSource {
            layer: layer.to_owned(),
            file: name.to_owned(),
            sha256: sha256_hex(&bytes),
        });
        Ok(bytes)
    }

    pub fn take_json<T: DeserializeOwned>(&mut self, layer: &str, name: &str) -> Result<T, RegionError> {
        json(name, &self.take(layer, name)?)
    }

    pub fn take_unpacked(&mut self, layer: &str, name: &str) -> Result<Vec<u8>, RegionError> {
        let bytes = self.take(layer, name)?;
        unpack(&bytes, DEFAULT_UNPACKED_LIMIT_BYTES).map_err(|error| RegionError::file(name, error))
    }
}
