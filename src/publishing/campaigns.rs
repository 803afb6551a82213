//! Campaigns: which one a file goes into, and what is changed in one.

use jiff::{Timestamp, civil::Date};

use super::{Importer, PublishError, Publisher, load::sample_rules};
use crate::{
    domain::{Actor, Campaign, CampaignId, NewCampaign},
    statistics::{CellTable, StatisticsRules, cell_statistics},
    store::{Erased, Erasure, StoreError},
};

/// Characters of a file's name that its campaign is named by.
const LONGEST_FILE_NAME: usize = 150;

/// The campaign that a file of measurements goes into.
#[derive(Clone, Debug, PartialEq)]
pub enum CampaignChoice {
    /// One that is there.
    There(CampaignId),
    /// The one of this name, which is begun like this where there is none.
    Named(Box<NewCampaign>),
    /// A new one that is named by the file and the day, with the settings that
    /// protect those who drive.
    OfItsOwn,
}

impl CampaignChoice {
    pub fn named(campaign: NewCampaign) -> Self {
        Self::Named(Box::new(campaign))
    }

    /// The name of a campaign that nobody named.
    pub fn name_of_its_own(file_name: &str, day: Date) -> String {
        let file: String = file_name.chars().take(LONGEST_FILE_NAME).collect();
        format!("{file} {day}")
    }
}

impl Importer {
    /// The campaign that a file goes into, begun where it isn't there.
    pub(super) async fn campaign(
        &self,
        choice: CampaignChoice,
        file_name: &str,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Campaign, PublishError> {
        let new = match choice {
            CampaignChoice::There(id) => {
                let campaign = self.store.campaign(id).await?;
                return Ok(campaign.ok_or(StoreError::NoSuchCampaign(id))?);
            }
            CampaignChoice::Named(new) => *new,
            CampaignChoice::OfItsOwn => {
                let day = at.to_zoned(self.region.time_zone.clone()).date();
                NewCampaign::new(&CampaignChoice::name_of_its_own(file_name, day))?
            }
        };
        let campaigns = self.store.campaigns().await?;
        match campaigns.into_iter().find(|campaign| campaign.details.name() == new.name()) {
            Some(campaign) => Ok(campaign),
            None => Ok(self.store.add_campaign(new, actor, at).await?),
        }
    }
}

impl Publisher {
    /// Changes a campaign, and publishes what that shows or hides.
    pub async fn change_campaign(
        &self,
        id: CampaignId,
        to: NewCampaign,
        actor: &Actor,
    ) -> Result<Campaign, PublishError> {
        let changed = self.store().change_campaign(id, to, actor, Timestamp::now()).await?;
        self.republish_evidence().await?;
        Ok(changed)
    }

    /// Erases samples, and publishes what is left.
    pub async fn erase(&self, what: &Erasure, reason: &str, actor: &Actor) -> Result<Erased, PublishError> {
        let erased = self.store().erase(what, reason, actor, Timestamp::now()).await?;
        self.republish_evidence().await?;
        Ok(erased)
    }

    /// What a campaign's samples say of each cell, and the date to which their
    /// ages are counted.
    pub async fn campaign_cells(&self, campaign: &Campaign) -> Result<(Date, CellTable), PublishError> {
        let files = self.store().sample_files().await?;
        let own: Vec<_> = files.into_iter().filter(|file| file.campaign == campaign.id).collect();
        let (snapshot, environment) = (self.snapshot(), campaign.details.environment);
        let (region, as_of) = (snapshot.region.region.clone(), snapshot.evidence.as_of);
        let samples = sample_rules(&region, as_of);
        let rules = StatisticsRules { region, samples, environment };
        Ok((as_of, cell_statistics(&self.store().sample_objects(&own)?, rules).await?))
    }

    pub(super) async fn republish_evidence(&self) -> Result<(), PublishError> {
        let _building = self.building.lock().await;
        self.publish_evidence(&self.snapshot()).await
    }
}
