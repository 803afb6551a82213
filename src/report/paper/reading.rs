//! A PDF as the usual tools read it, for tests.

use std::{io::Write, process::Command};

use tempfile::NamedTempFile;

pub struct ReadPaper {
    file: NamedTempFile,
}

impl ReadPaper {
    pub fn new(pdf: &[u8]) -> Self {
        let mut file = NamedTempFile::new().expect("a temporary file");
        file.write_all(pdf).expect("room for a PDF");
        Self { file }
    }

    /// Its words, with one space between them.
    pub fn text(&self) -> String {
        let text = self.told_by("pdftotext", &["-layout"], &["-"]);
        // Where a long word may break.
        text.replace('\u{200b}', "").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub fn info(&self) -> String {
        self.told_by("pdfinfo", &[], &[])
    }

    /// The tree of headings, tables and figures that screen readers go by.
    pub fn structure(&self) -> String {
        self.told_by("pdfinfo", &["-struct-text"], &[])
    }

    /// Each font's line.
    pub fn fonts(&self) -> Vec<String> {
        self.told_by("pdffonts", &[], &[]).lines().skip(2).map(ToOwned::to_owned).collect()
    }

    /// The file that goes with it.
    pub fn attached(&self) -> Vec<u8> {
        let saved = NamedTempFile::new().expect("a temporary file");
        let path = saved.path().to_str().expect("a plain path").to_owned();
        self.told_by("pdfdetach", &["-save", "1", "-o", &path], &[]);
        std::fs::read(saved.path()).expect("the file was saved")
    }

    fn told_by(&self, program: &str, before: &[&str], after: &[&str]) -> String {
        let output = Command::new(program).args(before).arg(self.file.path()).args(after).output();
        let output = output.unwrap_or_else(|error| panic!("{program} (Debian: poppler-utils): {error}"));
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

/// What every document of ours is: tagged, whole in its fonts, in its language.
pub fn assert_well_made(pdf: &[u8], language: &str) {
    let read = ReadPaper::new(pdf);
    let info = read.info();
    assert!(info.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{info}");
    assert!(info.contains("Title:"), "{info}");
    for font in read.fonts() {
        assert!(font.contains("NotoSans") && font.contains("yes yes yes"), "{font}");
    }
    let plain = String::from_utf8_lossy(pdf);
    assert!(plain.contains(&format!("/Lang({language}")) || plain.contains(&format!("/Lang ({language}")));
    // What it says it conforms to.
    assert!(plain.contains("pdfuaid:part") && plain.contains("pdfaid:part"));
}
