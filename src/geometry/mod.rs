//! Projection, overlay and cutting of polygons and lines; knows nothing of
//! mobile networks. No I/O.
//!
//! Everything but `projection` and `LngLat` values works in one planar
//! coordinate reference system in metres, x = easting, y = northing.

mod assemble;
mod buffer;
mod crs_identity;
mod cut;
mod grid;
mod grid_name;
mod line;
mod lng_lat;
mod margin;
mod mosaic;
mod overlay;
mod projection;
mod ring;
mod segment_grid;
mod segment_tree;
mod sieve;
mod total;
mod transverse_mercator;

pub use assemble::assemble;
pub use buffer::{around_line, around_point};
pub use crs_identity::identify_crs;
pub use cut::cut_rings_along_grid;
pub use grid::*;
pub use grid_name::*;
pub use line::*;
pub use lng_lat::*;
pub use margin::covered_with_margin;
pub use mosaic::*;
pub use overlay::{difference, even_odd, union_of};
pub use projection::*;
pub use ring::{convex_overlap_area_m2, mean_width_m};
pub use segment_grid::SegmentGrid;
pub use segment_tree::SegmentTree;
pub use sieve::Sieve;
pub use total::total;
pub use transverse_mercator::TransverseMercator;
