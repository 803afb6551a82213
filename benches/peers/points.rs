//! Who covers a point: one, a million on one core, and PostGIS with its index.

use std::time::Instant;

use geo::Coord;
use tackning::index::CoverageIndex;

use crate::{
    bars::{Bar, Unit, quantile, seconds, tell},
    draw,
    postgis::PostGis,
    set::BenchSet,
};

const POINTS: usize = 1_000_000;
/// So many are asked of PostGIS.
const PEERS_POINTS: usize = 20_000;

pub fn run() {
    let set = BenchSet::open();
    let published = set.publish();
    println!("  {}", published.describe());
    let positions = draw::positions(&published.snapshot.region, POINTS);
    let coverage = &published.snapshot.coverage;
    let mut times: Vec<_> = positions.iter().map(|at| time(coverage, *at)).collect();
    tell(
        "who covers a point, median",
        quantile(&mut times, 0.5).as_secs_f64() * 1e6,
        Unit::Microseconds,
        Bar::Below(2.0),
    );
    let (claims, million_s) = seconds(|| claims_at(coverage, &positions));
    println!("  99 % under {:.1?}; {claims} claims at {POINTS} points", quantile(&mut times, 0.99));
    tell("a million points on one core", million_s, Unit::Seconds, Bar::Below(1.5));

    let Some(mut peer) = PostGis::open("points") else { return };
    peer.load_region(&published.snapshot);
    peer.load_deliveries(&set, &published.snapshot);
    peer.execute(include_str!("covered.sql"));
    peer.load_points(&published.snapshot, PEERS_POINTS);
    let (rows, theirs_s) = peer.ask::<(i32, i32)>(include_str!("points.sql"));
    let same = &positions[..PEERS_POINTS];
    let (claims, ours_s) = seconds(|| claims_at(coverage, same));
    let per_point = |taken_s: f64| Unit::Microseconds.show(taken_s / PEERS_POINTS as f64 * 1e6);
    println!(
        "  PostGIS: {} a point, {} claims; ours {}, {claims} claims",
        per_point(theirs_s),
        rows.len(),
        per_point(ours_s)
    );
    tell("PostGIS takes as long", theirs_s / ours_s, Unit::Times, Bar::AtLeast(100.0));
}

fn time(coverage: &CoverageIndex, at: Coord<f64>) -> std::time::Duration {
    let begin = Instant::now();
    std::hint::black_box(coverage.claims_at(at));
    begin.elapsed()
}

fn claims_at(coverage: &CoverageIndex, positions: &[Coord<f64>]) -> usize {
    positions.iter().map(|at| coverage.claims_at(*at).len()).sum()
}
