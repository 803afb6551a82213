//! The regulator's table of Bremen as claims: "at least k networks with LTE".

use geo::Area;
use jiff::civil::date;
use tackning::{
    analysis::{gap_polygons, gaps},
    domain::{NetworkId, Service, Technology, ZoneCode},
    index::{Networks, Snapshot, Supply},
};

use super::{
    bremen_region::{CELL_M2, CRS, Table, bremen},
    set_up::{Workshop, assert_close, said, shared_data},
};

/// Each of the three networks claims where at least as many have LTE as its number says.
#[tokio::test]
async fn areas_by_count_are_the_cells_in_the_file() {
    let Some(data) = shared_data() else { return };
    let table = Table::read(&data);
    assert_eq!([1, 2, 3].map(|k| table.cells_at_least(k)), [40_255, 40_251, 39_812]);
    let workshop = Workshop::new(bremen(&table)).await;
    let networks: Vec<_> = workshop.importer.region.network_ids();
    for (network, k) in networks.iter().zip(1..) {
        let said = said(network.as_str(), Technology::G4, Some(CRS));
        let delivery = workshop.coverage(said, Table::form("lte", k), &table.bytes).await.delivery;
        // The regulator doesn't say how its networks computed, and one file speaks of three networks.
        let codes: Vec<_> = delivery.findings.iter().map(|finding| finding.code.as_ref()).collect();
        assert!(codes.iter().all(|code| ["missing_header_field", "known_file"].contains(code)), "{codes:?}");
        assert_eq!(delivery.feature_count, 40_255);
        assert_close(delivery.area_m2, claimed_m2(&table, k), 1e-9);
    }
    let (publisher, _folder) = workshop.publish(date(2024, 1, 31)).await;
    let snapshot = publisher.snapshot();
    let zones = [("table", table.cells() as f64 * CELL_M2), ("around", table.around().unsigned_area())];
    for (zone, whole_m2) in zones {
        for (network, k) in networks.iter().zip(1..) {
            check(&snapshot, &table, &ZoneCode::new(zone), whole_m2, network, k);
        }
    }
}

fn claimed_m2(table: &Table, at_least: u32) -> f64 {
    table.cells_at_least(at_least) as f64 * CELL_M2
}

/// The gap analysis of a zone in which the whole table lies.
fn check(snapshot: &Snapshot, table: &Table, zone: &ZoneCode, whole_m2: f64, network: &NetworkId, k: u32) {
    let supply = Supply::of(network.clone(), Service::Voice);
    let zone = snapshot.region.zone(zone).unwrap();
    assert_close(zone.land_m2, whole_m2, 1e-9);
    let figures = gaps(snapshot, &supply);
    let mut of_zones = snapshot.region.zones.iter().zip(&figures);
    let (_, figures) = of_zones.find(|(other, _)| other.zone.code == zone.zone.code).unwrap();
    assert_close(figures.land_area.covered, claimed_m2(table, k), 1e-9);
    assert_close(figures.not_spots.any_m2, claimed_m2(table, 1), 1e-9);
    assert_close(figures.not_spots.all_m2, claimed_m2(table, 3), 1e-9);
    let any = snapshot.area(&supply.with_networks(Networks::Any));
    assert_close(any.area_m2(), claimed_m2(table, 1), 1e-9);
    let gap_m2 = gap_polygons(snapshot, &supply, zone).unsigned_area();
    let expected_m2 = whole_m2 - claimed_m2(table, k);
    assert!((gap_m2 - expected_m2).abs() <= 1e-9 * whole_m2, "{k}: {gap_m2} m² of gaps, not {expected_m2}");
}
