//! Where the nodes are that something is drawn by.

use geo::Coord;
use roaring::RoaringTreemap;

/// The map's own steps of 10⁻⁷ degrees.
const STEPS_PER_DEGREE: f64 = 1e7;

/// A set of elements by their numbers, which may be negative in files by hand.
#[derive(Default)]
pub struct Numbers(RoaringTreemap);

impl Numbers {
    pub fn insert(&mut self, number: i64) {
        self.0.insert(number.cast_unsigned());
    }

    pub fn contains(&self, number: i64) -> bool {
        self.0.contains(number.cast_unsigned())
    }
}

/// The positions of a set of nodes: 16 bytes for each.
pub struct Positions {
    /// Ascending.
    numbers: Vec<u64>,
    /// Longitude and latitude in steps; [`MISSING`] until the node comes.
    steps: Vec<[i32; 2]>,
}

/// No longitude is so far in the west.
const MISSING: [i32; 2] = [i32::MIN, i32::MIN];

impl Positions {
    pub fn of(nodes: &Numbers) -> Self {
        let numbers: Vec<u64> = nodes.0.iter().collect();
        Self { steps: vec![MISSING; numbers.len()], numbers }
    }

    pub fn set(&mut self, number: i64, lon_steps: i32, lat_steps: i32) {
        if let Ok(index) = self.numbers.binary_search(&number.cast_unsigned()) {
            self.steps[index] = [lon_steps, lat_steps];
        }
    }

    /// Longitude and latitude; None of a node that isn't in the extract.
    pub fn get(&self, number: i64) -> Option<Coord<f64>> {
        let index = self.numbers.binary_search(&number.cast_unsigned()).ok()?;
        let steps = Some(self.steps[index]).filter(|steps| *steps != MISSING)?;
        let [x, y] = steps.map(|steps| f64::from(steps) / STEPS_PER_DEGREE);
        Some(Coord { x, y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_exact_to_the_step() {
        let mut wanted = Numbers::default();
        [7, -3, 12_000_000_000].into_iter().for_each(|number| wanted.insert(number));
        let mut positions = Positions::of(&wanted);
        positions.set(12_000_000_000, 202_345_678, 640_000_001);
        positions.set(-3, -1, 1);
        positions.set(8, 1, 1);
        assert_eq!(positions.get(12_000_000_000), Some(Coord { x: 20.2345678, y: 64.0000001 }));
        assert_eq!(positions.get(-3), Some(Coord { x: -1e-7, y: 1e-7 }));
        assert_eq!(positions.get(7), None, "it isn't in the extract");
        assert_eq!(positions.get(8), None, "nobody has asked for it");
    }
}
