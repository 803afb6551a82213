//! `region.json` as it is written. The names of properties are data, so that
//! other people's files load as they are.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{domain::LineKind, ingest::BilingualDocument};

/// A misspelt layer would be a missing one, so unknown members are refused.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionDocument {
    pub id: String,
    pub name: BilingualDocument,
    pub crs: String,
    pub time_zone: String,
    #[serde(default)]
    pub demonstration: bool,
    #[serde(default)]
    pub attribution: Vec<String>,
    pub zones: Vec<ZoneLayer>,
    pub lakes: Option<LakeLayer>,
    pub population: Option<PopulationLayer>,
    pub population_points: Option<PopulationPointLayer>,
    pub roads: Option<LineLayer>,
    pub railways: Option<LineLayer>,
    pub trails: Option<LineLayer>,
    /// The organisations' own.
    pub routes: Option<LineLayer>,
    pub places: Option<PlaceLayer>,
    pub buildings: Option<BuildingLayer>,
    pub localities: Option<LocalityLayer>,
    pub presence: Option<PresenceSection>,
    pub networks: String,
    pub profiles: Option<String>,
}

/// Zones from a file, or the union of another kind's zones.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneLayer {
    pub kind: String,
    pub file: Option<String>,
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    pub dissolve: Option<String>,
    pub by: Option<String>,
}

impl RegionDocument {
    pub fn lines(&self, kind: LineKind) -> Option<&LineLayer> {
        match kind {
            LineKind::Roads => self.roads.as_ref(),
            LineKind::Railways => self.railways.as_ref(),
            LineKind::Trails => self.trails.as_ref(),
            LineKind::Routes => self.routes.as_ref(),
        }
    }
}

impl PresenceSection {
    pub fn lines_within_m(&self, kind: LineKind) -> &BTreeMap<String, f64> {
        match kind {
            LineKind::Roads => &self.roads_within_m,
            LineKind::Railways => &self.railways_within_m,
            LineKind::Trails => &self.trails_within_m,
            LineKind::Routes => &self.routes_within_m,
        }
    }
}

/// What a [`ZoneLayer`] asks for.
#[derive(Debug)]
pub enum ZoneSource<'layer> {
    File { file: &'layer str, code: &'layer str, name: &'layer str, parent: Option<&'layer str> },
    Dissolve { kind: &'layer str, by: &'layer str, name: Option<&'layer str> },
}

impl ZoneLayer {
    /// # Errors
    /// When neither or both are asked for, or a property's name is missing.
    pub fn source(&self) -> Result<ZoneSource<'_>, String> {
        let needed = |name: &str| format!("zones of kind `{}` need `{name}`", self.kind);
        match (&self.file, &self.dissolve) {
            (Some(file), None) => Ok(ZoneSource::File {
                file,
                code: self.code.as_deref().ok_or_else(|| needed("code"))?,
                name: self.name.as_deref().ok_or_else(|| needed("name"))?,
                parent: self.parent.as_deref(),
            }),
            (None, Some(kind)) => Ok(ZoneSource::Dissolve {
                kind,
                by: self.by.as_deref().ok_or_else(|| needed("by"))?,
                name: self.name.as_deref(),
            }),
            _ => Err(needed("file` or `dissolve")),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LakeLayer {
    pub file: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationLayer {
    pub file: String,
    pub cell: String,
    pub inhabitants: String,
    pub municipality: Option<String>,
    /// For names that don't say which system the cells are in.
    pub crs: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationPointLayer {
    pub file: String,
    pub inhabitants: String,
}

/// What the area where people normally are is built from; distances in metres
/// to both sides of a line, by its class.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresenceSection {
    pub areas: Option<PresenceLayer>,
    #[serde(default)]
    pub inhabited_squares: bool,
    #[serde(default)]
    pub roads_within_m: BTreeMap<String, f64>,
    #[serde(default)]
    pub railways_within_m: BTreeMap<String, f64>,
    #[serde(default)]
    pub trails_within_m: BTreeMap<String, f64>,
    #[serde(default)]
    pub routes_within_m: BTreeMap<String, f64>,
    pub places_within_m: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresenceLayer {
    pub file: String,
    pub class: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineLayer {
    pub file: String,
    pub name: Option<String>,
    pub class: Option<String>,
    pub route: Option<String>,
    pub organisation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuildingLayer {
    pub file: String,
    pub id: String,
    pub kind: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceLayer {
    pub file: String,
    pub name: String,
    pub kind: Option<String>,
    pub environment: Option<String>,
    pub organisation: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalityLayer {
    pub file: String,
    pub name: String,
    pub inhabitants: String,
}

#[derive(Debug, Deserialize)]
pub struct NetworkDocument {
    pub id: String,
    pub name: String,
    pub colour: String,
    #[serde(default)]
    pub plmn: Vec<String>,
    #[serde(default)]
    pub demonstration: bool,
}
