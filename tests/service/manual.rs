//! The manual names every code that the service gives, and no other, in both languages.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use tackning::{
    ingest::coverage::{error_codes, finding_codes},
    tiles::LAYERS,
};

/// The first column of the manual's tables of codes.
fn documented(page: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(project().join("docs/manual").join(page)).unwrap();
    let mut codes = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let code = line.split('`').nth(1).unwrap().to_owned();
        assert!(codes.insert(code), "{page}: twice: {line}");
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
        assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{page}: an empty cell: {line}");
    }
    codes
}

#[test]
fn both_languages_name_the_same_codes() {
    assert_eq!(documented("codes.md"), documented("koder.md"));
}

#[test]
fn every_code_is_in_the_manual_and_every_other_is_not() {
    let listed = finding_codes().chain(error_codes()).map(str::to_owned);
    let given: BTreeSet<String> = listed.chain(codes_in_the_code()).collect();
    let documented = documented("codes.md");
    let missing: Vec<_> = given.difference(&documented).collect();
    assert!(missing.is_empty(), "docs/manual/codes.md and koder.md lack {missing:?}");
    let gone: Vec<_> = documented.difference(&given).collect();
    assert!(gone.is_empty(), "the service doesn't give {gone:?} any more");
}

/// In both languages the map's layers stand with their filters and fields, in
/// the catalogue's order, and what is required in bold.
#[test]
fn every_layer_is_in_the_manual_as_it_is() {
    let catalogue: Vec<[String; 3]> = LAYERS
        .iter()
        .map(|layer| {
            let filters = layer.filters.iter().map(|filter| match filter.required {
                true => format!("**{}**", filter.name),
                false => filter.name.to_owned(),
            });
            let fields = layer.fields.iter().map(|field| format!("`{}`", field.name));
            let list = |items: Vec<String>| items.join(", ");
            [format!("`{}`", layer.id.name()), list(filters.collect()), list(fields.collect())]
        })
        .collect();
    for page in ["layers.md", "lager.md"] {
        let text = fs::read_to_string(project().join("docs/manual").join(page)).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        let found: Vec<[String; 3]> = rows
            .map(|row| {
                let cells: Vec<&str> = row.split('|').map(str::trim).collect();
                [1, 3, 4].map(|cell| cells[cell].to_owned())
            })
            .collect();
        assert_eq!(found, catalogue, "{page}");
    }
}

/// The manual's links lead somewhere.
#[test]
fn pages_that_are_linked_are_there() {
    let manual = project().join("docs/manual");
    for page in fs::read_dir(&manual).unwrap() {
        let page = page.unwrap().path();
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { manual.join(file) };
            let text = fs::read_to_string(&target).unwrap_or_else(|_| panic!("{}: {link}", page.display()));
            let headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
            assert!(heading.is_empty() || headings.into_iter().any(|found| found == heading), "{link}");
        }
    }
}

/// As the hosts of repositories make them.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|sign| sign.is_alphanumeric() || " -_".contains(*sign))
        .collect::<String>()
        .replace(' ', "-")
}

/// Where what is told to callers is written.
const ROOMS: [&str; 4] = ["ingest", "validation", "publishing", "http"];

/// A code is a word that a sentence in each language follows, or that an error's
/// maker is called with.
fn codes_in_the_code() -> BTreeSet<String> {
    let source = project().join("src");
    let files = ROOMS.iter().flat_map(|room| rust_files(&source.join(room)));
    files.flat_map(|file| codes_in(&fs::read_to_string(file).unwrap())).collect()
}

fn codes_in(text: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let quoted: Vec<&str> = code.split('"').collect();
    let at = |index: usize| quoted.get(index).copied().unwrap_or_default();
    let words = (1..quoted.len()).step_by(2).filter(|index| {
        let sentences = [at(index + 2), at(index + 4)];
        is_word(at(*index)) && (makes_an_error(at(index - 1)) || is_told(at(index + 1), sentences))
    });
    words.map(|index| at(index).to_owned()).collect()
}

fn makes_an_error(before: &str) -> bool {
    const MAKERS: [&str; 8] = [
        "on_the_whole(",
        ".remark(",
        "Problem::bad_request(",
        "Problem::refused(",
        "Problem::not_found(",
        "Self::bad_request(",
        "Self::refused(",
        "Self::not_found(",
    ];
    let before: String = before.split_whitespace().collect();
    let status = before.rsplit_once("StatusCode::").and_then(|(_, status)| status.strip_suffix(','));
    let has_status =
        status.is_some_and(|status| status.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
    has_status || MAKERS.iter().any(|maker| before.ends_with(maker))
}

/// Sentences follow, or what says how grave it is.
fn is_told(after: &str, sentences: [&str; 2]) -> bool {
    let after: String = after.split_whitespace().collect();
    let told = [",", ",format!(", ",Bilingual::new(", ",Bilingual::new(format!("].contains(&after.as_str());
    let graded = [",Severity::", ",candidate.binding()"].iter().any(|grade| after.starts_with(grade));
    graded || (told && sentences.iter().all(|sentence| sentence.contains(' ')))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: PathBuf| if path.is_dir() { rust_files(&path) } else { vec![path] };
    let is_code =
        |path: &PathBuf| path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs");
    paths.flat_map(below).filter(is_code).collect()
}
