//! Tiles made from World geometry and read back by an independent decoder.

use geo::{Area, BooleanOps, Coord, Geometry, LineString, MultiPolygon, Point, Polygon, Rect, Validation};
use geo::{line_string, point, polygon};
use mvt_reader::Reader;
use proptest::prelude::*;

use super::grid::{BUFFER, EXTENT};
use super::*;

fn tile(zoom: u32, x: u32, y: u32) -> TileCoordinate {
    TileCoordinate::new(zoom, x, y).expect("the test names a tile")
}

fn world(geometry: impl Into<Geometry<f64>>) -> WorldGeometry {
    WorldGeometry::from_world(geometry.into()).expect("the test's geometry is plain")
}

fn layer(features: Vec<LayerFeature>) -> PreparedLayer {
    PreparedLayer::new("test", features, FromAfar::Edges)
}

fn bytes(coordinate: TileCoordinate, geometry: &Geometry<f64>) -> Option<Vec<u8>> {
    let feature = LayerFeature::new(world(geometry.clone()), vec![("name", "one".into())]);
    layer(vec![feature]).tile(coordinate).expect("a layer can be written")
}

/// The one feature of the tile, in tile units; none when the tile is empty.
fn decoded(coordinate: TileCoordinate, geometry: &Geometry<f64>) -> Option<Geometry<i32>> {
    let reader = Reader::new(bytes(coordinate, geometry)?).expect("a tile decodes");
    let features = reader.get_features_as::<i32>(0).expect("a layer decodes");
    assert_eq!(features.len(), 1);
    features.into_iter().next().map(|feature| feature.geometry)
}

fn decoded_polygons(coordinate: TileCoordinate, geometry: &Geometry<f64>) -> MultiPolygon<f64> {
    match decoded(coordinate, geometry) {
        None => MultiPolygon(Vec::new()),
        Some(Geometry::MultiPolygon(polygons)) => {
            geo::MapCoords::map_coords(&polygons, |at| Coord { x: f64::from(at.x), y: f64::from(at.y) })
        }
        Some(other) => panic!("polygons, not {other:?}"),
    }
}

/// A ring around a point of the world, with a radius for each of its vertices.
fn star(centre: (f64, f64), radii: &[f64]) -> LineString<f64> {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let at = |(index, radius): (usize, &f64)| {
        let (sine, cosine) = (step * index as f64).sin_cos();
        Coord { x: centre.0 + radius * cosine, y: centre.1 + radius * sine }
    };
    let mut ring = LineString(radii.iter().enumerate().map(at).collect());
    ring.close();
    ring
}

/// Compares the one feature of the tile, in tile units, with what is expected.
fn check(coordinate: TileCoordinate, geometry: impl Into<Geometry<f64>>, expected: Option<Geometry<i32>>) {
    assert_eq!(decoded(coordinate, &geometry.into()), expected, "{coordinate}");
}

#[test]
fn points_and_lines_at_zoom_0() {
    let world = tile(0, 0, 0);
    check(world, point!(x: 0.5, y: 0.25), Some(geo::MultiPoint(vec![point!(x: 2048, y: 1024)]).into()));
    check(world, point!(x: 0.0, y: 1.0), Some(geo::MultiPoint(vec![point!(x: 0, y: 4096)]).into()));
    check(world, point!(x: 1.1, y: 0.5), None);
    let twice = geo::MultiPoint(vec![point!(x: 0.5, y: 0.5), point!(x: 0.5, y: 0.500_001)]);
    check(world, twice, Some(geo::MultiPoint(vec![point!(x: 2048, y: 2048)]).into()));
    let line = line_string![(x: 0.0, y: 0.0), (x: 0.5, y: 0.5)];
    check(world, line, Some(line_string![(x: 0, y: 0), (x: 2048, y: 2048)].into()));
    let speck = line_string![(x: 0.5, y: 0.5), (x: 0.500_01, y: 0.5)];
    check(world, speck, None);
}

#[test]
fn a_point_on_the_border_is_in_both_tiles() {
    let border = point!(x: 0.5, y: 0.25);
    check(tile(1, 0, 0), border, Some(geo::MultiPoint(vec![point!(x: 4096, y: 2048)]).into()));
    check(tile(1, 1, 0), border, Some(geo::MultiPoint(vec![point!(x: 0, y: 2048)]).into()));
    check(tile(2, 3, 1), border, None);
}

#[test]
fn a_line_that_crosses_the_tile_three_times() {
    let unit = 1.0 / 4096.0 / 2.0;
    let zigzag = LineString::from(vec![
        (-100.0 * unit, 1000.0 * unit),
        (4300.0 * unit, 1000.0 * unit),
        (4300.0 * unit, 2000.0 * unit),
        (-100.0 * unit, 2000.0 * unit),
        (-100.0 * unit, 3000.0 * unit),
        (4300.0 * unit, 3000.0 * unit),
    ]);
    let expected = geo::MultiLineString(vec![
        line_string![(x: -64, y: 1000), (x: 4160, y: 1000)],
        line_string![(x: 4160, y: 2000), (x: -64, y: 2000)],
        line_string![(x: -64, y: 3000), (x: 4160, y: 3000)],
    ]);
    check(tile(1, 0, 0), zigzag, Some(expected.into()));
}

#[test]
fn lines_that_meet_end_to_end_become_one() {
    let links = geo::MultiLineString(vec![
        line_string![(x: 0.0, y: 0.0), (x: 0.5, y: 0.0)],
        line_string![(x: 0.5, y: 0.0), (x: 0.5, y: 0.5)],
    ]);
    let joined = line_string![(x: 0, y: 0), (x: 2048, y: 0), (x: 2048, y: 2048)];
    check(tile(0, 0, 0), links, Some(joined.into()));
}

#[test]
fn rings_that_begin_where_the_last_one_ended_stay_apart() {
    let boxes = MultiPolygon(vec![
        Rect::new((0.0, 0.0), (0.25, 0.25)).to_polygon(),
        Rect::new((0.25, 0.25), (0.5, 0.5)).to_polygon(),
        Rect::new((0.5, 0.5), (0.75, 0.75)).to_polygon(),
    ]);
    let found = decoded_polygons(tile(0, 0, 0), &boxes.into());
    assert_eq!(found.0.len(), 3);
    assert_eq!(found.unsigned_area(), 3.0 * 1024.0 * 1024.0);
}

#[test]
fn a_tile_inside_of_a_polygon_is_full_and_one_in_its_hole_is_empty() {
    let ring_shape = polygon!(
        exterior: [(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)],
        interiors: [[(x: 0.4, y: 0.4), (x: 0.4, y: 0.9), (x: 0.9, y: 0.9), (x: 0.9, y: 0.4)]],
    );
    let side = EXTENT + 2.0 * BUFFER;
    let full = decoded_polygons(tile(4, 2, 2), &ring_shape.clone().into());
    assert_eq!(full.unsigned_area(), side * side);
    check(tile(4, 10, 10), ring_shape, None);
}

#[test]
fn the_four_parts_of_a_polygon_with_a_hole_add_up() {
    // Long edges: nothing is thinned, so only the grid takes or adds area.
    let outer: Vec<f64> = (0..24).map(|index| 0.2 + 0.13 * f64::from(index % 2)).collect();
    let hole: Vec<f64> = (0..12).map(|index| 0.1 - 0.05 * f64::from(index % 2)).collect();
    let whole = Polygon::new(star((0.5, 0.5), &outer), vec![star((0.51, 0.49), &hole)]);
    let visible = Rect::new((0.0, 0.0), (EXTENT, EXTENT)).to_polygon();
    for zoom in [1_u32, 2, 3] {
        let side = 1_u32 << zoom;
        let tiles = (0..side * side).map(|index| tile(zoom, index % side, index / side));
        let parts = tiles
            .map(|tile| decoded_polygons(tile, &whole.clone().into()).intersection(&visible).unsigned_area());
        let units_per_world = EXTENT * f64::from(side);
        let sum = parts.sum::<f64>() / (units_per_world * units_per_world);
        let relative = (sum - whole.unsigned_area()).abs() / whole.unsigned_area();
        assert!(relative < 2e-4, "zoom {zoom}: {relative}");
    }
}

/// Where the outline crosses the column `x` of a tile, in tile units.
fn crossings(polygons: &MultiPolygon<f64>, x: f64) -> Vec<f64> {
    let rings =
        polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    let mut found: Vec<f64> = rings
        .flat_map(LineString::lines)
        .filter(|line| (line.start.x < x) != (line.end.x < x))
        .map(|line| line.start.y + line.dy() * (x - line.start.x) / line.dx())
        .collect();
    found.sort_by(f64::total_cmp);
    found
}

#[test]
fn neighbours_agree_on_their_border() {
    let radii: Vec<f64> = (0..5000).map(|index| 0.2 + 0.003 * f64::from(index * 37 % 11)).collect();
    let whole: Geometry<f64> = Polygon::new(star((0.5, 0.5), &radii), Vec::new()).into();
    for zoom in [1_u32, 4, 8, 14] {
        let y = ((1_u32 << zoom) as f64 * 0.285) as u32;
        let x = 1 << (zoom - 1);
        let west = crossings(&decoded_polygons(tile(zoom, x - 1, y), &whole), EXTENT);
        let east = crossings(&decoded_polygons(tile(zoom, x, y), &whole), 0.0);
        assert_eq!(west.len(), east.len(), "zoom {zoom}");
        assert!(west.iter().zip(&east).all(|(west, east)| (west - east).abs() <= 1.0), "{west:?} {east:?}");
    }
}

#[test]
fn features_and_properties_come_in_order_and_bytes_repeat() {
    let (here, elsewhere) = (point!(x: 0.5, y: 0.5), point!(x: 3.0, y: 0.5));
    let make = || {
        let feature = |place: Point<f64>, votes: u32| {
            let properties = vec![
                ("state", "confirmed".into()),
                ("votes", votes.into()),
                ("median_rsrp_dbm", (-104.5).into()),
                ("demonstration", true.into()),
                ("cell", format!("cell {votes}").into()),
                ("offset", (-3_i64).into()),
            ];
            LayerFeature::new(world(place), properties)
        };
        let features = vec![feature(here, 3), feature(elsewhere, 4), feature(here, 5)];
        layer(features).tile(tile(0, 0, 0)).expect("a layer can be written").expect("two features")
    };
    let reader = Reader::new(make()).expect("a tile decodes");
    assert_eq!(reader.get_layer_names().expect("names"), ["test"]);
    let features = reader.get_features(0).expect("features");
    let votes: Vec<String> = features
        .iter()
        .filter_map(|feature| feature.properties.as_ref())
        .map(|properties| format!("{:?} {:?}", properties["votes"], properties["cell"]))
        .collect();
    assert_eq!(votes, ["Int(3) String(\"cell 3\")", "Int(5) String(\"cell 5\")"]);
    assert_eq!(make(), make());
}

prop_compose! {
    /// Polygons that cross themselves and each other, with holes that leave them.
    fn wild_polygons()(
        parts in prop::collection::vec(
            (0.3..0.7, 0.3..0.7, prop::collection::vec(0.0..0.3, 3..40), prop::collection::vec(0.0..0.2, 3..9)),
            1..4,
        )
    ) -> Geometry<f64> {
        MultiPolygon(
            parts
                .into_iter()
                .map(|(x, y, outer, hole): (f64, f64, Vec<f64>, Vec<f64>)| {
                    Polygon::new(star((x, y), &outer), vec![star((y, x), &hole)])
                })
                .collect(),
        )
        .into()
    }
}

proptest! {
    #[test]
    fn what_is_decoded_is_valid(geometry in wild_polygons(), zoom in 0_u32..6, east in 0.3..0.7, south in 0.3..0.7) {
        let index = |share: f64| (f64::from(1_u32 << zoom) * share) as u32;
        let polygons = decoded_polygons(tile(zoom, index(east), index(south)), &geometry);
        for polygon in &polygons {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            for ring in rings.clone() {
                prop_assert!(ring.is_closed() && ring.0.len() >= 4);
                let edge = -BUFFER..=EXTENT + BUFFER;
                prop_assert!(ring.coords().all(|at| edge.contains(&at.x) && edge.contains(&at.y)));
            }
            let areas: Vec<f64> = rings.map(|ring| Polygon::new(ring.clone(), Vec::new()).signed_area()).collect();
            prop_assert!(areas[0] > 0.0 && areas[1..].iter().all(|area| *area < 0.0), "{areas:?}");
        }
        prop_assert!(polygons.is_valid(), "{:?}", polygons.check_validation());
    }
}
