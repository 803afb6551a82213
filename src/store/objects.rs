//! Files as they were delivered, each under the hash of its content: the same
//! content twice is one file. A file is under its final name only when whole.
//!
//! Files arrive in the data folder. Kept ones lie beside them, or in a bucket
//! of an S3 server; they are read the same way from both.

mod bucket;
mod download;
mod folder;
mod incoming;

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem};
use tempfile::TempPath;

pub use download::Download;
pub(super) use incoming::Writing;
pub use incoming::{Incoming, ReceivedFile};

use super::{Store, StoreError, StoreSettings, rows::away, sync_folder};

/// Where files are kept.
#[derive(Clone, Debug)]
pub(super) struct Objects {
    incoming: PathBuf,
    home: Home,
    /// What is read from: the home, whichever it is.
    pub reading: Arc<dyn ObjectStore>,
}

#[derive(Clone, Debug)]
enum Home {
    /// `objects/` in the data folder.
    Folder(PathBuf),
    Bucket,
}

/// A file that is on disk, and can be named by what is stored in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    sha256: String,
    byte_count: u64,
}

/// A kept file as one on this machine, for as long as this is held.
#[derive(Debug)]
pub struct LocalFile(Place);

#[derive(Debug)]
enum Place {
    Kept(PathBuf),
    Fetched(TempPath),
}

impl LocalFile {
    pub fn path(&self) -> &Path {
        match &self.0 {
            Place::Kept(path) => path,
            Place::Fetched(path) => path,
        }
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

impl Objects {
    /// Makes the folders of a data folder, clears what interrupted writers left,
    /// and reaches for the bucket where there is one.
    pub async fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        let objects = settings.folder.join("objects");
        let incoming = objects.join("incoming");
        folder::prepare(&settings.folder, &incoming)?;
        let Some(url) = &settings.object_store_url else {
            let reading = Arc::new(LocalFileSystem::new_with_prefix(&objects)?);
            return Ok(Self { incoming, home: Home::Folder(objects), reading });
        };
        Ok(Self { incoming, home: Home::Bucket, reading: bucket::open(url).await? })
    }

    /// Beside the kept ones, so that a rename stays within one file system.
    pub fn incoming(&self) -> &Path {
        &self.incoming
    }

    /// Whether there is a file of that hash, whole or not.
    pub async fn holds(&self, sha256: &str) -> Result<bool, StoreError> {
        match self.reading.head(&name_of(sha256)?.into()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file that nothing names. It is gone from the disk when this
    /// returns; one that is gone already is gone.
    pub async fn remove(&self, sha256: &str) -> Result<(), StoreError> {
        let name = name_of(sha256)?;
        match self.reading.delete(&name.as_str().into()).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        let Home::Folder(objects) = &self.home else { return Ok(()) };
        let path = objects.join(name);
        let folder = path.parent().expect("a kept file lies two folders down").to_owned();
        away(move || if folder.is_dir() { sync_folder(&folder) } else { Ok(()) }).await
    }

    async fn keep(&self, received: ReceivedFile) -> Result<KeptFile, StoreError> {
        let kept = KeptFile { sha256: received.sha256.clone(), byte_count: received.byte_count };
        match &self.home {
            Home::Folder(objects) => {
                let objects = objects.clone();
                away(move || folder::keep(&objects, received)).await?;
            }
            Home::Bucket => bucket::keep(&self.reading, received).await?,
        }
        Ok(kept)
    }
}

impl Store {
    /// Keeps all that `content` gives, byte for byte. On disk when it returns.
    ///
    /// # Errors
    /// When `content` can't be read to its end or the folder can't be written;
    /// nothing is kept then.
    pub async fn keep_file(&self, content: impl Read + Send + 'static) -> Result<KeptFile, StoreError> {
        let incoming = self.objects.incoming.clone();
        self.keep(away(move || receive_all(&incoming, content)).await?).await
    }

    /// Keeps a file that was received. On disk when it returns.
    pub async fn keep(&self, received: ReceivedFile) -> Result<KeptFile, StoreError> {
        self.objects.keep(received).await
    }

    /// Where a kept file can be read from, by those who need a path.
    ///
    /// # Errors
    /// When there is no such file, or its content is no longer what was kept.
    pub async fn local_file(&self, sha256: &str) -> Result<LocalFile, StoreError> {
        let Home::Folder(objects) = &self.objects.home else {
            return Ok(LocalFile(Place::Fetched(self.fetch(sha256).await?)));
        };
        let (objects, sha256) = (objects.clone(), sha256.to_owned());
        let path = away(move || folder::compared(&objects, sha256)).await?;
        Ok(LocalFile(Place::Kept(path)))
    }

    async fn fetch(&self, sha256: &str) -> Result<TempPath, StoreError> {
        let mut download = self.open_file(sha256).await?;
        let mut incoming = self.receive().await?;
        while let Some(piece) = download.next().await? {
            incoming.write(piece).await?;
        }
        Ok(incoming.finish()?.path)
    }

    /// The whole content of a kept file, compared with its hash.
    ///
    /// # Errors
    /// When there is no such file, or its content is no longer what was kept.
    pub async fn kept_file(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let mut download = self.open_file(sha256).await?;
        let mut content = Vec::with_capacity(download.byte_count() as usize);
        while let Some(piece) = download.next().await? {
            content.extend_from_slice(&piece);
        }
        Ok(content)
    }
}

fn receive_all(incoming: &Path, mut content: impl Read) -> Result<ReceivedFile, StoreError> {
    let mut writing = Writing::create(incoming)?;
    match io::copy(&mut content, &mut writing) {
        Ok(_) => Ok(writing.finish()),
        Err(error) => Err(writing.failed(error)),
    }
}

/// `sha256/ab/cdef…`. Only a hash gets a name: none leads elsewhere.
pub(super) fn name_of(sha256: &str) -> Result<String, StoreError> {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if sha256.len() != 64 || !sha256.bytes().all(is_digit) {
        return Err(StoreError::NotAHash(sha256.to_owned()));
    }
    let (first, rest) = sha256.split_at(2);
    Ok(format!("sha256/{first}/{rest}"))
}

fn compare(found: String, kept_as: &str) -> Result<(), StoreError> {
    if found == kept_as {
        return Ok(());
    }
    Err(StoreError::DamagedFile { kept_as: kept_as.to_owned(), found })
}
