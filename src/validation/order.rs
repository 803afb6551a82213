//! A higher service is nowhere where a lower one isn't: who has 10 Mbit/s can
//! talk.

use std::sync::Arc;

use geo::{Area, Euclidean, Length, Polygon};

use super::{Beside, COARSEST_RESOLUTION_M, Candidate, LEAST_AREA_M2, on_the_whole, place::Placed};
use crate::{
    domain::{Bilingual, DeliveryHeader, DeliveryId, Finding, Service, Severity},
    geometry::Mosaic,
    index::Claim,
};

/// The delivery beside the next lower and the next higher service of the same
/// network, technology and environment.
pub fn findings(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Vec<Finding> {
    let service = candidate.header.service;
    let position = Service::ALL.iter().position(|other| *other == service).unwrap_or_default();
    let (lower, higher) = (&Service::ALL[..position], &Service::ALL[position + 1..]);
    let known = |service: &Service| in_force(candidate.header, *service, beside);
    let below = lower.iter().rev().find_map(known);
    let above = higher.iter().find_map(known);
    let own = Side { service, area: candidate.area, delivery: None };
    let pairs = [below.map(|below| (own, side(below))), above.map(|above| (side(above), own))];
    pairs
        .into_iter()
        .flatten()
        .filter_map(|(higher, lower)| reaching_outside(&higher, &lower, beside))
        .collect()
}

/// What the network will claim of a service once the waiting deliveries are
/// taken: the newest that waits, else what is published.
fn in_force<'a>(header: &DeliveryHeader, service: Service, beside: &Beside<'a>) -> Option<&'a Arc<Claim>> {
    let claim = crate::domain::ClaimKey { service, ..header.claim() };
    let of_claim = |other: &&Arc<Claim>| other.delivery.header.claim() == claim;
    beside.waiting.iter().rev().find(of_claim).or_else(|| beside.published.iter().find(of_claim))
}

#[derive(Clone, Copy)]
struct Side<'a> {
    service: Service,
    area: &'a Mosaic,
    /// None: the one that is asked about, or no delivery.
    delivery: Option<DeliveryId>,
}

fn side(claim: &Arc<Claim>) -> Side<'_> {
    let Claim { delivery, area } = &**claim;
    Side {
        service: delivery.header.service,
        area,
        delivery: Some(delivery.id).filter(|id| *id != DeliveryId::NONE),
    }
}

fn reaching_outside(higher: &Side<'_>, lower: &Side<'_>, beside: &Beside<'_>) -> Option<Finding> {
    let outside = higher.area.difference(lower.area).parts_where(is_wide);
    let outside_m2 = outside.area_m2();
    (outside_m2 > LEAST_AREA_M2).then(|| {
        let (above, below, km2) = (higher.named(), lower.named(), outside_m2 / 1e6);
        let sv = format!(
            "{} når {km2:.2} km² utanför {}: en högre tjänst finns inte där en lägre saknas.",
            above.sv, below.sv
        );
        let en = format!(
            "{} reaches {km2:.2} km² outside {}: no higher service without the lower.",
            above.en, below.en
        );
        on_the_whole("service_order", Severity::Warning, Bilingual::new(sv, en)).at(&outside, beside.frame)
    })
}

/// Two maps drawn apart leave slivers along their common edges, however long:
/// what is narrower on average than a pixel of the coarsest resolution is one.
fn is_wide(part: &Polygon<f64>) -> bool {
    let around_m = Euclidean.length(part.exterior());
    2.0 * part.unsigned_area() > around_m * COARSEST_RESOLUTION_M
}

impl Side<'_> {
    fn named(&self) -> Bilingual {
        let Bilingual { sv, en } = self.service.name();
        match self.delivery {
            None => Bilingual::new(sv, en),
            Some(id) => Bilingual::new(format!("{sv} (leverans {id})"), format!("{en} (delivery {id})")),
        }
    }
}
