//! The program on a data folder of a test's own, and what it answers.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use geo::{BoundingRect, Rect};
use tackning::{domain::Delivery, store::Store};
use tempfile::TempDir;

use super::set_up::in_project;

/// A made-up file of the tests.
pub fn fixture(name: &str) -> PathBuf {
    in_project("tests/service/data").join(name)
}

/// A data folder and the program's answers on it.
pub struct Session {
    folder: TempDir,
}

pub struct Answer {
    code: i32,
    told: String,
    complained: String,
}

impl Session {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data folder.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    pub fn run(&self, kind: &str, file: &Path, arguments: &[&str]) -> Answer {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
        command.arg("import").arg(kind).arg(file).arg("--data").arg(self.data());
        let Output { status, stdout, stderr } = command.args(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Answer { code: status.code().unwrap(), told: text(stdout), complained: text(stderr) }
    }

    /// Imports coverage into the small region.
    pub fn coverage(&self, file: &Path, more: &[&str]) -> Answer {
        let region = fixture("small_region");
        let given = [
            "--region",
            region.to_str().unwrap(),
            "--network",
            "ripa",
            "--technology",
            "4G",
            "--service",
            "voice",
            "--environment",
            "outdoor",
        ];
        self.run("coverage", file, &[&given, more].concat())
    }

    pub fn measurements(&self, file: &Path) -> Answer {
        let region = fixture("small_region");
        self.run("measurements", file, &["--region", region.to_str().unwrap(), "--unprotected"])
    }

    pub async fn store(&self) -> Store {
        Store::open(self.data()).await.unwrap()
    }

    /// What the store holds, to compare before and after.
    pub async fn holds(&self) -> (Vec<i64>, usize, Vec<PathBuf>) {
        let store = self.store().await;
        let deliveries = store.deliveries().await.unwrap().iter().map(|delivery| delivery.id.0).collect();
        let samples = store.samples().await.unwrap().len();
        (deliveries, samples, files_under(&self.data().join("objects")))
    }

    /// The only delivery and the bounds of its area.
    pub async fn delivery(&self) -> (Delivery, Rect<f64>) {
        let store = self.store().await;
        let [delivery] = store.deliveries().await.unwrap().try_into().unwrap();
        let features = store.coverage(&delivery).await.unwrap();
        let [feature] = features.as_slice() else { panic!("one feature: {features:?}") };
        let bounds = feature.area.bounding_rect().unwrap();
        (delivery, bounds)
    }
}

impl Answer {
    #[track_caller]
    pub fn expect(&self, code: i32, told: &str, complained: &str) {
        let Self { code: found, told: output, complained: errors } = self;
        assert_eq!(*found, code, "{output}{errors}");
        assert!(output.contains(told), "{output}");
        assert!(errors.contains(complained), "{errors}");
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        paths.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect();
    files.sort();
    files
}
