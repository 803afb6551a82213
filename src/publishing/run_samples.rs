//! The raw samples of a run, each with the reason why it doesn't count.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Importer, PublishError, Publisher, load::sample_rules};
use crate::{
    domain::{CampaignId, Rejection, Run, RunId},
    store::{MeasurementImport, StoreError, StoredSample},
    verification::EvidenceRules,
};

/// A sample, and why it doesn't count on the day to which ages are counted.
#[derive(Clone, Debug)]
pub struct JudgedSample {
    pub stored: StoredSample,
    pub rejection: Option<Rejection>,
}

/// The samples of a run, in the order of its file.
#[derive(Clone, Debug)]
pub struct RunSamples {
    pub run: Run,
    pub samples: Vec<JudgedSample>,
}

impl Importer {
    /// Each sample with why it doesn't count, ages being counted to a day.
    async fn judged(
        &self,
        campaign: CampaignId,
        samples: Vec<StoredSample>,
        as_of: Date,
    ) -> Result<Vec<JudgedSample>, PublishError> {
        let campaign = self.store.campaign(campaign).await?.ok_or(StoreError::NoSuchCampaign(campaign))?;
        let rules = &sample_rules(&self.region, as_of);
        let rules =
            EvidenceRules { networks: &self.region.networks, profile: &self.region.profile, samples: rules };
        let judged = samples.into_iter().map(|stored| {
            let rejection = rules.rejection(&stored.sample, campaign.details.environment);
            JudgedSample { stored, rejection }
        });
        Ok(judged.collect())
    }

    /// How many of an import's samples don't count, by reason.
    pub async fn rejected_in(
        &self,
        import: &MeasurementImport,
        as_of: Date,
    ) -> Result<BTreeMap<Rejection, u64>, PublishError> {
        let Some(campaign) = import.campaign else { return Ok(BTreeMap::new()) };
        let samples = self.store.read_all(&self.store.sample_files_of(import.id).await?).await?;
        let mut counts = BTreeMap::new();
        for reason in self.judged(campaign, samples, as_of).await?.into_iter().filter_map(|one| one.rejection)
        {
            *counts.entry(reason).or_default() += 1;
        }
        Ok(counts)
    }
}

impl Publisher {
    /// # Errors
    /// When there is no such run.
    pub async fn run_samples(&self, id: RunId) -> Result<RunSamples, PublishError> {
        let run = self.store().run(id).await?.ok_or(StoreError::NoSuchRun(id))?;
        let stored = self.store().read_all(&self.store().sample_files_of(run.import).await?).await?;
        let of_run = stored.into_iter().filter(|stored| stored.run == run.number).collect();
        let as_of = self.snapshot().evidence.as_of;
        Ok(RunSamples { samples: self.importer.judged(run.campaign, of_run, as_of).await?, run })
    }

    /// How many of an import's samples don't count, by reason.
    pub async fn rejected_in(
        &self,
        import: &MeasurementImport,
    ) -> Result<BTreeMap<Rejection, u64>, PublishError> {
        self.importer.rejected_in(import, self.snapshot().evidence.as_of).await
    }
}
