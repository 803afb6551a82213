//! What is said of a campaign, and what is told of it.

use geo::Coord;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        Campaign, CampaignSettings, Disclosure, Environment, NewCampaign, PrivatePlace, RETENTION_DAYS,
        Retention, Run, TRIM_M,
    },
    http::{problem::Problem, question::word, router::AppState},
};

/// A campaign that is to be begun.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignDocument {
    name: String,
    /// The organisation that measures, never a person.
    #[serde(default)]
    conducted_by: String,
    /// What is measured; left out: outdoor.
    #[schema(value_type = Option<Environment>)]
    environment: Option<String>,
    /// Left out: those that protect people who drive.
    #[serde(default)]
    settings: CampaignSettingsDocument,
}

/// What is to change; what is left out stays. Samples that are stored stay as they are.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignChangeDocument {
    conducted_by: Option<String>,
    #[schema(value_type = Option<Environment>)]
    environment: Option<String>,
    /// All settings anew.
    settings: Option<CampaignSettingsDocument>,
}

/// How a campaign treats its samples; what is left out protects people who drive.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CampaignSettingsDocument {
    /// Left out of both ends of a run, metres.
    trim_m: f64,
    /// Homes and depots: no sample in these circles is stored.
    private_places: Vec<PrivatePlaceDocument>,
    /// A cell is shown to everybody from so many runs on,
    least_runs: u32,
    /// or from so many days on.
    least_days: u32,
    /// Raw samples are deleted after so many days; null: they are kept.
    #[schema(required)]
    retention_days: Option<u32>,
    /// Whether what deleted samples say of their cells stays.
    keeps_cells: bool,
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivatePlaceDocument {
    /// Longitude, degrees.
    lon: f64,
    /// Latitude, degrees.
    lat: f64,
    radius_m: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignsBody {
    pub campaigns: Vec<CampaignBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignBody {
    id: i64,
    name: String,
    /// Empty: nobody said it.
    conducted_by: String,
    #[schema(value_type = Environment)]
    environment: &'static str,
    settings: CampaignSettingsDocument,
    #[schema(format = DateTime)]
    created_at: String,
    /// Runs that aren't erased.
    runs: u64,
    /// Raw samples that are there still.
    samples: u64,
    /// When the first of its samples was taken; null: there is none.
    #[schema(format = DateTime, required)]
    first_at: Option<String>,
    #[schema(format = DateTime, required)]
    last_at: Option<String>,
}

impl Default for CampaignSettingsDocument {
    fn default() -> Self {
        let Disclosure { least_runs, least_days } = Disclosure::default();
        Self {
            trim_m: TRIM_M,
            private_places: Vec::new(),
            least_runs,
            least_days,
            retention_days: Some(RETENTION_DAYS),
            keeps_cells: true,
        }
    }
}

impl CampaignDocument {
    pub fn campaign(&self, state: &AppState) -> Result<NewCampaign, Problem> {
        let mut new = NewCampaign::new(&self.name)?;
        new.conducted_by.clone_from(&self.conducted_by);
        if let Some(environment) = &self.environment {
            new.environment = word::<Environment>(environment)?;
        }
        new.settings = self.settings.settings(state)?;
        Ok(new)
    }
}

impl CampaignChangeDocument {
    pub fn applied_to(self, mut details: NewCampaign, state: &AppState) -> Result<NewCampaign, Problem> {
        if let Some(conducted_by) = self.conducted_by {
            details.conducted_by = conducted_by;
        }
        if let Some(environment) = &self.environment {
            details.environment = word::<Environment>(environment)?;
        }
        if let Some(settings) = &self.settings {
            details.settings = settings.settings(state)?;
        }
        Ok(details)
    }
}

impl CampaignSettingsDocument {
    fn settings(&self, state: &AppState) -> Result<CampaignSettings, Problem> {
        let place = |place: &PrivatePlaceDocument| {
            let lng_lat = Coord { x: place.lon, y: place.lat };
            let centre = state.frame.position_from_lng_lat(lng_lat);
            let outside = || crate::http::coverage_at::outside_region(place.lon, place.lat);
            Ok(PrivatePlace { centre: centre.map_err(|_| outside())?, radius_m: place.radius_m })
        };
        let places = self.private_places.iter().map(place).collect::<Result<_, Problem>>()?;
        let disclosure = Disclosure { least_runs: self.least_runs, least_days: self.least_days };
        let retention = Retention { days: self.retention_days, keeps_cells: self.keeps_cells };
        Ok(CampaignSettings::new(self.trim_m, places, disclosure, retention)?)
    }

    fn of(settings: &CampaignSettings, state: &AppState) -> Result<Self, Problem> {
        let place = |place: &PrivatePlace| {
            let lng_lat = state.frame.position_to_lng_lat(place.centre).map_err(Problem::internal)?;
            Ok(PrivatePlaceDocument { lon: lng_lat.x, lat: lng_lat.y, radius_m: place.radius_m })
        };
        Ok(Self {
            trim_m: settings.trim_m(),
            private_places: settings.places().iter().map(place).collect::<Result<_, Problem>>()?,
            least_runs: settings.disclosure().least_runs,
            least_days: settings.disclosure().least_days,
            retention_days: settings.retention().days,
            keeps_cells: settings.retention().keeps_cells,
        })
    }
}

impl CampaignBody {
    /// `runs` may hold those of other campaigns.
    pub fn new(campaign: &Campaign, runs: &[Run], state: &AppState) -> Result<Self, Problem> {
        let own = || runs.iter().filter(|run| run.campaign == campaign.id && run.erased_at.is_none());
        Ok(Self {
            id: campaign.id.0,
            name: campaign.details.name().to_owned(),
            conducted_by: campaign.details.conducted_by.clone(),
            environment: campaign.details.environment.as_str(),
            settings: CampaignSettingsDocument::of(&campaign.details.settings, state)?,
            created_at: campaign.created_at.to_string(),
            runs: own().count() as u64,
            samples: own().map(|run| run.sample_count).sum(),
            first_at: own().map(|run| run.first_at).min().map(|moment| moment.to_string()),
            last_at: own().map(|run| run.last_at).max().map(|moment| moment.to_string()),
        })
    }
}
