//! A region: its name, computing coordinate reference system, zones, demand and
//! networks. Nothing but data says which region it is.

use geo::{BoundingRect, Coord, Rect};
use jiff::tz::TimeZone;

use super::{Bilingual, Demand, Network, NetworkId, Profile, Zone, ZoneCode, ZoneKind};

#[derive(Clone, Debug)]
pub struct Region {
    pub id: String,
    pub name: Bilingual,
    /// The computing coordinate reference system, such as `EPSG:3006`; metres.
    pub crs: String,
    pub time_zone: TimeZone,
    /// Whether its demand is invented for the demonstration.
    pub demonstration: bool,
    pub attribution: Vec<String>,
    pub zones: Vec<Zone>,
    pub demand: Demand,
    pub networks: Vec<Network>,
    pub profile: Profile,
    /// The files it was read from.
    pub sources: Vec<RegionSource>,
}

/// A file of the region, named by hash with every figure that rests on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionSource {
    /// `zones`, `networks`, `profiles`, or a layer of the demand: `population`, `roads`.
    pub layer: String,
    pub file: String,
    pub sha256: String,
}

impl Region {
    pub fn network(&self, id: &NetworkId) -> Option<&Network> {
        self.networks.iter().find(|network| network.id == *id)
    }

    /// Whom "any network" and "all networks" speak of.
    pub fn network_ids(&self) -> Vec<NetworkId> {
        self.networks.iter().map(|network| network.id.clone()).collect()
    }

    pub fn zone(&self, code: &ZoneCode) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.code == *code)
    }

    /// The bounding rectangle of all zones.
    pub fn bounds(&self) -> Option<Rect<f64>> {
        let boxes = self.zones.iter().filter_map(|zone| zone.outline.bounding_rect());
        boxes.reduce(|a, b| {
            let (low, high) = (a.min(), a.max());
            Rect::new(
                Coord { x: low.x.min(b.min().x), y: low.y.min(b.min().y) },
                Coord { x: high.x.max(b.max().x), y: high.y.max(b.max().y) },
            )
        })
    }

    /// The region with another profile, from the source that figures then name.
    pub fn with_profile(mut self, profile: Profile, source: RegionSource) -> Self {
        self.profile = profile;
        self.sources.retain(|other| other.layer != source.layer);
        self.sources.push(source);
        self
    }

    /// The zones of a kind that a zone consists of: the municipalities of a county.
    pub fn parts_of<'region>(
        &'region self,
        zone: &'region Zone,
        kind: &'region ZoneKind,
    ) -> impl Iterator<Item = &'region Zone> {
        self.zones_of(kind).filter(move |part| {
            let mut above = std::iter::successors(self.parent(part), |zone| self.parent(zone));
            above.any(|above| above.code == zone.code)
        })
    }

    fn parent<'region>(&'region self, zone: &Zone) -> Option<&'region Zone> {
        self.zone(zone.parent.as_ref()?)
    }

    pub fn zones_of<'region>(&'region self, kind: &'region ZoneKind) -> impl Iterator<Item = &'region Zone> {
        self.zones.iter().filter(move |zone| zone.kind == *kind)
    }
}
