//! The set's deliveries in each format: those that the set doesn't have are made
//! of it once, by the peer's own tool.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::Command,
};

use flate2::read::GzDecoder;

use crate::files::{Entry, SetFiles};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    GeoJson,
    GeoPackage,
    FlatGeobuf,
}

/// A delivery's file and its header as JSON.
pub struct ImportFile {
    pub path: PathBuf,
    pub header: String,
}

impl Format {
    pub const ALL: [Format; 3] = [Format::GeoJson, Format::GeoPackage, Format::FlatGeobuf];

    pub fn name(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::GeoPackage => "GeoPackage",
            Self::FlatGeobuf => "FlatGeobuf",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::GeoPackage => "gpkg",
            Self::FlatGeobuf => "fgb",
        }
    }

    fn driver(self) -> &'static str {
        match self {
            Self::GeoPackage => "GPKG",
            other => other.name(),
        }
    }
}

impl std::str::FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| format!("no format {name}"))
    }
}

/// The set's deliveries in a format.
pub fn import_files(set: &SetFiles, format: Format) -> Vec<ImportFile> {
    let folder = set.path("import");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let file = |entry: &Entry| {
        let name = entry.file.trim_end_matches(".geojson.gz");
        let path = in_format(&set.path(&entry.file), &folder, name, format);
        ImportFile { path, header: entry.header.to_string() }
    };
    set.entries().iter().map(file).collect()
}

fn in_format(packed: &Path, folder: &Path, name: &str, format: Format) -> PathBuf {
    let path = folder.join(format!("{name}.{}", format.ending()));
    if !path.exists() {
        let unfinished = folder.join(format!("unfinished.{}", format.ending()));
        match format {
            Format::GeoJson => unpack(packed, &unfinished),
            _ => convert(&in_format(packed, folder, name, Format::GeoJson), &unfinished, name, format),
        }
        fs::rename(&unfinished, &path).expect("the file can be put in its place");
    }
    path
}

fn unpack(packed: &Path, to: &Path) {
    let mut packed = GzDecoder::new(File::open(packed).expect("the set's file is there"));
    let mut file = File::create(to).expect("the file can be made");
    io::copy(&mut packed, &mut file).expect("the set's file can be unpacked");
}

fn convert(from: &Path, to: &Path, layer: &str, format: Format) {
    let _ = fs::remove_file(to);
    let mut command = Command::new("ogr2ogr");
    command.args(["-f", format.driver()]).arg(to).arg(from);
    command.args(["-nln", layer, "-nlt", "PROMOTE_TO_MULTI"]);
    let status = command.status().expect("ogr2ogr is there: scripts/install bench");
    assert!(status.success(), "ogr2ogr could not make {}", to.display());
}
