//! Names: of coordinate reference systems, of grid cells, of tiles.

use geo::Coord;
use crate::{
    geometry::{NamedSquare, Projection, WGS84},
    ingest::crs_name,
    tiles::TileCoordinate,
};

/// The name that comes of a name stays as it is, and nothing else than a code
/// gets to PROJ.
pub fn check_crs(text: &str) {
    let Ok(name) = crs_name(text) else { return };
    assert_eq!(crs_name(&name).as_deref(), Ok(name.as_str()));
    let code = name.strip_prefix("EPSG:").unwrap_or_else(|| panic!("{text} became {name}"));
    assert!(code.bytes().all(|byte| byte.is_ascii_digit()), "{text} became {name}");
    let Ok(projection) = Projection::new(&name, WGS84) else { return };
    if let Ok(place) = projection.coord(Coord { x: 1.0, y: 2.0 }) {
        assert!(place.x.is_finite() && place.y.is_finite(), "{name}: {place:?}");
    }
}

/// A cell is a square, and its system has a name.
pub fn check_cell(text: &str) {
    let Ok(square) = NamedSquare::parse(text) else { return };
    assert!(square.crs.starts_with("EPSG:"), "{square:?}");
    assert!(square.rect.width() >= 0.0 && square.rect.height() >= 0.0, "{square:?}");
}

/// A tile has one address, and a place in the world.
pub fn check_tile(text: &str) {
    let mut parts = text.split('/');
    let (Some(zoom), Some(x), Some(y), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return;
    };
    let Ok(tile) = TileCoordinate::parse(zoom, x, y) else { return };
    assert_eq!(tile.to_string(), text);
    let bounds = tile.world_bounds();
    assert!(bounds.min().x >= 0.0 && bounds.min().y >= 0.0 && bounds.max().x <= 1.0 && bounds.max().y <= 1.0);
}
