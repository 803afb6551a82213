//! Everything published, from the store to the parts of a snapshot.

use std::sync::Arc;

use jiff::civil::Date;

use super::PublishError;
use crate::{
    domain::{DeliveryId, Region, SampleRules},
    index::{Claim, CoverageIndex, DeadZoneIndex, EvidenceIndex, EvidenceSource, RegionIndex},
    store::Store,
    verification::{EvidenceRules, VerificationIndex},
};

/// The index after another, which it shares the areas with that haven't changed.
pub async fn coverage(
    before: Arc<CoverageIndex>,
    claims: Vec<Arc<Claim>>,
) -> Result<Arc<CoverageIndex>, PublishError> {
    Ok(tokio::task::spawn_blocking(move || Arc::new(before.next(claims))).await?)
}

/// All samples weighed by the region's profile, and the files they came in.
pub async fn verification(
    store: &Store,
    region: &Arc<Region>,
    as_of: Date,
) -> Result<(Arc<VerificationIndex>, Vec<EvidenceSource>), PublishError> {
    let imports = store.measurement_imports().await?.into_iter();
    let imports =
        imports.map(|import| EvidenceSource { name: import.file_name, sha256: import.sha256 }).collect();
    let samples = store.samples().await?;
    let region = region.clone();
    let index = tokio::task::spawn_blocking(move || {
        let samples_rules = sample_rules(&region, as_of);
        let rules =
            EvidenceRules { networks: &region.networks, profile: &region.profile, samples: &samples_rules };
        Arc::new(VerificationIndex::build(&samples, &rules))
    })
    .await?;
    Ok((index, imports))
}

/// Ages are counted to the end of the day.
fn sample_rules(region: &Region, as_of: Date) -> SampleRules {
    let end_of_day = as_of.tomorrow().unwrap_or(as_of).to_zoned(region.time_zone.clone());
    let cut_off = end_of_day.map_or(jiff::Timestamp::MAX, |moment| moment.timestamp());
    SampleRules::outdoors(region.time_zone.clone(), cut_off)
}

/// The measurements beside what is claimed.
pub async fn evidence(
    region: Arc<RegionIndex>,
    coverage: Arc<CoverageIndex>,
    verification: Arc<VerificationIndex>,
    imports: Vec<EvidenceSource>,
    as_of: Date,
) -> Result<Arc<EvidenceIndex>, PublishError> {
    let build = move || Arc::new(EvidenceIndex::new(verification, imports, as_of, &region, &coverage));
    Ok(tokio::task::spawn_blocking(build).await?)
}

pub async fn dead_zones(store: &Store) -> Result<Arc<DeadZoneIndex>, PublishError> {
    let reports = store.dead_zones().await?.into_iter().map(Arc::new).collect();
    Ok(Arc::new(DeadZoneIndex::new(reports)))
}

/// The published deliveries' numbers, in the order of [`claims`].
pub fn delivery_ids(claims: &[Arc<Claim>]) -> Vec<DeliveryId> {
    let mut ids: Vec<_> = claims.iter().map(|claim| claim.delivery.id).collect();
    ids.sort_unstable();
    ids
}
