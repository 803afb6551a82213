//! The address of a tile. One tile has one address: nothing in it is unescaped.

use crate::{
    domain::Bilingual,
    http::problem::Problem,
    tiles::{LayerId, TileCoordinate},
};

/// The layer and tile of `/tiles/{layer}/{z}/{x}/{y}.mvt`.
pub fn tile_address(path: &str) -> Result<(LayerId, TileCoordinate), Problem> {
    let mut parts = path.trim_start_matches('/').splitn(5, '/').skip(1);
    let mut part = || parts.next().unwrap_or_default();
    Ok((known_layer(part())?, coordinate(part(), part(), part())?))
}

pub fn known_layer(name: &str) -> Result<LayerId, Problem> {
    LayerId::from_name(name).ok_or_else(|| {
        let sv = format!("Kartan har inget lager `{name}`.");
        Problem::not_found("unknown_layer", Bilingual::new(sv, format!("The map has no layer `{name}`.")))
    })
}

fn coordinate(z: &str, x: &str, y: &str) -> Result<TileCoordinate, Problem> {
    let refused = |reason: &str| {
        let sv = format!("Kartrutan {z}/{x}/{y} finns inte: {reason}.");
        let en = format!("There is no tile {z}/{x}/{y}: {reason}.");
        Problem::bad_request("invalid_tile", Bilingual::new(sv, en))
    };
    let row = y.strip_suffix(".mvt").ok_or_else(|| refused("the address ends in .mvt"))?;
    TileCoordinate::parse(z, x, row).map_err(|error| refused(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Result<(LayerId, &str), &str>) {
        let found = tile_address(path);
        let found = found.as_ref().map(|(layer, tile)| (*layer, tile.to_string()));
        let found = found.map_err(|problem| problem.code());
        assert_eq!(found, expected.map(|(layer, tile)| (layer, tile.to_owned())), "{path}");
    }

    #[test]
    fn addresses() {
        check("/tiles/gaps/8/140/66.mvt", Ok((LayerId::Gaps, "8/140/66")));
        check("/tiles/gaps/8/140/66.pbf", Err("invalid_tile"));
        check("/tiles/gaps/8/140/66.mvt/7.mvt", Err("invalid_tile"));
        check("/tiles/gaps/%38/140/66.mvt", Err("invalid_tile"));
        check("/tiles/gaps", Err("invalid_tile"));
        check("/tiles/nonsense/8/140/66.mvt", Err("unknown_layer"));
        check("/tiles", Err("unknown_layer"));
    }
}
