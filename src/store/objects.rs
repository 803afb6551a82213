//! Files as they were delivered, each under the hash of its content: the same
//! content twice is one file. A file is under its final name only when whole.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{Store, StoreError, create_folder, rows::away, sync_folder};

/// A half-written file of this age has no writer any more.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// A file that is on disk, and can be named by what is stored in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    sha256: String,
    byte_count: u64,
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
        away(move || keep(&folder, content)).await
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

fn keep(folder: &Path, content: impl Read) -> Result<KeptFile, StoreError> {
    let temporary = incoming(folder).join(temporary_name());
    let kept = write_hashed(&temporary, content)
        .map_err(|error| StoreError::folder(&temporary, error))
        .and_then(|kept| move_to_hash(folder, &temporary, &kept).map(|()| kept));
    if kept.is_err() {
        // What failed is told; that its remains are removed later is no matter.
        let _ = fs::remove_file(&temporary);
    }
    kept
}

fn write_hashed(path: &Path, content: impl Read) -> io::Result<KeptFile> {
    let file = File::create_new(path)?;
    let mut hashed = Hashed { file, hash: Sha256::new() };
    let byte_count = io::copy(&mut { content }, &mut hashed)?;
    hashed.file.sync_all()?;
    Ok(KeptFile { sha256: format!("{:x}", hashed.hash.finalize()), byte_count })
}

/// A file that is hashed while it is written.
struct Hashed {
    file: File,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Renaming replaces a file of the same content by itself, and a damaged one by a whole one.
fn move_to_hash(folder: &Path, temporary: &Path, kept: &KeptFile) -> Result<(), StoreError> {
    let path = path_of(folder, &kept.sha256)?;
    let parent = path.parent().expect("a kept file lies two folders down");
    create_folder(parent)?;
    fs::rename(temporary, &path).map_err(|error| StoreError::folder(&path, error))?;
    sync_folder(parent)?;
    sync_folder(&hashes(folder))
}

fn read_back(folder: &Path, sha256: String) -> Result<Vec<u8>, StoreError> {
    let path = path_of(folder, &sha256)?;
    let content = match fs::read(&path) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(StoreError::NoSuchFile(sha256)),
        Err(error) => return Err(StoreError::folder(&path, error)),
    };
    let found = format!("{:x}", Sha256::digest(&content));
    if found == sha256 { Ok(content) } else { Err(StoreError::DamagedFile { kept_as: sha256, found }) }
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
fn incoming(folder: &Path) -> PathBuf {
    folder.join("objects/incoming")
}

/// No other writer of this folder has it: neither in this process nor in another.
fn temporary_name() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let moment = jiff::Timestamp::now().as_nanosecond();
    format!("{}-{moment}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
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
