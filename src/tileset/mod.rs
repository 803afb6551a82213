//! The released layers as one file, for whoever serves maps from files alone:
//! MBTiles and PMTiles. No HTTP; what a layer is made of is `tiles`' business.
//!
//! Tiles are made in the order of their numbers on PMTiles' curve and kept beside
//! the file in a journal, so that an export which was broken off goes on where it
//! was; the file itself is written from the journal, and takes its name when it
//! is whole. Same data and same choice, same bytes.

mod choice;
mod journal;
mod make;
mod mbtiles;
mod metadata;
mod pmtiles;
mod walk;

use std::{io, path::Path};

pub use choice::TilesetChoice;
pub use make::{ExportSummary, Progress, export};

use crate::{
    geometry::ProjectionError,
    tiles::{EncodeError, features::LayerError},
};

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TilesetFormat {
    /// MBTiles 1.3: an SQLite database.
    MbTiles,
    /// PMTiles 3: read by parts of it, straight from a file server.
    PmTiles,
}

impl TilesetFormat {
    /// By the ending of the file's name.
    #[must_use]
    pub fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "mbtiles" => Some(Self::MbTiles),
            "pmtiles" => Some(Self::PmTiles),
            _ => None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum TilesetError {
    #[error("a tileset's name ends in .pmtiles or .mbtiles")]
    UnknownFormat,
    #[error("the layer `{layer}` can only be exported with a {parameter}")]
    Missing { layer: &'static str, parameter: &'static str },
    #[error("there is no layer to export")]
    NoLayer,
    #[error("the zooms are {minimum} to {maximum}, but tiles are of zoom 0 to {deepest}")]
    Zooms { minimum: u8, maximum: u8, deepest: u8 },
    #[error("the region has no zone")]
    NoRegion,
    #[error("another export is writing {0}")]
    InUse(String),
    #[error("the export was broken off; it goes on when it is started again")]
    BrokenOff,
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("{0}")]
    File(#[from] io::Error),
    #[error("the MBTiles file can't be written: {0}")]
    MbTiles(#[from] rusqlite::Error),
    #[error("the PMTiles file can't be written: {0}")]
    PmTiles(#[from] ::pmtiles::PmtError),
    #[error("the metadata can't be written: {0}")]
    Metadata(#[from] serde_json::Error),
}
