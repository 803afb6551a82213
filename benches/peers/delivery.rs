//! From delivered files to every figure: received, read, checked, kept, published,
//! indexed and asked. PostGIS is spared the checks and all figures but areas.

use std::{fs, process::Command};

use crate::{
    areas,
    bars::{Bar, Unit, seconds, tell},
    files::{self, Entry, SetFiles},
    import_set::{Format, import_files},
    ours::{self, Figures},
    postgis::PostGis,
    process,
    set::BenchSet,
};
use serde::{Deserialize, Serialize};

/// The argument of a process that does this alone.
pub const CASE: &str = "delivery";

/// One case, in a process of its own.
#[derive(Debug, Serialize, Deserialize)]
pub struct Delivered {
    pub import: Figures,
    /// From the empty folder to the last figure of every zone and supply.
    pub all_seconds: f64,
    /// The areas among them once more.
    pub areas_seconds: f64,
    pub peak_kb: u64,
}

pub fn run() {
    let scale = files::scale();
    let ours = alone(&scale.to_string());
    let ours_s = ours.all_seconds;
    let peak = Unit::Megabytes.show(ours.peak_kb as f64 / 1e3);
    println!(
        "  ours: {} (of that the import {}), peak memory {peak}",
        Unit::Seconds.show(ours_s),
        Unit::Seconds.show(ours.import.seconds),
    );
    let Some(mut peer) = PostGis::open(DATABASE) else { return };
    let set = BenchSet::open();
    let published = set.publish();
    peer.load_region(&published.snapshot);
    let (entries, theirs_s) = seconds(|| import(&SetFiles::open(scale), &published.region().crs));
    println!("  ogr2ogr: {} for {entries} files", Unit::Seconds.show(theirs_s));
    let one_table = one_table(&SetFiles::open(scale).entries());
    let gathered_s = peer.execute(&one_table);
    let covered_s = peer.execute(include_str!("covered.sql"));
    println!("  PostGIS dissolved and subdivided in {}", Unit::Seconds.show(covered_s));
    let areas_s = areas::gap_areas_s(&mut peer, &published.snapshot);
    let theirs_s = theirs_s + gathered_s + covered_s + areas_s;
    println!("  PostGIS: {} in all", Unit::Seconds.show(theirs_s));
    tell("PostGIS takes as long", theirs_s / ours_s, Unit::Times, Bar::AtLeast(20.0));
}

const DATABASE: &str = "delivery";

/// Runs the case in a process of its own.
pub fn alone(scale: &str) -> Delivered {
    let output = process::this_program(CASE, scale).output().expect("this program can be started");
    assert!(output.status.success(), "the delivery failed");
    serde_json::from_slice(&output.stdout).expect("figures are JSON")
}

pub fn one_case(scale: &str) {
    let set = SetFiles::open(scale.parse().expect("a scale"));
    let files = import_files(&set, Format::GeoJson);
    let ((import, snapshot), all_seconds) = seconds(|| {
        let (import, publisher) = ours::publish(&files, set.region());
        let snapshot = publisher.snapshot();
        let supplies = areas::supplies(&snapshot);
        supplies.iter().for_each(|supply| drop(publisher.answers.gaps(&snapshot, supply)));
        (import, snapshot)
    });
    let (_, areas_seconds) = seconds(|| areas::gap_areas_m2(&snapshot));
    let delivered = Delivered { import, all_seconds, areas_seconds, peak_kb: ours::peak_kb() };
    println!("{}", serde_json::to_string(&delivered).expect("figures are JSON"));
}

/// Each file into a table of its own by the fastest settings; how many there were.
/// The server is the one that the environment names.
fn import(set: &SetFiles, crs: &str) -> usize {
    let files = import_files(set, Format::GeoJson);
    for (number, file) in files.iter().enumerate() {
        assert!(fs::metadata(&file.path).is_ok(), "the file is there");
        let mut command = Command::new("ogr2ogr");
        command.args(["-f", "PostgreSQL", &format!("PG:dbname={DATABASE}")]).arg(&file.path);
        command.args(["-nln", &format!("file_{number}"), "-nlt", "PROMOTE_TO_MULTI", "-t_srs", crs]);
        command.args(["--config", "PG_USE_COPY", "YES", "-lco", "SPATIAL_INDEX=NONE"]);
        command.args(["-lco", "GEOMETRY_NAME=area", "-lco", "UNLOGGED=NO"]);
        let output = command.output().expect("ogr2ogr is there: scripts/install bench");
        assert!(output.status.success(), "ogr2ogr: {}", String::from_utf8_lossy(&output.stderr));
    }
    files.len()
}

/// What the files' tables hold, as one, without copying any of it.
fn one_table(entries: &[Entry]) -> String {
    let service = |entry: &Entry| entry.header["service"].as_str().unwrap_or_default().to_owned();
    let selects =
        (0..entries.len()).map(|number| format!("SELECT {number} AS delivery, area FROM file_{number}"));
    let view = selects.collect::<Vec<_>>().join(" UNION ALL ");
    let values =
        entries.iter().enumerate().map(|(number, entry)| format!("({number}, '{}')", service(entry)));
    let values = values.collect::<Vec<_>>().join(", ");
    format!(
        "DROP TABLE delivered; CREATE VIEW delivered AS {view}; INSERT INTO deliveries VALUES {values}; ANALYZE"
    )
}
