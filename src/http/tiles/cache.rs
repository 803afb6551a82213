//! Prepared layers and packed tiles, kept as long as there is room for them.

use std::{io, sync::Arc};

use axum::body::Bytes;
use moka::future::Cache;
use tokio::task::{JoinError, spawn_blocking};

use super::asked::LayerTag;
use crate::tiles::{
    EncodeError, Packing, TileCoordinate,
    features::{LayerError, PublishedLayer},
};

/// Tiles are kept up to this much.
const KEPT_TILES_BYTES: u64 = 256 << 20;
/// What a kept tile takes beside its bytes.
const ENTRY_BYTES: usize = 256;
/// Prepared layers are kept up to this much.
const KEPT_LAYERS_BYTES: u64 = 512 << 20;

/// Of which layer as it was at some time, which tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileKey {
    pub layer: LayerTag,
    pub coordinate: TileCoordinate,
}

/// Whoever asks for something that is being made waits for it, without a thread.
#[derive(Debug)]
pub struct TileCache {
    layers: Cache<LayerTag, Arc<PublishedLayer>>,
    tiles: Cache<(TileKey, Packing), Bytes>,
}

#[derive(Debug, thiserror::Error)]
pub enum TileError {
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error("a tile could not be packed: {0}")]
    Packing(#[from] io::Error),
    #[error("a tile was not finished: {0}")]
    BrokenOff(#[from] JoinError),
    /// Of somebody who waited for the same.
    #[error(transparent)]
    Shared(#[from] Arc<TileError>),
}

impl Default for TileCache {
    fn default() -> Self {
        let size = |_: &(TileKey, Packing), tile: &Bytes| {
            u32::try_from(tile.len() + ENTRY_BYTES).unwrap_or(u32::MAX)
        };
        let layer_size =
            |_: &LayerTag, layer: &Arc<PublishedLayer>| u32::try_from(layer.size_bytes()).unwrap_or(u32::MAX);
        Self {
            layers: Cache::builder().max_capacity(KEPT_LAYERS_BYTES).weigher(layer_size).build(),
            tiles: Cache::builder().max_capacity(KEPT_TILES_BYTES).weigher(size).build(),
        }
    }
}

impl TileCache {
    /// The bytes of a tile in a packing, where they are kept; empty where nothing lies in it.
    pub async fn kept(&self, key: TileKey, packing: Packing) -> Option<Bytes> {
        self.tiles.get(&(key, packing)).await
    }

    /// The same where they aren't kept. A tile is made once and packed once, however
    /// many ask at the same time; `make` says how.
    pub async fn made(
        &self,
        key: TileKey,
        packing: Packing,
        make: impl Future<Output = Result<Bytes, TileError>>,
    ) -> Result<Bytes, TileError> {
        let plain = self.tiles.try_get_with((key, Packing::Identity), make).await?;
        if packing == Packing::Identity || plain.is_empty() {
            return Ok(plain);
        }
        let pack = async move { Ok(spawn_blocking(move || packing.pack(&plain)).await??.into()) };
        Ok(self.tiles.try_get_with((key, packing), pack).await?)
    }

    /// A layer ready for its tiles; `prepare` does it, where it isn't kept.
    pub async fn layer(
        &self,
        tag: LayerTag,
        prepare: impl FnOnce() -> Result<PublishedLayer, LayerError> + Send + 'static,
    ) -> Result<Arc<PublishedLayer>, TileError> {
        let prepared = async move { Ok(Arc::new(spawn_blocking(prepare).await??)) };
        Ok(self.layers.try_get_with(tag, prepared).await?)
    }

    /// Counts a layer by the size that it has now.
    pub async fn weigh_again(&self, tag: LayerTag, layer: Arc<PublishedLayer>) {
        self.layers.insert(tag, layer).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::future::join_all;

    use super::*;

    fn key() -> TileKey {
        TileKey { layer: 7, coordinate: TileCoordinate::new(0, 0, 0).unwrap() }
    }

    /// Everybody at once asks for one tile, each in some packing.
    #[tokio::test]
    async fn a_tile_is_made_once_however_many_ask() {
        let (cache, made) = (TileCache::default(), AtomicU32::new(0));
        let make = async || {
            tokio::task::yield_now().await;
            made.fetch_add(1, Ordering::Relaxed);
            Ok(Bytes::from_static(&[5; 1000]))
        };
        let ask = (0..40).map(|index| cache.made(key(), Packing::ALL[index % 4], make()));
        let tiles: Vec<Bytes> = join_all(ask).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(made.load(Ordering::Relaxed), 1);
        for (tile, packing) in tiles.iter().zip(Packing::ALL.iter().cycle()) {
            assert_eq!(tile, &packing.pack(&[5; 1000]).unwrap(), "{packing:?}");
        }
        // Handed out as it is kept, without copying.
        let again = cache.made(key(), Packing::Zstd, make()).await.unwrap();
        assert!(tiles.iter().any(|tile| tile.as_ptr() == again.as_ptr()));
    }

    #[tokio::test]
    async fn nothing_stays_nothing_in_every_packing() {
        let cache = TileCache::default();
        for packing in Packing::ALL {
            assert!(cache.made(key(), packing, async { Ok(Bytes::new()) }).await.unwrap().is_empty());
        }
    }

    /// What failed is tried again by the next who asks.
    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let cache = TileCache::default();
        let fails = async { Err(io::Error::other("no room").into()) };
        assert_eq!(
            cache.made(key(), Packing::Gzip, fails).await.unwrap_err().to_string(),
            "a tile could not be packed: no room"
        );
        let works = async { Ok(Bytes::from_static(b"tile")) };
        assert_eq!(cache.made(key(), Packing::Identity, works).await.unwrap(), "tile");
    }
}
