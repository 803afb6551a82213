//! Features from files as the sources give them: GeoJSON, GeoPackage, Shapefile,
//! and zip archives of these. One feature at a time is in memory.

mod archive;
mod geojson;
mod geopackage;
mod shapefile;

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use geo::{Coord, Geometry, HasDimensions, MapCoords, Rect};

use super::{Result, SourceError, SourceFault, feature::SourceFeature};
use crate::geometry::Projection;

/// How files are read.
pub struct Reading<'reading> {
    /// The system that features are wanted in, and how far it reaches.
    pub crs: &'reading str,
    pub extent: Rect<f64>,
    /// The system of files that don't name one; None for what their format says.
    pub unnamed_crs: Option<&'reading str>,
    /// Which table or Shapefile, where there are several.
    pub layer: Option<&'reading str>,
    /// Where archives are unpacked.
    pub folder: &'reading Path,
}

type UseFeature<'call> = &'call mut dyn FnMut(SourceFeature) -> Result<()>;

impl Reading<'_> {
    /// Calls with each feature that has a geometry, in the file's order; how many
    /// features the file has, with and without one.
    ///
    /// # Errors
    /// When the file can't be read, or the call fails.
    pub fn for_each(&self, path: &Path, use_feature: UseFeature<'_>) -> Result<u64> {
        match kind(path)? {
            Kind::GeoPackage => geopackage::for_each(self, path, use_feature),
            Kind::Zip => {
                let found = archive::unpack(path, self.folder, self.layer)?;
                let mut count = 0;
                for file in &found {
                    count += self.for_each(file, use_feature)?;
                }
                archive::remove(self.folder);
                Ok(count)
            }
            Kind::Shapefile => shapefile::for_each(self, path, use_feature),
            Kind::Text => geojson::for_each(self, path, use_feature),
        }
    }

    /// A geometry in the wanted system; `number` is the feature's, from 1.
    fn placed(
        &self,
        place: &str,
        geometry: &Geometry<f64>,
        from: &Projection,
        is_same: bool,
    ) -> Result<Geometry<f64>> {
        if geometry.is_empty() {
            return Err(SourceFault::BadGeometry.at(place, "its geometry is empty"));
        }
        let projected = from.geometry(geometry).map_err(|error| SourceFault::BadPlace.at(place, error))?;
        projected.try_map_coords(|coord| self.in_reach(coord, is_same)).map_err(|Coord { x, y }| {
            let reason = format!(
                "({x}, {y}) lies far from where {} is used: its axes or its system aren't what the file says",
                self.crs
            );
            SourceFault::BadPlace.at(place, reason)
        })
    }

    /// Some servers give northing first, as the authority has it, and some easting;
    /// the system's numbers tell which is which.
    fn in_reach(&self, coord: Coord<f64>, may_swap: bool) -> std::result::Result<Coord<f64>, Coord<f64>> {
        let swapped = Coord { x: coord.y, y: coord.x };
        if contains(self.extent, coord) {
            Ok(coord)
        } else if may_swap && contains(self.extent, swapped) {
            Ok(swapped)
        } else {
            Err(coord)
        }
    }

    /// The change from a file's system; None where the file doesn't say its own.
    fn projection(&self, path: &Path, crs: Option<&str>) -> Result<(Projection, bool)> {
        let from = crs.or(self.unnamed_crs).unwrap_or(self.crs);
        let projection = Projection::new(from, self.crs)
            .map_err(|error| SourceFault::BadPlace.at(path.display(), error))?;
        Ok((projection, from == self.crs))
    }
}

fn contains(extent: Rect<f64>, coord: Coord<f64>) -> bool {
    let (min, max) = (extent.min(), extent.max());
    (min.x..=max.x).contains(&coord.x) && (min.y..=max.y).contains(&coord.y)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    GeoPackage,
    Zip,
    Shapefile,
    Text,
}

/// By the first bytes, whatever the file is called.
fn kind(path: &Path) -> Result<Kind> {
    let mut first = [0; 16];
    let mut file = File::open(path).map_err(|error| unreadable(path, error))?;
    let length = read_up_to(&mut file, &mut first).map_err(|error| unreadable(path, error))?;
    Ok(match &first[..length] {
        bytes if bytes.starts_with(b"SQLite format 3\0") => Kind::GeoPackage,
        bytes if bytes.starts_with(b"PK\x03\x04") => Kind::Zip,
        // A Shapefile's code, big-endian.
        bytes if bytes.starts_with(&9994_u32.to_be_bytes()) => Kind::Shapefile,
        _ => Kind::Text,
    })
}

fn read_up_to(file: &mut File, bytes: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < bytes.len() {
        match file.read(&mut bytes[length..])? {
            0 => break,
            read => length += read,
        }
    }
    Ok(length)
}

fn unreadable(path: &Path, reason: impl ToString) -> SourceError {
    SourceFault::UnreadableFile.at(path.display(), reason)
}

/// A file's name, as places are told.
fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The layer's name without the name space of a WFS.
fn plain_layer(layer: &str) -> &str {
    layer.rsplit(':').next().unwrap_or(layer)
}

/// Names of which one has to be chosen.
fn several(path: &Path, names: &[String], wanted: Option<&str>) -> SourceError {
    let names = names.iter().take(20).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let reason = match (wanted, names.as_str()) {
        (_, "") => "has no layer of features".to_owned(),
        (Some(wanted), names) => format!("has no layer `{wanted}`: choose --layer from {names}"),
        (None, names) => format!("has several layers: choose --layer from {names}"),
    };
    SourceFault::UnknownLayer.at(path.display(), reason)
}

/// The one that is wanted, or the only one.
fn choose<'names>(path: &Path, names: &'names [String], wanted: Option<&str>) -> Result<&'names String> {
    let wanted = wanted.map(plain_layer);
    let found = wanted.and_then(|wanted| names.iter().find(|name| name.eq_ignore_ascii_case(wanted)));
    match (found, names) {
        (Some(name), _) | (None, [name]) => Ok(name),
        _ => Err(several(path, names, wanted)),
    }
}

/// The files that a file is read from, for what was read to be told.
pub fn paths(files: &[PathBuf]) -> String {
    files.iter().map(|path| name_of(path)).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
