//! The region prepared for questions: zones as mosaics of land, and which part
//! of the demand lies in which zone.

use std::sync::Arc;

use geo::{BoundingRect, Centroid, Coord, Intersects, LineString, Rect};
use rayon::prelude::*;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::{DemandTrees, version_of};
use crate::{
    domain::{Profile, Region, RegionSource, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Interval, Mosaic, covered_intervals, total},
};

/// What two areas share below this is rounding along a common edge.
const LEAST_SHARED_M2: f64 = 1.0;

/// A region with its zones and demand indexed, in its computing coordinate reference system.
#[derive(Debug)]
pub struct RegionIndex {
    pub region: Arc<Region>,
    pub zones: Vec<ZoneIndex>,
    /// All zones with their lakes.
    pub whole: Arc<Mosaic>,
    /// Names the region's files by hash.
    pub version: String,
    tree: RTree<BoxOf<usize>>,
    pub(super) lakes: Arc<Mosaic>,
    pub(super) trees: Arc<DemandTrees>,
}

/// A bounding box in an R-tree, with what it stands for.
pub type BoxOf<T> = GeomWithData<Rectangle<[f64; 2]>, T>;

/// A zone with the demand that lies in it; indices are into the region's demand.
#[derive(Clone, Debug)]
pub struct ZoneIndex {
    pub zone: Zone,
    /// The zone with its lakes.
    pub whole: Mosaic,
    /// The zone without its lakes: the denominator of area figures.
    pub land: Mosaic,
    pub land_m2: f64,
    pub squares: Vec<usize>,
    /// Squares that lie in the zone in part; a zone of the region has none.
    pub cut_squares: Vec<usize>,
    pub inhabitants: f64,
    pub road_parts: Vec<RoadPart>,
    pub road_m: f64,
    pub places: Vec<usize>,
}

/// The part of a road link that lies in a zone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadPart {
    pub link: usize,
    pub interval: Interval,
}

impl RegionIndex {
    pub fn new(region: Region) -> Self {
        let lakes = Mosaic::from_polygons(ANALYSIS_GRID, region.demand.lakes.iter().flatten());
        let outlines: Vec<Mosaic> = region
            .zones
            .par_iter()
            .map(|zone| Mosaic::from_multi_polygon(ANALYSIS_GRID, &zone.outline))
            .collect();
        let whole = Mosaic::any_of(ANALYSIS_GRID, &outlines.iter().collect::<Vec<_>>());
        let assignment = Assignment::new(&region, &outlines);
        let zones = region
            .zones
            .par_iter()
            .zip(outlines)
            .enumerate()
            .map(|(number, (zone, whole))| assignment.zone_index(&region, number, zone, whole, &lakes))
            .collect();
        let whole = Arc::new(whole);
        let tree = RTree::bulk_load(zone_boxes(&region));
        let version = version(&region);
        let (lakes, trees) = (Arc::new(lakes), Arc::new(DemandTrees::new(&region.demand)));
        Self { region: Arc::new(region), zones, whole, version, tree, lakes, trees }
    }

    /// The same zones by another profile.
    pub fn with_profile(&self, profile: Profile, source: RegionSource) -> Self {
        let region = (*self.region).clone().with_profile(profile, source);
        let version = version(&region);
        let (zones, whole, tree) = (self.zones.clone(), self.whole.clone(), self.tree.clone());
        let (lakes, trees) = (self.lakes.clone(), self.trees.clone());
        Self { region: Arc::new(region), zones, whole, version, tree, lakes, trees }
    }

    pub fn zone(&self, code: &ZoneCode) -> Option<&ZoneIndex> {
        self.zones.iter().find(|index| index.zone.code == *code)
    }

    pub fn zones_of<'a, 'kind>(
        &'a self,
        kind: &'kind ZoneKind,
    ) -> impl Iterator<Item = &'a ZoneIndex> + use<'a, 'kind> {
        self.zones.iter().filter(move |index| index.zone.kind == *kind)
    }

    /// The municipalities in which some of an area lies, in the region's order.
    pub fn municipalities_of(&self, area: &Mosaic) -> impl Iterator<Item = &ZoneIndex> {
        let kind = ZoneKind::municipality();
        let zones = self.zones.iter().filter(move |zone| zone.zone.kind == kind);
        zones.filter(|zone| zone.whole.intersection_area_m2(area) > LEAST_SHARED_M2)
    }

    /// The zones in which a position lies, one of each kind, as indices in the
    /// region's order: on a common edge the first has it.
    pub fn zones_at(&self, position: Coord<f64>) -> Vec<usize> {
        let candidates = self.tree.locate_all_at_point([position.x, position.y]).map(|found| found.data);
        let mut inside: Vec<usize> =
            candidates.filter(|&zone| self.zones[zone].whole.contains(position)).collect();
        inside.sort_unstable();
        first_of_each_kind(&self.region, inside)
    }

    pub fn municipality_at(&self, position: Coord<f64>) -> Option<&ZoneIndex> {
        let kind = ZoneKind::municipality();
        self.zones_at(position).into_iter().map(|zone| &self.zones[zone]).find(|zone| zone.zone.kind == kind)
    }
}

fn version(region: &Region) -> String {
    version_of(region.sources.iter().map(|source| format!("{}:{}", source.layer, source.sha256)))
}

pub fn box_of<T>(rect: Rect<f64>, data: T) -> BoxOf<T> {
    let (min, max) = (rect.min(), rect.max());
    GeomWithData::new(Rectangle::from_aabb(AABB::from_corners([min.x, min.y], [max.x, max.y])), data)
}

fn zone_boxes(region: &Region) -> Vec<BoxOf<usize>> {
    let boxes = region.zones.iter().enumerate();
    boxes.filter_map(|(number, zone)| Some(box_of(zone.outline.bounding_rect()?, number))).collect()
}

/// Which squares and places belong to which zone.
struct Assignment {
    squares: Vec<Vec<usize>>,
    places: Vec<Vec<usize>>,
}

impl Assignment {
    fn new(region: &Region, outlines: &[Mosaic]) -> Self {
        let zones_of_squares: Vec<Vec<usize>> = region
            .demand
            .population
            .par_iter()
            .map(|square| match &square.municipality {
                Some(code) => with_ancestors(region, code),
                None => square
                    .outline
                    .centroid()
                    .map_or_else(Vec::new, |centre| zones_at(region, outlines, centre.0)),
            })
            .collect();
        let zones_of_places: Vec<Vec<usize>> =
            region.demand.places.iter().map(|place| zones_at(region, outlines, place.position)).collect();
        Self {
            squares: members(outlines.len(), &zones_of_squares),
            places: members(outlines.len(), &zones_of_places),
        }
    }

    fn zone_index(
        &self,
        region: &Region,
        number: usize,
        zone: &Zone,
        whole: Mosaic,
        lakes: &Mosaic,
    ) -> ZoneIndex {
        let land = whole.difference(lakes);
        let squares = self.squares[number].clone();
        let road_parts = road_parts(region, links_near(region, zone), &whole);
        ZoneIndex {
            zone: zone.clone(),
            land_m2: land.area_m2(),
            whole,
            land,
            inhabitants: total(squares.iter().map(|&square| region.demand.population[square].inhabitants)),
            squares,
            cut_squares: Vec::new(),
            road_m: total(road_parts.iter().map(|part| part.interval.length_m())),
            road_parts,
            places: self.places[number].clone(),
        }
    }
}

/// A municipality and the zones that it is a part of.
fn with_ancestors(region: &Region, code: &ZoneCode) -> Vec<usize> {
    let find = |code: &ZoneCode| region.zones.iter().position(|zone| zone.code == *code);
    std::iter::successors(find(code), |&zone| find(region.zones[zone].parent.as_ref()?)).collect()
}

fn zones_at(region: &Region, outlines: &[Mosaic], position: Coord<f64>) -> Vec<usize> {
    first_of_each_kind(
        region,
        (0..outlines.len()).filter(|&zone| outlines[zone].contains(position)).collect(),
    )
}

/// On a common edge the first zone has what lies there, so that nothing is
/// counted twice.
fn first_of_each_kind(region: &Region, mut zones: Vec<usize>) -> Vec<usize> {
    let mut kinds: Vec<&ZoneKind> = Vec::new();
    zones.retain(|&zone| {
        let kind = &region.zones[zone].kind;
        let first = !kinds.contains(&kind);
        kinds.push(kind);
        first
    });
    zones
}

fn members(zones: usize, zones_of: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); zones];
    for (item, zones) in zones_of.iter().enumerate() {
        for &zone in zones {
            members[zone].push(item);
        }
    }
    members
}

fn links_near<'a>(region: &'a Region, zone: &Zone) -> impl Iterator<Item = usize> + use<'a> {
    let bounds = zone.outline.bounding_rect();
    let near = move |line: &LineString<f64>| {
        line.bounding_rect().zip(bounds).is_some_and(|(rect, bounds)| rect.intersects(&bounds))
    };
    let links = region.demand.roads.iter().enumerate();
    links.filter(move |(_, link)| near(&link.line)).map(|(number, _)| number)
}

/// The parts of road links that lie in an area.
pub(super) fn road_parts(
    region: &Region,
    links: impl Iterator<Item = usize>,
    area: &Mosaic,
) -> Vec<RoadPart> {
    let parts_of = |link: usize| {
        let inside = covered_intervals(&region.demand.roads[link].line, area).into_iter();
        inside.map(move |interval| RoadPart { link, interval })
    };
    links.flat_map(parts_of).collect()
}
