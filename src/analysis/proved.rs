//! What measurements make of a claimed figure: how much of it is confirmed,
//! refuted, inconclusive and not measured.

use super::{ByClass, Measure, ZoneGaps, by_class};
use crate::{
    domain::{DemandUnit, LineKind, PresenceGroup},
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

/// What is proved of the claim to a demand: in all, and to each of its classes.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvedDemand {
    pub demand: DemandUnit,
    pub whole: ProvedMeasure,
    /// Of roads and other lines, and of the area where people normally are; those of the latter overlap.
    pub classes: Vec<ProvedClass>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ProvedClass {
    /// What lies in or around it, of the area where people normally are.
    pub group: Option<PresenceGroup>,
    /// Empty for lines without a class.
    pub class: String,
    pub measure: ProvedMeasure,
}

/// What a zone has of a demand, and what is proved of a supply's claim to it.
///
/// Square metres, metres and inhabitants by area are cut at the cells' edges. What
/// counts as a whole, such as a building with what lies around it, is as well
/// known as its least known part: refuted where any of it is, not measured where
/// any of it isn't, and confirmed where all of it is.
pub fn proved(snapshot: &Snapshot, zone: &ZoneIndex, supply: &Supply) -> Vec<ProvedDemand> {
    let claimed = snapshot.coverage.area(supply);
    let not_refuted = snapshot.evidence.proved_area(&snapshot.coverage, supply, Proof::NotRefuted);
    let of = |area: &Mosaic, unit| by_class(&snapshot.region, zone, unit, area);
    proved_parts(snapshot, zone, supply, |unit| [of(&claimed, unit), of(&not_refuted, unit)])
}

/// The same where the zone's figures are known, as claimed and as verified.
pub fn proved_beside(
    snapshot: &Snapshot,
    zone: &ZoneIndex,
    supply: &Supply,
    [claimed, verified]: [&ZoneGaps; 2],
) -> Vec<ProvedDemand> {
    proved_parts(snapshot, zone, supply, |unit| [claimed.by_class(unit), verified.by_class(unit)])
}

/// `known`: what is claimed, and what of it isn't refuted. Each area lies in the one
/// before it, so that nothing is negative and all of it is summed once.
fn proved_parts(
    snapshot: &Snapshot,
    zone: &ZoneIndex,
    supply: &Supply,
    known: impl Fn(DemandUnit) -> [ByClass; 2],
) -> Vec<ProvedDemand> {
    let [measured, confirmed] = [Proof::Measured, Proof::Confirmed]
        .map(|proof| snapshot.evidence.proved_area(&snapshot.coverage, supply, proof));
    let part = |area: &Mosaic, unit| match area.is_empty() {
        true => ByClass::default(),
        false => by_class(&snapshot.region, zone, unit, area),
    };
    let of_unit = |unit| ProvedDemand::of(unit, known(unit), [part(&measured, unit), part(&confirmed, unit)]);
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

impl ProvedDemand {
    /// `parts` without classes hold nothing of any of them.
    fn of(demand: DemandUnit, [claimed, not_refuted]: [ByClass; 2], parts: [ByClass; 2]) -> Self {
        let whole = ProvedMeasure::of(
            [claimed.whole, not_refuted.whole],
            parts.each_ref().map(|part| part.whole.covered),
        );
        let classes = claimed.classes.into_iter().zip(not_refuted.classes).enumerate();
        let classes = classes.map(|(place, (claimed, not_refuted))| {
            let covered = |part: &ByClass| part.classes.get(place).map_or(0.0, |class| class.measure.covered);
            let measure =
                ProvedMeasure::of([claimed.measure, not_refuted.measure], parts.each_ref().map(covered));
            ProvedClass { group: claimed.group, class: claimed.class, measure }
        });
        Self { demand, whole, classes: classes.collect() }
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
        analysis::{
            fixture::{Fixture, assert_close, calls, rectangle_km},
            measure,
        },
        index::Networks,
    };

    fn found(snapshot: &Snapshot, networks: Networks) -> Vec<ProvedDemand> {
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
        let land = found[0].whole;
        assert_eq!(found[0].demand, DemandUnit::LandArea);
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
        let road = found.iter().find(|found| found.demand == DemandUnit::RoadLength).unwrap();
        assert_close(road.whole.refuted, 100.0);
        assert_close(road.whole.verified().covered, 5_900.0);
        let [class] = &road.classes[..] else { panic!("{:?}", road.classes) };
        assert_eq!(class.measure, road.whole);
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
            let land = found(&snapshot, networks)[0].whole;
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
            for ProvedDemand { demand: unit, whole: found, classes } in found(&snapshot, networks) {
                for class in classes {
                    let measure = class.measure;
                    prop_assert!((close(measure) - measure.claimed).abs() <= 1e-9 * measure.claimed.max(1.0), "{unit}: {class:?}");
                }
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
