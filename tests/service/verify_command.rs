//! `tackning verify`, on a data folder with one claim and three samples in it.

use std::{
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

#[track_caller]
fn run(folder: &Path, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
    command.args(arguments).arg("--data").arg(folder);
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (told, complained) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{arguments:?}: {told}{complained}");
    (told, complained)
}

fn filled() -> TempDir {
    let folder = TempDir::new().unwrap();
    let file = |name: &str| format!("{}/tests/service/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let claim = ["--network", "ripa", "--technology", "4G", "--service", "voice"];
    let coverage = file("square_sweref99tm.geojson");
    run(folder.path(), &[&["import", "coverage", &coverage], &claim[..]].concat(), 0);
    let samples = file("samples.csv");
    run(folder.path(), &["import", "measurements", &samples, "--unprotected"], 0);
    folder
}

#[test]
fn as_a_table_and_as_the_service_answers_it() {
    let folder = filled();
    let asked =
        ["verify", "--network", "ripa", "--service", "voice", "--zone", "2418", "--as-of", "2026-11-15"];
    let (table, _) = run(folder.path(), &asked, 0);
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
    // Two levels of which none was found in one row, and a call that succeeds beside one that fails.
    assert_eq!(
        rows[1][..8],
        ["2418", "Malå", "ripa", "voice", "signal", "inconclusive", "1", "1"],
        "{table}"
    );
    assert_eq!(rows[2][2..8], ["ripa", "voice", "service", "inconclusive", "1", "1"], "{table}");
    assert!(table.contains("land_area") && table.contains("verified"), "{table}");

    let (json, _) = run(folder.path(), &[&asked[..], &["--json"]].concat(), 0);
    let answer: Value = serde_json::from_str(&json).unwrap();
    let verdict = &answer["verdicts"][0];
    assert_eq!((&verdict["zone"]["code"], &verdict["network"]), (&json!("2418"), &json!("ripa")));
    assert_eq!(verdict["by_signal"]["evidence"]["samples"], 3);
    assert_eq!(verdict["by_service"]["evidence"]["samples"], 2);
}

#[test]
fn what_the_region_does_not_have_is_refused() {
    let folder = filled();
    for (arguments, said) in
        [(["--network", "other"], "no network `other`"), (["--zone", "9999"], "no zone with the code `9999`")]
    {
        let (_, complained) = run(folder.path(), &[&["verify"], &arguments[..]].concat(), 1);
        assert!(complained.contains(said), "{complained}");
    }
}
