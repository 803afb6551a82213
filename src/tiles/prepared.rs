//! A layer's features made ready for tiles, and the tiles of it.
//!
//! What a zoom shows is made when the first tile of that zoom is asked for, and
//! kept: thinned edges with an index (`zoomed`), or pictures (`afar`).

use std::sync::OnceLock;

use geo::{Coord, Rect};
use rstar::RTree;

use super::afar::{LAST_PICTURE_ZOOM, pictures};
use super::coordinate::TileCoordinate;
use super::encode::GeometryEncoder;
use super::layer::{EncodeError, PropertyValue, TileFeature, write_tile};
use super::simplify::FULL_DETAIL_ZOOM;
use super::weigh::weigh;
use super::world::WorldGeometry;
use super::zoomed::{ZoomGeometry, envelope};
use crate::index::{BoxOf, box_of};

/// What is to be known of a feature. A property without a value is left out, as
/// the format has no null.
pub type Properties = Vec<(&'static str, PropertyValue<'static>)>;

/// A feature of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerFeature {
    pub geometry: WorldGeometry,
    pub properties: Properties,
    /// The area of the next feature lies in this one's and isn't shown as this
    /// one's: so features that have no gap and no overlap between them are made.
    pub is_around_next: bool,
    pub zooms: Zooms,
}

/// The zooms at which a feature is shown, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zooms {
    pub first: u8,
    pub last: u8,
}

impl Zooms {
    pub const ALL: Self = Self { first: 0, last: u8::MAX };

    fn has(self, zoom: u8) -> bool {
        (self.first..=self.last).contains(&zoom)
    }

    fn are_pictures(self) -> bool {
        self.first <= LAST_PICTURE_ZOOM
    }
}

/// How a layer's areas look from afar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FromAfar {
    /// Edges, thinned; what is too small to be seen goes.
    Edges,
    /// A picture that shows as much area as there is.
    Picture,
}

/// A layer ready for tiles.
#[derive(Debug)]
pub struct PreparedLayer {
    name: &'static str,
    features: Vec<LayerFeature>,
    features_bytes: usize,
    from_afar: FromAfar,
    /// By zoom; the last one is that of all deeper zooms.
    zooms: [OnceLock<Zoom>; FULL_DETAIL_ZOOM as usize + 1],
    pictures: OnceLock<Vec<Zoom>>,
}

/// What one zoom shows: of each feature its geometry, found by its bounds.
#[derive(Debug)]
struct Zoom {
    geometries: Vec<ZoomGeometry>,
    tree: RTree<BoxOf<usize>>,
    size_bytes: usize,
}

impl PreparedLayer {
    /// Weighs the vertices of all features together.
    #[must_use]
    pub fn new(name: &'static str, mut features: Vec<LayerFeature>, from_afar: FromAfar) -> Self {
        weigh(features.iter_mut().flat_map(|feature| feature.geometry.paths_mut()));
        let features_bytes = features.iter().map(LayerFeature::size_bytes).sum();
        let (zooms, pictures) = Default::default();
        Self { name, features, features_bytes, from_afar, zooms, pictures }
    }

    /// The bytes of a Mapbox Vector Tile 2.1 of extent 4096; none where nothing
    /// of the layer lies in the tile. The same input gives the same bytes.
    ///
    /// # Errors
    /// When the tile can't be written.
    pub fn tile(&self, coordinate: TileCoordinate) -> Result<Option<Vec<u8>>, EncodeError> {
        self.encoded(coordinate).map_err(|source| EncodeError { tile: coordinate, source })
    }

    /// Whether anything may have a trace in the tile. Where nothing may, nothing may
    /// in any tile below it either.
    #[must_use]
    pub fn touches(&self, coordinate: TileCoordinate) -> bool {
        let bounds = coordinate.buffered_world_bounds();
        // A picture may show an area some blocks beside where it is.
        let is_picture = self.from_afar == FromAfar::Picture && coordinate.zoom() <= LAST_PICTURE_ZOOM;
        let beside = Coord { x: bounds.width() / 2.0, y: bounds.height() / 2.0 };
        let around = match is_picture {
            true => Rect::new(bounds.min() - beside, bounds.max() + beside),
            false => bounds,
        };
        let all = &self.zoom(FULL_DETAIL_ZOOM).tree;
        all.locate_in_envelope_intersecting(envelope(&around)).next().is_some()
    }

    #[must_use]
    pub const fn feature_count(&self) -> usize {
        self.features.len()
    }

    /// About what it takes in memory, with what the tiles until now have made it keep.
    #[must_use]
    pub fn size_bytes(&self) -> usize {
        let pictures = self.pictures.get().into_iter().flatten();
        let zooms = self.zooms.iter().filter_map(OnceLock::get).chain(pictures);
        self.features_bytes + zooms.map(|zoom| zoom.size_bytes).sum::<usize>()
    }

    fn encoded(&self, coordinate: TileCoordinate) -> Result<Option<Vec<u8>>, mvt::Error> {
        let zoom = self.zoom(coordinate.zoom());
        let encoder = GeometryEncoder::new(coordinate);
        let mut found: Vec<usize> = zoom
            .tree
            .locate_in_envelope_intersecting(envelope(&coordinate.buffered_world_bounds()))
            .map(|found| found.data)
            .collect();
        // The order of the layer, whatever the tree's, so that the same data give the same bytes.
        found.sort_unstable();
        let shown = found.into_iter().filter(|index| self.features[*index].zooms.has(coordinate.zoom()));
        let features = shown.map(|index| {
            let (feature, geometry) = (&self.features[index], &zoom.geometries[index]);
            let geometry = match zoom.geometries.get(index + 1) {
                Some(next) if feature.is_around_next => encoder.encode_without(geometry, next)?,
                _ => encoder.encode(geometry)?,
            };
            Ok(geometry.map(|geometry| TileFeature { geometry, properties: &feature.properties }))
        });
        write_tile(self.name, features.filter_map(Result::transpose))
    }

    /// On the caller's thread alone: the helpers that it called for might come
    /// back with another who waits for the same zoom.
    fn zoom(&self, zoom: u8) -> &Zoom {
        if self.from_afar == FromAfar::Picture && zoom <= LAST_PICTURE_ZOOM {
            return &self.pictures.get_or_init(|| self.pictures())[usize::from(zoom)];
        }
        let zoom = zoom.min(FULL_DETAIL_ZOOM);
        self.zooms[usize::from(zoom)].get_or_init(|| {
            let of_zoom = |feature: &LayerFeature| match feature.zooms.last < zoom {
                true => ZoomGeometry::nothing(),
                false => ZoomGeometry::new(&feature.geometry, zoom),
            };
            Zoom::new(self.features.iter().map(of_zoom).collect())
        })
    }

    /// Features that lie in each other get their pictures together.
    fn pictures(&self) -> Vec<Zoom> {
        let mut by_zoom: Vec<Vec<ZoomGeometry>> = Vec::new();
        by_zoom.resize_with(usize::from(LAST_PICTURE_ZOOM) + 1, Vec::new);
        for nested in self.features.chunk_by(|one, _| one.is_around_next) {
            if !nested.iter().any(|feature| feature.zooms.are_pictures()) {
                by_zoom
                    .iter_mut()
                    .for_each(|zoom| zoom.extend(nested.iter().map(|_| ZoomGeometry::nothing())));
                continue;
            }
            let areas: Vec<&WorldGeometry> = nested.iter().map(|feature| &feature.geometry).collect();
            for (zoom, pictures) in by_zoom.iter_mut().zip(pictures(&areas)) {
                zoom.extend(pictures.into_iter().map(|rings| ZoomGeometry::areas(rings.into_iter())));
            }
        }
        by_zoom.into_iter().map(Zoom::new).collect()
    }
}

impl Zoom {
    fn new(geometries: Vec<ZoomGeometry>) -> Self {
        let boxes = geometries.iter().enumerate();
        let boxes = boxes.filter_map(|(index, geometry)| Some(box_of(geometry.bounds()?, index)));
        let each = size_of::<ZoomGeometry>() + size_of::<BoxOf<usize>>();
        let size_bytes = geometries.iter().map(|geometry| each + geometry.size_bytes()).sum();
        Self { tree: RTree::bulk_load(boxes.collect()), geometries, size_bytes }
    }
}

impl LayerFeature {
    #[must_use]
    pub const fn new(geometry: WorldGeometry, properties: Properties) -> Self {
        Self { geometry, properties, is_around_next: false, zooms: Zooms::ALL }
    }

    fn size_bytes(&self) -> usize {
        let properties = self.properties.iter().map(|(_, value)| value.size_bytes());
        size_of_val(self) + properties.sum::<usize>() + self.geometry.size_bytes()
    }
}
