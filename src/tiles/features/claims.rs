//! What is claimed, and what no claim covers.

use rayon::prelude::*;

use super::{Features, LayerError, LayerQuestion, Properties};
use crate::{
    analysis::gap_polygons,
    domain::{Service, ZoneKind},
    geometry::Mosaic,
    index::{Networks, Snapshot, Supply, Technologies},
    tiles::LayerId,
};

/// With a service asked for, the dissolved area of each asked network; without,
/// every claim for itself.
pub fn coverage(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    match question.service {
        Some(service) => asked_networks(snapshot, question).into_iter().try_for_each(|networks| {
            let supply = supply(question, networks, service);
            add_area(&snapshot.area(&supply), &properties(&supply), features)
        }),
        None => snapshot.coverage.claims().iter().try_for_each(|claim| {
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
        }),
    }
}

/// The land that a supply leaves uncovered, municipality by municipality.
pub fn gaps(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let missing = |parameter| LayerError::Missing { layer: LayerId::Gaps.name(), parameter };
    let networks = question.networks.clone().ok_or_else(|| missing("network"))?;
    let supply = supply(question, networks, question.service.ok_or_else(|| missing("service"))?);
    let kind = ZoneKind::municipality();
    let zones: Vec<_> = snapshot.region.zones_of(&kind).collect();
    let gaps: Vec<_> = zones.into_par_iter().map(|zone| gap_polygons(snapshot, &supply, zone)).collect();
    gaps.into_iter().flatten().try_for_each(|gap| features.add(gap, properties(&supply)))
}

fn asked_networks(snapshot: &Snapshot, question: &LayerQuestion) -> Vec<Networks> {
    match &question.networks {
        Some(networks) => vec![networks.clone()],
        None => {
            snapshot.region.region.networks.iter().map(|network| Networks::One(network.id.clone())).collect()
        }
    }
}

fn supply(question: &LayerQuestion, networks: Networks, service: Service) -> Supply {
    Supply::claimed(networks, service).with_technologies(question.technology.into())
}

/// Each connected part is a feature of its own: a tile needs few of them.
fn add_area(area: &Mosaic, properties: &Properties, features: &mut Features<'_>) -> Result<(), LayerError> {
    area.dissolve().into_iter().try_for_each(|polygon| features.add(polygon, properties.clone()))
}

fn properties(supply: &Supply) -> Properties {
    let network = supply.networks.to_string();
    let mut properties = vec![("network", network.into()), ("service", supply.service.to_string().into())];
    properties
        .extend(supply.technologies.only().map(|technology| ("technology", technology.to_string().into())));
    properties
}
