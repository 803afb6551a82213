//! `GET /api/v1/campaigns/{id}/cells`: what a campaign says of each cell, for
//! those who may see its raw samples.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::campaign::known_campaign;
use crate::{
    domain::{Permission, Service, Technology, TestKind},
    geometry::{Grid, scb_name},
    http::{caller::Caller, extract::Path, problem::Problem, router::AppState},
    statistics::CellStatistics,
    verification::CellLevel,
};

#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignCellsBody {
    /// The date to which the ages of samples are counted.
    #[schema(format = Date)]
    as_of: String,
    cells: Vec<CampaignCellBody>,
}

/// What the campaign's valid samples of one network in one 100 m cell say of a service.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignCellBody {
    /// By its south-west corner.
    cell: String,
    network: String,
    #[schema(value_type = Service)]
    service: &'static str,
    #[schema(value_type = TestKind)]
    kind: &'static str,
    /// One a local day.
    votes: u64,
    passing_votes: u64,
    samples: u64,
    passing_samples: u64,
    levels: Vec<CellLevelBody>,
    #[schema(format = DateTime)]
    newest: String,
}

/// Levels of different technologies don't compare.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellLevelBody {
    #[schema(value_type = Technology)]
    technology: &'static str,
    samples: u64,
    /// To the whole decibel below.
    median_rsrp_dbm: f64,
}

/// What a campaign's samples say of each cell, whether it may be shown to everybody or not.
#[utoipa::path(get, path = "/api/v1/campaigns/{id}/cells", tag = "campaigns", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "By network, cell and service", body = CampaignCellsBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn campaign_cells(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<CampaignCellsBody>, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let campaign = known_campaign(&state, id).await?;
    let (as_of, cells) = state.publisher.campaign_cells(&campaign).await?;
    let cells = cells.iter().map(|cell| CampaignCellBody::from(&cell)).collect();
    Ok(Json(CampaignCellsBody { as_of: as_of.to_string(), cells }))
}

impl From<&CellStatistics> for CampaignCellBody {
    fn from(statistics: &CellStatistics) -> Self {
        Self {
            cell: scb_name(Grid::MEASUREMENT.south_west(statistics.cell)),
            network: statistics.network.to_string(),
            service: statistics.tested.service.as_str(),
            kind: statistics.tested.kind.as_str(),
            votes: statistics.votes.trials(),
            passing_votes: statistics.votes.passing(),
            samples: statistics.samples.trials(),
            passing_samples: statistics.samples.passing(),
            levels: statistics.levels.iter().map(CellLevelBody::from).collect(),
            newest: statistics.newest.to_string(),
        }
    }
}

impl From<&CellLevel> for CellLevelBody {
    fn from(level: &CellLevel) -> Self {
        Self {
            technology: level.technology.as_str(),
            samples: level.samples,
            median_rsrp_dbm: level.median_rsrp.value(),
        }
    }
}
