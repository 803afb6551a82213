//! Campaigns: why and how somebody measured, and the runs that a campaign consists of.

use jiff::Timestamp;

use super::{
    CampaignError, CampaignSettings, Environment, NetworkId, organisation::LONGEST_NAME, text::words,
};

/// A campaign's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CampaignId(pub i64);

impl std::fmt::Display for CampaignId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A run's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub i64);

impl std::fmt::Display for RunId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// 1 to [`LONGEST_NAME`] characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignName(String);

/// A campaign that is to be begun.
#[derive(Clone, Debug, PartialEq)]
pub struct NewCampaign {
    pub name: CampaignName,
    /// The organisation that measures, never a person; empty where nobody said it.
    pub conducted_by: String,
    /// What is measured: samples taken indoors count in an indoor campaign alone (R7).
    pub environment: Environment,
    pub settings: CampaignSettings,
}

/// Measurements that belong together: one purpose, one way of measuring.
#[derive(Clone, Debug, PartialEq)]
pub struct Campaign {
    pub id: CampaignId,
    pub created_at: Timestamp,
    pub details: NewCampaign,
}

impl NewCampaign {
    /// Outdoors, with the settings that protect those who drive.
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn new(name: &str) -> Result<Self, CampaignError> {
        let name = name.trim().to_owned();
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
            return Err(CampaignError::Name);
        }
        Ok(Self {
            name: CampaignName(name),
            conducted_by: String::new(),
            environment: Environment::Outdoor,
            settings: CampaignSettings::default(),
        })
    }

    /// One whose samples are all stored and shown ([`CampaignSettings::of_nobodys_ways`]).
    ///
    /// # Errors
    /// When the name is empty or too long.
    pub fn of_nobodys_ways(name: &str) -> Result<Self, CampaignError> {
        Ok(Self { settings: CampaignSettings::of_nobodys_ways(), ..Self::new(name)? })
    }

    pub fn name(&self) -> &str {
        &self.name.0
    }
}

/// One phone's subscription on one drive, as a campaign keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub id: RunId,
    pub campaign: CampaignId,
    /// The file that it came in, by its number, and its own number in it, from 1.
    pub import: i64,
    pub number: u32,
    /// Empty once the run is erased.
    pub name: String,
    /// Pseudonym of the phone; empty once the run is erased.
    pub device: String,
    pub network: NetworkId,
    pub facts: RunFacts,
    /// Of the samples that were taken.
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// Samples that are there still, with where and when they were taken.
    pub sample_count: u64,
    pub erased_at: Option<Timestamp>,
}

/// Where the antenna was while a run was driven: on a roof a phone hears more than
/// in a pocket, so that levels of different placements are not compared unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AntennaPlacement {
    Roof,
    Windscreen,
    Cabin,
    Pocket,
    Handheld,
}

words!(AntennaPlacement, "antenna placement", {
    Roof => "roof", Windscreen => "windscreen", Cabin => "cabin", Pocket => "pocket", Handheld => "handheld",
});

/// A run within its file: one phone on one drive.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunKey {
    /// As in [`Sample::run`](super::Sample::run).
    pub run: String,
    /// As in [`Sample::device`](super::Sample::device).
    pub device: String,
}

/// What is known of a run beside its samples; none where nobody said it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFacts {
    /// Such as `sopbil 4` or `snöskoter`.
    pub vehicle: Option<String>,
    pub antenna: Option<AntennaPlacement>,
    /// The subscription's tariff.
    pub tariff: Option<String>,
    /// The how manieth time the same way was driven, from 1.
    pub pass: Option<u32>,
}

impl RunFacts {
    /// What is known of it, and of what isn't what somebody else says.
    pub fn or(self, said: &Self) -> Self {
        Self {
            vehicle: self.vehicle.or_else(|| said.vehicle.clone()),
            antenna: self.antenna.or(said.antenna),
            tariff: self.tariff.or_else(|| said.tariff.clone()),
            pass: self.pass.or(said.pass),
        }
    }
}
