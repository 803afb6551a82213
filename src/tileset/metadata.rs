//! What a tileset says of itself, the same in both formats.

use serde::Serialize;

use super::{TilesetChoice, TilesetError};
use crate::{domain::Language, geometry::LngLatFrame, index::Snapshot, tiles::VectorLayer};

#[derive(Debug)]
pub struct Metadata {
    pub name: String,
    pub description: String,
    pub attribution: String,
    /// Names all that was published when it was made, by hash.
    pub data_version: String,
    /// West, south, east and north of the region, degrees.
    pub bounds_lng_lat: [f64; 4],
    pub minimum_zoom: u8,
    pub maximum_zoom: u8,
    pub vector_layers: Vec<VectorLayer>,
}

/// As PMTiles 3 has it, and TileJSON 3 names the members.
#[derive(Serialize)]
struct Document<'a> {
    name: &'a str,
    description: &'a str,
    attribution: &'a str,
    version: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    vector_layers: &'a [VectorLayer],
}

/// What MBTiles 1.3 keeps in its row `json`.
#[derive(Serialize)]
struct VectorLayers<'a> {
    vector_layers: &'a [VectorLayer],
}

impl Metadata {
    pub fn new(
        snapshot: &Snapshot,
        frame: &LngLatFrame,
        choice: &TilesetChoice,
    ) -> Result<Self, TilesetError> {
        let region = &snapshot.region.region;
        let bounds = frame.bounds(region.bounds().ok_or(TilesetError::NoRegion)?)?;
        let layers = choice.layers()?;
        let vector_layers =
            layers.into_iter().map(|layer| VectorLayer::new(layer, Language::Swedish)).collect();
        Ok(Self {
            name: region.name.sv.clone(),
            description: format!("Mobiltäckning, {}", snapshot.evidence.as_of),
            attribution: region.attribution.join(" · "),
            data_version: snapshot.data_version(),
            bounds_lng_lat: bounds,
            minimum_zoom: choice.minimum_zoom,
            maximum_zoom: choice.maximum_zoom,
            vector_layers,
        })
    }

    /// Longitude and latitude of the middle, degrees.
    pub fn centre_lng_lat(&self) -> [f64; 2] {
        let [west, south, east, north] = self.bounds_lng_lat;
        [f64::midpoint(west, east), f64::midpoint(south, north)]
    }

    /// PMTiles' document.
    pub fn document(&self) -> Result<String, TilesetError> {
        Ok(serde_json::to_string(&Document {
            name: &self.name,
            description: &self.description,
            attribution: &self.attribution,
            version: &self.data_version,
            kind: "overlay",
            vector_layers: &self.vector_layers,
        })?)
    }

    /// The rows of MBTiles' table.
    pub fn rows(&self) -> Result<Vec<(&'static str, String)>, TilesetError> {
        let [west, south, east, north] = self.bounds_lng_lat;
        let [lng, lat] = self.centre_lng_lat();
        Ok(vec![
            ("name", self.name.clone()),
            ("format", "pbf".to_owned()),
            ("bounds", format!("{west},{south},{east},{north}")),
            ("center", format!("{lng},{lat},{}", self.minimum_zoom)),
            ("minzoom", self.minimum_zoom.to_string()),
            ("maxzoom", self.maximum_zoom.to_string()),
            ("attribution", self.attribution.clone()),
            ("description", self.description.clone()),
            ("type", "overlay".to_owned()),
            ("version", self.data_version.clone()),
            ("json", serde_json::to_string(&VectorLayers { vector_layers: &self.vector_layers })?),
        ])
    }
}
