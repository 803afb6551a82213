//! What a zip archive holds that can be read, also within an archive in it.

use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use super::{choose, unreadable};
use crate::{
    ingest::UnpackLimits,
    sources::{Result, SourceFault},
};

/// A county's roads or a municipality's buildings are some gigabytes.
const MOST_BYTES: u64 = 64 << 30;
const MOST_ENTRIES: usize = 10_000;
/// The folder that is unpacked into.
const UNPACKED: &str = "unpacked";
/// Archives within archives.
const DEEPEST: usize = 2;

/// Unpacks into a folder of its own below `folder` and says which files are to be
/// read: the GeoPackages and texts, or the one Shapefile whose name begins as the
/// layer does.
///
/// # Errors
/// When the archive is broken, is more than such an archive may be, or holds nothing.
pub fn unpack(path: &Path, folder: &Path, layer: Option<&str>) -> Result<Vec<PathBuf>> {
    let target = folder.join(UNPACKED);
    remove(folder);
    let mut found = Vec::new();
    unpack_into(path, &target, DEEPEST, &mut found)?;
    found.sort();
    let ending = |path: &PathBuf| path.extension().unwrap_or_default().to_ascii_lowercase();
    let whole: Vec<PathBuf> = found.iter().filter(|path| ending(path) != "shp").cloned().collect();
    if !whole.is_empty() {
        return Ok(whole);
    }
    let begins = |path: &&PathBuf| {
        let name = super::name_of(path).to_lowercase();
        layer.is_none_or(|layer| name.starts_with(&super::plain_layer(layer).to_lowercase()))
    };
    let fitting: Vec<&PathBuf> = found.iter().filter(begins).collect();
    match fitting.as_slice() {
        [one] => Ok(vec![(*one).clone()]),
        _ => {
            let names: Vec<String> = found.iter().map(|path| super::name_of(path)).collect();
            choose(path, &names, layer)?;
            Ok(found)
        }
    }
}

/// Removes what was unpacked.
pub fn remove(folder: &Path) {
    // What is left is removed with the folder.
    let _ = fs::remove_dir_all(folder.join(UNPACKED));
}

fn unpack_into(path: &Path, target: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<()> {
    let broken =
        |error: &dyn ToString| unreadable(path, format!("is no sound zip archive: {}", error.to_string()));
    let unwritten = |error: io::Error| SourceFault::NotWritten.at(target.display(), error);
    fs::create_dir_all(target).map_err(unwritten)?;
    let packed_bytes = fs::metadata(path).map_err(|error| broken(&error))?.len();
    let file = File::open(path).map_err(|error| broken(&error))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_ENTRIES {
        return Err(broken(&format!("it has more than {MOST_ENTRIES} entries")));
    }
    let limits = UnpackLimits::bytes(MOST_BYTES);
    let mut unpacked_bytes = 0;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| broken(&error))?;
        let name = entry.name().map_err(|error| broken(&error))?.into_owned();
        // The name alone: folders in the archive say nothing, and none leads out of ours.
        let Some(name) = Path::new(&name).file_name().filter(|_| entry.is_file()) else { continue };
        let place = target.join(name);
        let ending = place.extension().unwrap_or_default().to_ascii_lowercase();
        let ending = ending.to_string_lossy();
        if !matches!(&*ending, "gpkg" | "geojson" | "json" | "shp" | "dbf" | "prj" | "cpg" | "zip") {
            continue;
        }
        unpacked_bytes += entry.size();
        limits.check(unpacked_bytes, packed_bytes).map_err(|error| broken(&error))?;
        // Other parts of a Shapefile are looked for by small endings.
        let place = place.with_extension(&*ending);
        let mut file = File::create(&place).map_err(unwritten)?;
        let stated_bytes = entry.size();
        io::copy(&mut io::Read::take(&mut entry, stated_bytes + 1), &mut file)
            .map_err(|error| broken(&error))?;
        match &*ending {
            "zip" if depth > 1 => unpack_into(&place, &place.with_extension("in"), depth - 1, found)?,
            "gpkg" | "geojson" | "json" | "shp" => found.push(place),
            _ => {}
        }
    }
    if found.is_empty() && depth == DEEPEST {
        return Err(broken(&"it holds no GeoPackage, Shapefile or GeoJSON"));
    }
    Ok(())
}
