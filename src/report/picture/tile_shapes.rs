//! Prepares a vector tile for the renderer, which knows filled polygons well and
//! little else: it draws every line equally wide, fills a polygon that should be
//! outlined, and takes every tile to have an extent of 4096.
//!
//! So each layer of the style becomes one layer of polygons: fills as they are,
//! lines and outlines as the area under their stroke.

use geo::{Area, Buffer, LineString, MapCoords, MultiPolygon, Polygon, algorithm::buffer::BufferStyle};
use geo::{Coord, Geometry};
use mvt::{GeomEncoder, GeomType};
use mvt_reader::Reader;
use thiserror::Error;

use super::{Layer, Paint};

/// The extent that the renderer takes every tile to have.
pub const EXTENT: u32 = 4096;

#[derive(Debug, Error)]
pub enum TileShapeError {
    #[error("a vector tile can't be read: {0}")]
    Read(#[from] mvt_reader::error::ParserError),
    #[error("a vector tile can't be written: {0}")]
    Write(#[from] mvt::Error),
}

/// The name of the background's layer and, counted from 1, of the style's layers.
pub fn layer_name(index: usize) -> String {
    format!("layer-{index}")
}

/// A tile with a background square and the areas of each layer of the style.
/// `tile_px` is the tile's size in the picture, by which lines get their width.
pub fn prepare(mvt: &[u8], layers: &[Layer], tile_px: u32) -> Result<Vec<u8>, TileShapeError> {
    let reader = Reader::new(mvt.to_vec())?;
    let mut tile = mvt::Tile::new(EXTENT);
    add_layer(&mut tile, 0, &[whole_tile()])?;
    for (index, layer) in layers.iter().enumerate() {
        let mut areas = Vec::new();
        for geometry in geometries(&reader, &layer.source)? {
            areas.extend(painted_areas(geometry, &layer.paint, tile_px));
        }
        add_layer(&mut tile, index + 1, &areas)?;
    }
    Ok(tile.to_bytes()?)
}

/// In units of [`EXTENT`], whatever the layer's own extent is.
fn geometries(reader: &Reader, source: &str) -> Result<Vec<Geometry>, TileShapeError> {
    let mut geometries = Vec::new();
    for layer in reader.get_layer_metadata()? {
        if layer.name != source {
            continue;
        }
        let scale = f64::from(EXTENT) / f64::from(layer.extent.max(1));
        for feature in reader.get_features_as::<f64>(layer.layer_index)? {
            let scaled = |Coord { x, y }| Coord { x: x * scale, y: y * scale };
            geometries.push(feature.geometry.map_coords(scaled));
        }
    }
    Ok(geometries)
}

fn painted_areas(geometry: Geometry, paint: &Paint, tile_px: u32) -> Vec<Polygon> {
    match paint {
        Paint::Fill { .. } => polygons(geometry),
        Paint::Line { width_px, .. } => {
            let width = width_px * f64::from(EXTENT) / f64::from(tile_px);
            lines(geometry)
                .iter()
                .flat_map(|line| line.buffer_with_style(BufferStyle::new(width / 2.0)))
                .collect()
        }
    }
}

fn polygons(geometry: Geometry) -> Vec<Polygon> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons,
        _ => Vec::new(),
    }
}

fn lines(geometry: Geometry) -> Vec<LineString> {
    match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0,
        other => polygons(other).iter().flat_map(outline).collect(),
    }
}

fn outline(polygon: &Polygon) -> Vec<LineString> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.flat_map(without_cuts).collect()
}

/// A ring without the straight edges on and beyond the tile's border, which come
/// from cutting the shape into tiles and are no boundary of anything.
fn without_cuts(ring: &LineString) -> Vec<LineString> {
    let mut pieces: Vec<Vec<Coord>> = vec![Vec::new()];
    for edge in ring.lines() {
        let piece = pieces.last_mut().expect("there is always a piece");
        if is_cut(edge.start, edge.end) {
            pieces.push(Vec::new());
        } else {
            if piece.is_empty() {
                piece.push(edge.start);
            }
            piece.push(edge.end);
        }
    }
    let pieces = pieces.into_iter().filter(|piece| piece.len() > 1);
    pieces.map(LineString::new).collect()
}

fn is_cut(start: Coord, end: Coord) -> bool {
    let on_border = |a: f64, b: f64| a == b && (a <= 0.0 || a >= f64::from(EXTENT));
    on_border(start.x, end.x) || on_border(start.y, end.y)
}

fn whole_tile() -> Polygon {
    let far = f64::from(EXTENT);
    geo::Rect::new(Coord::zero(), Coord { x: far, y: far }).to_polygon()
}

/// Each polygon is a feature of its own: the renderer gives up a whole layer when
/// it meets a ring without area, so that none of these may come through.
fn add_layer(tile: &mut mvt::Tile, index: usize, areas: &[Polygon]) -> Result<(), TileShapeError> {
    let mut layer = tile.create_layer(&layer_name(index));
    for area in areas {
        let Some((exterior, interiors)) = whole_rings(area) else {
            continue;
        };
        let mut encoder = GeomEncoder::new(GeomType::Polygon);
        let mut last = None;
        for ring in std::iter::once(exterior).chain(interiors) {
            last = Some(add_ring(&mut encoder, ring, last)?);
        }
        layer = layer.into_feature(encoder.encode()?).into_layer();
    }
    if layer.num_features() > 0 {
        tile.add_layer(layer)?;
    }
    Ok(())
}

/// Open rings of whole numbers: the exterior clockwise on the screen, the
/// interiors against it, as the vector tile specification has them. `None` when
/// rounding leaves nothing.
fn whole_rings(polygon: &Polygon) -> Option<(Vec<Coord>, Vec<Vec<Coord>>)> {
    let exterior = whole_ring(polygon.exterior(), 1.0)?;
    let interiors = polygon.interiors().iter();
    let interiors = interiors.filter_map(|ring| whole_ring(ring, -1.0));
    Some((exterior, interiors.collect()))
}

fn whole_ring(ring: &LineString, sign: f64) -> Option<Vec<Coord>> {
    let mut rounded = ring.map_coords(|Coord { x, y }| Coord { x: x.round(), y: y.round() });
    rounded.0.dedup();
    let closed = Polygon::new(rounded, Vec::new());
    let area = closed.signed_area();
    if area == 0.0 {
        return None;
    }
    let (mut ring, _) = closed.into_inner();
    ring.0.pop();
    if area.signum() != sign {
        ring.0.reverse();
    }
    Some(ring.0)
}

/// Returns the ring's last vertex. The encoder of `mvt` 0.15 joins a ring to the
/// one before it when it begins at that one's last vertex; then this ring begins
/// at its next vertex.
fn add_ring(
    encoder: &mut GeomEncoder<f64>,
    mut ring: Vec<Coord>,
    last: Option<Coord>,
) -> Result<Coord, TileShapeError> {
    if last.is_some() {
        encoder.complete_geom()?;
    }
    if last == ring.first().copied() {
        ring.rotate_left(1);
    }
    for vertex in &ring {
        encoder.add_point(vertex.x, vertex.y)?;
    }
    Ok(*ring.last().expect("a ring with area has vertices"))
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};
    use crate::report::picture::Colour;

    const FILL: Paint = Paint::Fill { colour: Colour::new(1, 2, 3), hatching: None };
    const LINE: Paint = Paint::Line { colour: Colour::new(1, 2, 3), width_px: 8.0 };

    /// The area of the layer in the prepared tile, where a tile has 512 pixels.
    fn check(source: &str, paint: Paint, expected_area: f64) {
        let source = source.to_owned();
        let layers = [Layer { source, paint }];
        let tile = prepare(&sample::tile(), &layers, 512).expect("a whole tile");
        let reader = Reader::new(tile).expect("a whole tile");
        let prepared = geometries(&reader, &layer_name(1)).expect("a layer");
        let area: f64 = prepared.iter().map(Area::unsigned_area).sum();
        let difference = (area - expected_area).abs() / expected_area.max(1.0);
        assert!(difference < 0.01, "{layers:?}: {area}");
    }

    #[test]
    fn layers_become_areas() {
        let hole = 1024.0 * 1024.0;
        check("square", FILL, 2048.0 * 2048.0 - hole);
        // A stroke of 8 pixels is 64 units wide.
        check("line", LINE, 4096.0 * 64.0 + 32.0 * 32.0 * std::f64::consts::PI);
        check("square", LINE, (4.0 * 2048.0 + 4.0 * 1024.0) * 64.0);
        check("line", FILL, 0.0);
        check("missing", FILL, 0.0);
    }

    #[test]
    fn cuts_along_the_border_are_no_boundary() {
        let ring = LineString::from(vec![
            (-64.0, 0.0),
            (2000.0, 0.0),
            (2000.0, 500.0),
            (-64.0, 500.0),
            (-64.0, 0.0),
        ]);
        let kept = LineString::from(vec![(2000.0, 0.0), (2000.0, 500.0), (-64.0, 500.0)]);
        assert_eq!(without_cuts(&ring), [kept]);
    }

    #[test]
    fn rings_that_round_to_nothing_are_left_out() {
        let sliver = LineString::from(vec![(0.0, 0.0), (9.0, 0.2), (18.0, 0.4), (0.0, 0.0)]);
        assert_eq!(whole_ring(&sliver, 1.0), None);
    }
}
