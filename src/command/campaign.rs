//! `tackning campaign`: what is measured, what of it is erased, and what is
//! deleted because its time is over. A service that runs on the folder shows
//! within seconds what is left.

use anyhow::bail;
use clap::Subcommand;
use jiff::Timestamp;
use tackning::{
    domain::{Actor, Campaign, CampaignId, RunId},
    publishing::expire,
    store::{Erasure, Store},
};

use super::{Folder, Storage, region::region};

#[derive(Debug, Subcommand)]
pub enum CampaignCommand {
    /// List the campaigns
    List {
        #[command(flatten)]
        storage: Storage,
    },
    /// List the runs of a campaign
    Runs {
        /// The campaign's name
        campaign: String,
        #[command(flatten)]
        storage: Storage,
    },
    /// Erase a run; a record without names stays in the audit trail
    EraseRun {
        number: i64,
        #[command(flatten)]
        storage: Storage,
        #[arg(long)]
        reason: String,
    },
    /// Erase what a phone measured in a campaign
    EraseDevice {
        /// The campaign's name
        campaign: String,
        /// The phone's own id, or its pseudonym in the campaign
        device: String,
        #[command(flatten)]
        storage: Storage,
        #[arg(long)]
        reason: String,
    },
    /// Erase everything that was measured in a campaign
    EraseAll {
        /// The campaign's name
        campaign: String,
        #[command(flatten)]
        storage: Storage,
        #[arg(long)]
        reason: String,
    },
    /// Delete the raw samples that are older than their campaigns keep them, as a service does every hour
    Expire {
        #[command(flatten)]
        folder: Folder,
    },
}

pub async fn campaign(command: CampaignCommand) -> anyhow::Result<()> {
    match command {
        CampaignCommand::List { storage } => list(&storage.existing().await?).await,
        CampaignCommand::Runs { campaign, storage } => runs(&storage.existing().await?, &campaign).await,
        CampaignCommand::EraseRun { number, storage, reason } => {
            erase(&storage.existing().await?, Erasure::Run(RunId(number)), &reason).await
        }
        CampaignCommand::EraseDevice { campaign, device, storage, reason } => {
            let store = storage.existing().await?;
            let campaign = named(&store, &campaign).await?.id;
            let pseudonym = pseudonym(&store, campaign, device).await?;
            erase(&store, Erasure::Device { campaign, pseudonym }, &reason).await
        }
        CampaignCommand::EraseAll { campaign, storage, reason } => {
            let store = storage.existing().await?;
            let campaign = named(&store, &campaign).await?.id;
            erase(&store, Erasure::Campaign(campaign), &reason).await
        }
        CampaignCommand::Expire { folder } => {
            let (store, region) = (folder.storage.existing().await?, region(&folder)?);
            let expired = expire(&store, &region, Timestamp::now(), &Actor::command_line()).await?;
            println!("{} raw samples deleted; of {} their cells remain.", expired.deleted, expired.left);
            Ok(())
        }
    }
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let runs = store.runs().await?;
    for campaign in store.campaigns().await? {
        let own = || runs.iter().filter(|run| run.campaign == campaign.id && run.erased_at.is_none());
        let samples: u64 = own().map(|run| run.sample_count).sum();
        let (name, environment) = (campaign.details.name(), campaign.details.environment);
        println!("{}\t{name}\t{environment}\t{} runs\t{samples} samples", campaign.id, own().count());
    }
    Ok(())
}

async fn runs(store: &Store, campaign: &str) -> anyhow::Result<()> {
    for run in store.runs_of(named(store, campaign).await?.id).await? {
        let told = if run.erased_at.is_some() { "erased" } else { run.name.as_str() };
        println!(
            "{}\t{told}\t{}\t{}\t{}\t{} samples",
            run.id, run.device, run.network, run.first_at, run.sample_count
        );
    }
    Ok(())
}

async fn erase(store: &Store, what: Erasure, reason: &str) -> anyhow::Result<()> {
    if reason.trim().is_empty() {
        bail!("an erasure needs a reason");
    }
    let erased = store.erase(&what, reason.trim(), &Actor::command_line(), Timestamp::now()).await?;
    println!("{} runs erased, {} samples.", erased.runs, erased.samples);
    Ok(())
}

async fn named(store: &Store, name: &str) -> anyhow::Result<Campaign> {
    let found = store.campaigns().await?.into_iter().find(|campaign| campaign.details.name() == name);
    let Some(campaign) = found else { bail!("there is no campaign `{name}`") };
    Ok(campaign)
}

async fn pseudonym(store: &Store, campaign: CampaignId, device: String) -> anyhow::Result<String> {
    let is_pseudonym = store.runs_of(campaign).await?.iter().any(|run| run.device == device);
    if is_pseudonym { Ok(device) } else { Ok(store.pseudonym_key(campaign).await?.pseudonym(&device)) }
}
