//! Erasing on demand: samples go, and a record stays that says what, when, why
//! and how much, without saying whose it was.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, SampleFile, Store, StoreError, StoredSample,
    audit::{self, Change},
    rewriting::{count_up, forget_source, replace},
    sample_files::KeptMonth,
};
use crate::domain::{Actor, CampaignId, Run, RunId};

/// What is to be erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Erasure {
    Run(RunId),
    /// All runs of a phone in a campaign, by its pseudonym there.
    Device {
        campaign: CampaignId,
        pseudonym: String,
    },
    /// All that was measured in a campaign, and what is left of samples that were
    /// deleted before.
    Campaign(CampaignId),
}

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    pub runs: u64,
    pub samples: u64,
}

const ERASE_RUN: &str = "UPDATE runs SET name = '', device = '', vehicle = NULL, tariff = NULL, sample_count = 0, \
     erased_at = $1 WHERE id = $2";
const FORGET_FINDINGS: &str = "DELETE FROM measurement_findings \
     WHERE import_id IN (SELECT id FROM measurement_imports WHERE campaign_id = $1)";

impl Store {
    /// Erases samples. They are in no file when this returns; a crash on the way
    /// leaves everything as it was, or everything erased.
    ///
    /// # Errors
    /// When there is no such run or campaign.
    pub async fn erase(
        &self,
        what: &Erasure,
        reason: &str,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Erased, StoreError> {
        let (campaign, runs) = self.runs_to_erase(what).await?;
        let mut erased = Erased { runs: runs.len() as u64, samples: 0 };
        let mut replaced = Vec::new();
        for file in self.sample_files().await?.into_iter().filter(|file| file.campaign == campaign) {
            let all = matches!(what, Erasure::Campaign(_));
            let of_file = runs.iter().filter(|run| run.import == file.import);
            let numbers: BTreeSet<u32> = of_file.map(|run| run.number).collect();
            if all || !numbers.is_empty() {
                replaced.extend(self.without(file, &numbers, all, &mut erased).await?);
            }
        }
        let mut transaction = self.begin().await?;
        for (file, made) in &replaced {
            if !replace(&mut transaction, file, made.as_ref(), at).await? {
                transaction.rollback().await?;
                // Another process changed the file between reading and writing.
                return Err(StoreError::NoSuchFile(file.sha256.clone()));
            }
            forget_source(&mut transaction, file.import, at).await?;
        }
        forget(&mut transaction, what, &runs, at).await?;
        count_up(&mut transaction, campaign.0).await?;
        let change = record(what, campaign, &runs, erased, reason, actor, at);
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        self.remove_unnamed().await?;
        Ok(erased)
    }

    async fn runs_to_erase(&self, what: &Erasure) -> Result<(CampaignId, Vec<Run>), StoreError> {
        let there = |run: &Run| run.erased_at.is_none();
        match what {
            Erasure::Run(id) => {
                let run = self.run(*id).await?.ok_or(StoreError::NoSuchRun(*id))?;
                Ok((run.campaign, Some(run).into_iter().filter(there).collect()))
            }
            Erasure::Device { campaign, pseudonym } => {
                let runs = self.runs_of_campaign(*campaign).await?.into_iter();
                Ok((*campaign, runs.filter(|run| there(run) && run.device == *pseudonym).collect()))
            }
            Erasure::Campaign(campaign) => {
                let runs = self.runs_of_campaign(*campaign).await?;
                Ok((*campaign, runs.into_iter().filter(there).collect()))
            }
        }
    }

    async fn runs_of_campaign(&self, id: CampaignId) -> Result<Vec<Run>, StoreError> {
        self.campaign(id).await?.ok_or(StoreError::NoSuchCampaign(id))?;
        self.runs_of(id).await
    }

    /// The file, and what takes its place; nothing where none of it goes.
    async fn without(
        &self,
        file: SampleFile,
        numbers: &BTreeSet<u32>,
        all: bool,
        erased: &mut Erased,
    ) -> Result<Option<(SampleFile, Option<KeptMonth>)>, StoreError> {
        if all {
            erased.samples += file.row_count;
            return Ok(Some((file, None)));
        }
        let samples = self.read_all(std::slice::from_ref(&file)).await?;
        let is_kept = |stored: &StoredSample| !numbers.contains(&stored.run);
        let kept: Vec<_> = samples.into_iter().filter(is_kept).collect();
        let gone = file.row_count - kept.len() as u64;
        if gone == 0 {
            return Ok(None);
        }
        erased.samples += gone;
        let made = self.made_anew(&file, kept).await?;
        Ok(Some((file, made)))
    }
}

/// What rows say of the runs, and of the campaign where all of it goes.
async fn forget(
    connection: &mut Connection,
    what: &Erasure,
    runs: &[Run],
    at: Timestamp,
) -> Result<(), StoreError> {
    for run in runs {
        let query = sqlx::query(ERASE_RUN).bind(at.to_string()).bind(run.id.0);
        query.execute(&mut *connection).await?;
    }
    if let Erasure::Campaign(campaign) = what {
        sqlx::query(FORGET_FINDINGS).bind(campaign.0).execute(&mut *connection).await?;
        let places = sqlx::query("DELETE FROM campaign_places WHERE campaign_id = $1").bind(campaign.0);
        places.execute(connection).await?;
    }
    Ok(())
}

fn record<'a>(
    what: &Erasure,
    campaign: CampaignId,
    runs: &[Run],
    erased: Erased,
    reason: &str,
    actor: &'a Actor,
    at: Timestamp,
) -> Change<'a> {
    let (subject, of) = match what {
        Erasure::Run(id) => (format!("run {id}"), "run"),
        Erasure::Device { .. } => (format!("campaign {campaign}"), "device"),
        Erasure::Campaign(_) => (format!("campaign {campaign}"), "campaign"),
    };
    let mut of_imports = BTreeMap::<i64, u64>::new();
    runs.iter().for_each(|run| *of_imports.entry(run.import).or_default() += 1);
    let after = json!({
        "erased": of, "reason": reason, "campaign": campaign.0, "runs": erased.runs, "samples": erased.samples,
        "imports": of_imports.into_keys().collect::<Vec<_>>(),
    });
    Change { at, actor, action: "measurements_erased", subject, before: None, after: Some(after) }
}
