//! Files on their way in: beside the kept ones, hashed while they are written,
//! and gone when they are dropped before they are kept.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tempfile::TempPath;

use super::super::{Store, StoreError, rows::away};

/// A file that arrives in pieces.
#[derive(Debug)]
pub struct Incoming {
    /// None once a piece could not be written, or wasn't awaited to its end:
    /// what is there then isn't the file.
    writing: Option<Writing>,
}

/// A file that has arrived, and can be read from its path. It is not kept yet,
/// and need not be on disk.
#[derive(Debug)]
pub struct ReceivedFile {
    pub(super) path: TempPath,
    pub(super) file: File,
    pub(super) sha256: String,
    pub(super) byte_count: u64,
}

impl Store {
    /// Begins to receive a file.
    pub async fn receive(&self) -> Result<Incoming, StoreError> {
        let folder = self.objects.incoming.clone();
        let writing = away(move || Writing::create(&folder)).await?;
        Ok(Incoming { writing: Some(writing) })
    }
}

impl Incoming {
    /// Adds a piece of the file.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), StoreError> {
        let mut writing = self.writing.take().ok_or_else(broken_off)?;
        let written =
            away(move || writing.write_all(&piece).map_err(|error| writing.failed(error)).map(|()| writing));
        self.writing = Some(written.await?);
        Ok(())
    }

    /// How many bytes have come so far.
    pub fn byte_count(&self) -> u64 {
        self.writing.as_ref().map_or(0, |writing| writing.byte_count)
    }

    /// The file is whole.
    pub fn finish(self) -> Result<ReceivedFile, StoreError> {
        Ok(self.writing.ok_or_else(broken_off)?.finish())
    }
}

impl ReceivedFile {
    /// Where the content is for as long as this is held.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub fn byte_count(&self) -> u64 {
        self.byte_count
    }
}

/// A file that is hashed while it is written.
#[derive(Debug)]
pub(in crate::store) struct Writing {
    path: TempPath,
    file: File,
    hash: Sha256,
    byte_count: u64,
}

impl Writing {
    /// A new file in the folder of incoming files.
    pub fn create(incoming: &Path) -> Result<Self, StoreError> {
        let path = incoming.join(temporary_name());
        let file = File::create_new(&path).and_then(|file| Ok((file, TempPath::try_from_path(&path)?)));
        let (file, path) = file.map_err(|error| StoreError::folder(&path, error))?;
        Ok(Self { path, file, hash: Sha256::new(), byte_count: 0 })
    }

    pub fn failed(&self, error: io::Error) -> StoreError {
        StoreError::folder(&self.path, error)
    }

    pub fn finish(self) -> ReceivedFile {
        let sha256 = format!("{:x}", self.hash.finalize());
        ReceivedFile { path: self.path, file: self.file, sha256, byte_count: self.byte_count }
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.byte_count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn broken_off() -> StoreError {
    let error = io::Error::other("a part of the file was not written to its end");
    StoreError::folder(&PathBuf::from("incoming"), error)
}

/// No other writer of this folder has it: neither in this process nor in another.
fn temporary_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let moment = jiff::Timestamp::now().as_nanosecond();
    format!("{}-{moment}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}
