//! Areas as one sees them from afar: what is smaller than a pixel becomes part
//! of a picture that shows as much area as there is.
//!
//! The world is a grid of cells, two pixels wide at each zoom. Every cell knows
//! the share of it that is covered, exactly (`shares`). In each block of 8 × 8
//! cells as many are chosen as the block has area for, those with the most, and
//! what rounding leaves over goes on to the next block (`choice`). The chosen
//! cells get an outline, with its steps smoothed (`outline`). All of it lies on
//! the world's grid and not on a tile's: tiles meet, and the same area always
//! gives the same picture. Why it is done like this stands in
//! `docs/decisions/0007-pictures-from-afar.md`.

mod block;
mod choice;
mod outline;
mod shares;

use geo::Coord;

use super::world::{Shape, WorldGeometry};
use choice::choose;
use outline::outlines;
use shares::Shares;

/// The last zoom that shows pictures instead of thinned edges. At the latitude
/// of 65° its cells are 260 m wide.
pub const LAST_PICTURE_ZOOM: u8 = 8;

/// Closed rings in World coordinates, exteriors of positive and holes of
/// negative area.
pub type Rings = Vec<Vec<Coord<f64>>>;

/// The pictures of areas of which each lies in the one before it: by zoom from
/// 0 to [`LAST_PICTURE_ZOOM`], and then by area. Their cells lie in each other as
/// the areas do.
pub fn pictures(nested: &[&WorldGeometry]) -> Vec<Vec<Rings>> {
    let mut shares: Vec<Shares> =
        nested.iter().map(|area| Shares::of_rings(open_rings(area), LAST_PICTURE_ZOOM)).collect();
    let mut by_zoom = Vec::new();
    for zoom in (0..=LAST_PICTURE_ZOOM).rev() {
        let chosen = choose(&shares);
        by_zoom.push(chosen.iter().map(|cells| outlines(cells, zoom)).collect());
        shares = shares.iter().map(Shares::at_half_the_zoom).collect();
    }
    by_zoom.reverse();
    by_zoom
}

fn open_rings(geometry: &WorldGeometry) -> Rings {
    let Shape::Areas(rings) = &geometry.shape else { return Vec::new() };
    rings.iter().map(|ring| ring.vertices[..ring.vertices.len() - 1].to_vec()).collect()
}

#[cfg(test)]
mod tests;
