//! Every feature of random layers is accounted for: what an independent decoder
//! finds in a tile is what the exact geometry has there, to within what thinning
//! and the tile's grid may move.

use std::collections::BTreeMap;

use geo::{
    Area, BooleanOps, BoundingRect, Coord, Euclidean, Geometry, Length, LineString, MapCoords, MultiPolygon,
    Polygon, Rect, Validation, unary_union,
};
use mvt_reader::{Reader, feature::Value};
use proptest::prelude::*;

use super::grid::{BUFFER, EXTENT};
use super::*;
use crate::geometry::even_odd;

const ZOOM: u32 = 10;
const TILE: u32 = 512;
/// How far an edge may move: by thinning 2 units, by the grid less than 1.
const MOVED_UNITS: f64 = 3.0;

/// World coordinates of a place in the units of the tile in the world's middle.
fn world_of(at: Coord<f64>) -> Coord<f64> {
    let unit = 1.0 / (EXTENT * f64::from(1_u32 << ZOOM));
    let place = |value: f64| (f64::from(TILE) * EXTENT + value) * unit;
    Coord { x: place(at.x), y: place(at.y) }
}

fn middle() -> TileCoordinate {
    TileCoordinate::new(ZOOM, TILE, TILE).expect("a tile")
}

/// A layer of these areas, in the units of the tile in the world's middle.
fn layer_of(areas: &[MultiPolygon<f64>]) -> PreparedLayer {
    let features = areas.iter().zip(0_u32..).map(|(area, number)| {
        let geometry = WorldGeometry::from_world(area.map_coords(world_of).into()).expect("places");
        LayerFeature::new(geometry, vec![("number", number.into())])
    });
    PreparedLayer::new("test", features.collect(), FromAfar::Edges)
}

/// The areas in a tile, by their features' numbers, in its own units.
pub fn decoded(layer: &PreparedLayer, tile: TileCoordinate, key: &str) -> BTreeMap<i64, MultiPolygon<f64>> {
    let Some(bytes) = layer.tile(tile).expect("a layer can be written") else { return BTreeMap::new() };
    decoded_bytes(bytes, key)
}

/// The same of a tile's bytes.
pub fn decoded_bytes(bytes: Vec<u8>, key: &str) -> BTreeMap<i64, MultiPolygon<f64>> {
    let reader = Reader::new(bytes).expect("a tile decodes");
    let features = reader.get_features_as::<i32>(0).expect("a layer decodes").into_iter();
    let areas = features.map(|feature| {
        let properties = feature.properties.expect("features have properties");
        let Value::Int(number) = properties[key] else { panic!("a number: {properties:?}") };
        let Geometry::MultiPolygon(area) = feature.geometry else { panic!("an area") };
        (number, area.map_coords(|at| Coord { x: f64::from(at.x), y: f64::from(at.y) }))
    });
    areas.collect()
}

fn visible() -> Polygon<f64> {
    Rect::new((0.0, 0.0), (EXTENT, EXTENT)).to_polygon()
}

fn shown(area: &MultiPolygon<f64>) -> f64 {
    area.intersection(&visible()).unsigned_area()
}

fn perimeter(area: &MultiPolygon<f64>) -> f64 {
    let rings =
        area.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    rings.map(|ring| Euclidean.length(ring)).sum()
}

/// How much of an area may come or go when its edges move.
fn tolerance(area: &MultiPolygon<f64>) -> f64 {
    MOVED_UNITS * perimeter(area) + MOVED_UNITS * MOVED_UNITS * 4.0
}

fn star((x, y): (f64, f64), radii: &[f64]) -> LineString<f64> {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let corner = |(index, radius): (usize, &f64)| Coord {
        x: x + radius * (step * index as f64).cos(),
        y: y + radius * (step * index as f64).sin(),
    };
    radii.iter().enumerate().map(corner).collect()
}

prop_compose! {
    /// A star with a hole in it and an island in that, a sliver, boxes that touch
    /// at a corner, specks; in part or whole beside the tile.
    fn shape()(
        kind in 0..5u8, x in -1_000.0..5_000.0f64, y in -1_000.0..5_000.0f64,
        radii in prop::collection::vec(100.0..1_200.0f64, 5..40), small in 0.3..40.0f64,
    ) -> MultiPolygon<f64> {
        let boxed = |x: f64, y: f64, width: f64, height: f64| Rect::new((x, y), (x + width, y + height)).to_polygon();
        let inner: Vec<f64> = radii.iter().map(|_| 60.0).collect();
        match kind {
            0 => even_odd(&Polygon::new(star((x, y), &radii), vec![star((x, y), &inner), star((x, y), &[30.0, 25.0, 20.0])])),
            1 => MultiPolygon(vec![boxed(x, y, 2_000.0, small / 20.0)]),
            2 => MultiPolygon(vec![boxed(x, y, small, small), boxed(x + small, y + small, small, small)]),
            3 => MultiPolygon(vec![boxed(x, y, small / 40.0, small / 40.0)]),
            _ => even_odd(&Polygon::new(star((x, y), &radii), Vec::new())),
        }
    }
}

/// The corners of a map of neighbours: none is a feature's own.
fn corners(side: usize, jitter: &[f64]) -> Vec<Vec<Coord<f64>>> {
    let at = |column: usize, row: usize| {
        let by = |offset: usize| jitter[(row * 7 + column * 3 + offset) % jitter.len()];
        Coord { x: column as f64 * 1_100.0 - 700.0 + by(0), y: row as f64 * 1_100.0 - 700.0 + by(1) }
    };
    (0..=side).map(|row| (0..=side).map(|column| at(column, row)).collect()).collect()
}

/// A border between two corners, drawn in many small steps, the same for both sides.
fn border(from: Coord<f64>, to: Coord<f64>, jitter: &[f64]) -> Vec<Coord<f64>> {
    let forth = (from.x, from.y) < (to.x, to.y);
    let (start, end) = if forth { (from, to) } else { (to, from) };
    let across = Coord { x: (start.y - end.y) / 900.0, y: (end.x - start.x) / 900.0 };
    let at = |step: usize| {
        let off =
            if step == 0 { 0.0 } else { jitter[(step * 5 + start.x.abs() as usize) % jitter.len()] / 20.0 };
        start + (end - start) * (step as f64 / 60.0) + across * off
    };
    let mut border: Vec<Coord<f64>> = (0..60).map(at).chain([end]).collect();
    if !forth {
        border.reverse();
    }
    border.pop();
    border
}

fn neighbours(jitter: &[f64]) -> Vec<MultiPolygon<f64>> {
    const SIDE: usize = 5;
    let corners = corners(SIDE, jitter);
    let cell = |index: usize| {
        let (column, row) = (index % SIDE, index / SIDE);
        let around =
            [(0, 0), (0, 1), (1, 1), (1, 0), (0, 0)].map(|(down, right)| corners[row + down][column + right]);
        let mut ring: Vec<Coord<f64>> =
            around.windows(2).flat_map(|side| border(side[0], side[1], jitter)).collect();
        // Whoever draws a neighbour begins somewhere else.
        let first = index * 13 % ring.len();
        ring.rotate_left(first);
        MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())])
    };
    (0..SIDE * SIDE).map(cell).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_feature_has_its_area(areas in prop::collection::vec(shape(), 1..12)) {
        let found = decoded(&layer_of(&areas), middle(), "number");
        let reach = Rect::new((-BUFFER - 1.0, -BUFFER - 1.0), (EXTENT + BUFFER + 1.0, EXTENT + BUFFER + 1.0));
        for (area, number) in areas.iter().zip(0_i64..) {
            let expected = shown(area);
            match found.get(&number) {
                Some(drawn) => {
                    prop_assert!(drawn.is_valid());
                    prop_assert!((shown(drawn) - expected).abs() <= tolerance(area), "{} is not {expected}", shown(drawn));
                    let bounds = area.bounding_rect().expect("a shape has bounds");
                    prop_assert!(geo::Intersects::intersects(&bounds, &reach));
                }
                None => prop_assert!(expected <= tolerance(area), "{expected} is lost"),
            }
        }
        prop_assert!(found.keys().all(|number| (0..areas.len() as i64).contains(number)));
    }

    #[test]
    fn four_children_have_what_their_parent_has(areas in prop::collection::vec(shape(), 1..8)) {
        let layer = layer_of(&areas);
        let parent = decoded(&layer, middle(), "number");
        let children = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(east, south)| {
            let tile = TileCoordinate::new(ZOOM + 1, TILE * 2 + east, TILE * 2 + south).expect("a tile");
            decoded(&layer, tile, "number")
        });
        for (area, number) in areas.iter().zip(0_i64..) {
            let of = |tile: &BTreeMap<i64, MultiPolygon<f64>>| tile.get(&number).map_or(0.0, shown);
            let sum: f64 = children.iter().map(|child| of(child) / 4.0).sum();
            prop_assert!((sum - of(&parent)).abs() <= 2.0 * tolerance(area), "{sum} is not {}", of(&parent));
        }
    }

    /// Thinned from 60 vertices a border to a few, neighbours have neither gap nor
    /// overlap: their areas add up to that of their union, and that is whole.
    #[test]
    fn neighbours_stay_neighbours(jitter in prop::collection::vec(-120.0..120.0f64, 50..60)) {
        let areas = neighbours(&jitter);
        let found = decoded(&layer_of(&areas), middle(), "number");
        let vertices = |areas: &[MultiPolygon<f64>]| areas.iter().map(|area| area[0].exterior().0.len()).sum::<usize>();
        let drawn: Vec<MultiPolygon<f64>> = found.into_values().collect();
        prop_assert!(vertices(&drawn) < vertices(&areas), "nothing was thinned");
        let polygons: Vec<&Polygon<f64>> = drawn.iter().flatten().collect();
        let sum: f64 = polygons.iter().map(|polygon| polygon.unsigned_area()).sum();
        let union = unary_union(polygons.iter().copied());
        prop_assert!((union.unsigned_area() - sum).abs() <= 8.0, "{} is not {sum}", union.unsigned_area());
        let holes: f64 = union.iter().flat_map(Polygon::interiors).map(|hole| Polygon::new(hole.clone(), Vec::new()).unsigned_area()).sum();
        prop_assert!(holes <= 8.0, "gaps of {holes}");
        prop_assert!((shown(&union) - EXTENT * EXTENT).abs() <= 1.0, "{}", shown(&union));
    }

    /// What two tiles show of their common border is the same.
    #[test]
    fn tiles_meet_at_their_border(areas in prop::collection::vec(shape(), 1..8)) {
        let layer = layer_of(&areas);
        let east_tile = TileCoordinate::new(ZOOM, TILE + 1, TILE).expect("a tile");
        let (west, east) = (decoded(&layer, middle(), "number"), decoded(&layer, east_tile, "number"));
        // The buffer of the one shows what the other begins with.
        let strip = Rect::new((EXTENT, 0.0), (EXTENT + BUFFER, EXTENT)).to_polygon();
        for (number, area) in &west {
            let here = area.intersection(&strip);
            let moved = east.get(number).map(|area| area.map_coords(|at| Coord { x: at.x + EXTENT, y: at.y }));
            let there = moved.map_or_else(|| MultiPolygon(Vec::new()), |area| area.intersection(&strip));
            let apart = here.xor(&there).unsigned_area();
            // Each edge may be rounded elsewhere in each tile, by less than a unit.
            prop_assert!(apart <= perimeter(&here) + perimeter(&there) + 8.0, "{number}: {apart}");
        }
    }

    #[test]
    fn no_line_and_no_point_is_lost(
        lines in prop::collection::vec(prop::collection::vec((-500.0..4_600.0f64, -500.0..4_600.0f64), 2..9), 1..20),
    ) {
        let geometries = lines.iter().map(|line| LineString::from(line.clone()));
        let features = geometries.zip(0_u32..).flat_map(|(line, number)| {
            let first = geo::Point(world_of(line.0[0]));
            let line = Geometry::from(line.map_coords(world_of));
            let feature = |geometry: Geometry<f64>, number: u32| LayerFeature::new(
                WorldGeometry::from_world(geometry).expect("places"), vec![("number", number.into())]);
            [feature(line, number * 2), feature(first.into(), number * 2 + 1)]
        });
        let layer = PreparedLayer::new("test", features.collect(), FromAfar::Edges);
        let bytes = layer.tile(middle()).expect("a layer can be written");
        let features = bytes.map_or_else(Vec::new, |bytes| {
            Reader::new(bytes).and_then(|reader| reader.get_features_as::<i32>(0)).expect("a tile decodes")
        });
        let found: BTreeMap<i64, Geometry<i32>> = features.into_iter().map(|feature| {
            let Some(Value::Int(number)) = feature.properties.and_then(|all| all.get("number").cloned()) else { panic!("a number") };
            (number, feature.geometry)
        }).collect();
        let reach = -BUFFER..=EXTENT + BUFFER;
        for (line, number) in lines.iter().zip(0_i64..) {
            let (x, y) = line[0];
            prop_assert_eq!(found.contains_key(&(number * 2 + 1)), reach.contains(&x) && reach.contains(&y));
            let square = Rect::new((0.0, 0.0), (EXTENT, EXTENT)).to_polygon();
            let inside = square.clip(&geo::MultiLineString(vec![LineString::from(line.clone())]), false);
            prop_assert!(Euclidean.length(&inside) < 8.0 || found.contains_key(&(number * 2)), "line {number}");
        }
    }
}
