//! Inhabitants in 1 km squares. Each municipality's sum and each locality's
//! inhabitants are facts; which square they live in is invented.

use std::collections::BTreeMap;

use geo::{Coord, Densify, Distance, Euclidean, Point};

use super::{
    dice::Dice,
    facts::{Facts, Locality},
    land::{Land, lattice_of},
    noise::Noise,
    raster::{Raster, distance_m},
    roads::RoadLink,
    terrain::Terrain,
};

/// An inhabited square of 1 km in the plane.
#[derive(Clone, Debug, PartialEq)]
pub struct PopulationSquare {
    pub south_west: Coord<f64>,
    pub inhabitants: u32,
    /// Official four-digit code.
    pub municipality: String,
}

const SQUARE_M: f64 = 1_000.0;

impl PopulationSquare {
    pub(super) fn centre(&self) -> Coord<f64> {
        Coord { x: self.south_west.x + SQUARE_M / 2.0, y: self.south_west.y + SQUARE_M / 2.0 }
    }
}

pub(super) fn population(
    facts: &Facts,
    roads: &[RoadLink],
    terrain: &Terrain,
    seed: u64,
) -> Vec<PopulationSquare> {
    let mut settler = Settler::new(facts, roads, terrain, seed);
    for locality in &facts.localities {
        settler.settle_locality(locality);
    }
    for municipality in 0..facts.municipalities.len() {
        settler.settle_countryside(municipality);
    }
    settler.squares()
}

struct Settler<'a> {
    facts: &'a Facts,
    land: Land,
    /// How readily people settle in each square outside the localities.
    appeal: Raster<f32>,
    inhabitants: BTreeMap<usize, u32>,
    dice: Dice,
}

impl<'a> Settler<'a> {
    fn new(facts: &'a Facts, roads: &[RoadLink], terrain: &Terrain, seed: u64) -> Self {
        let land = Land::new(facts, lattice_of(facts, SQUARE_M));
        let appeal = appeal(facts, &land, roads, terrain, seed);
        Self { facts, land, appeal, inhabitants: BTreeMap::new(), dice: Dice::new(seed, "population") }
    }

    /// Densest in the middle, thinner outwards, and at least in the nearest dry square.
    fn settle_locality(&mut self, locality: &Locality) {
        let radius_m = 350.0 + 340.0 * (f64::from(locality.inhabitants) / 1_000.0).sqrt();
        let reach_m = 2.6 * radius_m + 500.0;
        let mut squares: Vec<(usize, f64)> = self
            .squares_of(locality.municipality)
            .map(|index| (index, self.distance_m(index, locality.position)))
            .collect();
        squares.sort_by(|one, other| one.1.total_cmp(&other.1));
        let within = squares.iter().take_while(|(_, distance_m)| *distance_m < reach_m).count().max(1);
        let weights: Vec<f64> = squares[..within]
            .iter()
            .map(|(_, distance_m)| {
                (1.0 + (distance_m / radius_m).powi(2)).powi(-3) * self.dice.between(0.6, 1.4)
            })
            .collect();
        for ((index, _), share) in squares.iter().zip(apportion(locality.inhabitants, &weights)) {
            *self.inhabitants.entry(*index).or_default() += share;
        }
    }

    /// The municipality's other inhabitants, few to a square.
    fn settle_countryside(&mut self, municipality: usize) {
        const INHABITANTS_PER_SQUARE: f64 = 12.5;
        let settled: u32 =
            self.squares_of(municipality).filter_map(|index| self.inhabitants.get(&index)).sum();
        let total = self.facts.municipalities[municipality].inhabitants;
        let remaining = total.checked_sub(settled).expect("localities hold fewer than their municipality");
        let indices: Vec<usize> = self.squares_of(municipality).collect();
        let mut drawn: Vec<(f64, usize)> = indices
            .into_iter()
            .map(|index| (lot(self.dice.share(), f64::from(self.appeal.values[index])), index))
            .collect();
        drawn.sort_by(|one, other| one.0.total_cmp(&other.0));
        let wanted = (f64::from(remaining) / INHABITANTS_PER_SQUARE).ceil() as usize;
        drawn.truncate(wanted.min(remaining as usize));
        let weights: Vec<f64> = drawn.iter().map(|_| 0.02 + self.dice.share().powi(3)).collect();
        // Everyone drawn gets one inhabitant before the rest is shared out.
        let shares = apportion(remaining - drawn.len() as u32, &weights);
        for ((_, index), share) in drawn.into_iter().zip(shares) {
            *self.inhabitants.entry(index).or_default() += share + 1;
        }
    }

    fn squares_of(&self, municipality: usize) -> impl Iterator<Item = usize> + '_ {
        let codes = self.land.municipality.values.iter().enumerate();
        codes
            .filter(move |(index, code)| **code as usize == municipality && self.land.is_dry(*index))
            .map(|(index, _)| index)
    }

    fn distance_m(&self, index: usize, place: Coord<f64>) -> f64 {
        let (column, row) = self.land.municipality.lattice.cell(index);
        Euclidean.distance(Point(self.land.municipality.lattice.centre(column, row)), Point(place))
    }

    fn squares(&self) -> Vec<PopulationSquare> {
        let lattice = self.land.municipality.lattice;
        let square = |(index, inhabitants): (&usize, &u32)| {
            let (column, row) = lattice.cell(*index);
            let centre = lattice.centre(column, row);
            let municipality = usize::from(self.land.municipality.values[*index]);
            PopulationSquare {
                south_west: Coord { x: centre.x - SQUARE_M / 2.0, y: centre.y - SQUARE_M / 2.0 },
                inhabitants: *inhabitants,
                municipality: self.facts.municipalities[municipality].code.clone(),
            }
        };
        self.inhabitants.iter().filter(|(_, inhabitants)| **inhabitants > 0).map(square).collect()
    }
}

/// High along roads and near localities, in patches, low in the mountains.
fn appeal(facts: &Facts, land: &Land, roads: &[RoadLink], terrain: &Terrain, seed: u64) -> Raster<f32> {
    let lattice = land.municipality.lattice;
    let mut has_road = Raster::filled(lattice, false);
    for corner in roads.iter().flat_map(|link| Euclidean.densify(&link.line, SQUARE_M / 2.0).0) {
        if let Some((column, row)) = lattice.cell_at(corner) {
            has_road.values[lattice.index(column, row)] = true;
        }
    }
    let road_m = distance_m(lattice, |index| has_road.values[index]);
    let villages = Noise::new(seed ^ 0x51a9, 7_000.0, 3);
    Raster::from_centres(lattice, |centre| {
        let locality_m = facts
            .localities
            .iter()
            .map(|locality| Euclidean.distance(Point(locality.position), Point(centre)))
            .fold(f64::INFINITY, f64::min);
        let road_m = f64::from(road_m.at(centre).unwrap_or(f32::MAX));
        let near = |distance_m: f64, reach_m: f64| 1.0 / (1.0 + (distance_m / reach_m).powi(2));
        let access = 0.012 + near(road_m, 1_800.0) + 0.7 * near(locality_m, 8_000.0);
        let patch = (villages.at(centre.x, centre.y) + 0.1).max(0.0);
        let lowland = (1.2 - terrain.height_m(centre) / 600.0).clamp(0.05, 1.0);
        (access * access * (0.03 + patch * patch) * lowland * (1.0 - 0.9 * Terrain::mountain_share(centre)))
            as f32
    })
}

/// A lot such that drawing the smallest lots draws by weight without
/// replacement (Efraimidis and Spirakis 2006).
fn lot(share: f64, weight: f64) -> f64 {
    -(1.0 - share).ln() / weight
}

/// Whole parts of a total by weight, the largest remainders rounded up.
fn apportion(total: u32, weights: &[f64]) -> Vec<u32> {
    let sum: f64 = weights.iter().sum();
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(total) * weight / sum).collect();
    let mut parts: Vec<u32> = exact.iter().map(|part| part.floor() as u32).collect();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by(|one, other| exact[*other].fract().total_cmp(&exact[*one].fract()));
    let missing = total - parts.iter().sum::<u32>();
    for index in by_remainder.into_iter().cycle().take(missing as usize) {
        parts[index] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_total() {
        assert_eq!(apportion(10, &[1.0, 1.0, 1.0]), [4, 3, 3]);
        assert_eq!(apportion(7, &[3.0, 1.0]), [5, 2]);
        assert_eq!(apportion(0, &[1.0, 2.0]), [0, 0]);
    }
}
