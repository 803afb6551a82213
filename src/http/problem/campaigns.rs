//! What the caller sees of errors about campaigns and their measurements, and of agreements that aren't there.

use axum::http::StatusCode;

use super::Problem;
use crate::{
    domain::{Bilingual, CampaignError},
    store::StoreError,
};

/// Whether the caller asked for what isn't there, or is there already.
pub(super) fn is_told(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::CampaignExists(_)
            | StoreError::NoSuchCampaign(_)
            | StoreError::NoSuchRun(_)
            | StoreError::NoSuchFrameworkAgreement(_)
            | StoreError::NoSuchColumnMapping(_)
    )
}

pub(super) fn unknown_or_there(error: &StoreError) -> Problem {
    let en = format!("{error}.");
    match error {
        StoreError::CampaignExists(name) => {
            let sv = format!("En kampanj med namnet {name} finns redan.");
            Problem::new(StatusCode::CONFLICT, "campaign_exists", Bilingual::new(sv, en))
        }
        StoreError::NoSuchCampaign(id) => {
            let sv = format!("Kampanj {id} finns inte.");
            Problem::not_found("unknown_campaign", Bilingual::new(sv, en))
        }
        StoreError::NoSuchRun(id) => {
            let sv = format!("Körning {id} finns inte.");
            Problem::not_found("unknown_run", Bilingual::new(sv, en))
        }
        StoreError::NoSuchFrameworkAgreement(id) => {
            let sv = format!("Ramavtal {} finns inte.", id.0);
            Problem::not_found("unknown_framework_agreement", Bilingual::new(sv, en))
        }
        StoreError::NoSuchColumnMapping(name) => {
            let sv = format!("Kolumnmappningen `{name}` finns inte.");
            Problem::not_found("unknown_column_mapping", Bilingual::new(sv, en))
        }
        error => Problem::internal(error),
    }
}

pub(super) fn invalid_campaign(error: &CampaignError) -> Problem {
    let sv = match error {
        CampaignError::Name => "En kampanj har ett namn på högst 200 tecken.".to_owned(),
        CampaignError::Trim(metres) => {
            format!("{metres} m kan inte lämnas bort i körningarnas ändar: 0 till 5000 m.")
        }
        CampaignError::Radius(metres) => {
            format!("{metres} m är ingen radie för en privat plats: mer än 0 och högst 5000 m.")
        }
        CampaignError::Disclosure => "En ruta visas tidigast från 1 körning eller 1 dag.".to_owned(),
        CampaignError::Retention(days) => {
            format!("Råa prov sparas i 1 till 36500 dagar, inte {days}.")
        }
    };
    Problem::refused("invalid_campaign", Bilingual::new(sv, format!("{error}.")))
}

impl From<CampaignError> for Problem {
    fn from(error: CampaignError) -> Self {
        invalid_campaign(&error)
    }
}
