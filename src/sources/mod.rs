//! The official sources of the demand: how they are asked, and how what they give
//! becomes the files of a region's folder.
//!
//! What is fetched is kept as it came until all of it is there and agrees with what
//! the source says of itself; only then the file is written, whole or not at all.
//! Which source is which, and where, is data (`catalogue.json`). Nothing of a
//! fetched file is judged here beyond that: `ingest::region` reads it.

mod arrival;
mod catalogue;
mod download;
mod error;
mod feature;
mod fetch;
mod http;
mod osm;
mod outlines;
mod output;
mod part;
mod products;
mod reading;
mod stac;
mod wfs;
mod words;

pub use catalogue::{Catalogue, Field, Paging, Source, StacTerms, WfsTerms};
pub use error::{Result, SourceError, SourceFault};
pub use fetch::{From, Job};
pub use http::{Account, Client, Patience};
pub use osm::OpenStreetMapJob;
pub use output::Written;
pub use products::Product;
pub use wfs::Progress;
