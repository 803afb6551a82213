//! The two counties with their real boundaries, lakes and census squares.

use std::{fs, path::Path, sync::Arc};

use geo::{Area, BooleanOps, BoundingRect, Intersects, MultiPolygon};
use rand::seq::SliceRandom;
use serde_json::{Value, json};
use tackning::{
    domain::{Delivery, DeliveryId, DeliveryKind, DeliveryState, Region, Technology, ZoneCode, ZoneKind},
    index::{Claim, CoverageIndex, Networks, RegionIndex, Supply},
    ingest::coverage::{CoverageSource, collect_coverage_bytes},
};

use super::{
    ragged::{dice, stars, stars_as_geojson},
    set_up::{assert_close, header, in_project, region_in, region_of, shared_data},
};

/// The demonstration's region, all of it made up but the names.
pub fn demonstration() -> Region {
    region_in(&in_project("data/region/norrbotten-vasterbotten"))
}

/// The region of the real files, with the demonstration's networks.
pub fn two_counties(data: &Path) -> Region {
    let file = |name: &str| data.join(name).to_str().unwrap().to_owned();
    let networks = in_project("data/region/norrbotten-vasterbotten/networks.json");
    region_of(
        &json!({
            "id": "two-counties", "name": {"sv": "Två län", "en": "Two counties"},
            "crs": "EPSG:3006", "time_zone": "Europe/Stockholm",
            "zones": [
                {"kind": "municipality", "file": file("boundaries/kommuner_lantmateriet_full.geojson"),
                 "code": "kommun_kod", "name": "kommun_namn", "parent": "lan_kod"},
                {"kind": "county", "dissolve": "municipality", "by": "lan_kod", "name": "lan_namn"}
            ],
            "lakes": {"file": file("basemap/ne_10m_lakes.geojson")},
            "population": {"file": file("population/census2021_1km_cells.csv"), "cell": "grid_id",
                "inhabitants": "T", "municipality": "kommun_kod"},
            "localities": {"file": file("population/tatorter_2020_points.geojson"), "name": "name",
                "inhabitants": "pop"},
            "networks": networks
        }),
        &[],
    )
}

#[test]
fn inhabitants_and_land_of_the_counties() {
    let Some(data) = shared_data() else { return };
    let index = RegionIndex::new(two_counties(&data));
    assert_eq!(index.zones_of(&ZoneKind::municipality()).count(), 29);
    for (code, inhabitants, with_the_sea_km2) in [("24", 274_448.0, 67_170.0), ("25", 249_667.0, 112_930.0)] {
        let county = index.zone(&ZoneCode::new(code)).unwrap();
        assert_eq!(county.inhabitants, inhabitants);
        assert_close(county.whole.area_m2() / 1e6, with_the_sea_km2, 0.005);
        let parts = || index.zones.iter().filter(|zone| zone.zone.parent.as_ref() == Some(&county.zone.code));
        assert_eq!(parts().map(|zone| zone.inhabitants).sum::<f64>(), inhabitants);
        assert_close(parts().map(|zone| zone.land_m2).sum(), county.land_m2, 1e-6);
    }
    let localities = &index.region.demand.localities;
    assert_eq!(localities.iter().map(|locality| locality.inhabitants).sum::<f64>(), 425_953.0);
}

/// Cut into cells or laid over each other whole: the same land.
#[test]
fn land_is_the_zone_without_its_lakes() {
    let Some(data) = shared_data() else { return };
    let index = RegionIndex::new(two_counties(&data));
    for zone in index.zones_of(&ZoneKind::municipality()) {
        let outline = &zone.zone.outline;
        let near = |lake: &&MultiPolygon<f64>| {
            lake.bounding_rect().unwrap().intersects(&outline.bounding_rect().unwrap())
        };
        let lakes = index.region.demand.lakes.iter().filter(near);
        let water_m2: f64 = lakes.map(|lake| outline.intersection(lake).unsigned_area()).sum();
        assert_close(zone.land_m2, outline.unsigned_area() - water_m2, 1e-6);
    }
}

/// Features shuffled within their files, and claims turned round: the same areas.
#[test]
fn order_is_irrelevant() {
    let Some(data) = shared_data() else { return };
    let region = RegionIndex::new(two_counties(&data));
    let made_up = stars_as_geojson(&region.region, &stars(&region.region, 60, 7));
    let demonstration = fs::read(in_project("data/demonstration/ripa-4g-voice.geojson.gz")).unwrap();
    let claims = [
        claim(&region.region, Technology::G4, &demonstration),
        claim(&region.region, Technology::G5, &made_up),
    ];
    let forward = CoverageIndex::new(&networks(&region), claims.iter().map(|[one, _]| one.clone()).collect());
    let turned =
        CoverageIndex::new(&networks(&region), claims.iter().rev().map(|[_, two]| two.clone()).collect());
    let one = header("ripa", Technology::G4);
    for networks in [Networks::One(one.network.clone()), Networks::Any] {
        let supply = Supply { networks, ..Supply::of(one.network.clone(), one.service) };
        let areas = [forward.area(&supply), turned.area(&supply)];
        assert_close(areas[1].area_m2(), areas[0].area_m2(), 1e-9);
        for zone in &region.zones {
            let [in_order, shuffled] = areas.each_ref().map(|area| zone.land.intersection_area_m2(area));
            assert!(
                (in_order - shuffled).abs() <= 1e-9 * zone.land_m2,
                "{}: {in_order} {shuffled}",
                zone.zone.name
            );
        }
    }
}

fn networks(region: &RegionIndex) -> Vec<tackning::domain::NetworkId> {
    region.region.network_ids()
}

/// A claim of a file as it is, and of the file with its features shuffled.
fn claim(region: &Region, technology: Technology, bytes: &[u8]) -> [Arc<Claim>; 2] {
    let text = tackning::ingest::unpack(bytes, 1 << 30).unwrap();
    let mut shuffled: Value = serde_json::from_slice(&text).unwrap();
    shuffled["features"].as_array_mut().unwrap().shuffle(&mut dice(11));
    [text, shuffled.to_string().into_bytes()].map(|bytes| {
        let read = collect_coverage_bytes(&bytes, &CoverageSource::new(region)).unwrap();
        let delivery = Delivery {
            id: DeliveryId(1),
            kind: DeliveryKind::Reference,
            header: header("ripa", technology),
            received_at: jiff::Timestamp::UNIX_EPOCH,
            file_name: String::new(),
            sha256: String::new(),
            feature_count: read.reading.feature_count,
            coverage_sha256: String::new(),
            area_m2: 0.0,
            findings: read.reading.findings,
            state: DeliveryState::Published,
        };
        Arc::new(Claim::new(delivery, &read.features))
    })
}
