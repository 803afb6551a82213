//! A region from its folder, or from the files that travel in the binary: its
//! name, computing coordinate reference system, zones, demand and networks.
//!
//! A region is somebody's configuration: what can't be used is an error that
//! names file, feature and reason, never left out; what could be mended is a
//! finding.

mod demand;
mod document;
mod error;
mod files;
mod layer;
mod networks;
mod population;
mod presence;
mod zones;

pub use error::RegionError;
pub use files::RegionFiles;

use jiff::tz::TimeZone;

use self::{document::RegionDocument, files::Shelf};
use super::crs_name;
use crate::{
    domain::{Demand, Finding, LineKind, Profile, Region},
    geometry::{Projection, WGS84},
};

/// The document that names a region's files.
pub const REGION_FILE: &str = "region.json";

/// A region and what was mended in its layers.
#[derive(Clone, Debug)]
pub struct RegionReading {
    pub region: Region,
    /// Warnings; each message begins with the file's name.
    pub findings: Vec<Finding>,
}

/// Reads a region; all geometry comes in its computing coordinate reference system.
///
/// # Errors
/// When a file is missing or broken, lacks a property that the region names, or
/// holds a geometry that can't be mended.
pub fn read_region(files: &RegionFiles) -> Result<RegionReading, RegionError> {
    let whole = |reason: String| RegionError::file(REGION_FILE, reason);
    let document: RegionDocument = files.read_json(REGION_FILE)?;
    let crs = crs_name(&document.crs).map_err(|error| whole(format!("crs: {error}")))?;
    Projection::new(WGS84, &crs).map_err(|error| whole(format!("crs: {error}")))?;
    let time_zone =
        TimeZone::get(&document.time_zone).map_err(|error| whole(format!("time_zone: {error}")))?;

    let mut shelf = Shelf::new(files, &crs);
    let zones = zones::read(&mut shelf, &document.zones)?;
    let demand = read_demand(&mut shelf, &document, &zones)?;
    let networks = networks::read_networks(&mut shelf, &document.networks)?;
    let profile: Profile = networks::read_profile(&mut shelf, document.profiles.as_deref())?;
    let Shelf { sources, findings, .. } = shelf;
    let region = Region {
        id: document.id,
        name: document.name.into(),
        crs,
        time_zone,
        demonstration: document.demonstration,
        attribution: document.attribution,
        zones,
        demand,
        networks,
        profile,
        sources,
    };
    Ok(RegionReading { region, findings })
}

fn read_demand(
    shelf: &mut Shelf<'_>,
    document: &RegionDocument,
    zones: &[crate::domain::Zone],
) -> Result<Demand, RegionError> {
    let mut result = Demand::default();
    if let Some(layer) = &document.lakes {
        result.lakes = demand::read_lakes(shelf, layer)?;
    }
    if let Some(layer) = &document.population {
        result.population = population::read(shelf, layer, zones)?;
    }
    if let Some(layer) = &document.population_points {
        result.population_points = population::read_points(shelf, layer)?;
    }
    for &kind in LineKind::ALL {
        if let Some(layer) = document.lines(kind) {
            result.lines[kind] = demand::read_lines(shelf, kind, layer)?;
        }
    }
    if let Some(layer) = &document.places {
        result.places = demand::read_places(shelf, layer)?;
    }
    if let Some(layer) = &document.buildings {
        result.buildings = demand::read_buildings(shelf, layer)?;
    }
    if let Some(layer) = &document.localities {
        result.localities = demand::read_localities(shelf, layer)?;
    }
    if let Some(section) = &document.presence {
        result.presence = Some(presence::read(shelf, section, &result)?);
    }
    Ok(result)
}

#[cfg(test)]
mod tests;
