//! `tackning token` and `tackning audit` on a data folder.

use std::process::{Command, Output};

use tackning::{domain::PlainToken, store::Store};
use tempfile::TempDir;

const DONE: i32 = 0;
const REFUSED: i32 = 1;
const WRONG_USAGE: i32 = 2;

/// Runs the program on the folder and expects its exit code; what it told and complained.
#[track_caller]
fn run(folder: &TempDir, arguments: &[&str], code: i32) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
    command.args(arguments).arg("--data").arg(folder.path().join("data"));
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let (told, complained) = (text(stdout), text(stderr));
    assert_eq!(status.code(), Some(code), "{arguments:?}: {told}{complained}");
    (told, complained)
}

async fn store(folder: &TempDir) -> Store {
    Store::open(folder.path().join("data")).await.unwrap()
}

#[tokio::test]
async fn a_token_is_made_listed_and_revoked() {
    let folder = TempDir::new().unwrap();
    let create = ["token", "create", "--name", "ett skript", "--role", "operator", "--network", "ripa"];
    let narrowed = ["--scope", "deliver", "--expires", "2999-12-31"];
    let (text, _) = run(&folder, &[&create[..], &narrowed[..]].concat(), DONE);
    let plain = PlainToken::parse(text.trim()).unwrap();
    let (kept, hash) = store(&folder).await.token(plain.id).await.unwrap().unwrap();
    assert!(hash.is(&plain.secret.hashed()));
    assert_eq!(kept.details.expires_at.unwrap().to_string(), "3000-01-01T00:00:00Z");
    let (listed, _) = run(&folder, &["token", "list"], DONE);
    assert!(listed.contains("1\tactive\toperator\tripa\tett skript\t3000-01-01T00:00:00Z"), "{listed}");
    assert!(!listed.contains(&plain.secret.reveal()));
    run(&folder, &["token", "revoke", "1"], DONE);
    assert!(run(&folder, &["token", "list"], DONE).0.contains("1\trevoked"));
    run(&folder, &["token", "revoke", "9"], REFUSED);
}

#[test]
fn a_token_that_makes_no_sense_is_refused() {
    let folder = TempDir::new().unwrap();
    let refused = |arguments: &[&str], code: i32, reason: &str| {
        let (_, complained) = run(&folder, &[&["token", "create", "--name", "x"], arguments].concat(), code);
        assert!(complained.contains(reason), "{complained}");
    };
    refused(&["--role", "boss"], WRONG_USAGE, "administrator");
    refused(&["--role", "operator"], REFUSED, "at least one");
    refused(&["--role", "operator", "--network", "nobody"], REFUSED, "no network `nobody`");
    refused(&["--role", "reader", "--scope", "deliver"], REFUSED, "narrows");
    refused(&["--role", "reader", "--scope", "everything"], WRONG_USAGE, "manage_access");
    refused(&["--role", "reader", "--expires", "2020-01-01"], REFUSED, "over");
    refused(&["--role", "reader", "--organisation", "402000-0008"], REFUSED, "no organisation");
    refused(&["--role", "reader", "--organisation", "402000-0009"], REFUSED, "last digit");
}

#[test]
fn the_trail_is_verified_against_a_noted_head() {
    let folder = TempDir::new().unwrap();
    let (_, complained) = run(&folder, &["audit", "verify"], REFUSED);
    assert!(complained.contains("no data folder"), "{complained}");
    let create = ["token", "create", "--name", "x", "--role", "reader"];
    run(&folder, &create, DONE);
    let (told, _) = run(&folder, &["audit", "verify"], DONE);
    assert!(told.starts_with("The audit trail is whole: 1 rows. Head "), "{told}");
    let head = told.trim().rsplit(' ').next().unwrap();
    run(&folder, &create, DONE);
    assert!(run(&folder, &["audit", "verify", "--head", head], DONE).0.contains("2 rows"));
    let (_, complained) = run(&folder, &["audit", "verify", "--head", &"0123".repeat(16)], REFUSED);
    assert!(complained.contains("no row has the hash that was noted"), "{complained}");
}

/// Whoever has the database in hand can change it; it shows.
#[tokio::test]
async fn a_changed_trail_is_told_with_its_row() {
    let folder = TempDir::new().unwrap();
    for name in ["a", "b", "c"] {
        run(&folder, &["token", "create", "--name", name, "--role", "reader"], DONE);
    }
    let database = folder.path().join("data/tackning.sqlite");
    let change = "DROP TRIGGER audit_is_never_changed; UPDATE audit SET actor = 'nobody' WHERE number = 2;";
    let changed = Command::new("sqlite3").arg(database).arg(change).status();
    assert!(changed.expect("Debian's sqlite3 is there").success());
    let (_, complained) = run(&folder, &["audit", "verify"], REFUSED);
    assert!(complained.contains("row 2 was changed; the 1 rows before are sound"), "{complained}");
}
