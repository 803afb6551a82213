//! Where each sample comes from: its drive, and what its campaign says of it.

use std::collections::{BTreeMap, HashMap};

use compact_str::CompactString;

use crate::{
    domain::{Campaign, CampaignId, Disclosure, Environment},
    store::StoredSample,
    verification::Origin,
};

/// Numbers drives as they come, so that samples keep four bytes of a name.
#[derive(Debug)]
pub struct Origins {
    campaigns: BTreeMap<CampaignId, (Environment, Disclosure)>,
    drives: HashMap<(CampaignId, bool), HashMap<CompactString, u32>>,
    next: u32,
}

impl Origins {
    pub fn new(campaigns: &[Campaign]) -> Self {
        let of_campaign = |campaign: &Campaign| {
            let details = &campaign.details;
            (campaign.id, (details.environment, details.settings.disclosure()))
        };
        Self { campaigns: campaigns.iter().map(of_campaign).collect(), drives: HashMap::new(), next: 0 }
    }

    /// A campaign that began after the campaigns were asked for is told as one
    /// with the strictest rule that is usual.
    pub fn of(&mut self, campaign: CampaignId, stored: &StoredSample) -> Origin {
        let unknown = (Environment::Outdoor, Disclosure::default());
        let (environment, disclosure) = self.campaigns.get(&campaign).copied().unwrap_or(unknown);
        Origin { drive: self.drive(campaign, stored), environment, disclosure }
    }

    /// What is left of deleted samples numbers its runs in each cell anew.
    fn drive(&mut self, campaign: CampaignId, stored: &StoredSample) -> u32 {
        let drives = self.drives.entry((campaign, stored.run == 0)).or_default();
        if let Some(drive) = drives.get(&stored.sample.run) {
            return *drive;
        }
        self.next += 1;
        drives.insert(stored.sample.run.clone(), self.next);
        self.next
    }
}
