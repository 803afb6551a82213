//! Two files for one network, technology and service: which one counts?

use std::sync::Arc;

use super::{Beside, Candidate, on_the_whole, place::Placed};
use crate::{
    domain::{Bilingual, Finding},
    index::Claim,
};

pub fn findings(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Vec<Finding> {
    let others = beside.published.iter().chain(beside.waiting);
    let twins = others.filter(|other| is_twin(candidate, other));
    twins.map(|other| twin(candidate, other, beside)).collect()
}

/// Another delivery of the same claim and date, which this one doesn't say that
/// it replaces.
fn is_twin(candidate: &Candidate<'_>, other: &Arc<Claim>) -> bool {
    let (header, delivery) = (candidate.header, &other.delivery);
    delivery.header.claim() == header.claim()
        && delivery.header.simulation_date == header.simulation_date
        && header.simulation_date.is_some()
        && header.replaces != Some(delivery.id)
}

fn twin(candidate: &Candidate<'_>, other: &Claim, beside: &Beside<'_>) -> Finding {
    let overlap = candidate.area.intersection(&other.area);
    let (km2, id, claim) = (overlap.area_m2() / 1e6, other.delivery.id, candidate.header.title());
    let sv = format!(
        "Leverans {id} gäller också {claim}; {km2:.2} km² överlappar. Ange `replaces`: {id} om den ska ersättas."
    );
    let en = format!(
        "Delivery {id} is for {claim} as well; {km2:.2} km² overlap. Say `replaces`: {id} if this one replaces it."
    );
    on_the_whole("overlapping_delivery", candidate.binding(), Bilingual::new(sv, en))
        .at(&overlap, beside.frame)
}
