//! Files as they were delivered, each under the hash of its content: the same
//! content twice is one file. A file is under its final name only when whole.

mod incoming;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    time::Duration,
};

use sha2::{Digest, Sha256};
use tempfile::TempPath;

pub(super) use incoming::Writing;
pub use incoming::{Incoming, ReceivedFile};

use super::{Store, StoreError, create_folder, rows::away, sync_folder};

/// A half-written file of this age has no writer any more.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is on disk, and can be named by what is stored in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    sha256: String,
    byte_count: u64,
}

/// A kept file as one on this machine.
#[derive(Debug)]
pub struct LocalFile {
    path: PathBuf,
}

impl LocalFile {
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl KeptFile {
    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub fn byte_count(&self) -> u64 {
        self.byte_count
    }
}

impl Store {
    /// Keeps all that `content` gives, byte for byte. On disk when it returns.
    ///
    /// # Errors
    /// When `content` can't be read to its end or the folder can't be written;
    /// nothing is kept then.
    pub async fn keep_file(&self, content: impl Read + Send + 'static) -> Result<KeptFile, StoreError> {
        let folder = self.folder.clone();
        away(move || keep(&folder, receive_all(&folder, content)?)).await
    }

    /// Keeps a file that was received. On disk when it returns.
    pub async fn keep(&self, received: ReceivedFile) -> Result<KeptFile, StoreError> {
        let folder = self.folder.clone();
        away(move || keep(&folder, received)).await
    }

    /// Where a kept file can be read from, by those who need a path.
    ///
    /// # Errors
    /// When there is no such file, or its content is no longer what was kept.
    pub async fn local_file(&self, sha256: &str) -> Result<LocalFile, StoreError> {
        let (folder, sha256) = (self.folder.clone(), sha256.to_owned());
        away(move || local(&folder, sha256)).await
    }

    /// The whole content of a kept file, compared with its hash.
    ///
    /// # Errors
    /// When there is no such file, or its content is no longer what was kept.
    pub async fn kept_file(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let (folder, sha256) = (self.folder.clone(), sha256.to_owned());
        away(move || read_back(&folder, sha256)).await
    }
}

/// Makes the folders of a data folder and clears what interrupted writers left.
pub(super) fn prepare(folder: &Path) -> Result<(), StoreError> {
    for kept in [hashes(folder), incoming(folder)] {
        create_folder(&kept)?;
        sync_folder(&kept)?;
    }
    sync_folder(&folder.join("objects"))?;
    sync_folder(folder)?;
    clear_abandoned(&incoming(folder)).map_err(|error| StoreError::folder(&incoming(folder), error))
}

fn receive_all(folder: &Path, mut content: impl Read) -> Result<ReceivedFile, StoreError> {
    let mut writing = Writing::create(&incoming(folder))?;
    match io::copy(&mut content, &mut writing) {
        Ok(_) => Ok(writing.finish()),
        Err(error) => Err(writing.failed(error)),
    }
}

fn keep(folder: &Path, received: ReceivedFile) -> Result<KeptFile, StoreError> {
    let ReceivedFile { path: temporary, file, sha256, byte_count } = received;
    file.sync_all().map_err(|error| StoreError::folder(&temporary, error))?;
    move_to_hash(folder, temporary, &sha256)?;
    Ok(KeptFile { sha256, byte_count })
}

/// Renaming replaces a file of the same content by itself, and a damaged one by a whole one.
fn move_to_hash(folder: &Path, temporary: TempPath, sha256: &str) -> Result<(), StoreError> {
    let path = path_of(folder, sha256)?;
    let parent = path.parent().expect("a kept file lies two folders down");
    create_folder(parent)?;
    temporary.persist(&path).map_err(|error| StoreError::folder(&path, error.error))?;
    sync_folder(parent)?;
    sync_folder(&hashes(folder))
}

fn read_back(folder: &Path, sha256: String) -> Result<Vec<u8>, StoreError> {
    let path = path_of(folder, &sha256)?;
    let content = fs::read(&path).map_err(|error| unreadable(&path, &sha256, error))?;
    compare(format!("{:x}", Sha256::digest(&content)), sha256)?;
    Ok(content)
}

fn local(folder: &Path, sha256: String) -> Result<LocalFile, StoreError> {
    let path = path_of(folder, &sha256)?;
    let mut hash = Sha256::new();
    let read = File::open(&path).and_then(|mut file| io::copy(&mut file, &mut hash));
    read.map_err(|error| unreadable(&path, &sha256, error))?;
    compare(format!("{:x}", hash.finalize()), sha256)?;
    Ok(LocalFile { path })
}

fn unreadable(path: &Path, sha256: &str, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoSuchFile(sha256.to_owned()),
        _ => StoreError::folder(path, error),
    }
}

fn compare(found: String, kept_as: String) -> Result<(), StoreError> {
    if found == kept_as { Ok(()) } else { Err(StoreError::DamagedFile { kept_as, found }) }
}

/// `objects/sha256/ab/cdef…`. Only a hash gets a path: no name leads elsewhere.
fn path_of(folder: &Path, sha256: &str) -> Result<PathBuf, StoreError> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if sha256.len() != 64 || !sha256.bytes().all(is_digit) {
        return Err(StoreError::NotAHash(sha256.to_owned()));
    }
    let (first, rest) = sha256.split_at(2);
    Ok(hashes(folder).join(first).join(rest))
}

fn hashes(folder: &Path) -> PathBuf {
    folder.join("objects/sha256")
}

/// Beside the hashes, so that a rename stays within one file system.
pub(super) fn incoming(folder: &Path) -> PathBuf {
    folder.join("objects/incoming")
}

fn clear_abandoned(incoming: &Path) -> io::Result<()> {
    for entry in fs::read_dir(incoming)? {
        let entry = entry?;
        // Another process may finish or clear it at the same moment.
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}
