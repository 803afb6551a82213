//! From files of measurements to the statistics of their cells: ours beside
//! DuckDB, which imports the same files and groups them the same way, in the
//! same run on the same machine.
//!
//! Each side runs in a process of its own, twice as many rows as cores can hold
//! in their caches being the point: time and peak memory are told. Without
//! DuckDB (`scripts/install bench`) ours runs alone.

mod ours;
mod peer;
mod set;

use std::{
    env,
    process::{Command, Stdio},
};

use ours::Figures;
use set::Set;

/// The first argument of the process that measures ours.
const CASE: &str = "one-case";

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let rows = env::var("TACKNING_BENCH_ROWS").map_or(Ok(10_000_000), |text| text.parse());
    let set = Set::open(rows.expect("TACKNING_BENCH_ROWS is a number"));
    match arguments.first() {
        Some(case) if case == CASE => {
            println!("{}", serde_json::to_string(&ours::measure(&set)).expect("figures are JSON"));
        }
        _ => compare(&set),
    }
}

fn compare(set: &Set) {
    let ours = ours_alone();
    println!("measurements, {} rows in {} files: {}", set.rows, set.files.len(), told(&ours));
    match peer::measure(set) {
        Ok(theirs) => {
            println!("  DuckDB {}: {}", theirs.version, told(&theirs.figures));
            let counted = |figures: &Figures| (figures.cells, figures.votes);
            assert_eq!(counted(&ours), counted(&theirs.figures), "both count the same");
            println!("  ours is {:.2} times as fast", theirs.figures.seconds() / ours.seconds());
        }
        Err(reason) => println!("  DuckDB: {reason}"),
    }
}

fn told(figures: &Figures) -> String {
    let Figures { importing_seconds, grouping_seconds, peak_kb, cells, votes } = figures;
    format!(
        "{:.2} s (importing {importing_seconds:.2}, grouping {grouping_seconds:.2}), peak memory {} MB, \
         {cells} cells with {votes} votes",
        figures.seconds(),
        peak_kb / 1_000,
    )
}

fn ours_alone() -> Figures {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new(program).arg(CASE).stderr(Stdio::inherit()).output();
    let output = output.expect("this program can be started");
    assert!(output.status.success(), "the import failed");
    serde_json::from_slice(&output.stdout).expect("figures are JSON")
}
