//! Every gap area, from what is published: 29 municipalities by each network with
//! each service, and by all networks together.

use std::{sync::Arc, time::Instant};

use rayon::prelude::*;
use tackning::{
    domain::ZoneKind,
    geometry::Mosaic,
    index::{Networks, Snapshot, Supply, ZoneIndex},
    publishing::Answers,
};

use crate::{
    bars::{Bar, Unit, median_s, tell},
    postgis::PostGis,
    set::BenchSet,
};

const RUNS: usize = 21;

pub fn run() {
    let set = BenchSet::open();
    let published = set.publish();
    println!("  {}", published.describe());
    let snapshot = &published.snapshot;
    let computed_s = median_s(RUNS, || gap_areas_m2(snapshot));
    println!("  computed from the areas anew in {}", Unit::Seconds.show(computed_s));
    // As the service answers: figures are computed when something is published.
    let answers = Answers::default();
    let prepared = Instant::now();
    answers.prepare(snapshot, || true);
    println!("  every figure, at publishing, in {}", Unit::Seconds.show(prepared.elapsed().as_secs_f64()));
    let ours_s = median_s(RUNS, || published_gap_areas_m2(&answers, snapshot));
    tell("all gap areas", ours_s * 1e3, Unit::Milliseconds, Bar::Below(50.0));
    let Some(mut peer) = PostGis::open("areas") else { return };
    println!("  {}", peer.describe());
    peer.load_region(snapshot);
    peer.load_deliveries(&set, snapshot);
    let prepared_s = peer.execute(include_str!("covered.sql"));
    println!("  PostGIS dissolved and subdivided what is covered in {}", Unit::Seconds.show(prepared_s));
    let theirs_s = gap_areas_s(&mut peer, snapshot);
    tell("PostGIS takes as long", theirs_s / ours_s, Unit::Times, Bar::AtLeast(1_000.0));
}

/// PostGIS's best, seconds; says how far its areas are from ours.
pub fn gap_areas_s(peer: &mut PostGis, snapshot: &Snapshot) -> f64 {
    let ways =
        [("subdivided", include_str!("gaps_subdivided.sql")), ("naive", include_str!("gaps_naive.sql"))];
    let mut best_s = f64::INFINITY;
    let ours_m2: f64 = gap_areas_m2(snapshot).iter().sum();
    for (name, question) in ways {
        let (rows, taken_s) = peer.ask::<(i32, i32, f64)>(question);
        let theirs_m2: f64 = rows.iter().map(|(_, _, gap_m2)| gap_m2).sum();
        let differs = (ours_m2 - theirs_m2).abs() / theirs_m2;
        println!(
            "  PostGIS, {name}: {}, {} areas, sum differs by {differs:.0e}",
            Unit::Seconds.show(taken_s),
            rows.len()
        );
        best_s = best_s.min(taken_s);
    }
    best_s
}

/// The same figures as they are kept since publishing.
fn published_gap_areas_m2(answers: &Answers, snapshot: &Snapshot) -> Vec<f64> {
    let of_supply = |supply: &Supply| {
        let figures = answers.gaps(snapshot, supply);
        figures.iter().map(|figures| figures.land_area.uncovered()).collect::<Vec<_>>()
    };
    supplies(snapshot).iter().flat_map(of_supply).collect()
}

/// In square metres, zone by zone.
pub fn gap_areas_m2(snapshot: &Snapshot) -> Vec<f64> {
    let supplies: Vec<Arc<Mosaic>> =
        supplies(snapshot).iter().map(|supply| snapshot.coverage.area(supply)).collect();
    let kind = ZoneKind::municipality();
    let zones: Vec<&ZoneIndex> = snapshot.region.zones_of(&kind).collect();
    let of_zone = |zone: &&ZoneIndex| -> Vec<f64> {
        supplies.iter().map(|area| zone.land_m2 - zone.land.intersection_area_m2(area)).collect()
    };
    zones.par_iter().flat_map_iter(of_zone).collect()
}

/// Every network with every service that is claimed, and all networks together.
pub fn supplies(snapshot: &Snapshot) -> Vec<Supply> {
    let claims = snapshot.coverage.claims();
    let one = claims.iter().map(|claim| {
        let header = &claim.delivery.header;
        Supply::of(header.network.clone(), header.service)
    });
    let one: std::collections::BTreeSet<Supply> = one.collect();
    let any: std::collections::BTreeSet<Supply> =
        one.iter().map(|supply| supply.with_networks(Networks::Any)).collect();
    one.into_iter().chain(any).collect()
}
