//! Where a neighbouring country's networks are heard.

use geo::Coord;

use super::{
    facts::Facts,
    land::{Land, OUTSIDE, lattice_of, region_outline, signed_distance_m},
    raster::Raster,
    terrain::Terrain,
};

pub(super) struct Borders<'a> {
    facts: &'a Facts,
    land: Land,
    /// Metres to the region's outline, positive inside.
    inside_m: Raster<f32>,
}

const HEARD_M: f64 = 9_000.0;
const NORWAY: &str = "242-98";
const FINLAND: &str = "244-98";
/// Haparanda, Övertorneå, Pajala and Kiruna lie along the Torne and Muonio rivers.
const ON_FINNISH_BORDER: [&str; 4] = ["2583", "2518", "2521", "2584"];
/// South of here the mountains meet Jämtland, not Norway.
const NORWAY_FROM_NORTHING_M: f64 = 7_230_000.0;

impl<'a> Borders<'a> {
    pub(super) fn new(facts: &'a Facts) -> Self {
        let lattice = lattice_of(facts, 1_000.0);
        let inside_m = signed_distance_m(lattice, &region_outline(facts), 2.0 * HEARD_M);
        Self { facts, land: Land::new(facts, lattice), inside_m }
    }

    /// The code of an invented foreign network that a phone may find here.
    pub(super) fn foreign_plmn(&self, place: Coord<f64>) -> Option<&'static str> {
        if f64::from(self.inside_m.between_cells(place)) > HEARD_M {
            return None;
        }
        let is_high = Terrain::mountain_share(place) > 0.55;
        if is_high {
            return (place.y > NORWAY_FROM_NORTHING_M).then_some(NORWAY);
        }
        let own = self.land.municipality.at(place).filter(|index| *index != OUTSIDE)?;
        let code = self.facts.municipalities[usize::from(own)].code.as_str();
        ON_FINNISH_BORDER.contains(&code).then_some(FINLAND)
    }
}
