//! Invented hills: low along the coast, high towards the Norwegian border, and
//! drawn out from north-west to south-east as the region's river valleys are.
//! They aren't the region's own hills: no height model is among the facts.

use geo::Coord;

use super::noise::Noise;

pub(super) struct Terrain {
    bends: Noise,
    hills: Noise,
    crests: Noise,
    knolls: Noise,
    patches: Noise,
    thickets: Noise,
}

impl Terrain {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            bends: Noise::new(seed ^ 0xbe4d, 45_000.0, 2),
            hills: Noise::new(seed ^ 0x4111, 22_000.0, 6),
            crests: Noise::new(seed ^ 0xc4e5, 30_000.0, 5),
            knolls: Noise::new(seed ^ 0x6011, 3_600.0, 3),
            thickets: Noise::new(seed ^ 0x71c3, 1_900.0, 2),
            patches: Noise::new(seed ^ 0x9a7c, 10_000.0, 6),
        }
    }

    /// 0 in the lowland, 1 in the high mountains along the Norwegian border,
    /// whose line in the plane is roughly that of the Scandes.
    pub(super) fn mountain_share(place: Coord<f64>) -> f64 {
        let edge_x = 560_000.0 + (place.y - 7_150_000.0) * 0.36;
        ((edge_x - place.x) / 90_000.0 + 0.35).clamp(0.0, 1.0)
    }

    pub(super) fn height_m(&self, place: Coord<f64>) -> f64 {
        let (along, across) = self.valley_axes(place);
        let mountain = Self::mountain_share(place);
        let inland = ((905_000.0 + (place.y - 7_330_000.0) * 0.70 - place.x) / 160_000.0).clamp(0.0, 1.0);
        let hills = self.hills.at(along, across) * (85.0 + 150.0 * inland);
        let knolls = self.knolls.at(along, across) * (14.0 + 34.0 * inland);
        let crests = (0.55 + self.crests.ridges(along, across)) * 750.0 * mountain;
        150.0 * inland + 250.0 * mountain + hills + knolls + crests
    }

    /// How much forest and small hills take from a signal, in decibel, around zero.
    pub(super) fn clutter_db(&self, place: Coord<f64>) -> f64 {
        9.0 * self.patches.at(place.x, place.y) + 1.5 * self.thickets.at(place.x, place.y)
    }

    /// Along and across the valleys, bent a little.
    fn valley_axes(&self, place: Coord<f64>) -> (f64, f64) {
        const SOUTH_EAST: (f64, f64) = (0.77, -0.64);
        const STRETCH: f64 = 0.55;
        let bend = 9_000.0 * self.bends.at(place.x, place.y);
        let along = place.x * SOUTH_EAST.0 + place.y * SOUTH_EAST.1;
        let across = place.y * SOUTH_EAST.0 - place.x * SOUTH_EAST.1;
        (along * STRETCH, across + bend)
    }
}
