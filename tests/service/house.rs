//! Rules of the house that the compiler doesn't know.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The rooms of the core compute and nothing else.
const CORE: [&str; 9] = [
    "domain",
    "geometry",
    "index",
    "analysis",
    "validation",
    "verification",
    "procurement",
    "cases",
    "tiles",
];

/// What only the rooms around the core may use.
const OUTSIDE: [&str; 8] =
    ["tokio", "axum", "sqlx", "std::fs", "std::env", "std::net", "Timestamp::now", "Zoned::now"];

#[test]
fn the_core_does_no_io_and_asks_no_clock() {
    for room in CORE {
        for file in rust_files(&source().join(room)) {
            let text = fs::read_to_string(&file).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            for (number, line) in code.enumerate() {
                for word in OUTSIDE {
                    assert!(!line.contains(word), "{}: line {}: `{word}`", file.display(), number + 1);
                }
            }
        }
    }
}

#[test]
fn proj_and_sql_have_one_room_each() {
    for (word, room) in [("proj::", "geometry/projection.rs"), ("sqlx::", "store")] {
        for file in rust_files(&source()) {
            if !file.starts_with(source().join(room)) {
                let text = fs::read_to_string(&file).unwrap();
                let used =
                    text.lines().any(|line| line.trim_start().starts_with("use ") && line.contains(word));
                assert!(!used, "{} uses `{word}`", file.display());
            }
        }
    }
}

/// Nothing but data says which region it is.
#[test]
fn the_code_knows_no_region() {
    let names = ["Norrbotten", "Västerbotten", "Umeå", "\"2480\"", "\"EPSG:3006\""];
    for file in rust_files(&source()) {
        let relative = file.strip_prefix(source()).unwrap();
        if relative.starts_with("demonstration") || relative.starts_with("command") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let is_test = relative.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with("test") || name.starts_with("fixture") || name.starts_with("sample.")
        });
        for line in code.lines().filter(|line| !is_test && !line.trim_start().starts_with("//")) {
            for name in names {
                let is_grid_name = name.contains("EPSG") && relative.ends_with("grid_name.rs");
                assert!(is_grid_name || !line.contains(name), "{}: {line}", relative.display());
            }
        }
    }
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    if folder.is_file() {
        return vec![folder.to_owned()];
    }
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}
