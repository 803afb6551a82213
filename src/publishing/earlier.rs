//! What counted at the end of an earlier day.

use std::sync::Arc;

use jiff::civil::Date;
use moka::sync::Cache;

use super::{PublishError, Publisher, load};
use crate::{
    analysis::versions_on,
    domain::Delivery,
    index::{Claim, CoverageIndex, DeadZoneIndex, Snapshot},
};

/// Days that are kept; one takes as much as its claims that aren't published any more.
const KEPT_DAYS: u64 = 4;

/// Snapshots of earlier days, by the version of what is published now.
#[derive(Clone, Debug)]
pub struct EarlierDays(Cache<(Date, String), Arc<Snapshot>>);

impl Default for EarlierDays {
    fn default() -> Self {
        Self(Cache::new(KEPT_DAYS))
    }
}

impl Publisher {
    /// Of each claim the version that counted on a day ([`versions_on`]), the
    /// measurements weighed by that day, and the dead zones reported until then;
    /// the region and its profile as they are now.
    pub async fn snapshot_on(&self, date: Date) -> Result<Arc<Snapshot>, PublishError> {
        let now = self.snapshot();
        if date == now.evidence.as_of {
            return Ok(now);
        }
        let key = (date, now.data_version());
        if let Some(kept) = self.earlier.0.get(&key) {
            return Ok(kept);
        }
        let snapshot = Arc::new(self.build_snapshot_on(date, &now).await?);
        self.earlier.0.insert(key, snapshot.clone());
        Ok(snapshot)
    }

    async fn build_snapshot_on(&self, date: Date, now: &Snapshot) -> Result<Snapshot, PublishError> {
        let region = now.region.clone();
        let claims = self.claims_on(date, now).await?;
        let none = Arc::new(CoverageIndex::new(&region.region.network_ids(), Vec::new()));
        let coverage = load::coverage(none, claims).await?;
        let (verification, imports) = load::verification(self.store(), &region.region, date).await?;
        let evidence = load::evidence(region.clone(), coverage.clone(), verification, imports, date).await?;
        let zone = &region.region.time_zone;
        let until = |received: jiff::Timestamp| received.to_zoned(zone.clone()).date() <= date;
        let reports = now.dead_zones.reports.iter().filter(|report| until(report.received_at));
        let dead_zones = Arc::new(DeadZoneIndex::new(reports.cloned()));
        Ok(Snapshot { region, coverage, evidence, dead_zones })
    }

    /// Each claim's version that counted on a day.
    async fn claims_on(&self, date: Date, now: &Snapshot) -> Result<Vec<Arc<Claim>>, PublishError> {
        let released: Vec<Delivery> =
            self.deliveries().await?.into_iter().filter(|delivery| delivery.state.is_released()).collect();
        let versions = versions_on(date, &now.region.region.time_zone, &released);
        let mut claims = Vec::with_capacity(versions.len());
        for delivery in versions.into_values() {
            let published = now.coverage.claims().iter().find(|claim| claim.delivery.id == delivery.id);
            claims.push(match published {
                Some(claim) => claim.clone(),
                None => self.version(delivery.clone()).await?,
            });
        }
        Ok(claims)
    }
}
