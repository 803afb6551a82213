//! How much of a zone can be driven in, and how much of that was tested (R15,
//! after the FCC's 5G Fund): what can't be driven is never counted as failing.

use std::collections::BTreeMap;

use crate::{
    domain::Share,
    geometry::{CellIndex, Grid},
};

/// Cells of one square kilometre.
pub const DRIVABLE_GRID: Grid = Grid::new(1_000.0);
/// A cell with more road than this can be driven in, metres.
const LEAST_ROAD_M: f64 = 200.0;
/// A cell is tested by at least so many tests.
const LEAST_TESTS: u64 = 3;

/// Whether a truck can drive in a cell with so much road, metres.
pub fn is_drivable(road_m: f64) -> bool {
    road_m > LEAST_ROAD_M
}

/// Square kilometres of a zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DrivableCells {
    /// With more than 200 m of road.
    pub drivable: u64,
    /// Of these, with at least three tests.
    pub tested: u64,
}

impl DrivableCells {
    /// From the metres of road and the number of tests in each cell.
    pub fn count(road_m: &BTreeMap<CellIndex, f64>, tests: &BTreeMap<CellIndex, u64>) -> Self {
        let drivable = road_m.iter().filter(|(_, road_m)| is_drivable(**road_m));
        let is_tested = |cell: &CellIndex| tests.get(cell).is_some_and(|tests| *tests >= LEAST_TESTS);
        let mut found = Self::default();
        for (cell, _) in drivable {
            found.drivable += 1;
            found.tested += u64::from(is_tested(cell));
        }
        found
    }

    /// None where nothing can be driven in.
    pub fn tested_share(self) -> Option<Share> {
        Share::of(self.tested as f64, self.drivable as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells<T>(values: impl IntoIterator<Item = T>) -> BTreeMap<CellIndex, T> {
        (0..).zip(values).map(|(column, value)| (CellIndex { column, row: 0 }, value)).collect()
    }

    /// A hundred cells of which sixty can be driven in, and 51 of these are tested.
    #[test]
    fn what_cannot_be_driven_is_left_out() {
        let road_m = cells((0..100).map(|number| if number < 60 { 200.1 } else { 200.0 }));
        let tests = cells((0..100).map(|number| if (51..60).contains(&number) { 2 } else { 3 }));
        let found = DrivableCells::count(&road_m, &tests);
        assert_eq!((found.drivable, found.tested), (60, 51));
        assert_eq!(found.tested_share().unwrap().percent(), "85.00");
        assert_eq!(DrivableCells::count(&cells([150.0]), &tests).tested_share(), None);
    }
}
