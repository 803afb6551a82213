//! Deliveries as they are kept, and their versions as areas.

use std::sync::Arc;

use jiff::civil::Date;

use super::{PublishError, Publisher};
use crate::{
    analysis::versions_on,
    domain::{ClaimKey, CoverageFeature, Delivery, DeliveryId, DeliveryStep},
    index::Claim,
    store::LocalFile,
};

impl Publisher {
    /// Every delivery, oldest first.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, PublishError> {
        Ok(self.reception.store.deliveries().await?)
    }

    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, PublishError> {
        Ok(self.reception.store.delivery(id).await?)
    }

    pub async fn delivery_steps(&self, id: DeliveryId) -> Result<Vec<DeliveryStep>, PublishError> {
        Ok(self.reception.store.delivery_steps(id).await?)
    }

    /// All deliveries of one claim, oldest first.
    pub async fn versions(&self, claim: &ClaimKey) -> Result<Vec<Delivery>, PublishError> {
        Ok(self.reception.store.claim_deliveries(claim).await?)
    }

    /// A delivery with its area.
    pub async fn version(&self, delivery: Delivery) -> Result<Arc<Claim>, PublishError> {
        self.reception.areas.claim(delivery).await
    }

    /// The features of a delivery that were taken.
    pub async fn delivered_features(
        &self,
        delivery: &Delivery,
    ) -> Result<Vec<CoverageFeature>, PublishError> {
        Ok(self.reception.store.coverage(delivery).await?)
    }

    /// A kept file, whole as it was kept.
    pub async fn kept_file(&self, sha256: &str) -> Result<LocalFile, PublishError> {
        Ok(self.reception.store.local_file(sha256).await?)
    }

    /// Each claim's version on a date beside the one that is published now.
    pub async fn versions_since(&self, date: Date) -> Result<Vec<(Arc<Claim>, Arc<Claim>)>, PublishError> {
        let snapshot = self.snapshot();
        let released = self.deliveries().await?.into_iter().filter(|delivery| delivery.state.is_released());
        let released: Vec<Delivery> = released.collect();
        let then = versions_on(date, &snapshot.region.region.time_zone, &released);
        let mut pairs = Vec::new();
        for now in snapshot.coverage.claims() {
            if let Some(then) = then.get(&now.delivery.header.claim()) {
                pairs.push((self.version((*then).clone()).await?, now.clone()));
            }
        }
        Ok(pairs)
    }
}
