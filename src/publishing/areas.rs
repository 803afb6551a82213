//! What deliveries cover, kept while it may be asked for again: a delivery that
//! was just read is validated against, decided on, compared and published.

use std::sync::Arc;

use moka::sync::Cache;

use super::PublishError;
use crate::{domain::Delivery, geometry::Mosaic, index::Claim, store::Store};

/// What is kept at the most. What a snapshot holds as well takes its memory once.
const KEPT_KIB: u64 = 256 << 10;

/// Areas by the hash of their coverage files. Clones share what is kept.
#[derive(Clone, Debug)]
pub struct Areas {
    store: Store,
    kept: Cache<String, Arc<Mosaic>>,
}

impl Areas {
    pub fn new(store: Store) -> Self {
        let size_kib = |_: &String, area: &Arc<Mosaic>| (area.size_bytes() >> 10).max(1) as u32;
        Self { store, kept: Cache::builder().weigher(size_kib).max_capacity(KEPT_KIB).build() }
    }

    pub fn keep(&self, delivery: &Delivery, area: Arc<Mosaic>) {
        self.kept.insert(delivery.coverage_sha256.clone(), area);
    }

    /// A delivery with its area, read where it isn't at hand.
    pub async fn claim(&self, delivery: Delivery) -> Result<Arc<Claim>, PublishError> {
        if let Some(area) = self.kept.get(&delivery.coverage_sha256) {
            return Ok(Arc::new(Claim { delivery, area }));
        }
        let features = self.store.coverage(&delivery).await?;
        let claim = tokio::task::spawn_blocking(move || Arc::new(Claim::new(delivery, &features))).await?;
        self.keep(&claim.delivery, claim.area.clone());
        Ok(claim)
    }

    /// The published claims; those that `known` still holds stay the same.
    pub async fn published(&self, known: &[Arc<Claim>]) -> Result<Vec<Arc<Claim>>, PublishError> {
        let mut claims = Vec::new();
        for delivery in self.store.published_deliveries().await? {
            claims.push(match known.iter().find(|claim| claim.delivery.id == delivery.id) {
                Some(claim) => claim.clone(),
                None => self.claim(delivery).await?,
            });
        }
        claims.sort_by_key(|claim| claim.delivery.header.claim());
        Ok(claims)
    }
}
