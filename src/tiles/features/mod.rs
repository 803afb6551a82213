//! What is published, as layers of features in World coordinates: the bridge
//! from the snapshot to tiles.
//!
//! A layer is made once for a question and a version of the data, and kept by
//! the caller.

mod changes;
mod claims;
mod demand;
mod evidence;
mod field;
mod from_afar;
mod named;
mod stretches;
#[cfg(test)]
mod tests;

use geo::Geometry;

pub use changes::{Versions, VersionsError};
pub use named::{ClaimVersions, NamedClaims};

use super::{
    EncodeError, FromAfar, LayerFeature, LayerId, PreparedLayer, Properties, PropertyValue, TileCoordinate,
    WorldGeometry, WorldGeometryError, Zooms,
};
use crate::{
    domain::{DeliveryId, NetworkId, Service, Technology},
    geometry::{LngLatFrame, ProjectionError},
    index::{Networks, Snapshot, Supply, version_of},
};

/// Which features of which layer; what is left out is not narrowed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LayerQuestion {
    pub layer: LayerId,
    pub networks: Option<Networks>,
    pub service: Option<Service>,
    pub technology: Option<Technology>,
    /// What is compared with what; none but the layer of changes asks it.
    pub versions: Option<Versions>,
    /// One delivery, published or not, instead of what is published; none but the
    /// layer of coverage asks it.
    pub delivery: Option<DeliveryId>,
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

/// A layer of what is published, ready for tiles.
#[derive(Debug)]
pub struct PublishedLayer(PreparedLayer);

impl PublishedLayer {
    /// # Errors
    /// When a parameter that the layer can't do without is missing, or a
    /// geometry has no place on the map.
    pub fn new(
        snapshot: &Snapshot,
        question: &LayerQuestion,
        frame: &LngLatFrame,
    ) -> Result<Self, LayerError> {
        Self::with_named(snapshot, question, &NamedClaims::None, frame)
    }

    /// The same with the claims that the question names, published or not.
    ///
    /// # Errors
    /// As for [`PublishedLayer::new`].
    pub fn with_named(
        snapshot: &Snapshot,
        question: &LayerQuestion,
        named: &NamedClaims,
        frame: &LngLatFrame,
    ) -> Result<Self, LayerError> {
        let mut features = Features { frame, found: Vec::new() };
        match question.layer {
            LayerId::Zones => demand::zones(snapshot, &mut features)?,
            LayerId::Lakes => demand::lakes(snapshot, &mut features)?,
            LayerId::Localities => demand::localities(snapshot, &mut features)?,
            LayerId::Roads => demand::roads(snapshot, &mut features)?,
            LayerId::Places => demand::places(snapshot, &mut features)?,
            LayerId::Coverage => claims::coverage(snapshot, question, named, &mut features)?,
            LayerId::Gaps => claims::gaps(snapshot, question, &mut features)?,
            LayerId::Measurements => field::measurements(snapshot, question, &mut features)?,
            LayerId::DeadZones => field::dead_zones(snapshot, &mut features)?,
            LayerId::Verification => evidence::verification(snapshot, question, &mut features)?,
            LayerId::EvidenceAge => evidence::age(snapshot, question, &mut features)?,
            LayerId::Changes => changes::changes(question, named.versions(), &mut features)?,
            LayerId::NetworkCount => claims::network_count(snapshot, question, &mut features)?,
            LayerId::Stretches => stretches::stretches(snapshot, question, &mut features)?,
        }
        Ok(Self(PreparedLayer::new(question.layer.name(), features.found, from_afar(question.layer))))
    }

    /// Whether anything of the layer may have a trace in the tile. Where nothing
    /// may, nothing may in any tile below it either.
    pub fn touches(&self, coordinate: TileCoordinate) -> bool {
        self.0.touches(coordinate)
    }

    /// The bytes of a tile; none where nothing of the layer lies in it.
    ///
    /// # Errors
    /// When the tile can't be written.
    pub fn tile(&self, coordinate: TileCoordinate) -> Result<Option<Vec<u8>>, EncodeError> {
        self.0.tile(coordinate)
    }

    pub fn feature_count(&self) -> usize {
        self.0.feature_count()
    }

    /// About what it takes in memory; it grows with the zooms that tiles were asked of.
    pub fn size_bytes(&self) -> usize {
        self.0.size_bytes()
    }
}

/// Cells keep their edges: each of them says something of its own. Verification
/// gathers them in squares before they get too small.
fn from_afar(layer: LayerId) -> FromAfar {
    match layer {
        LayerId::Coverage
        | LayerId::Gaps
        | LayerId::Changes
        | LayerId::NetworkCount
        | LayerId::Verification => FromAfar::Picture,
        _ => FromAfar::Edges,
    }
}

/// The version of what a layer shows: its tiles stay as long as this does.
pub fn layer_version(snapshot: &Snapshot, layer: LayerId) -> String {
    let Snapshot { region, coverage, evidence, dead_zones } = snapshot;
    match layer {
        LayerId::Zones | LayerId::Lakes | LayerId::Localities | LayerId::Roads | LayerId::Places => {
            region.version.clone()
        }
        // What counted on a day is among what was published, and two deliveries stay as they are.
        LayerId::Coverage | LayerId::Gaps | LayerId::Changes | LayerId::NetworkCount | LayerId::Stretches => {
            version_of([&region.version, &coverage.version])
        }
        LayerId::Measurements | LayerId::EvidenceAge => version_of([&region.version, &evidence.version]),
        LayerId::Verification => version_of([&region.version, &coverage.version, &evidence.version]),
        LayerId::DeadZones => dead_zones.version.clone(),
    }
}

impl LayerQuestion {
    /// A layer without any filter.
    pub const fn of(layer: LayerId) -> Self {
        Self { layer, networks: None, service: None, technology: None, versions: None, delivery: None }
    }

    /// The supply that is asked about: outdoors, of networks and a service that
    /// must be named.
    fn supply(&self) -> Result<Supply, LayerError> {
        let networks = self.networks.clone().ok_or_else(|| self.missing("network"))?;
        Ok(self.supply_of(networks, self.asked_service()?))
    }

    fn asked_service(&self) -> Result<Service, LayerError> {
        self.service.ok_or_else(|| self.missing("service"))
    }

    fn supply_of(&self, networks: Networks, service: Service) -> Supply {
        Supply::claimed(networks, service).with_technologies(self.technology.into())
    }

    /// Whether it is about a network's service; `any` and `all` are about every network.
    fn is_about(&self, network: &NetworkId, service: Service) -> bool {
        let of_network = match &self.networks {
            Some(Networks::One(asked)) => asked == network,
            Some(Networks::AnyOf(asked)) => asked.contains(network),
            Some(Networks::Any | Networks::All | Networks::AtLeast(_)) | None => true,
        };
        of_network && self.service.is_none_or(|asked| asked == service)
    }

    fn missing(&self, parameter: &'static str) -> LayerError {
        LayerError::Missing { layer: self.layer.name(), parameter }
    }
}

/// Features as they are gathered, from the computing coordinate reference system.
struct Features<'a> {
    frame: &'a LngLatFrame,
    found: Vec<LayerFeature>,
}

impl Features<'_> {
    fn add(&mut self, geometry: impl Into<Geometry<f64>>, properties: Properties) -> Result<(), LayerError> {
        let lng_lat = self.frame.to_lng_lat(&geometry.into())?;
        self.found.push(LayerFeature::new(WorldGeometry::from_lng_lat(&lng_lat)?, properties));
        Ok(())
    }

    /// Shown at some zooms alone.
    fn add_at(
        &mut self,
        zooms: Zooms,
        geometry: impl Into<Geometry<f64>>,
        properties: Properties,
    ) -> Result<(), LayerError> {
        self.add(geometry, properties)?;
        self.found.iter_mut().rev().take(1).for_each(|feature| feature.zooms = zooms);
        Ok(())
    }

    /// Areas of which each lies in the one before it: each is shown without the next.
    fn add_nested(
        &mut self,
        nested: impl IntoIterator<Item = (Geometry<f64>, Properties)>,
    ) -> Result<(), LayerError> {
        self.add_nested_at(Zooms::ALL, nested)
    }

    fn add_nested_at(
        &mut self,
        zooms: Zooms,
        nested: impl IntoIterator<Item = (Geometry<f64>, Properties)>,
    ) -> Result<(), LayerError> {
        let first = self.found.len();
        nested.into_iter().try_for_each(|(area, properties)| self.add_at(zooms, area, properties))?;
        if let [around @ .., _innermost] = &mut self.found[first..] {
            around.iter_mut().for_each(|feature| feature.is_around_next = true);
        }
        Ok(())
    }
}

fn count(count: u64) -> PropertyValue<'static> {
    PropertyValue::Integer(i64::try_from(count).unwrap_or(i64::MAX))
}
