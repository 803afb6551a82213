//! The region prepared for questions: zones as mosaics of land, and which part
//! of the demand lies in which zone.

use std::{collections::BTreeSet, sync::Arc};

use geo::{BoundingRect, Centroid, Coord, Rect};
use rayon::prelude::*;
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

use super::{
    DemandTrees, PlaceNames, PresenceIndex, RouteIndex, ZoneLines, organisation_zones::organisation_zones,
    population::PopulationZones, version_of,
};
use crate::{
    domain::{ByLine, Profile, Region, RegionSource, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Mosaic, total},
};

/// What two areas share below this is rounding along a common edge.
const LEAST_SHARED_M2: f64 = 1.0;

/// A region with its zones and demand indexed, in its computing coordinate reference system.
#[derive(Clone, Debug)]
pub struct RegionIndex {
    pub region: Arc<Region>,
    pub zones: Vec<ZoneIndex>,
    /// With their own places and routes, by name.
    pub organisations: Arc<Vec<ZoneIndex>>,
    /// All zones with their lakes.
    pub whole: Arc<Mosaic>,
    /// The lines' links as routes.
    pub routes: Arc<ByLine<RouteIndex>>,
    /// Names the region's files by hash.
    pub version: String,
    tree: RTree<BoxOf<usize>>,
    pub(super) lakes: Arc<Mosaic>,
    /// Where people normally are in all of it.
    pub(super) presence: Option<Arc<PresenceIndex>>,
    pub(super) trees: Arc<DemandTrees>,
    pub names: Arc<PlaceNames>,
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
    /// Of municipalities that have no points.
    pub squares: Vec<usize>,
    /// Squares that lie in the zone in part; a zone of the region has none.
    pub cut_squares: Vec<usize>,
    pub points: Vec<usize>,
    /// Of its squares and points.
    pub inhabitants: f64,
    pub lines: ByLine<ZoneLines>,
    pub places: Vec<usize>,
    /// By their centres, cell by cell of the analysis grid.
    pub buildings: Vec<usize>,
    /// Where people normally are in it.
    pub presence: Option<Arc<PresenceIndex>>,
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
        let routes = Arc::new(ByLine::from_fn(|kind| RouteIndex::new(&region.demand.lines[kind])));
        let version = version(&region);
        let organisations = Arc::new(organisation_zones(&region));
        let trees = Arc::new(DemandTrees::new(&region.demand, &assignment.counted_squares()));
        let (lakes, presence) = (Arc::new(lakes), assignment.presence);
        let names = Arc::new(PlaceNames::new(&region));
        Self {
            region: Arc::new(region),
            zones,
            organisations,
            whole,
            routes,
            version,
            tree,
            lakes,
            presence,
            trees,
            names,
        }
    }

    /// The same zones by another profile.
    pub fn with_profile(&self, profile: Profile, source: RegionSource) -> Self {
        let region = (*self.region).clone().with_profile(profile, source);
        let version = version(&region);
        Self { region: Arc::new(region), version, ..self.clone() }
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

    /// An area without the region's lakes.
    pub fn land_of(&self, area: &Mosaic) -> Mosaic {
        area.difference(&self.lakes)
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

/// Which squares, points, places and buildings belong to which zone, and where
/// people normally are in all of them.
struct Assignment {
    squares: Vec<Vec<usize>>,
    points: Vec<Vec<usize>>,
    places: Vec<Vec<usize>>,
    buildings: Vec<Vec<usize>>,
    presence: Option<Arc<PresenceIndex>>,
}

impl Assignment {
    fn new(region: &Region, outlines: &[Mosaic]) -> Self {
        let population = PopulationZones::new(region, outlines);
        let zones_of_places: Vec<Vec<usize>> =
            region.demand.places.iter().map(|place| zones_at(region, outlines, place.position)).collect();
        let zones_of_buildings: Vec<Vec<usize>> = region
            .demand
            .buildings
            .par_iter()
            .map(|building| building.outline.centroid())
            .map(|centre| centre.map_or_else(Vec::new, |centre| zones_at(region, outlines, centre.0)))
            .collect();
        Self {
            squares: members(outlines.len(), &population.squares),
            points: members(outlines.len(), &population.points),
            places: members(outlines.len(), &zones_of_places),
            buildings: members_by_cell(region, members(outlines.len(), &zones_of_buildings)),
            presence: PresenceIndex::new(region).map(Arc::new),
        }
    }

    /// Those whose inhabitants aren't counted by points.
    fn counted_squares(&self) -> BTreeSet<usize> {
        self.squares.iter().flatten().copied().collect()
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
        let (squares, points) = (self.squares[number].clone(), self.points[number].clone());
        let in_squares = squares.iter().map(|&square| region.demand.population[square].inhabitants);
        let at_points = points.iter().map(|&point| region.demand.population_points[point].inhabitants);
        let bounds = zone.outline.bounding_rect();
        let lines = ByLine::from_fn(|kind| ZoneLines::within(&region.demand.lines[kind], bounds, &whole));
        ZoneIndex {
            zone: zone.clone(),
            presence: self.presence.as_ref().map(|presence| Arc::new(presence.within(&land))),
            land_m2: land.area_m2(),
            whole,
            land,
            inhabitants: total(in_squares.chain(at_points)),
            squares,
            cut_squares: Vec::new(),
            points,
            lines,
            places: self.places[number].clone(),
            buildings: self.buildings[number].clone(),
        }
    }
}

/// A municipality and the zones that it is a part of.
pub(super) fn with_ancestors(region: &Region, code: &ZoneCode) -> Vec<usize> {
    let find = |code: &ZoneCode| region.zones.iter().position(|zone| zone.code == *code);
    std::iter::successors(find(code), |&zone| find(region.zones[zone].parent.as_ref()?)).collect()
}

pub(super) fn zones_at(region: &Region, outlines: &[Mosaic], position: Coord<f64>) -> Vec<usize> {
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

fn members_by_cell(region: &Region, mut members: Vec<Vec<usize>>) -> Vec<Vec<usize>> {
    members.iter_mut().for_each(|buildings| sort_by_cell(region, buildings));
    members
}

/// What stands in one cell follows each other: it is asked about the same edges.
pub(super) fn sort_by_cell(region: &Region, buildings: &mut [usize]) {
    let cell = |building: &usize| {
        let bounds = region.demand.buildings[*building].outline.bounding_rect();
        bounds.map(|bounds| ANALYSIS_GRID.cell_at(bounds.center()))
    };
    buildings.sort_by_cached_key(|building| (cell(building), *building));
}
