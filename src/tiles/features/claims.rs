//! What is claimed, what no claim covers, and how many networks claim what.

use super::{Features, LayerError, LayerQuestion, NamedClaims, Properties};
use crate::{
    domain::{NetworkId, ZoneKind},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Claim, Networks, RegionIndex, Snapshot, Supply, Technologies},
};

/// With a service asked for, the dissolved area of each asked network; without,
/// every claim for itself. A delivery that is named is shown alone.
pub fn coverage(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    named: &NamedClaims,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    if let NamedClaims::Delivery(claim) = named {
        return add_claim(claim, question, features);
    }
    match question.service {
        Some(service) => asked_networks(snapshot, question).into_iter().try_for_each(|networks| {
            let supply = question.supply_of(networks, service);
            add_area(&snapshot.area(&supply), &properties(&supply), features)
        }),
        None => {
            let mut claims = snapshot.coverage.claims().iter();
            claims.try_for_each(|claim| add_claim(claim, question, features))
        }
    }
}

fn add_claim(claim: &Claim, question: &LayerQuestion, features: &mut Features<'_>) -> Result<(), LayerError> {
    let header = &claim.delivery.header;
    let networks = Networks::One(header.network.clone());
    let technology = question.technology.is_none_or(|asked| asked == header.technology);
    if !technology || question.networks.as_ref().is_some_and(|asked| *asked != networks) {
        return Ok(());
    }
    let supply = Supply {
        technologies: Technologies::Only(header.technology),
        environment: header.environment,
        ..Supply::claimed(networks, header.service)
    };
    add_area(&claim.area, &properties(&supply), features)
}

/// The land that a supply leaves uncovered.
pub fn gaps(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let supply = question.supply()?;
    let gaps = municipalities_land(&snapshot.region).difference(&snapshot.area(&supply));
    features.add(gaps.dissolve(), properties(&supply))
}

/// The land by how many networks claim it, from none to all.
pub fn network_count(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let service = question.asked_service()?;
    let counts = land_by_networks(snapshot, &question.supply_of(Networks::Any, service));
    let nested = counts.into_iter().zip(0_u32..).map(|(land, networks)| {
        let mut properties: Properties =
            vec![("networks", networks.into()), ("service", service.to_string().into())];
        properties
            .extend(question.technology.map(|technology| ("technology", technology.to_string().into())));
        (land.dissolve().into(), properties)
    });
    features.add_nested(nested)
}

/// The land that at least 0, 1, … and all networks of the region cover.
pub fn land_by_networks(snapshot: &Snapshot, supply: &Supply) -> Vec<Mosaic> {
    let land = municipalities_land(&snapshot.region);
    let networks = snapshot.region.region.networks.iter();
    let of_network = |id: &NetworkId| snapshot.area(&supply.with_networks(Networks::One(id.clone())));
    let areas: Vec<_> = networks.map(|network| of_network(&network.id)).collect();
    let areas: Vec<&Mosaic> = areas.iter().map(AsRef::as_ref).collect();
    let at_least = (1..=areas.len()).map(|count| Mosaic::at_least(ANALYSIS_GRID, count, &areas));
    let covered: Vec<Mosaic> = at_least.map(|area| land.intersection(&area)).collect();
    std::iter::once(land).chain(covered).collect()
}

fn municipalities_land(region: &RegionIndex) -> Mosaic {
    let municipality = ZoneKind::municipality();
    let land: Vec<&Mosaic> = region.zones_of(&municipality).map(|zone| &zone.land).collect();
    Mosaic::any_of(ANALYSIS_GRID, &land)
}

fn asked_networks(snapshot: &Snapshot, question: &LayerQuestion) -> Vec<Networks> {
    match &question.networks {
        Some(networks) => vec![networks.clone()],
        None => {
            snapshot.region.region.networks.iter().map(|network| Networks::One(network.id.clone())).collect()
        }
    }
}

fn add_area(area: &Mosaic, properties: &Properties, features: &mut Features<'_>) -> Result<(), LayerError> {
    features.add(area.dissolve(), properties.clone())
}

/// Whose coverage of which service by which technology.
pub fn properties(supply: &Supply) -> Properties {
    let network = supply.networks.to_string();
    let mut properties = vec![("network", network.into()), ("service", supply.service.to_string().into())];
    properties
        .extend(supply.technologies.only().map(|technology| ("technology", technology.to_string().into())));
    properties
}
