//! The passes over an extract. What is held from one to the next: the numbers of
//! the nodes within the counties' extent, packed to a byte or two each; then 16
//! bytes for each node of a way that is wanted; and the buildings that are
//! relations, with their ways. Nothing else of the extract is in memory beyond a block.

use std::{collections::BTreeMap, path::Path};

use geo::{Coord, Geometry, LineString, MapCoords, MultiPolygon, Point, Polygon, Rect};
use osmpbf::Way;
use serde_json::{Map, Value};

use super::{
    blocks::for_each_block,
    nodes::{Numbers, Positions},
    relations::Buildings,
    tags::{Layer, Tags},
};
use crate::{
    geometry::{Projection, WGS84},
    sources::{Catalogue, Progress, Result, SourceFault, outlines::Outlines, output::Output},
};

const OUTSIDE: &str = "outside the municipalities";
const CUT: &str = "with corners that aren't in the extract";
const NOT_CLOSED: &str = "buildings that aren't closed";

/// What is looked for, and where.
pub struct Passes<'job> {
    pub extract: &'job Path,
    pub area: Area<'job>,
    pub progress: &'job dyn Progress,
}

/// What came of an extract.
pub struct Read {
    pub outputs: Vec<Output>,
    /// Ways and relations that are a road, railway, trail or building somewhere in the extract.
    pub element_count: u64,
    pub left_out: Map<String, Value>,
}

/// The counties, asked in longitude and latitude.
pub struct Area<'job> {
    outlines: &'job Outlines,
    /// All of the counties and more, in degrees.
    extent: Rect<f64>,
    projection: Projection,
}

impl<'job> Area<'job> {
    /// # Errors
    /// When the outlines have no place on the globe.
    pub fn new(outlines: &'job Outlines) -> Result<Self> {
        let crs = &Catalogue::built_in().crs;
        let fault = |error| SourceFault::BadPlace.at("the municipalities", error);
        let back = Projection::new(crs, WGS84).map_err(fault)?;
        let edge = edge(outlines.extent()).into_iter().map(|place| back.coord(place));
        let edge = edge.collect::<std::result::Result<Vec<_>, _>>().map_err(fault)?;
        let extent = Geometry::from(LineString(edge));
        let extent = geo::BoundingRect::bounding_rect(&extent)
            .ok_or_else(|| SourceFault::BadPlace.at("the municipalities", "have no extent"))?;
        Ok(Self { outlines, extent, projection: Projection::new(WGS84, crs).map_err(fault)? })
    }

    fn may_contain(&self, lon: f64, lat: f64) -> bool {
        let (min, max) = (self.extent.min(), self.extent.max());
        (min.x..=max.x).contains(&lon) && (min.y..=max.y).contains(&lat)
    }

    /// Whether one of the corners lies in one of the municipalities.
    fn touches(&self, corners: impl Iterator<Item = Coord<f64>>) -> bool {
        let mut near = corners.filter(|place| self.may_contain(place.x, place.y));
        near.any(|place| self.projection.coord(place).is_ok_and(|place| self.outlines.contain(place)))
    }
}

/// Positions along a rectangle's edge, near enough that its image bulges out less
/// than the margin that the rectangle has.
fn edge(rect: Rect<f64>) -> Vec<Coord<f64>> {
    const STEPS: u32 = 100;
    let (min, max) = (rect.min(), rect.max());
    let along = |step: u32| f64::from(step) / f64::from(STEPS);
    let places = (0..=STEPS).flat_map(|step| {
        let (x, y) = (min.x + rect.width() * along(step), min.y + rect.height() * along(step));
        [Coord { x, y: min.y }, Coord { x, y: max.y }, Coord { x: min.x, y }, Coord { x: max.x, y }]
    });
    places.collect()
}

impl Passes<'_> {
    /// Writes what is wanted, ways before relations, each in the extract's order.
    ///
    /// # Errors
    /// When the extract can't be read, has nothing of what is wanted, or the disk won't.
    pub fn run(self, outputs: Vec<Output>) -> Result<Read> {
        self.progress.says("Looking for what lies in the counties (1 of 4)");
        let (inside, mut buildings) = self.look()?;
        self.progress.says("Looking for what is drawn there (2 of 4)");
        let nodes = self.nodes_of_ways(&inside, &buildings.ways)?;
        drop(inside);
        self.progress.says("Finding the places (3 of 4)");
        let positions = self.places(&nodes)?;
        drop(nodes);
        self.progress.says("Writing (4 of 4)");
        let mut writing =
            Writing { area: &self.area, positions, outputs, element_count: 0, left_out: BTreeMap::new() };
        for_each_block(self.extract, self.progress, |block| {
            block
                .groups()
                .flat_map(|group| group.ways())
                .try_for_each(|way| writing.way(&way, &mut buildings))
        })?;
        writing.relations(&buildings)?;
        writing.finish()
    }

    /// The nodes within the extent, and the buildings that are relations.
    fn look(&self) -> Result<(Numbers, Buildings)> {
        let (mut inside, mut buildings) = (Numbers::default(), Buildings::default());
        for_each_block(self.extract, self.progress, |block| {
            for group in block.groups() {
                let dense = group.dense_nodes().map(|node| (node.id(), node.lon(), node.lat()));
                let nodes = group.nodes().map(|node| (node.id(), node.lon(), node.lat()));
                for (number, lon, lat) in dense.chain(nodes) {
                    if self.area.may_contain(lon, lat) {
                        inside.insert(number);
                    }
                }
                group.relations().for_each(|relation| buildings.note(&relation));
            }
            Ok(())
        })?;
        Ok((inside, buildings))
    }

    /// All nodes of the ways that are wanted and have one within the extent.
    fn nodes_of_ways(&self, inside: &Numbers, of_buildings: &Numbers) -> Result<Numbers> {
        let mut nodes = Numbers::default();
        for_each_block(self.extract, self.progress, |block| {
            for way in block.groups().flat_map(|group| group.ways()) {
                let is_wanted = of_buildings.contains(way.id()) || Tags::read(way.tags()).of_way().is_some();
                if is_wanted && way.refs().any(|node| inside.contains(node)) {
                    way.refs().for_each(|node| nodes.insert(node));
                }
            }
            Ok(())
        })?;
        Ok(nodes)
    }

    fn places(&self, nodes: &Numbers) -> Result<Positions> {
        let mut positions = Positions::of(nodes);
        for_each_block(self.extract, self.progress, |block| {
            for group in block.groups() {
                for node in group.dense_nodes() {
                    positions.set(node.id(), node.decimicro_lon(), node.decimicro_lat());
                }
                for node in group.nodes() {
                    positions.set(node.id(), node.decimicro_lon(), node.decimicro_lat());
                }
            }
            Ok(())
        })?;
        Ok(positions)
    }
}

/// The last pass.
struct Writing<'pass> {
    area: &'pass Area<'pass>,
    positions: Positions,
    /// One for each of [`Layer::ALL`].
    outputs: Vec<Output>,
    element_count: u64,
    left_out: BTreeMap<&'static str, u64>,
}

impl Writing<'_> {
    fn way(&mut self, way: &Way<'_>, buildings: &mut Buildings) -> Result<()> {
        let placed = || way.refs().filter_map(|node| Some((node, self.positions.get(node)?)));
        if buildings.ways.contains(way.id()) {
            buildings.draw(way.id(), placed().collect());
        }
        let tags = Tags::read(way.tags());
        let Some((layer, class)) = tags.of_way() else { return Ok(()) };
        self.element_count += 1;
        let mut corners: Vec<Coord<f64>> = placed().map(|(_, place)| place).collect();
        if !self.area.touches(corners.iter().copied()) {
            self.leave_out(OUTSIDE);
            return Ok(());
        }
        if corners.len() < way.refs().len() {
            self.leave_out(CUT);
            return Ok(());
        }
        corners.dedup();
        let key = format!("way/{}", way.id());
        if layer == Layer::Buildings {
            if corners.len() < 4 || corners.first() != corners.last() {
                self.leave_out(NOT_CLOSED);
                return Ok(());
            }
            let area = Polygon::new(LineString(corners), Vec::new());
            return self.building(&key, class, &area.into());
        }
        if corners.len() < 2 {
            self.leave_out(CUT);
            return Ok(());
        }
        let output = &mut self.outputs[layer as usize];
        output.feature(&key, &LineString(corners).into(), &tags.line(class))
    }

    fn relations(&mut self, buildings: &Buildings) -> Result<()> {
        for building in &buildings.all {
            self.element_count += 1;
            match buildings.area(building) {
                Some(area) if self.area.touches(corners(&area)) => {
                    // The overlay leaves its own rounding, far below the map's steps.
                    let area = area.map_coords(on_steps);
                    self.building(&format!("relation/{}", building.number), &building.kind, &area.into())?;
                }
                Some(_) => self.leave_out(OUTSIDE),
                // Its ways aren't drawn: none of their nodes is within the extent.
                None if !buildings.is_near(building) => self.leave_out(OUTSIDE),
                None => self.leave_out(NOT_CLOSED),
            }
        }
        Ok(())
    }

    fn building(&mut self, key: &str, kind: &str, area: &Geometry<f64>) -> Result<()> {
        let properties = [("id", key), ("kind", kind)];
        let properties = properties.map(|(name, value)| (name.to_owned(), value.into()));
        self.outputs[Layer::Buildings as usize].feature(key, area, &properties.into_iter().collect())
    }

    fn leave_out(&mut self, reason: &'static str) {
        *self.left_out.entry(reason).or_default() += 1;
    }

    fn finish(self) -> Result<Read> {
        if self.outputs.iter().all(|output| output.count() == 0) {
            let reason = "has no road, railway, trail or building in the counties";
            return Err(SourceFault::NoFeatures.at("the extract", reason));
        }
        let left_out = self.left_out.into_iter().map(|(reason, count)| (reason.to_owned(), count.into()));
        Ok(Read { outputs: self.outputs, element_count: self.element_count, left_out: left_out.collect() })
    }
}

fn corners(area: &MultiPolygon<f64>) -> impl Iterator<Item = Coord<f64>> {
    area.iter().flat_map(|polygon| polygon.exterior().0.iter().copied())
}

/// To the map's steps of 10⁻⁷ degrees.
fn on_steps(place: Coord<f64>) -> Coord<f64> {
    let on_step = |degrees: f64| (degrees * 1e7).round() / 1e7;
    Point::new(on_step(place.x), on_step(place.y)).into()
}
