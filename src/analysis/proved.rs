//! What measurements make of a claimed figure: how much of it is confirmed,
//! refuted, inconclusive and not measured.

use super::{Measure, ZoneGaps, measure};
use crate::{
    domain::{DemandUnit, LineKind},
    geometry::Mosaic,
    index::{Proof, RegionIndex, Snapshot, Supply, ZoneIndex},
};

/// A claimed figure by what measurements say of it, in the demand's own unit.
/// The four states close: they sum up to what is claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ProvedMeasure {
    pub total: f64,
    pub claimed: f64,
    pub confirmed: f64,
    pub refuted: f64,
    pub inconclusive: f64,
    pub not_measured: f64,
}

impl ProvedMeasure {
    /// Verified: the claim without what is refuted.
    pub fn verified(self) -> Measure {
        Measure { total: self.total, covered: self.claimed - self.refuted }
    }

    /// As delivered.
    pub fn delivered(self) -> Measure {
        Measure { total: self.total, covered: self.claimed }
    }
}

/// What a zone has of a demand, and what is proved of a supply's claim to it.
///
/// Square metres, metres and inhabitants by area are cut at the cells' edges. What
/// counts as a whole, such as a building with what lies around it, is as well
/// known as its least known part: refuted where any of it is, not measured where
/// any of it isn't, and confirmed where all of it is.
pub fn proved(snapshot: &Snapshot, zone: &ZoneIndex, supply: &Supply) -> Vec<(DemandUnit, ProvedMeasure)> {
    let claimed = snapshot.coverage.area(supply);
    let not_refuted = snapshot.evidence.proved_area(&snapshot.coverage, supply, Proof::NotRefuted);
    let of = |area: &Mosaic, unit| measure(&snapshot.region, zone, unit, area);
    proved_parts(snapshot, zone, supply, |unit| [of(&claimed, unit), of(&not_refuted, unit)])
}

/// The same where the zone's figures are known, as claimed and as verified.
pub fn proved_beside(
    snapshot: &Snapshot,
    zone: &ZoneIndex,
    supply: &Supply,
    [claimed, verified]: [&ZoneGaps; 2],
) -> Vec<(DemandUnit, ProvedMeasure)> {
    proved_parts(snapshot, zone, supply, |unit| [claimed.measure(unit), verified.measure(unit)])
}

/// `known`: what is claimed, and what of it isn't refuted. Each area lies in the one
/// before it, so that nothing is negative and all of it is summed once.
fn proved_parts(
    snapshot: &Snapshot,
    zone: &ZoneIndex,
    supply: &Supply,
    known: impl Fn(DemandUnit) -> [Measure; 2],
) -> Vec<(DemandUnit, ProvedMeasure)> {
    let [measured, confirmed] = [Proof::Measured, Proof::Confirmed]
        .map(|proof| snapshot.evidence.proved_area(&snapshot.coverage, supply, proof));
    let covered = |area: &Mosaic, unit| match area.is_empty() {
        true => 0.0,
        false => measure(&snapshot.region, zone, unit, area).covered,
    };
    let of_unit = |unit| {
        let parts = [covered(&measured, unit), covered(&confirmed, unit)];
        (unit, ProvedMeasure::of(known(unit), parts))
    };
    let units = DemandUnit::ALL.iter().copied();
    units.filter(|unit| has_demand(&snapshot.region, zone, *unit)).map(of_unit).collect()
}

/// Whether the region says anything of such a demand.
fn has_demand(region: &RegionIndex, zone: &ZoneIndex, unit: DemandUnit) -> bool {
    let demand = &region.region.demand;
    match unit {
        DemandUnit::LandArea | DemandUnit::Inhabitants | DemandUnit::Places => true,
        DemandUnit::Buildings => !demand.buildings.is_empty(),
        DemandUnit::PresenceArea => zone.presence.is_some(),
        line => line.line().is_some_and(|kind| kind == LineKind::Roads || !demand.lines[kind].is_empty()),
    }
}

impl ProvedMeasure {
    /// From what is claimed and not refuted, and what of it is measured and
    /// confirmed. A sum over the cells of an area may end a last digit above that of
    /// the area around it, so each is held below the one before.
    fn of([claimed, not_refuted]: [Measure; 2], [measured, confirmed]: [f64; 2]) -> Self {
        let (total, claimed) = (claimed.total, claimed.covered);
        let not_refuted = not_refuted.covered.min(claimed);
        let measured = measured.min(not_refuted);
        let confirmed = confirmed.min(measured);
        Self {
            total,
            claimed,
            confirmed,
            refuted: claimed - not_refuted,
            inconclusive: measured - confirmed,
            not_measured: not_refuted - measured,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
        index::Networks,
    };

    fn found(snapshot: &Snapshot, networks: Networks) -> Vec<(DemandUnit, ProvedMeasure)> {
        proved(snapshot, &snapshot.region.zones[0], &Fixture::voice(networks))
    }

    fn close(measure: ProvedMeasure) -> f64 {
        measure.confirmed + measure.refuted + measure.inconclusive + measure.not_measured
    }

    /// Two cells each: refuted by their only day, inconclusive, and confirmed by eighty.
    #[test]
    fn states_of_the_land() {
        let measured =
            calls("a", [(5, vec![false]), (15, vec![true]), (25, vec![true; 80]), (95, vec![false])]);
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0)]).measured(&measured);
        let found = found(&snapshot, Networks::One(Fixture::network("a")));
        let (unit, land) = found[0];
        assert_eq!(unit, DemandUnit::LandArea);
        for (found, expected) in [
            (land.total, 10e6),
            (land.claimed, 6e6),
            (land.refuted, 2e4),
            (land.inconclusive, 2e4),
            (land.confirmed, 2e4),
            (land.not_measured, 6e6 - 6e4),
            (land.verified().covered, 6e6 - 2e4),
        ] {
            assert_close(found, expected);
        }
        // A road of which a hundred metres are refuted.
        let (_, road) = found.iter().find(|(unit, _)| *unit == DemandUnit::RoadLength).unwrap();
        assert_close(road.refuted, 100.0);
        assert_close(road.verified().covered, 5_900.0);
    }

    /// Where one network is refuted another may still cover.
    #[test]
    fn several_networks_each_by_its_own_measurements() {
        let measured =
            [calls("a", [(5, vec![false])]), calls("b", [(5, vec![true]), (15, vec![false])])].concat();
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 6.0)])
            .claim("b", &[rectangle_km(0.0, 1.0)])
            .measured(&measured);
        for (networks, refuted, inconclusive) in [(Networks::Any, 0.0, 2e4), (Networks::All, 2e4, 0.0)] {
            let (_, land) = found(&snapshot, networks)[0];
            assert_close(land.refuted, refuted);
            assert_close(land.inconclusive, inconclusive);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Confirmed, refuted, inconclusive and not measured are what is claimed,
        /// whatever is counted; and verified is what a question for verified says.
        #[test]
        fn states_close(
            claims in prop::collection::vec((0.0..9.0f64, 0.1..4.0f64), 1..4),
            cells in prop::collection::btree_map(0..100u32, (0..3usize, any::<bool>()), 0..30),
            network in prop::sample::select(vec!["a", "any", "all"]),
        ) {
            let days = |(days, passes): (usize, bool)| vec![passes; [1, 2, 80][days]];
            let measured = calls("a", cells.into_iter().map(|(cell, what)| (cell, days(what))));
            let claims: Vec<_> =
                claims.iter().map(|&(from, length)| rectangle_km(from, (from + length).min(10.0))).collect();
            let snapshot =
                Fixture::strip().claim("a", &claims).claim("b", &[rectangle_km(2.0, 7.0)]).measured(&measured);
            let networks = match network {
                "any" => Networks::Any,
                "all" => Networks::All,
                one => Networks::One(Fixture::network(one)),
            };
            let verified = snapshot.area(&Supply { evidence: crate::index::Evidence::Verified, ..Fixture::voice(networks.clone()) });
            for (unit, found) in found(&snapshot, networks) {
                prop_assert!((close(found) - found.claimed).abs() <= 1e-9 * found.claimed.max(1.0), "{unit}: {found:?}");
                let parts = [found.confirmed, found.refuted, found.inconclusive, found.not_measured];
                prop_assert!(parts.iter().all(|part| *part >= 0.0), "{unit}: {found:?}");
                // An overlay's corners lie on its lattice of 10⁻⁵ m.
                let asked = measure(&snapshot.region, &snapshot.region.zones[0], unit, &verified).covered;
                prop_assert!((found.verified().covered - asked).abs() <= 1e-6 * asked.max(1.0), "{unit}: {found:?}");
            }
        }
    }
}
