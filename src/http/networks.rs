//! `GET /api/v1/networks`: the networks and what each of them claims.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{deliveries::DeliverySummary, router::AppState};
use crate::{domain::Network, index::Snapshot};

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworksBody {
    networks: Vec<NetworkBody>,
}

/// A radio network, never a supplier: several suppliers can share one.
#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkBody {
    id: String,
    name: String,
    /// `#rrggbb`.
    colour: String,
    /// Whether it is invented for the demonstration.
    demonstration: bool,
    /// The published deliveries.
    deliveries: Vec<DeliverySummary>,
}

/// The networks of the region with their published deliveries.
#[utoipa::path(get, path = "/api/v1/networks", tag = "coverage",
    responses((status = 200, description = "In the region's order", body = NetworksBody)))]
pub async fn networks(State(state): State<AppState>) -> Json<NetworksBody> {
    let snapshot = state.snapshot();
    let networks = snapshot.region.region.networks.iter();
    Json(NetworksBody { networks: networks.map(|network| network_body(&snapshot, network)).collect() })
}

fn network_body(snapshot: &Snapshot, network: &Network) -> NetworkBody {
    let claims =
        snapshot.coverage.claims().iter().filter(|claim| claim.delivery.header.network == network.id);
    NetworkBody {
        id: network.id.to_string(),
        name: network.name.clone(),
        colour: network.colour.clone(),
        demonstration: network.demonstration,
        deliveries: claims.map(|claim| DeliverySummary::from(&claim.delivery)).collect(),
    }
}
