//! A coverage file that has arrived, and what is said of it.

use std::io::Read;

use bytes::Bytes;
use jiff::Timestamp;

use super::PublishError;
use crate::{
    domain::{DeliveryKind, NetworkScope},
    ingest::{
        coverage::{CoverageFormat, CoveredWhere},
        delivery_header::SaidHeader,
    },
    store::{ReceivedFile, Store},
};

#[derive(Debug)]
pub struct CoverageFile {
    /// As it was called where it came from.
    pub name: String,
    pub file: ReceivedFile,
    pub received_at: Timestamp,
    /// What the request and the document beside the file say.
    pub said: Vec<SaidHeader>,
    /// As what it is taken where nobody says it.
    pub kind: DeliveryKind,
    pub form: CoverageForm,
    /// On whose networks whoever hands it in may do so.
    pub scope: NetworkScope,
}

/// How the coverage is written in the file, as far as the file doesn't show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CoverageForm {
    pub format: Option<CoverageFormat>,
    pub layer: Option<String>,
    /// The column of cells' names.
    pub cell_column: Option<String>,
    pub cell_size_m: Option<f64>,
    pub covered: Option<CoveredWhere>,
}

/// So much of a local file is copied at a time.
const PIECE_BYTES: usize = 1 << 20;

/// Receives what is at hand already: a file of this machine, or of the program
/// itself. Reading it blocks the thread.
///
/// # Errors
/// When the content can't be read to its end, or the store not written.
pub async fn receive_from(store: &Store, mut content: impl Read) -> Result<ReceivedFile, PublishError> {
    let mut incoming = store.receive().await?;
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match content.read(&mut piece).map_err(|error| PublishError::LocalFile(error.to_string()))? {
            0 => return Ok(incoming.finish()?),
            read => incoming.write(Bytes::copy_from_slice(&piece[..read])).await?,
        }
    }
}
