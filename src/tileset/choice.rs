//! What goes into a tileset.

use super::TilesetError;
use crate::{
    domain::{Service, Technology},
    geometry::LngLatFrame,
    index::{Networks, Snapshot, version_of},
    tiles::{
        LAYERS, LayerDescription, LayerId,
        catalogue::MAXIMUM_ZOOM,
        features::{LayerQuestion, PublishedLayer, layer_version},
    },
};

/// Which layers, how narrowed, and which zooms.
#[derive(Clone, Debug)]
pub struct TilesetChoice {
    /// None: every layer that needs nothing more than what is said here.
    pub layers: Option<Vec<LayerId>>,
    pub networks: Option<Networks>,
    pub service: Option<Service>,
    pub technology: Option<Technology>,
    pub minimum_zoom: u8,
    pub maximum_zoom: u8,
}

impl Default for TilesetChoice {
    fn default() -> Self {
        Self {
            layers: None,
            networks: None,
            service: None,
            technology: None,
            minimum_zoom: 0,
            maximum_zoom: MAXIMUM_ZOOM,
        }
    }
}

impl TilesetChoice {
    /// The layers in the order of the table.
    pub(super) fn layers(&self) -> Result<Vec<&'static LayerDescription>, TilesetError> {
        let Self { minimum_zoom: minimum, maximum_zoom: maximum, .. } = *self;
        if minimum > maximum || maximum > MAXIMUM_ZOOM {
            return Err(TilesetError::Zooms { minimum, maximum, deepest: MAXIMUM_ZOOM });
        }
        let named =
            |layer: &LayerDescription| self.layers.as_ref().is_some_and(|ids| ids.contains(&layer.id));
        let mut chosen = Vec::new();
        for layer in &LAYERS {
            match self.missing(layer) {
                Some(parameter) if named(layer) => {
                    return Err(TilesetError::Missing { layer: layer.id.name(), parameter });
                }
                None if self.layers.is_none() || named(layer) => chosen.push(layer),
                _ => {}
            }
        }
        if chosen.is_empty() { Err(TilesetError::NoLayer) } else { Ok(chosen) }
    }

    fn missing(&self, layer: &LayerDescription) -> Option<&'static str> {
        let required = layer.filters.iter().filter(|filter| filter.required).map(|filter| filter.name);
        required.into_iter().find(|name| match *name {
            "network" => self.networks.is_none(),
            "service" => self.service.is_none(),
            "technology" => self.technology.is_none(),
            _ => true,
        })
    }

    /// What the layer has no filter for doesn't narrow it.
    fn question(&self, layer: &LayerDescription) -> LayerQuestion {
        let takes = |name| layer.filters.iter().any(|filter| filter.name == name);
        LayerQuestion {
            networks: self.networks.clone().filter(|_| takes("network")),
            service: self.service.filter(|_| takes("service")),
            technology: self.technology.filter(|_| takes("technology")),
            ..LayerQuestion::of(layer.id)
        }
    }

    pub(super) fn prepare(
        &self,
        snapshot: &Snapshot,
        frame: &LngLatFrame,
    ) -> Result<Vec<PreparedLayer>, TilesetError> {
        let prepare = |layer: &'static LayerDescription| {
            let features = PublishedLayer::new(snapshot, &self.question(layer), frame)?;
            Ok(PreparedLayer { minimum_zoom: layer.minimum_zoom, features })
        };
        self.layers()?.into_iter().map(prepare).collect()
    }

    /// Names what the tileset will hold, by hash.
    pub(super) fn version(&self, snapshot: &Snapshot) -> Result<String, TilesetError> {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        let zooms = format!("{} {}", self.minimum_zoom, self.maximum_zoom);
        let layers = self.layers()?;
        let layers = layers
            .iter()
            .map(|layer| format!("{:?} {}", self.question(layer), layer_version(snapshot, layer.id)));
        Ok(version_of([program, zooms].into_iter().chain(layers)))
    }
}

/// A layer with its features, and the first zoom that has tiles of it.
pub(super) struct PreparedLayer {
    pub minimum_zoom: u8,
    pub features: PublishedLayer,
}
