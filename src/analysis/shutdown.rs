//! What is left when a technology goes: a supply with and without it.

use super::{Comparison, compare};
use crate::{
    domain::Technology,
    index::{Snapshot, Supply, Technologies},
};

/// Compares what a supply has by any technology with what it has without one.
/// What the supply itself says of technology doesn't count.
pub fn technology_shutdown(snapshot: &Snapshot, supply: &Supply, technology: Technology) -> Comparison {
    let by = |technologies| snapshot.area(&supply.with_technologies(technologies));
    compare(&snapshot.region, &by(Technologies::Any), &by(Technologies::Without(technology)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        index::Networks,
    };

    /// a: 4G 0–6, 5G 5–7; b: 4G 4–9. Without 4G only 5–7 of a is left.
    #[test]
    fn what_is_left_without_a_technology() {
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 6.0)])
            .claim_by("a", Technology::G5, &[rectangle_km(5.0, 7.0)])
            .claim("b", &[rectangle_km(4.0, 9.0)])
            .snapshot();
        let land = |networks, technology| {
            let comparison = technology_shutdown(&snapshot, &Fixture::voice(networks), technology);
            let change = comparison.whole.land_area;
            (change.before / 1e6, change.after / 1e6)
        };
        let own = || Networks::One(Fixture::network("a"));
        for ((before, after), expected) in [
            (land(own(), Technology::G4), (7.0, 2.0)),
            (land(own(), Technology::G5), (7.0, 6.0)),
            (land(own(), Technology::G2), (7.0, 7.0)),
            (land(Networks::Any, Technology::G4), (9.0, 2.0)),
            (land(Networks::All, Technology::G5), (3.0, 2.0)),
            (land(Networks::All, Technology::G4), (3.0, 0.0)),
        ] {
            assert_close(before, expected.0);
            assert_close(after, expected.1);
        }
    }
}
