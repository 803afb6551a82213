//! Gap areas and shared areas, beside ST_Difference and ST_Intersection.

use geo::{Area, Polygon};
use rayon::prelude::*;
use tackning::{
    analysis::{gap_polygons, measure},
    domain::DemandUnit,
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Snapshot, Supply, ZoneIndex},
};

use super::{
    drawn::Drawer,
    peer::Peer,
    published::{Published, SEED, published},
};

/// How far an overlay within one cell may move an edge, metres. What is smaller than
/// so much of its edges' length is rounding, in slivers above all.
const CELL_ROUNDING_M: f64 = 3e-6;
/// The same where polygons of a whole municipality are dissolved at once, as for the
/// map and for files.
const DISSOLVED_ROUNDING_M: f64 = 1e-4;
/// What may differ of every figure beyond its rounding.
const RELATIVE: f64 = 1e-9;
const DRAWN_ZONES: usize = 500;

/// An area by both, and the edges that are around what PostGIS made.
struct Compared {
    what: String,
    ours_m2: f64,
    theirs_m2: f64,
    edges_m: f64,
}

#[tokio::test]
async fn gaps_of_every_municipality_and_supply() {
    let published = published();
    let Some(mut peer) = Peer::with(published, "gaps").await else { return };
    peer.overlay().await;
    check_land(published, &mut peer).await;
    let theirs: Vec<(i32, i32, f64, f64)> = peer
        .ask(
            "SELECT zone, supply, ST_Area(gap), ST_Perimeter(gap)
             FROM land, covered, ST_Difference(land.area, covered.area) AS gap",
        )
        .await;
    let (zones, supplies) = (published.municipalities(), published.supplies());
    assert_eq!(theirs.len(), zones.len() * supplies.len());
    let compare = |ours_m2: &(dyn Fn(&ZoneIndex, &Supply) -> f64 + Sync)| {
        let compared = theirs.par_iter().map(|&(zone, supply, theirs_m2, edges_m)| {
            let (zone, supply) = (zones[zone as usize], &supplies[supply as usize]);
            let what = format!("{}, {supply:?}", zone.zone.name);
            Compared { what, ours_m2: ours_m2(zone, supply), theirs_m2, edges_m }
        });
        compared.collect::<Vec<_>>()
    };
    let Snapshot { region, coverage, .. } = &published.snapshot;
    let figure_m2 = |zone: &ZoneIndex, supply: &Supply| {
        measure(region, zone, DemandUnit::LandArea, &coverage.area(supply)).uncovered()
    };
    let polygons_m2 =
        |zone: &ZoneIndex, supply: &Supply| gap_polygons(&published.snapshot, supply, zone).unsigned_area();
    check("gaps", CELL_ROUNDING_M, compare(&figure_m2));
    check("gap polygons", DISSOLVED_ROUNDING_M, compare(&polygons_m2));
}

async fn check_land(published: &Published, peer: &mut Peer) {
    let theirs: Vec<(i32, f64, f64)> =
        peer.ask("SELECT zone, ST_Area(area), ST_Perimeter(area) FROM land").await;
    let zones = published.municipalities();
    assert_eq!(theirs.len(), zones.len());
    let compared = theirs.into_iter().map(|(zone, theirs_m2, edges_m)| {
        let zone = zones[zone as usize];
        Compared { what: zone.zone.name.clone(), ours_m2: zone.land_m2, theirs_m2, edges_m }
    });
    check("land", CELL_ROUNDING_M, compared.collect());
}

#[tokio::test]
async fn drawn_zones_share_what_they_share() {
    let published = published();
    let Some(mut peer) = Peer::with(published, "drawn_zones").await else { return };
    peer.overlay().await;
    let zones = drawn_zones(published);
    peer.load("asked_zones", &zones).await;
    let theirs: Vec<(i32, i32, f64, f64)> = peer
        .ask(
            "SELECT zone, supply, ST_Area(shared), ST_Perimeter(shared)
             FROM asked_zones, covered, ST_Intersection(asked_zones.area, covered.area) AS shared
             WHERE supply % 5 = zone % 5",
        )
        .await;
    let supplies = published.supplies();
    assert_eq!(theirs.len(), zones.len() * supplies.len() / 5);
    let compared = theirs.par_iter().map(|&(zone, supply, theirs_m2, edges_m)| {
        let (zone, supply) = (&zones[zone as usize], &supplies[supply as usize]);
        let ours_m2 = shared_m2(published, zone, supply);
        Compared { what: format!("{supply:?}"), ours_m2, theirs_m2, edges_m }
    });
    check("drawn zones", CELL_ROUNDING_M, compared.collect());
}

fn drawn_zones(published: &Published) -> Vec<Polygon<f64>> {
    let bounds = published.snapshot.region.region.bounds().unwrap();
    let mut drawer = Drawer::new(SEED + 1, bounds);
    (0..DRAWN_ZONES).map(|_| drawer.zone()).collect()
}

fn shared_m2(published: &Published, zone: &Polygon<f64>, supply: &Supply) -> f64 {
    let zone = Mosaic::from_polygons(ANALYSIS_GRID, [zone]);
    zone.intersection_area_m2(&published.snapshot.coverage.area(supply))
}

/// Says how much they differ at most: of the figure, where it is a square kilometre
/// or more, and of its edges.
#[track_caller]
fn check(name: &str, rounding_m: f64, compared: Vec<Compared>) {
    let (mut of_figure, mut of_edges_m) = (0.0_f64, 0.0_f64);
    for Compared { what, ours_m2, theirs_m2, edges_m } in &compared {
        let error_m2 = (ours_m2 - theirs_m2).abs();
        let allowed_m2 = RELATIVE * theirs_m2 + rounding_m * edges_m;
        assert!(error_m2 <= allowed_m2, "{name} of {what}: {ours_m2} m² is not {theirs_m2} m²");
        of_figure = of_figure.max(if *theirs_m2 >= 1e6 { error_m2 / theirs_m2 } else { 0.0 });
        of_edges_m = of_edges_m.max(error_m2 / edges_m.max(1.0));
    }
    let count = compared.len();
    println!(
        "{name}: {count} figures differ by at most {of_figure:.1e}, {of_edges_m:.1e} m along their edges"
    );
    assert!(of_figure <= 1e-6, "{name}");
}
