//! Places of organisations. That a locality of some size has a school or a
//! health centre is likely; which, how many and where is invented.

use geo::{Coord, Distance, Euclidean, Point};

use super::{
    dice::Dice,
    facts::{Facts, Locality},
    population::PopulationSquare,
};
use crate::domain::Environment;

#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Ends in "(demonstration)".
    pub name: String,
    pub kind: &'static str,
    pub organisation: String,
    /// Where coverage is needed.
    pub environment: Environment,
    /// In the plane, EPSG:3006.
    pub position: Coord<f64>,
}

/// A kind of place, and which localities have how many of it.
struct Kind {
    kind: &'static str,
    name: &'static str,
    run_by_region: bool,
    environment: Environment,
    smallest_locality: u32,
    inhabitants_for_each: u32,
}

const KINDS: [Kind; 5] = [
    Kind {
        kind: "skola",
        name: "Skolan",
        run_by_region: false,
        environment: Environment::Indoor,
        smallest_locality: 400,
        inhabitants_for_each: 7_000,
    },
    Kind {
        kind: "hälsocentral",
        name: "Hälsocentralen",
        run_by_region: true,
        environment: Environment::Indoor,
        smallest_locality: 1_500,
        inhabitants_for_each: 16_000,
    },
    Kind {
        kind: "äldreboende",
        name: "Äldreboendet",
        run_by_region: false,
        environment: Environment::Indoor,
        smallest_locality: 1_500,
        inhabitants_for_each: 14_000,
    },
    Kind {
        kind: "återvinningscentral",
        name: "Återvinningscentralen",
        run_by_region: false,
        environment: Environment::Outdoor,
        smallest_locality: 2_000,
        inhabitants_for_each: 60_000,
    },
    Kind {
        kind: "ambulansstation",
        name: "Ambulansstationen",
        run_by_region: true,
        environment: Environment::Vehicle,
        smallest_locality: 2_600,
        inhabitants_for_each: 60_000,
    },
];

pub(super) fn places(facts: &Facts, population: &[PopulationSquare], seed: u64) -> Vec<Place> {
    let mut dice = Dice::new(seed, "places");
    let mut places: Vec<Place> = facts
        .municipalities
        .iter()
        .map(|municipality| Place {
            name: format!("Kommunhuset i {} (demonstration)", municipality.seat),
            kind: "kommunhus",
            organisation: organisation_of(&municipality.name),
            environment: Environment::Indoor,
            position: on_inhabited_ground(population, municipality.seat_position),
        })
        .collect();
    for locality in &facts.localities {
        for kind in KINDS.iter().filter(|kind| locality.inhabitants >= kind.smallest_locality) {
            let count = 1 + locality.inhabitants / kind.inhabitants_for_each;
            places.extend((1..=count).map(|number| {
                let number = (count > 1).then_some(number);
                place(facts, population, &mut dice, locality, kind, number)
            }));
        }
    }
    places
}

fn place(
    facts: &Facts,
    population: &[PopulationSquare],
    dice: &mut Dice,
    locality: &Locality,
    kind: &Kind,
    number: Option<u32>,
) -> Place {
    let municipality = &facts.municipalities[locality.municipality];
    let spread_m = 150.0 + 9.0 * f64::from(locality.inhabitants).sqrt();
    let wanted = Coord {
        x: locality.position.x + spread_m * dice.bell() * 0.6,
        y: locality.position.y + spread_m * dice.bell() * 0.6,
    };
    let number = number.map(|number| format!(" {number}")).unwrap_or_default();
    Place {
        name: format!("{}{number} i {} (demonstration)", kind.name, locality.name),
        kind: kind.kind,
        organisation: if kind.run_by_region {
            format!("Region {}", municipality.county)
        } else {
            organisation_of(&municipality.name)
        },
        environment: kind.environment,
        position: on_inhabited_ground(population, wanted),
    }
}

/// The position itself where its square has inhabitants, else the middle of
/// the nearest square that has: never in a lake or out at sea.
fn on_inhabited_ground(population: &[PopulationSquare], wanted: Coord<f64>) -> Coord<f64> {
    let distance_m = |square: &&PopulationSquare| Euclidean.distance(Point(square.centre()), Point(wanted));
    let nearest = population
        .iter()
        .min_by(|one, other| distance_m(one).total_cmp(&distance_m(other)))
        .expect("the region has inhabitants")
        .centre();
    let inside = (nearest.x - wanted.x).abs() < 500.0 && (nearest.y - wanted.y).abs() < 500.0;
    if inside { wanted } else { nearest }
}

pub(super) fn organisation_of(municipality: &str) -> String {
    let genitive = if municipality.ends_with(['s', 'x']) { "" } else { "s" };
    format!("{municipality}{genitive} kommun")
}
