//! What somebody waits for: the gap polygons of a municipality, and all figures of a
//! zone that was just drawn.

use geo::{CoordsIter, Polygon};
use tackning::{
    analysis::{gap_polygons, measure},
    domain::{DemandUnit, Service, ZoneCode},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Networks, RegionIndex, Snapshot, Supply, ZoneIndex},
};

use crate::{
    bars::{Bar, Unit, median_s, tell},
    drawn_zone::{drawn_zone, star},
    set::BenchSet,
};

/// A municipality with a town, a coast, forest and mountains' edge.
const MUNICIPALITY: &str = "2482";
const RUNS: usize = 51;
const CORNERS: usize = 200;
const REACH_M: f64 = 30_000.0;
const ACROSS: usize = 3;

pub fn run() {
    let published = BenchSet::open().publish();
    let snapshot = &published.snapshot;
    println!("  {}", published.describe());
    let zone = snapshot.region.zone(&ZoneCode::new(MUNICIPALITY)).expect("the region has it");
    let supplies = supplies(snapshot);
    let gaps_s = median_s(RUNS, || gap_polygons(snapshot, &supplies[0], zone));
    tell("gap polygons of one municipality", gaps_s * 1e3, Unit::Milliseconds, Bar::Below(30.0));

    let (drawn, whole) = across_municipalities(&snapshot.region, zone);
    let lakes = Mosaic::from_polygons(ANALYSIS_GRID, snapshot.region.region.demand.lakes.iter().flatten());
    let drawn_s = median_s(RUNS, || {
        let zone = drawn_zone(&snapshot.region, &lakes, drawn.clone());
        let figures = supplies.iter().flat_map(|supply| {
            let area = snapshot.coverage.area(supply);
            let zone = &zone;
            UNITS.map(|unit| measure(&snapshot.region, zone, unit, &area).uncovered())
        });
        figures.sum::<f64>()
    });
    let what = format!(
        "a drawn zone of {CORNERS} corners and {:.0} km² across {ACROSS} municipalities, {} networks, {} demands",
        whole.area_m2() / 1e6,
        supplies.len(),
        UNITS.len(),
    );
    tell(&what, drawn_s * 1e3, Unit::Milliseconds, Bar::Below(30.0));
}

/// The first zone around a corner of a municipality that lies in so many of them.
fn across_municipalities(region: &RegionIndex, zone: &ZoneIndex) -> (Polygon<f64>, Mosaic) {
    let around = |corner| {
        let drawn = star(corner, REACH_M, CORNERS);
        let whole = Mosaic::from_polygons(ANALYSIS_GRID, [&drawn]);
        let municipalities = region.zones_of(&zone.zone.kind);
        let touched = municipalities.filter(|other| other.whole.intersection_area_m2(&whole) > 0.0);
        (touched.count() == ACROSS).then_some((drawn, whole))
    };
    zone.zone.outline.coords_iter().find_map(around).expect("municipalities meet at a corner")
}

const UNITS: [DemandUnit; 4] =
    [DemandUnit::LandArea, DemandUnit::Inhabitants, DemandUnit::RoadLength, DemandUnit::Places];

/// What each network gives of one service.
fn supplies(snapshot: &Snapshot) -> Vec<Supply> {
    let networks = snapshot.region.region.network_ids().into_iter().map(Networks::One);
    let of = |networks| Supply {
        networks,
        service: Service::Data10,
        technology: None,
        environment: tackning::domain::Environment::Outdoor,
    };
    networks.map(of).collect()
}
