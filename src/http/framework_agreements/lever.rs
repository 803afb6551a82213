//! What the buyers' yearly call-offs weigh where a network doesn't cover their places.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    analysis::organisation_gaps,
    domain::{Environment, FrameworkAgreementId, Kronor, Permission, Service},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::word,
        router::{AppState, off_thread},
    },
    index::{Evidence, Networks, Supply, Technologies},
    procurement::{Lever, lever},
};

#[derive(Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LeverQuestion {
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    service: String,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    environment: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LeversBody {
    question: LeverQuestion,
    /// By all buyers together in the last twelve months.
    called_off_sek: f64,
    /// In the region's order.
    networks: Vec<LeverBody>,
}

/// What is bought by those whose places or routes a network doesn't cover.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeverBody {
    network: String,
    called_off_sek: f64,
    /// The largest first.
    buyers: Vec<BuyerBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BuyerBody {
    organisation: String,
    called_off_sek: f64,
}

/// Network by network: how much of the last twelve months' call-offs comes from
/// organisations with places or routes of their own that it doesn't cover. An
/// organisation's places bear its name as it stands among the organisations.
#[utoipa::path(get, path = "/api/v1/framework-agreements/{id}/lever", tag = "framework agreements",
    params(("id" = i64, Path), LeverQuestion), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "By network", body = LeversBody), (status = 400, response = Problem),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn buyers_lever(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<LeverQuestion>,
) -> Result<Json<LeversBody>, Problem> {
    caller.require(Permission::ReadAgreements)?;
    let service = word::<Service>(&question.service)?;
    let environment =
        question.environment.as_deref().map_or(Ok(Environment::Outdoor), word::<Environment>)?;
    let buyers = state.publisher.called_off_in_year(FrameworkAgreementId(id)).await?;
    let called_off_sek = buyers.values().copied().sum::<Kronor>().sek();
    let snapshot = state.snapshot();
    let found = off_thread(move || {
        let networks = snapshot.region.region.networks.iter();
        let of_network = networks.map(|network| {
            let networks = Networks::One(network.id.clone());
            let (technologies, evidence) = (Technologies::Any, Evidence::Claimed);
            let supply = Supply { networks, service, technologies, environment, evidence };
            (network.id.to_string(), lever(&organisation_gaps(&snapshot, &supply), &buyers))
        });
        of_network.map(Into::into).collect()
    });
    Ok(Json(LeversBody { question, called_off_sek, networks: found.await? }))
}

impl From<(String, Lever)> for LeverBody {
    fn from((network, lever): (String, Lever)) -> Self {
        let buyers = lever.buyers.into_iter();
        let buyers = buyers.map(|(organisation, sum)| BuyerBody { organisation, called_off_sek: sum.sek() });
        Self { network, called_off_sek: lever.called_off.sek(), buyers: buyers.collect() }
    }
}
