//! What is published, as layers of features in World coordinates: the bridge
//! from the snapshot to tiles.
//!
//! A layer is made once for a question and a version of the data, and kept by
//! the caller; a tile then picks its candidates by the layer's R-tree.

mod claims;
mod demand;
mod field;

use std::borrow::Cow;

use geo::Geometry;
use rstar::{AABB, RTree};

use super::{
    EncodeError, LayerId, PropertyValue, TileCoordinate, TileFeature, TileLayer, WorldGeometry,
    WorldGeometryError, encode_tile,
};
use crate::{
    domain::{Service, Technology},
    geometry::{LngLatFrame, ProjectionError},
    index::{BoxOf, Networks, Snapshot, box_of},
};

/// Which features of which layer; what is left out is not narrowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerQuestion {
    pub layer: LayerId,
    pub networks: Option<Networks>,
    pub service: Option<Service>,
    pub technology: Option<Technology>,
}

#[derive(Debug, thiserror::Error)]
pub enum LayerError {
    #[error("the layer `{layer}` needs the parameter `{parameter}`")]
    Missing { layer: &'static str, parameter: &'static str },
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error(transparent)]
    Geometry(#[from] WorldGeometryError),
}

type Properties = Vec<(&'static str, PropertyValue<'static>)>;

/// A layer's features, ready for tiles.
#[derive(Debug)]
pub struct PublishedLayer {
    layer: LayerId,
    features: Vec<(WorldGeometry, Properties)>,
    tree: RTree<BoxOf<usize>>,
}

impl PublishedLayer {
    /// # Errors
    /// When a parameter that the layer can't do without is missing, or a
    /// geometry has no place on the map.
    pub fn new(
        snapshot: &Snapshot,
        question: &LayerQuestion,
        frame: &LngLatFrame,
    ) -> Result<Self, LayerError> {
        let mut features = Features { frame, found: Vec::new() };
        match question.layer {
            LayerId::Zones => demand::zones(snapshot, &mut features)?,
            LayerId::Lakes => demand::lakes(snapshot, &mut features)?,
            LayerId::Localities => demand::localities(snapshot, &mut features)?,
            LayerId::Roads => demand::roads(snapshot, &mut features)?,
            LayerId::Places => demand::places(snapshot, &mut features)?,
            LayerId::Coverage => claims::coverage(snapshot, question, &mut features)?,
            LayerId::Gaps => claims::gaps(snapshot, question, &mut features)?,
            LayerId::Measurements => field::measurements(snapshot, question, &mut features)?,
            LayerId::DeadZones => field::dead_zones(snapshot, &mut features)?,
        }
        let features = features.found;
        let boxes = features.iter().enumerate();
        let boxes = boxes.filter_map(|(index, (geometry, _))| Some(box_of(geometry.world_bounds()?, index)));
        Ok(Self { layer: question.layer, tree: RTree::bulk_load(boxes.collect()), features })
    }

    /// Whether anything of the layer may have a trace in the tile. Where nothing
    /// may, nothing may in any tile below it either.
    pub fn touches(&self, coordinate: TileCoordinate) -> bool {
        let bounds = coordinate.buffered_world_bounds();
        let envelope = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
        self.tree.locate_in_envelope_intersecting(envelope).next().is_some()
    }

    /// The bytes of a tile; none where nothing of the layer lies in it.
    pub fn tile(&self, coordinate: TileCoordinate) -> Result<Option<Vec<u8>>, EncodeError> {
        let bounds = coordinate.buffered_world_bounds();
        let envelope = AABB::from_corners([bounds.min().x, bounds.min().y], [bounds.max().x, bounds.max().y]);
        let mut candidates: Vec<usize> =
            self.tree.locate_in_envelope_intersecting(envelope).map(|found| found.data).collect();
        // The order of the layer, whatever the tree's, so that the same data give the same bytes.
        candidates.sort_unstable();
        let features = candidates.into_iter().map(|index| {
            let (geometry, properties) = &self.features[index];
            TileFeature { geometry: Cow::Borrowed(geometry), properties: properties.clone() }
        });
        encode_tile(coordinate, [TileLayer { name: self.layer.name(), features }])
    }

    pub fn feature_count(&self) -> usize {
        self.features.len()
    }
}

/// The version of what a layer shows: its tiles stay as long as this does.
pub fn layer_version(snapshot: &Snapshot, layer: LayerId) -> String {
    let Snapshot { region, coverage, evidence, dead_zones } = snapshot;
    match layer {
        LayerId::Zones | LayerId::Lakes | LayerId::Localities | LayerId::Roads | LayerId::Places => {
            region.version.clone()
        }
        LayerId::Coverage | LayerId::Gaps => crate::index::version_of([&region.version, &coverage.version]),
        LayerId::Measurements => crate::index::version_of([&region.version, &evidence.version]),
        LayerId::DeadZones => dead_zones.version.clone(),
    }
}

/// Features as they are gathered, from the computing coordinate reference system.
struct Features<'a> {
    frame: &'a LngLatFrame,
    found: Vec<(WorldGeometry, Properties)>,
}

impl Features<'_> {
    fn add(&mut self, geometry: impl Into<Geometry<f64>>, properties: Properties) -> Result<(), LayerError> {
        let lng_lat = self.frame.to_lng_lat(&geometry.into())?;
        self.found.push((WorldGeometry::from_lng_lat(&lng_lat)?, properties));
        Ok(())
    }
}
