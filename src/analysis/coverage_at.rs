//! Who covers a position: what each network claims there, and what was measured.

use std::sync::Arc;

use geo::Coord;

use crate::{
    domain::{NetworkId, Service},
    geometry::{CellIndex, Grid},
    index::{Claim, Snapshot},
    verification::CellFindings,
};

/// What is known of one network and service at a position.
#[derive(Clone, Debug)]
pub struct ServiceAt<'a> {
    pub service: Service,
    /// Empty: not claimed.
    pub claims: Vec<&'a Arc<Claim>>,
    /// None: not measured in the position's cell, or too little for everybody to see.
    pub measured: Option<CellFindings<'a>>,
}

#[derive(Clone, Debug)]
pub struct NetworkAt<'a> {
    pub network: NetworkId,
    pub services: Vec<ServiceAt<'a>>,
}

/// Every network of the region and every service that anybody claims, at a
/// position in the computing coordinate reference system.
pub fn coverage_at(snapshot: &Snapshot, position: Coord<f64>) -> Vec<NetworkAt<'_>> {
    let here = snapshot.coverage.claims_at(position);
    let cell = Grid::MEASUREMENT.cell_at(position);
    let networks = snapshot.region.region.networks.iter();
    networks
        .map(|network| NetworkAt {
            network: network.id.clone(),
            services: claimed_services(snapshot)
                .map(|service| service_at(snapshot, &network.id, service, &here, cell))
                .collect(),
        })
        .collect()
}

/// The services that any network claims anywhere, in order.
fn claimed_services(snapshot: &Snapshot) -> impl Iterator<Item = Service> {
    let claims = snapshot.coverage.claims();
    let is_claimed = |service: &Service| claims.iter().any(|claim| claim.delivery.header.service == *service);
    Service::ALL.iter().copied().filter(is_claimed).collect::<Vec<_>>().into_iter()
}

fn service_at<'a>(
    snapshot: &'a Snapshot,
    network: &NetworkId,
    service: Service,
    here: &[&'a Arc<Claim>],
    cell: CellIndex,
) -> ServiceAt<'a> {
    let of_service = |claim: &&&Arc<Claim>| {
        let header = &claim.delivery.header;
        header.network == *network && header.service == service
    };
    ServiceAt {
        service,
        claims: here.iter().filter(of_service).copied().collect(),
        measured: snapshot.evidence.verification.findings_at(network, service, cell),
    }
}
