//! Retreat: claims that have shrunk since a date, such as that of the award.
//!
//! What was gained elsewhere doesn't hide what was lost: a claim is listed when
//! the land that it covers fell in any municipality.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{Comparison, compare};
use crate::{
    domain::{ClaimKey, Delivery, ZoneKind},
    index::{Claim, RegionIndex},
    validation::LEAST_AREA_M2,
};

/// A claim on a date and now.
#[derive(Clone, Debug)]
pub struct Retreat {
    pub then: Arc<Claim>,
    pub now: Arc<Claim>,
    pub comparison: Comparison,
}

/// Of each claim the version that counted on a date: the newest by its
/// simulation date, else by the day of reception, that isn't younger.
pub fn versions_on<'a>(
    date: Date,
    time_zone: &TimeZone,
    released: impl IntoIterator<Item = &'a Delivery>,
) -> BTreeMap<ClaimKey, &'a Delivery> {
    let mut versions = BTreeMap::<ClaimKey, (Date, &Delivery)>::new();
    for delivery in released {
        let dated = dated(delivery, time_zone);
        if dated > date {
            continue;
        }
        let newest = versions.entry(delivery.header.claim()).or_insert((dated, delivery));
        if (dated, delivery.id) > (newest.0, newest.1.id) {
            *newest = (dated, delivery);
        }
    }
    versions.into_iter().map(|(claim, (_, delivery))| (claim, delivery)).collect()
}

fn dated(delivery: &Delivery, time_zone: &TimeZone) -> Date {
    let received: Timestamp = delivery.received_at;
    delivery.header.simulation_date.unwrap_or_else(|| received.to_zoned(time_zone.clone()).date())
}

/// The claims that shrank, most lost land first. `pairs` are versions then and
/// now of one claim each.
pub fn retreats(region: &RegionIndex, pairs: Vec<(Arc<Claim>, Arc<Claim>)>) -> Vec<Retreat> {
    let changed = pairs.into_iter().filter(|(then, now)| then.delivery.id != now.delivery.id);
    let compared = changed.map(|(then, now)| {
        let comparison = compare(region, &then.area, &now.area);
        Retreat { then, now, comparison }
    });
    let mut retreats: Vec<Retreat> = compared.filter(|retreat| retreat.has_shrunk(region)).collect();
    let lost_m2 = |retreat: &Retreat| retreat.comparison.whole.land_area.lost;
    retreats.sort_by(|a, b| lost_m2(b).total_cmp(&lost_m2(a)));
    retreats
}

impl Retreat {
    fn has_shrunk(&self, region: &RegionIndex) -> bool {
        let municipality = ZoneKind::municipality();
        let zones = self.comparison.zones.iter();
        zones
            .filter(|change| region.zones[change.zone].zone.kind == municipality)
            .any(|change| change.figures.land_area.net() < -LEAST_AREA_M2)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::DeliveryId,
    };

    fn version(id: i64, simulated: Option<Date>, to_km: f64) -> Arc<Claim> {
        let claims = Fixture::strip().claim("a", &[rectangle_km(0.0, to_km)]).snapshot().coverage;
        let Claim { delivery, area } = &*claims.claims()[0];
        let mut delivery = Delivery { id: DeliveryId(id), ..delivery.clone() };
        delivery.header.simulation_date = simulated;
        delivery.received_at = "2026-05-01T22:30:00Z".parse().unwrap();
        Arc::new(Claim { delivery, area: area.clone() })
    }

    #[test]
    fn the_version_that_counted_on_a_date() {
        let versions = [
            version(1, Some(date(2025, 9, 1)), 1.0),
            version(2, Some(date(2026, 3, 1)), 1.0),
            version(3, Some(date(2026, 3, 1)), 1.0),
            version(4, None, 1.0),
        ];
        let stockholm = TimeZone::get("Europe/Stockholm").unwrap();
        let on = |date| {
            let found = versions_on(date, &stockholm, versions.iter().map(|claim| &claim.delivery));
            found.values().next().map(|delivery| delivery.id.0)
        };
        assert_eq!(on(date(2025, 8, 31)), None);
        assert_eq!(on(date(2025, 9, 1)), Some(1));
        assert_eq!(on(date(2026, 2, 28)), Some(1));
        assert_eq!(on(date(2026, 3, 1)), Some(3));
        // Received half an hour into 2 May where the region is.
        assert_eq!((on(date(2026, 5, 1)), on(date(2026, 5, 2))), (Some(3), Some(4)));
    }

    #[test]
    fn only_what_shrank_is_listed() {
        let region = Fixture::strip().snapshot().region;
        let pair = |then_km, now_km| (version(1, None, then_km), version(2, None, now_km));
        let found = retreats(&region, vec![pair(5.0, 6.0), pair(6.0, 5.995), pair(6.0, 5.5), pair(6.0, 4.0)]);
        assert_eq!(found.len(), 2);
        assert_close(found[0].comparison.whole.land_area.lost, 2e6);
        assert_close(found[1].comparison.whole.land_area.lost, 0.5e6);
        let same = version(1, None, 3.0);
        assert!(retreats(&region, vec![(same.clone(), same)]).is_empty());
    }
}
