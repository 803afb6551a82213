//! What somebody waits for: the gap polygons of a municipality, and all figures of a
//! zone that was just drawn.

use geo::{Coord, CoordsIter, Polygon};
use tackning::{
    analysis::{ZoneGaps, gap_polygons, zone_gaps},
    domain::{Service, ZoneCode},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{RegionIndex, Snapshot, Supply, ZoneIndex},
};

use crate::{
    bars::{Bar, Unit, median_s, tell},
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
    let drawn_s = median_s(RUNS, || all_figures(snapshot, &supplies, &drawn));
    let (area_km2, networks) = (whole.area_m2() / 1e6, supplies.len());
    let what = format!(
        "a drawn zone of {CORNERS} corners and {area_km2:.0} km² across {ACROSS} municipalities, {networks} networks, all demands"
    );
    tell(&what, drawn_s * 1e3, Unit::Milliseconds, Bar::Below(30.0));
}

/// From the polygon to every figure of every network.
fn all_figures(snapshot: &Snapshot, supplies: &[Supply], drawn: &Polygon<f64>) -> Vec<ZoneGaps> {
    let zone = snapshot.region.own_zone(String::new(), drawn.clone().into());
    supplies.iter().map(|supply| zone_gaps(snapshot, &zone, supply)).collect()
}

/// Corners around a position, the nearest half as far as the farthest.
fn star(centre: Coord<f64>) -> Polygon<f64> {
    let corner = |number: usize| {
        let angle = std::f64::consts::TAU * number as f64 / CORNERS as f64;
        let radius_m = REACH_M * (0.75 + 0.25 * (number as f64 * 2.399).sin());
        centre + Coord { x: angle.cos(), y: angle.sin() } * radius_m
    };
    Polygon::new((0..CORNERS).map(corner).collect(), Vec::new())
}

/// The first zone around a corner of a municipality that lies in so many of them.
fn across_municipalities(region: &RegionIndex, zone: &ZoneIndex) -> (Polygon<f64>, Mosaic) {
    let around = |corner| {
        let drawn = star(corner);
        let whole = Mosaic::from_polygons(ANALYSIS_GRID, [&drawn]);
        let municipalities = region.zones_of(&zone.zone.kind);
        let touched = municipalities.filter(|other| other.whole.intersection_area_m2(&whole) > 0.0);
        (touched.count() == ACROSS).then_some((drawn, whole))
    };
    zone.zone.outline.coords_iter().find_map(around).expect("municipalities meet at a corner")
}

/// What each network claims of one service.
fn supplies(snapshot: &Snapshot) -> Vec<Supply> {
    let networks = snapshot.region.region.network_ids().into_iter();
    networks.map(|network| Supply::of(network, Service::Data10)).collect()
}
