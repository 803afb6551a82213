//! Everything published, from the store to the parts of a snapshot.

use std::sync::Arc;

use jiff::civil::Date;
use tokio::runtime::Handle;

use super::{PublishError, origins::Origins};
use crate::{
    domain::{Campaign, DeliveryId, Disclosure, Region, SampleRules},
    index::{Claim, CoverageIndex, DeadZoneIndex, EvidenceIndex, EvidenceSource, RegionIndex},
    store::{SampleFile, Store},
    verification::{EvidenceRules, Gathering, VerificationIndex},
};

/// The index after another, which it shares the areas with that haven't changed.
pub async fn coverage(
    before: Arc<CoverageIndex>,
    claims: Vec<Arc<Claim>>,
) -> Result<Arc<CoverageIndex>, PublishError> {
    Ok(tokio::task::spawn_blocking(move || Arc::new(before.next(claims))).await?)
}

/// What the evidence rests on, by name: equal where the store holds the same
/// samples, weighed and shown the same way.
pub async fn inputs(store: &Store) -> Result<Vec<String>, PublishError> {
    let campaigns = store.campaigns().await?;
    Ok(named(&campaigns, &store.sample_files().await?))
}

fn named(campaigns: &[Campaign], files: &[SampleFile]) -> Vec<String> {
    let campaigns = campaigns.iter().map(|campaign| {
        let (environment, disclosure) =
            (campaign.details.environment, campaign.details.settings.disclosure());
        let Disclosure { least_runs, least_days } = disclosure;
        format!("campaign {} {environment} {least_runs} {least_days}", campaign.id)
    });
    campaigns.chain(files.iter().map(|file| file.sha256.clone())).collect()
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
    let (campaigns, files) = (store.campaigns().await?, store.sample_files().await?);
    let inputs = named(&campaigns, &files);
    let (store, region, handle) = (store.clone(), region.clone(), Handle::current());
    // One file at a time: of all that was ever measured only the tests are in memory.
    let index = tokio::task::spawn_blocking(move || {
        let samples = &sample_rules(&region, as_of);
        let rules = EvidenceRules { networks: &region.networks, profile: &region.profile, samples };
        let (mut gathering, mut origins) = (Gathering::new(rules), Origins::new(&campaigns));
        for file in &files {
            for stored in handle.block_on(store.open_samples(file))? {
                let stored = stored?;
                gathering.add(&stored.sample, origins.of(file.campaign, &stored));
            }
        }
        Ok::<_, PublishError>(Arc::new(gathering.finish().with_inputs(inputs)))
    })
    .await??;
    Ok((index, imports))
}

/// Ages are counted to the end of the day.
pub fn sample_rules(region: &Region, as_of: Date) -> SampleRules {
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
    let reports = store.dead_zones().await?.into_iter().map(Arc::new);
    Ok(Arc::new(DeadZoneIndex::new(reports)))
}

/// The published deliveries' numbers, in the order of [`claims`].
pub fn delivery_ids(claims: &[Arc<Claim>]) -> Vec<DeliveryId> {
    let mut ids: Vec<_> = claims.iter().map(|claim| claim.delivery.id).collect();
    ids.sort_unstable();
    ids
}
