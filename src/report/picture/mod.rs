//! Map pictures for print: maplibre-rs draws the shapes of vector tiles in a
//! process of its own, resvg writes title, legend, scale, labels and sources over
//! and around them. Fetches no tiles and decides nothing about what is shown.
//!
//! A caller fills a [`MapPicture`], asks [`tiles_needed`], adds these tiles and
//! awaits [`draw`]. Without the feature `map-picture` both answer
//! [`NoPicture::BuiltWithout`].

mod no_picture;
mod request;

#[cfg(feature = "map-picture")]
mod check;
#[cfg(feature = "map-picture")]
mod draw;
#[cfg(feature = "map-picture")]
mod font;
#[cfg(feature = "map-picture")]
mod frame;
#[cfg(feature = "map-picture")]
mod furniture;
#[cfg(feature = "map-picture")]
mod hatch;
#[cfg(feature = "map-picture")]
pub(super) mod job;
#[cfg(feature = "map-picture")]
mod labels;
#[cfg(feature = "map-picture")]
mod layout;
#[cfg(feature = "map-picture")]
mod legend;
#[cfg(feature = "map-picture")]
mod process;
#[cfg(all(test, feature = "map-picture"))]
pub(super) mod sample;
#[cfg(feature = "map-picture")]
mod svg;
#[cfg(feature = "map-picture")]
pub(super) mod tile_shapes;
#[cfg(not(feature = "map-picture"))]
mod without;
#[cfg(feature = "map-picture")]
mod worker;

#[cfg(feature = "map-picture")]
pub use draw::{draw, draw_all, draw_all_with, draw_with, tiles_needed};
pub use no_picture::{Drawn, NoPicture};
#[cfg(feature = "map-picture")]
pub use process::{SUBCOMMAND, WorkerCommand};
pub use request::{
    Colour, ColourError, Hatching, Label, LabelKind, Language, Layer, LegendEntry, MapPicture, Paint,
    Pattern, Symbol, Tile, TileAddress, View,
};
#[cfg(not(feature = "map-picture"))]
pub use without::{SUBCOMMAND, draw, draw_all, tiles_needed, worker};
#[cfg(feature = "map-picture")]
pub use worker::{WorkerError, worker};
