//! Buildings in some of the inhabited squares. All of them are invented.

use geo::{Coord, LineString, Polygon};

use super::{dice::Dice, population::PopulationSquare};

#[derive(Clone, Debug, PartialEq)]
pub struct Building {
    /// Begins with "demonstration".
    pub id: String,
    pub kind: &'static str,
    /// Four corners in the plane, EPSG:3006.
    pub outline: Polygon<f64>,
}

const KINDS: [&str; 5] = ["bostad", "bostad", "bostad", "fritidshus", "verksamhet"];

/// Cosine and sine; exact enough to be the same on every machine.
const HEADINGS: [(f64, f64); 5] = [(1.0, 0.0), (0.96, 0.28), (0.8, 0.6), (0.6, 0.8), (0.28, 0.96)];

/// One in every second square, and one more for each five hundred inhabitants.
pub(super) fn buildings(population: &[PopulationSquare], seed: u64) -> Vec<Building> {
    const INHABITANTS_FOR_EACH: u32 = 500;
    let mut dice = Dice::new(seed, "buildings");
    let mut buildings = Vec::new();
    for square in population {
        let count = u32::from(dice.chance(0.5)) + square.inhabitants / INHABITANTS_FOR_EACH;
        for _ in 0..count {
            let id = format!("demonstration-{}", buildings.len() + 1);
            let kind = dice.pick(&KINDS);
            buildings.push(Building { id, kind, outline: outline(&mut dice, square.centre()) });
        }
    }
    buildings
}

/// A turned rectangle near the middle of the square, which is dry.
fn outline(dice: &mut Dice, centre: Coord<f64>) -> Polygon<f64> {
    const NEAR_M: f64 = 250.0;
    let middle =
        Coord { x: centre.x + dice.between(-NEAR_M, NEAR_M), y: centre.y + dice.between(-NEAR_M, NEAR_M) };
    let (half_length_m, half_width_m) = (dice.between(5.0, 14.0), dice.between(4.0, 7.0));
    let (cosine, sine) = *dice.pick(&HEADINGS);
    let corner = |(along, across): (f64, f64)| Coord {
        x: middle.x + along * half_length_m * cosine - across * half_width_m * sine,
        y: middle.y + along * half_length_m * sine + across * half_width_m * cosine,
    };
    let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(corner);
    Polygon::new(LineString(corners.to_vec()), Vec::new())
}
