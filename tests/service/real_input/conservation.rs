//! What is covered and what is a gap are together the zone's land, whatever is
//! claimed and by whomever.

use geo::{Area, BooleanOps, unary_union};
use rayon::prelude::*;
use tackning::{
    analysis::{gap_polygons, gaps},
    domain::{NetworkId, Region, Service, Technology, ZoneKind},
    index::{Networks, Snapshot, Supply},
};

use super::{
    ragged::{NETWORKS, publish_ragged, stars},
    set_up::{assert_close, shared_data},
    two_counties::{demonstration, two_counties},
};

#[tokio::test]
async fn of_the_real_boundaries() {
    let Some(data) = shared_data() else { return };
    check(two_counties(&data)).await;
}

#[tokio::test]
async fn of_the_demonstration() {
    check(demonstration()).await;
}

async fn check(region: Region) {
    let (publisher, _folder) = publish_ragged(region).await;
    let snapshot = publisher.snapshot();
    for technology in [None, Some(Technology::G4), Some(Technology::G5)] {
        let of = |networks| covered_m2(&snapshot, &supply(networks, technology));
        let (any, all) = (of(Networks::Any), of(Networks::All));
        for network in NETWORKS {
            let one = of(Networks::One(NetworkId::new(network).unwrap()));
            for (zone, land_m2) in snapshot.region.zones.iter().map(|zone| zone.land_m2).enumerate() {
                let rounding_m2 = 1e-9 * land_m2;
                assert!(any[zone] + rounding_m2 >= one[zone] && one[zone] + rounding_m2 >= all[zone]);
            }
        }
    }
    compare_with_whole_polygons(&snapshot);
}

fn supply(networks: Networks, technology: Option<Technology>) -> Supply {
    Supply::claimed(networks, Service::Voice).with_technologies(technology.into())
}

/// The covered land of each zone, which with the gap polygons is all its land.
fn covered_m2(snapshot: &Snapshot, supply: &Supply) -> Vec<f64> {
    let figures = gaps(snapshot, supply);
    let covered_m2 = figures.into_par_iter().zip(&snapshot.region.zones).map(|(figures, zone)| {
        let covered_m2 = figures.land_area.covered;
        let gap_m2 = gap_polygons(snapshot, supply, zone).unsigned_area();
        let error_m2 = (covered_m2 + gap_m2 - zone.land_m2).abs();
        assert!(error_m2 <= 1e-6 * zone.land_m2, "{supply:?} in {}: {error_m2} m²", zone.zone.name);
        covered_m2
    });
    covered_m2.collect()
}

/// The stars of one network laid over each zone at once, and not cell by cell.
fn compare_with_whole_polygons(snapshot: &Snapshot) {
    let stars = stars(&snapshot.region.region, 60, 1);
    let claimed = unary_union(&stars);
    let area = snapshot
        .coverage
        .area(&supply(Networks::One(NetworkId::new(NETWORKS[0]).unwrap()), Some(Technology::G5)));
    assert_close(area.area_m2(), claimed.unsigned_area(), 1e-6);
    let kind = ZoneKind::municipality();
    for zone in snapshot.region.zones_of(&kind) {
        let whole_m2 = zone.zone.outline.intersection(&claimed).unsigned_area();
        let error_m2 = (zone.whole.intersection_area_m2(&area) - whole_m2).abs();
        assert!(error_m2 <= 1e-6 * zone.zone.outline.unsigned_area(), "{}: {error_m2} m²", zone.zone.name);
    }
}
