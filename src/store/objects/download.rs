//! A kept file on its way out, compared with its hash on the way.

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream::BoxStream};
use object_store::{ObjectStoreExt, path::Path};
use sha2::{Digest, Sha256};

use super::{
    super::{Store, StoreError},
    compare, name_of,
};

/// The pieces of a kept file. Whoever hands them on has to end with an error
/// where this does: only then is the content known to be what was kept.
pub struct Download {
    sha256: String,
    byte_count: u64,
    pieces: BoxStream<'static, object_store::Result<Bytes>>,
    hash: Sha256,
    is_over: bool,
}

impl Store {
    /// Begins to read a kept file.
    ///
    /// # Errors
    /// When there is no such file.
    pub async fn open_file(&self, sha256: &str) -> Result<Download, StoreError> {
        let name = Path::from(name_of(sha256)?);
        let file = self.objects.reading.get(&name).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => StoreError::NoSuchFile(sha256.to_owned()),
            error => error.into(),
        })?;
        Ok(Download {
            sha256: sha256.to_owned(),
            byte_count: file.meta.size,
            pieces: file.into_stream(),
            hash: Sha256::new(),
            is_over: false,
        })
    }
}

impl Download {
    /// SHA-256 of the content, 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub fn byte_count(&self) -> u64 {
        self.byte_count
    }

    /// The next piece; none when all of it was as it was kept.
    ///
    /// # Errors
    /// When the file can't be read on, or its content is no longer what was kept.
    pub async fn next(&mut self) -> Result<Option<Bytes>, StoreError> {
        if self.is_over {
            return Ok(None);
        }
        if let Some(piece) = self.pieces.next().await.transpose()? {
            self.hash.update(&piece);
            return Ok(Some(piece));
        }
        self.is_over = true;
        compare(format!("{:x}", std::mem::take(&mut self.hash).finalize()), &self.sha256)?;
        Ok(None)
    }

    /// The pieces as the body of an answer takes them.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, StoreError>> + Send {
        futures_util::stream::try_unfold(self, async |mut download| {
            Ok(download.next().await?.map(|piece| (piece, download)))
        })
    }
}
