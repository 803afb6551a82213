//! How fast the service is beside others, on one machine and in one run: PostGIS
//! for areas and points, martin for tiles. Each figure stands with its bar.
//!
//! `TACKNING_BENCH_PART` names one part, `TACKNING_BENCH_SCALE` another set than
//! that of a million vertices. What the peers are given and asked stands in the
//! SQL files beside this. Whether the answers are right is for the tests to say.

mod areas;
mod bars;
mod client;
mod delivery;
#[path = "../coverage/draw.rs"]
#[expect(dead_code, reason = "another benchmark asks how times are spread")]
mod draw;
#[path = "../files.rs"]
mod files;
mod growth;
#[path = "../import/set.rs"]
mod import_set;
mod load;
mod martin;
#[path = "../import/ours.rs"]
mod ours;
mod points;
mod polygons;
mod postgis;
mod process;
mod served;
mod service;
#[path = "../coverage/set.rs"]
#[expect(dead_code, reason = "another benchmark asks more of the set")]
mod set;
mod tiles;

use std::env;

use import_set::ImportFile;

/// A part: the word by which it is asked for, and what it does.
const PARTS: [(&str, fn()); 7] = [
    ("areas", areas::run),
    ("delivery", delivery::run),
    ("polygons", polygons::run),
    ("points", points::run),
    ("served", served::run),
    ("tiles", tiles::run),
    ("growth", growth::run),
];

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [service::CASE, scale] => service::serve(scale),
        [delivery::CASE, scale] => delivery::one_case(scale),
        _ => run_parts(),
    }
}

fn run_parts() {
    let asked = env::var("TACKNING_BENCH_PART").unwrap_or_default();
    let is_asked = |name: &str| asked.is_empty() || asked == name;
    assert!(PARTS.iter().any(|(name, _)| is_asked(name)), "TACKNING_BENCH_PART: there is no part {asked}");
    println!("set {}, {} threads", files::scale(), rayon::current_num_threads());
    for (name, run) in PARTS.iter().filter(|(name, _)| is_asked(name)) {
        println!("\n{name}");
        run();
    }
}
