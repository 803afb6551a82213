//! `tackning backup` and `tackning restore`, on a data folder that is in use.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tackning::store::Store;
use tempfile::TempDir;

const DONE: i32 = 0;
const REFUSED: i32 = 1;

/// Runs the program on a folder and expects its exit code; what it told and complained.
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

fn import(folder: &Path) {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/service/data/square_sweref99tm.geojson");
    let claim = ["--network", "ripa", "--technology", "4G", "--service", "voice"];
    run(folder, &[&["import", "coverage", file], &claim[..]].concat(), DONE);
}

#[tokio::test]
async fn what_was_saved_from_an_open_store_comes_back_and_only_into_an_empty_one() {
    let folder = TempDir::new().unwrap();
    let [data, other, backup] = ["data", "other", "backup.tar.zst"].map(|name| folder.path().join(name));
    let backup = backup.to_str().unwrap();
    import(&data);
    // Held open, as a service does.
    let store = Store::open(&data).await.unwrap();
    let (told, _) = run(&data, &["backup", backup], DONE);
    assert!(told.contains("2 files of "), "{told}");
    let sha256 = told.trim().rsplit(' ').next().unwrap();
    let (_, complained) = run(&data, &["backup", backup], REFUSED);
    assert!(complained.contains("is there already"), "{complained}");
    let (_, complained) = run(&data, &["restore", backup], REFUSED);
    assert!(complained.contains("into an empty store only"), "{complained}");

    let (told, _) = run(&other, &["restore", backup], DONE);
    assert!(told.contains(sha256), "{told}");
    let head = run(&data, &["audit", "verify"], DONE).0;
    assert_eq!(run(&other, &["audit", "verify"], DONE).0, head);
    let restored = Store::open(&other).await.unwrap();
    let [saved, restored] = [store.deliveries().await.unwrap(), restored.deliveries().await.unwrap()];
    assert_eq!(format!("{saved:?}"), format!("{restored:?}"));
}

#[test]
fn a_damaged_backup_leaves_no_folder() {
    let folder = TempDir::new().unwrap();
    let [data, other, backup] = ["data", "other", "backup"].map(|name| folder.path().join(name));
    import(&data);
    run(&data, &["backup", backup.to_str().unwrap()], DONE);
    let bytes = fs::read(&backup).unwrap();
    fs::write(&backup, &bytes[..bytes.len() - 20]).unwrap();
    let (_, complained) = run(&other, &["restore", backup.to_str().unwrap()], REFUSED);
    assert!(complained.contains("damaged or not whole"), "{complained}");
    run(&other, &["restore", folder.path().join("none").to_str().unwrap()], REFUSED);
    run(&other, &["backup", folder.path().join("none").to_str().unwrap()], REFUSED);
    assert!(!other.exists());
}

#[test]
fn an_address_that_is_wrong_is_refused_without_being_shown() {
    let folder = TempDir::new().unwrap();
    for url in ["mysql://somebody:hemligt@localhost", "postgres://somebody:hemligt@localhost:1/none"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
        command.args(["token", "create", "--name", "x", "--role", "reader", "--data"]).arg(folder.path());
        let Output { status, stdout, stderr } = command.env("DATABASE_URL", url).output().unwrap();
        assert_eq!(status.code(), Some(REFUSED));
        assert!(![stdout, stderr].iter().any(|text| String::from_utf8_lossy(text).contains("hemligt")));
    }
}
