//! `tackning requirement`, on a data folder with one claim in it.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::{Value, json};
use tempfile::TempDir;

#[track_caller]
fn run(folder: Option<&Path>, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
    command.args(arguments);
    if let Some(folder) = folder {
        command.arg("--data").arg(folder);
    }
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (told, complained) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{arguments:?}: {told}{complained}");
    (told, complained)
}

/// A template, filled, stored, revised, copied, written out again, and tried.
#[test]
fn from_a_template_to_a_verdict() {
    let folder = TempDir::new().unwrap();
    let file = |name: &str| format!("{}/tests/service/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let claim = ["--network", "ripa", "--technology", "4G", "--service", "voice"];
    let coverage = file("square_sweref99tm.geojson");
    run(Some(folder.path()), &[&["import", "coverage", &coverage], &claim[..]].concat(), 0);

    let (listed, _) = run(None, &["requirement", "templates"], 0);
    assert!(listed.lines().count() >= 9 && listed.contains("pointed_out"), "{listed}");
    let (template, _) = run(None, &["requirement", "templates", "inhabitants"], 0);
    let mut requirement: Value = serde_json::from_str(&template).unwrap();
    requirement["zones"] = json!({"codes": ["2418"]});
    requirement["local_floor"] = Value::Null;
    let path = folder.path().join("requirement.json");
    let store = |requirement: &Value, more: &[&str]| {
        fs::write(&path, requirement.to_string()).unwrap();
        let import = ["requirement", "import", path.to_str().unwrap()];
        run(Some(folder.path()), &[&import, more].concat(), 0).0
    };
    assert!(store(&requirement, &[]).starts_with("1\tversion 1\tmandatory"));
    requirement["threshold"] = json!(0.001);
    assert!(store(&requirement, &["--revise", "1"]).starts_with("1\tversion 2"));
    let (copied, _) = run(Some(folder.path()), &["requirement", "copy", "1", "Ramavtal"], 0);
    assert!(copied.starts_with("2\tversion 1"), "{copied}");
    let (exported, _) = run(Some(folder.path()), &["requirement", "export", "2"], 0);
    let exported: Value = serde_json::from_str(&exported).unwrap();
    assert_eq!((&exported["procurement"], &exported["threshold"]), (&json!("Ramavtal"), &json!(0.001)));

    let (text, _) = run(Some(folder.path()), &["requirement", "text", "1", "--version", "1"], 0);
    assert!(text.contains("minst 99\u{a0}% av invånarna") && text.contains("Malå"), "{text}");
    let (english, _) = run(Some(folder.path()), &["requirement", "text", "1", "--english"], 0);
    assert!(english.contains("at least 0.1\u{a0}% of the inhabitants"), "{english}");

    let evaluate = ["requirement", "evaluate", "1", "--as-of", "2027-02-01"];
    let (table, _) = run(Some(folder.path()), &evaluate, 0);
    assert!(table.starts_with("requirement,version,on,network,zone,zone_name,verdict"), "{table}");
    assert!(table.contains("1,2,2027-02-01,ripa,2418,Malå,"), "{table}");
    let (json, _) = run(Some(folder.path()), &[&evaluate[..], &["--format", "json"]].concat(), 0);
    let answer: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&answer["version"], &answer["on"]), (&json!(2), &json!("2027-02-01")));
    let (market, _) = run(Some(folder.path()), &["requirement", "sound", "1"], 0);
    assert!(market.contains("at 0.10 %:"), "{market}");
    let (schema, _) = run(None, &["requirement", "schema"], 0);
    assert!(serde_json::from_str::<Value>(&schema).unwrap()["$defs"]["RequirementDocument"].is_object());
}

#[test]
fn what_cannot_be_computed_is_refused() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("requirement.json");
    fs::write(&path, json!({"threshold": 985}).to_string()).unwrap();
    let import = ["requirement", "import", path.to_str().unwrap()];
    run(Some(folder.path()), &import, 1);
    let (_, complained) = run(Some(folder.path()), &["requirement", "text", "7"], 1);
    assert!(complained.contains("no such requirement 7"), "{complained}");
    let (_, complained) = run(None, &["requirement", "templates", "none"], 1);
    assert!(complained.contains("no template `none`"), "{complained}");
}
