//! Kept files in a bucket of an S3 server, which has them on its disks when it
//! acknowledges. Parts of an upload that broke off are the bucket's to clear: a
//! rule of the server's ends them after some days.

use std::sync::Arc;

use futures_util::StreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, aws::AmazonS3Builder, buffered::BufWriter, path::Path, prefix::PrefixStore,
};
use tokio::io::AsyncWriteExt;

use super::{super::StoreError, ReceivedFile, name_of};

/// A file of this size goes in one piece, a larger one in pieces of it.
const PIECE_BYTES: usize = 8 * 1024 * 1024;

/// Opens `s3://bucket/prefix`, and asks whether it is there.
pub(super) async fn open(url: &str) -> Result<Arc<dyn ObjectStore>, StoreError> {
    let address = url.strip_prefix("s3://").ok_or_else(|| StoreError::NoObjectStoreUrl(url.to_owned()))?;
    let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
    let server = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
    let prefix = Path::parse(prefix.trim_matches('/')).map_err(object_store::Error::from)?;
    let bucket = PrefixStore::new(server, prefix);
    if let Some(answer) = bucket.list(Some(&Path::from("sha256"))).next().await {
        answer?;
    }
    Ok(Arc::new(bucket))
}

/// The server makes a file visible only when all of it has come.
pub(super) async fn keep(bucket: &Arc<dyn ObjectStore>, received: ReceivedFile) -> Result<(), StoreError> {
    let failed = |error| StoreError::folder(&received.path, error);
    let mut file = tokio::fs::File::open(&received.path).await.map_err(failed)?;
    let name = Path::from(name_of(&received.sha256)?);
    let mut upload = BufWriter::with_capacity(bucket.clone(), name.clone(), PIECE_BYTES);
    let copied = async {
        tokio::io::copy_buf(&mut tokio::io::BufReader::with_capacity(1 << 16, &mut file), &mut upload)
            .await?;
        upload.shutdown().await
    };
    if let Err(error) = copied.await {
        // What was sent is of no use; that it can't be cleared either is no news.
        let _ = upload.abort().await;
        return Err(StoreError::Upload(error));
    }
    // Not what was sent counts, but what is there.
    let kept = bucket.head(&name).await?;
    if kept.size == received.byte_count {
        return Ok(());
    }
    Err(StoreError::Upload(std::io::Error::other(format!(
        "{} of {} bytes are there",
        kept.size, received.byte_count
    ))))
}
