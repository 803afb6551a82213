//! The signal of an invented network over the invented terrain: loss by
//! distance and frequency, shadows behind hills, forest.
//!
//! A sketch of radio planning that gives coverage its shape, not a tool for it.

use geo::Coord;

use super::{
    raster::Raster,
    shadow::{SeenCell, Shadow, Window},
    sites::Site,
};
use crate::domain::Technology;

/// A frequency on which sites send.
#[derive(Clone, Copy)]
struct Layer {
    /// RSRP at 1 km over flat open ground.
    at_1_km_dbm: f64,
    /// Further loss for each tenfold distance.
    per_decade_db: f64,
    /// How much more a shadow costs on higher frequencies.
    shadow_factor: f64,
    reach_m: f64,
}

const LAYER_700: Layer =
    Layer { at_1_km_dbm: -72.0, per_decade_db: 34.5, shadow_factor: 0.95, reach_m: 32_000.0 };
const LAYER_800: Layer =
    Layer { at_1_km_dbm: -72.3, per_decade_db: 34.5, shadow_factor: 1.0, reach_m: 32_000.0 };
const LAYER_1800: Layer =
    Layer { at_1_km_dbm: -80.0, per_decade_db: 36.0, shadow_factor: 1.3, reach_m: 14_000.0 };
const LAYER_2600: Layer =
    Layer { at_1_km_dbm: -83.0, per_decade_db: 37.0, shadow_factor: 1.45, reach_m: 9_000.0 };
const LAYER_3500: Layer =
    Layer { at_1_km_dbm: -80.0, per_decade_db: 37.0, shadow_factor: 1.6, reach_m: 9_000.0 };

impl Layer {
    /// `decades` is the distance's logarithm: 0 at 1 km, 1 at 10 km.
    fn rsrp_dbm(&self, decades: f64, shadow_db: f64) -> f64 {
        self.at_1_km_dbm - self.per_decade_db * decades - self.shadow_factor * shadow_db
    }
}

/// No signal at all, weaker than any phone reports.
pub(super) const SILENCE_DBM: f32 = -200.0;
const STRONGEST_DBM: f64 = -46.0;
const NEAREST_KM: f64 = 0.05;

fn layers(site: &Site, technology: Technology) -> &'static [Layer] {
    match (technology, site.carries_5g, site.has_capacity_layers) {
        (Technology::G4, _, true) => &[LAYER_800, LAYER_1800, LAYER_2600],
        (Technology::G4, _, false) => &[LAYER_800],
        (Technology::G5, true, true) => &[LAYER_700, LAYER_3500],
        (Technology::G5, true, false) => &[LAYER_700],
        _ => &[],
    }
}

/// The strongest RSRP in dBm at each cell's centre, over all sites and
/// frequencies of the technology, in hundredths: coarser than any difference
/// between two machines' arithmetic.
pub(super) fn signal_dbm(
    sites: &[Site],
    technology: Technology,
    heights_m: &Raster<f32>,
    clutter_db: &Raster<f32>,
) -> Raster<f32> {
    let mut strongest = Raster::filled(heights_m.lattice, SILENCE_DBM);
    let mut shadow = Shadow::default();
    for site in sites {
        let layers = layers(site, technology);
        let reach_m = layers.iter().map(|layer| layer.reach_m).fold(0.0, f64::max);
        let Some(window) = Window::around(heights_m.lattice, site.position, reach_m) else { continue };
        shadow.cast(heights_m, &window, site.mast_m);
        for cell in shadow.cells(&window) {
            let (shadow_db, aside_db) = (shadow_db(cell.hidden_m), aside_db(site, &cell));
            let decades = (cell.distance_m / 1_000.0).max(NEAREST_KM).log10();
            let of_layer = |layer: &Layer| layer.rsrp_dbm(decades, shadow_db) - aside_db;
            let rsrp_dbm = layers.iter().map(of_layer).fold(f64::NEG_INFINITY, f64::max).min(STRONGEST_DBM);
            let value = &mut strongest.values[cell.index];
            *value = value.max(rsrp_dbm as f32);
        }
    }
    for (value, clutter) in strongest.values.iter_mut().zip(&clutter_db.values) {
        if *value > SILENCE_DBM {
            *value = ((*value - clutter) * 100.0).round() / 100.0;
        }
    }
    strongest
}

/// Decibel lost beside the directions in which the site's antennas point.
fn aside_db(site: &Site, cell: &SeenCell) -> f64 {
    const BEHIND_DB: f64 = 14.0;
    let toward = |sector: &Coord<f64>| sector.x * cell.offset_m.x + sector.y * cell.offset_m.y;
    let nearest_m = site.sectors.iter().map(toward).fold(f64::NEG_INFINITY, f64::max);
    let cosine = nearest_m / cell.distance_m.max(1.0);
    BEHIND_DB * ((1.0 - cosine) / 2.0)
}

/// Decibel lost where the line of sight passes this far above the ground: a
/// knife edge's loss grows roughly with the root of the height.
fn shadow_db(hidden_m: f64) -> f64 {
    const PER_ROOT_METRE_DB: f64 = 2.0;
    const MOST_DB: f64 = 32.0;
    (PER_ROOT_METRE_DB * hidden_m.sqrt()).min(MOST_DB)
}
