//! From delivered files to a published, queryable snapshot: ours beside `ogr2ogr`
//! into PostGIS, in the same run on the same machine, in three formats; and how
//! time and memory grow with the set.
//!
//! Each of our cases runs in a process of its own. Without a server
//! (`scripts/with-postgres`) ours runs alone.

#[path = "../files.rs"]
mod files;
mod ours;
mod peer;
mod set;

use std::{
    env,
    process::{Command, Stdio},
    time::Duration,
};

use tackning::demonstration::Scale;

use self::{
    files::SetFiles,
    ours::Figures,
    set::{Format, ImportFile, import_files},
};

/// The median of so many counts.
const RUNS: usize = 3;
/// The first argument of a process that imports one case.
const CASE: &str = "one-case";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.as_slice() {
        [case, scale, format] if case == CASE => one_case(scale, format),
        _ => compare(),
    }
}

fn one_case(scale: &str, format: &str) {
    let set = SetFiles::open(scale.parse().expect("a scale"));
    let files = import_files(&set, format.parse().expect("a format"));
    let figures = ours::publish(&files, set.region()).0;
    println!("{}", serde_json::to_string(&figures).expect("figures are JSON"));
}

fn compare() {
    let has_peer = peer::is_there() && peer::prepare().is_ok();
    match peer::describe() {
        Ok(words) if has_peer => println!("peer: {words}"),
        _ => println!("peer: no server (scripts/with-postgres starts one)"),
    }
    let scale = files::scale();
    for format in Format::ALL {
        beside_peer(scale, format, has_peer);
    }
    grow(scale);
}

fn beside_peer(scale: Scale, format: Format, has_peer: bool) {
    let set = SetFiles::open(scale);
    let files = import_files(&set, format);
    let ours = median((0..RUNS).map(|_| ours_alone(scale, format)).collect(), |figures| figures.seconds);
    println!("import {scale} as {}: {}", format.name(), told(&ours));
    if !has_peer {
        return;
    }
    let paths: Vec<_> = files.iter().map(|file| &file.path).collect();
    let crs = set.region().crs;
    let import = |_| peer::import(&paths, &crs).expect("the peer can import the set");
    let theirs = median((0..RUNS).map(import).collect(), Duration::as_secs_f64).as_secs_f64();
    let vertices = peer::vertices().expect("the peer's table can be counted");
    let ratio = theirs / ours.seconds;
    println!("  ogr2ogr into PostGIS: {theirs:.2} s, {vertices} vertices; ours is {ratio:.1} times as fast");
}

/// Up to the set that was asked for: time against n log n, and memory.
fn grow(largest: Scale) {
    let scales = [(Scale::Vertices50k, 5e4_f64), (Scale::Vertices1m, 1e6), (Scale::Vertices10m, 1e7)];
    let end = scales.iter().position(|(scale, _)| *scale == largest).map_or(1, |index| index + 1);
    for (scale, vertices) in &scales[..end] {
        let figures = ours_alone(*scale, Format::GeoJson);
        let per_vertex_ns = figures.seconds * 1e9 / (vertices * vertices.log2());
        println!("growth {scale}: {}; {per_vertex_ns:.1} ns / (n log₂ n)", told(&figures));
    }
}

fn told(figures: &Figures) -> String {
    let Figures { seconds, delivering_seconds, publishing_seconds, peak_kb, area_m2 } = figures;
    format!(
        "{seconds:.2} s (delivering {delivering_seconds:.2}, publishing {publishing_seconds:.2}), \
         peak memory {} MB, {:.0} km² claimed",
        peak_kb / 1_000,
        area_m2 / 1e6,
    )
}

fn ours_alone(scale: Scale, format: Format) -> Figures {
    let program = env::current_exe().expect("this program has a path");
    let mut command = Command::new(program);
    command.args([CASE, &scale.to_string(), format.name()]).stderr(Stdio::inherit());
    let output = command.output().expect("this program can be started");
    assert!(output.status.success(), "the import failed");
    serde_json::from_slice(&output.stdout).expect("figures are JSON")
}

fn median<T>(mut values: Vec<T>, seconds: impl Fn(&T) -> f64) -> T {
    values.sort_by(|one, other| seconds(one).total_cmp(&seconds(other)));
    values.swap_remove(values.len() / 2)
}
