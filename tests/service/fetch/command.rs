//! The program: what it prints, how it ends, and that a kill leaves nothing half.

use std::{
    fs,
    process::{Command, Output, Stdio},
};

use tackning::sources::SourceFault;

use super::{
    set_up::{Out, squares},
    source::{Mood, Source},
};

fn fetch(out: &Out, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
    command.arg("fetch").args(arguments).arg("--out").arg(out.folder.path());
    command.args(["--county", "24", "--county", "25"]);
    command.env_remove("TACKNING_SOURCE_ACCOUNT").env_remove("TACKNING_SOURCE_TOKEN");
    command
}

async fn run(mut command: Command) -> (i32, String, String) {
    let ended = tokio::task::spawn_blocking(move || command.output().unwrap());
    let Output { status, stdout, stderr } = ended.await.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// By SIGKILL: the program learns nothing of it.
#[tokio::test]
async fn a_killed_fetch_goes_on() {
    let source = Source::serve(squares(10)).await;
    let out = Out::new();
    let arguments = ["population", "--url", source.url.as_str(), "--page-size", "2"];
    fs::write(out.path("population.csv"), "old").unwrap();
    source.moods([Mood::Well, Mood::Well, Mood::Hangs]);
    let mut child = fetch(&out, &arguments).stderr(Stdio::null()).spawn().unwrap();
    source.hangs().await;
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(out.text("population.csv"), "old");
    source.asked();

    let (code, told, complained) = run(fetch(&out, &arguments)).await;
    assert_eq!(code, 0, "{complained}");
    assert!(told.contains("population.csv: 10 of 10 features. SHA-256 "), "{told}");
    assert!(complained.contains("2 pages are there already"), "{complained}");
    assert_eq!(source.asked().len(), 3);
    assert_eq!(out.text("population.csv").lines().count(), 11);
    assert!(out.path("population.source.json").exists() && !out.path("population.csv.part").exists());
}

#[tokio::test]
async fn what_goes_wrong_is_a_sentence_with_place_reason_and_code() {
    let source = Source::serve(squares(4)).await;
    let out = Out::new();
    source.moods([Mood::Failing(404, "no such layer")]);
    let (code, told, complained) = run(fetch(&out, &["population", "--url", source.url.as_str()])).await;
    assert_eq!((code, told.as_str()), (1, ""));
    let last = complained.lines().last().unwrap();
    assert!(last.starts_with(&format!("tackning: {}?", source.url)), "{last}");
    assert!(last.ends_with(": 404 Not Found: no such layer [refused]"), "{last}");
}

#[tokio::test]
async fn arguments_that_make_no_sense() {
    let out = Out::new();
    let (code, _, complained) = run(fetch(&out, &["population", "--county", "248"])).await;
    assert!(code == 2 && complained.contains("two digits"), "{complained}");
    let (code, _, complained) = run(fetch(&out, &["roads"])).await;
    assert!(code == 1 && complained.contains("--url or the files with --file"), "{complained}");
    let mut both = fetch(&out, &["buildings"]);
    both.env("TACKNING_SOURCE_ACCOUNT", "a:b").env("TACKNING_SOURCE_TOKEN", "c");
    let (code, _, complained) = run(both).await;
    assert!(code == 1 && complained.contains("both set"), "{complained}");
}

/// Each in both languages, as the manual's other codes.
#[test]
fn every_code_is_in_the_manual() {
    for page in ["fetching.md", "hamtning.md"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/manual").join(page);
        let text = fs::read_to_string(path).unwrap();
        for fault in SourceFault::ALL {
            assert!(text.contains(&format!("| `{}` |", fault.code())), "{page}: {}", fault.code());
        }
    }
}
