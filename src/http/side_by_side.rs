//! Networks side by side: `GET /api/v1/network-rankings`, by four weights, and
//! `GET /api/v1/network-pairs`, which two together cover an organisation's own needs.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    extract::Query,
    gaps::MeasureBody,
    problem::Problem,
    question::SupplyQuestion,
    router::{AppState, off_thread},
    wire::{Basis, ShareBody, UnitBody},
};
use crate::{
    analysis::{
        NeedCovered, NetworkFigures, OrganisationPairs, Ranking, RankingWeight, network_pairs,
        organisation_gaps, rankings,
    },
    domain::{Environment, NetworkId, Service, Technology},
    index::{Evidence, Networks},
};

/// Which coverage of all networks is compared.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ComparedQuestion {
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    environment: Option<String>,
    /// `claimed`, or `verified`: the claim without the cells that measurements
    /// refute. Left out: claimed.
    #[param(value_type = Option<Evidence>)]
    #[schema(value_type = Option<Evidence>, required)]
    evidence: Option<String>,
    /// As it was at the end of a day; left out: as it is now.
    #[param(format = Date)]
    #[schema(format = Date, required)]
    date: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RankingsBody {
    question: ComparedQuestion,
    basis: Basis,
    rankings: Vec<RankingBody>,
}

/// The networks by one weight, the first first.
#[derive(Debug, Serialize, ToSchema)]
pub struct RankingBody {
    #[schema(value_type = RankingWeight)]
    weight: &'static str,
    networks: Vec<RankedNetworkBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RankedNetworkBody {
    network: String,
    /// From 1; networks with the same figure share it.
    rank: usize,
    /// What counts: inhabitants, square metres, municipalities or places.
    total: f64,
    covered: f64,
    /// Null where there is nothing to cover.
    #[schema(required)]
    share: Option<ShareBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkPairsBody {
    question: ComparedQuestion,
    basis: Basis,
    /// By name.
    organisations: Vec<OrganisationPairsBody>,
}

/// What each network, and each pair of them, covers of an organisation's own places and routes.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationPairsBody {
    organisation: String,
    /// In the region's order.
    singles: Vec<NeedCoveredBody>,
    /// The best first: most places, then most of the routes.
    pairs: Vec<NetworkPairBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NeedCoveredBody {
    networks: Vec<String>,
    places: MeasureBody,
    route_length: MeasureBody,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkPairBody {
    #[serde(flatten)]
    covered: NeedCoveredBody,
    /// Places beyond those of the network that covers most of them alone.
    gained_places: f64,
    /// Metres beyond those of the network that covers most of the routes alone.
    gained_route_m: f64,
}

/// The networks ranked by population, by land, by municipality (each one vote) and by
/// the organisations' own places: which of them leads depends on what is weighed.
#[utoipa::path(get, path = "/api/v1/network-rankings", tag = "gaps", params(ComparedQuestion),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "One ranking by each weight", body = RankingsBody)))]
pub async fn network_rankings(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<ComparedQuestion>,
) -> Result<Json<RankingsBody>, Problem> {
    let snapshot = question.of_all().snapshot(&state, &caller).await?;
    let supply = question.of_all().supply(&snapshot)?;
    let basis = Basis::of_supply(&snapshot, &supply);
    let answers = state.publisher.answers.clone();
    let found = off_thread(move || {
        let networks = snapshot.region.region.network_ids();
        let figures = |network: &NetworkId| {
            let supply = supply.with_networks(Networks::One(network.clone()));
            (answers.gaps(&snapshot, &supply), organisation_gaps(&snapshot, &supply))
        };
        let figures: Vec<_> = networks.iter().map(figures).collect();
        let of_networks = networks.iter().zip(&figures);
        let of_networks = of_networks.map(|(network, (zones, organisations))| NetworkFigures {
            network,
            zones,
            organisations,
        });
        rankings(&snapshot.region, &of_networks.collect::<Vec<_>>())
    })
    .await?;
    Ok(Json(RankingsBody { question, basis, rankings: found.iter().map(Into::into).collect() }))
}

/// Which two networks together cover most of each organisation's own places and routes,
/// and what the second one adds to the best single one.
#[utoipa::path(get, path = "/api/v1/network-pairs", tag = "gaps", params(ComparedQuestion),
    security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Networks and pairs for each organisation", body = NetworkPairsBody)))]
pub async fn organisations_pairs(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<ComparedQuestion>,
) -> Result<Json<NetworkPairsBody>, Problem> {
    let snapshot = question.of_all().snapshot(&state, &caller).await?;
    let supply = question.of_all().supply(&snapshot)?;
    let basis = Basis::of_supply(&snapshot, &supply);
    let found = off_thread(move || network_pairs(&snapshot, &supply)).await?;
    Ok(Json(NetworkPairsBody { question, basis, organisations: found.iter().map(Into::into).collect() }))
}

impl ComparedQuestion {
    /// The same of all networks, in the words of the other questions.
    fn of_all(&self) -> SupplyQuestion {
        let Self { service, technology, environment, evidence, date } = self.clone();
        let network = Networks::Any.to_string();
        SupplyQuestion { network, service, technology, environment, evidence, date, ..Default::default() }
    }
}

impl From<&Ranking> for RankingBody {
    fn from(ranking: &Ranking) -> Self {
        let networks = ranking.networks.iter().map(|ranked| RankedNetworkBody {
            network: ranked.network.to_string(),
            rank: ranked.rank,
            total: ranked.measure.total,
            covered: ranked.measure.covered,
            share: ranked.measure.covered_share().map(Into::into),
        });
        Self { weight: ranking.weight.as_str(), networks: networks.collect() }
    }
}

impl From<&OrganisationPairs> for OrganisationPairsBody {
    fn from(found: &OrganisationPairs) -> Self {
        let pair = |pair: &NeedCovered| {
            let (gained_places, gained_route_m) = found.gained(pair);
            NetworkPairBody { covered: pair.into(), gained_places, gained_route_m }
        };
        Self {
            organisation: found.organisation.clone(),
            singles: found.singles.iter().map(Into::into).collect(),
            pairs: found.pairs.iter().map(pair).collect(),
        }
    }
}

impl From<&NeedCovered> for NeedCoveredBody {
    fn from(need: &NeedCovered) -> Self {
        Self {
            networks: need.networks.iter().map(ToString::to_string).collect(),
            places: MeasureBody::new(UnitBody::Places, need.places),
            route_length: MeasureBody::new(UnitBody::Metres, need.routes),
        }
    }
}
