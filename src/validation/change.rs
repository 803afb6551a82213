//! A change against the version before that somebody should see before it is
//! published.
//!
//! A faulty national setting in an operator's tool once moved the 4G figure from
//! 60 % to 48 % of the land, and nobody saw it on delivery.

use rayon::prelude::*;

use super::{Beside, Candidate, on_the_whole, place::Placed};
use crate::{
    domain::{Bilingual, DeliveryId, Finding, Severity, Share, ZoneKind},
    geometry::Mosaic,
    index::ZoneIndex,
};

/// The greatest part of a municipality's land by which its coverage may change
/// unremarked: five percentage points.
pub const GREATEST_CHANGE: f64 = 0.05;

/// Shares are quotients of sums; what lies this close to the limit is on it.
const ROUNDING: f64 = 1e-9;

pub fn findings(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Vec<Finding> {
    let claim = candidate.header.claim();
    let published = beside.published.iter().find(|other| other.delivery.header.claim() == claim);
    let Some(before) = published else { return Vec::new() };
    let kind = ZoneKind::municipality();
    let municipalities: Vec<&ZoneIndex> = beside.region.zones_of(&kind).collect();
    let change = |zone: &&ZoneIndex| finding(zone, &before.area, before.delivery.id, candidate, beside);
    municipalities.par_iter().filter_map(change).collect()
}

fn finding(
    zone: &ZoneIndex,
    before: &Mosaic,
    delivery: DeliveryId,
    candidate: &Candidate<'_>,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let share = |area: &Mosaic| Share::of(zone.land.intersection_area_m2(area), zone.land_m2);
    let (was, is) = (share(before)?, share(candidate.area)?);
    let change = is.value() - was.value();
    (change.abs() > GREATEST_CHANGE + ROUNDING).then(|| {
        let (name, from, to) = (&zone.zone.name, was.percent(), is.percent());
        let sv =
            format!("{name}: täckt landyta går från {from} % till {to} % jämfört med leverans {delivery}.");
        let en =
            format!("{name}: covered land goes from {from} % to {to} % compared with delivery {delivery}.");
        let changed =
            if change < 0.0 { before.difference(candidate.area) } else { candidate.area.difference(before) };
        on_the_whole("large_change", Severity::Warning, Bilingual::new(sv, en))
            .at(&changed.intersection(&zone.land), beside.frame)
    })
}
