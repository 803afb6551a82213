//! Pictures from afar show as much area as there is.

use geo::{Area, BooleanOps, LineString, MultiPolygon, Polygon, Rect};
use proptest::prelude::*;

use super::*;
use crate::tiles::{
    FromAfar, LayerFeature, PreparedLayer, TileCoordinate,
    accounts::decoded,
    afar::block::{CELL_UNITS, cell_world},
    grid::EXTENT,
};

/// The area of rings in World units.
fn area_of(rings: &Rings) -> f64 {
    rings.iter().map(|ring| Polygon::new(LineString(ring.clone()), Vec::new()).signed_area()).sum()
}

fn boxes(boxes: &[(f64, f64, f64, f64)]) -> WorldGeometry {
    let polygons =
        boxes.iter().map(|&(x, y, width, height)| Rect::new((x, y), (x + width, y + height)).to_polygon());
    WorldGeometry::from_world(MultiPolygon(polygons.collect()).into()).unwrap()
}

/// Specks in a lattice of places, each much smaller than a pixel at zoom 4.
fn specks(count: u32, side: f64) -> Vec<(f64, f64, f64, f64)> {
    let place =
        |index: u32| (0.53 + f64::from(index % 40) * 2e-4, 0.27 + f64::from(index / 40) * 2e-4, side, side);
    (0..count).map(place).collect()
}

#[test]
fn specks_become_as_much_area_as_they_are() {
    let (count, side) = (1_600, 5e-5);
    let area = f64::from(count) * side * side;
    for (zoom, pictures) in (0_u8..).zip(pictures(&[&boxes(&specks(count, side))])) {
        let cell = cell_world(zoom) * cell_world(zoom);
        let drawn = area_of(&pictures[0]);
        assert!((drawn - area).abs() <= cell.max(area * 1e-3), "zoom {zoom}: {drawn} is not {area}");
    }
}

#[test]
fn the_smallest_speck_is_there_at_every_zoom() {
    for pictures in pictures(&[&boxes(&[(0.55, 0.26, 1e-7, 1e-7)])]) {
        assert_eq!(pictures[0].len(), 1);
    }
}

#[test]
fn nothing_stays_nothing() {
    assert!(pictures(&[&boxes(&[])]).iter().all(|pictures| pictures[0].is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Tile by tile, decoded, to within two cells of 65,536 (one for the rounding
    /// that came in or went out, one for what is shown where nothing else would
    /// be) and what smoothed corners carry over a tile's edge.
    #[test]
    fn every_tile_has_its_area(
        places in prop::collection::btree_set((0..60u32, 0..60u32), 1..200),
        width in 0.1..1.0f64,
        zoom in 4..=8u32,
    ) {
        let step = 3e-4;
        let at = |place: u32| 0.5 + f64::from(place) * step;
        let boxed: Vec<_> = places.iter().map(|&(x, y)| (at(x), at(y), step * width, step * width)).collect();
        let feature = LayerFeature::new(boxes(&boxed), vec![("number", 1_u32.into())]);
        let layer = PreparedLayer::new("test", vec![feature], FromAfar::Picture);
        let tiles = 1_u32 << zoom;
        let last = (f64::from(tiles) * at(60)) as u32;
        for (x, y) in (tiles / 2..=last).flat_map(|x| (tiles / 2..=last).map(move |y| (x, y))) {
            let tile = TileCoordinate::new(zoom, x, y).unwrap();
            let bounds = tile.world_bounds();
            let exact: f64 = boxed.iter().map(|&(x, y, width, height)| {
                let shared = |low: f64, high: f64, first: f64, last: f64| (high.min(last) - low.max(first)).max(0.0);
                shared(x, x + width, bounds.min().x, bounds.max().x) * shared(y, y + height, bounds.min().y, bounds.max().y)
            }).sum();
            let cell = cell_world(zoom as u8) * cell_world(zoom as u8);
            let visible = Rect::new((0.0, 0.0), (EXTENT, EXTENT)).to_polygon();
            let drawn = decoded(&layer, tile, "number").get(&1).map_or(0.0, |area| area.intersection(&visible).unsigned_area());
            let drawn_cells = drawn / (CELL_UNITS * CELL_UNITS);
            let over_the_edge = 8.0;
            prop_assert!((drawn_cells - exact / cell).abs() <= 2.0 + over_the_edge, "{tile}: {drawn_cells} is not {}", exact / cell);
            // What a tile's worth of blocks has is drawn in it, be it ever so small.
            prop_assert!(exact == 0.0 || drawn > 0.0, "{tile} is blank");
        }
    }

    /// The cells of areas that lie in each other lie in each other.
    #[test]
    fn nested_areas_stay_nested(
        places in prop::collection::btree_map((0..40u32, 0..40u32), 0..3usize, 1..120),
        zoom in 0..8usize,
    ) {
        let step = 4e-4;
        let level = |least: usize| {
            let kept = places.iter().filter(|(_, level)| **level >= least);
            let boxed: Vec<_> = kept.map(|((x, y), _)| (0.5 + f64::from(*x) * step, 0.25 + f64::from(*y) * step, step, step)).collect();
            boxes(&boxed)
        };
        let levels = [level(0), level(1), level(2)];
        let picture = &pictures(&levels.iter().collect::<Vec<_>>())[zoom];
        let areas: Vec<f64> = picture.iter().map(area_of).collect();
        prop_assert!(areas.windows(2).all(|pair| pair[0] >= pair[1] - 1e-12), "{:?}", areas);
    }
}
