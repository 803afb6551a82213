//! A bid on its way in: sealed piece by piece before anything of it is written.

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{BidRoomError, sealed_form::FILE_PURPOSE};
use crate::{
    domain::{Procurement, RoomKey, SealNonce, Sealer},
    store::{Incoming, ReceivedFile, Store},
};

/// A room that takes a bid.
#[derive(Debug)]
pub struct HandIn {
    pub(super) procurement: Procurement,
    pub(super) key: RoomKey,
    pub(super) store: Store,
}

/// A file that arrives in pieces.
#[derive(Debug)]
pub struct SealedIncoming {
    sealer: Sealer,
    incoming: Incoming,
    /// Of the file in clear.
    hash: Sha256,
    byte_count: u64,
}

/// A file that has arrived. It is not kept yet.
#[derive(Debug)]
pub struct SealedFile {
    pub(super) name: String,
    pub(super) sha256: String,
    pub(super) byte_count: u64,
    pub(super) received: ReceivedFile,
}

/// What a bidder is told of a bid that is kept. Not its number: that would tell
/// how many came before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// SHA-256 of the sealed bid: what is opened can be compared with it.
    pub receipt: String,
    pub received_at: Timestamp,
    /// By name, with the SHA-256 of the file as it came.
    pub files: Vec<(String, String)>,
}

impl HandIn {
    /// A file that has arrived, in clear and in memory alone: whoever hands it in is
    /// told what is wrong with it.
    pub async fn content(&self, file: &SealedFile) -> Result<Vec<u8>, BidRoomError> {
        let (path, key) = (file.received.path().to_owned(), self.key.clone());
        let read = move || {
            let sealed = std::fs::read(path).map_err(|_| BidRoomError::Unreadable("file"))?;
            Ok(key.open(FILE_PURPOSE, &sealed)?)
        };
        tokio::task::spawn_blocking(read).await.map_err(|_| BidRoomError::Unreadable("file"))?
    }

    /// Begins to receive a file.
    pub async fn file(&self) -> Result<SealedIncoming, BidRoomError> {
        let sealer = Sealer::new(&self.key, FILE_PURPOSE, new_nonce()?);
        let incoming = self.store.receive().await?;
        Ok(SealedIncoming { sealer, incoming, hash: Sha256::new(), byte_count: 0 })
    }
}

impl SealedIncoming {
    /// Adds a piece of the file.
    pub async fn write(&mut self, piece: Bytes) -> Result<(), BidRoomError> {
        self.hash.update(&piece);
        self.byte_count += piece.len() as u64;
        let sealed = self.sealer.add(&piece);
        Ok(self.incoming.write(sealed.into()).await?)
    }

    /// How many bytes have come so far.
    pub fn byte_count(&self) -> u64 {
        self.byte_count
    }

    /// The file is whole.
    pub async fn finish(mut self, name: String) -> Result<SealedFile, BidRoomError> {
        self.incoming.write(self.sealer.finish().into()).await?;
        let sha256 = format!("{:x}", self.hash.finalize());
        let received = self.incoming.finish()?;
        Ok(SealedFile { name, sha256, byte_count: self.byte_count, received })
    }
}

impl SealedFile {
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Of the file in clear.
    pub fn byte_count(&self) -> u64 {
        self.byte_count
    }
}

/// From the operating system's random source.
pub(super) fn new_nonce() -> Result<SealNonce, BidRoomError> {
    chance()
}

pub(super) fn chance<const BYTES: usize>() -> Result<[u8; BYTES], BidRoomError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(BidRoomError::NoChance)?;
    Ok(bytes)
}
