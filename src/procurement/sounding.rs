//! Market sounding: how many networks meet a requirement today at every
//! threshold, in each zone and in all. The figures are found out once; what a
//! threshold leaves is counted from them.

use super::{figures::figures, standing::Standing, zones::ZoneName};
use crate::{
    domain::{NetworkId, Requirement, Share},
    index::Snapshot,
};

/// How far each network comes. Waivers are left out: they are given under a contract.
#[derive(Clone, Debug)]
pub struct Sounding {
    pub networks: Vec<NetworkId>,
    pub zones: Vec<SoundedZone>,
    /// By network, over all zones: the one in which it comes least far decides.
    pub in_all: Vec<Standing>,
}

#[derive(Clone, Debug)]
pub struct SoundedZone {
    pub zone: ZoneName,
    /// By network.
    pub standings: Vec<Standing>,
}

/// What is left of the market at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contenders {
    /// Networks that meet it.
    pub meeting: usize,
    /// Networks that might, with more evidence.
    pub open: usize,
}

/// From the threshold above that of the step before to this one: so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurveStep {
    pub up_to: Share,
    pub contenders: Contenders,
}

/// How far every network of the region comes.
pub fn sounding(snapshot: &Snapshot, requirement: &Requirement) -> Sounding {
    let figures = figures(snapshot, requirement);
    let zones = figures.first().into_iter().flat_map(|network| &network.zones).enumerate();
    let zones = zones.map(|(number, zone)| SoundedZone {
        zone: zone.zone.clone(),
        standings: figures.iter().map(|network| network.zones[number].standing).collect(),
    });
    let in_all =
        figures.iter().map(|network| Standing::of_all(network.zones.iter().map(|zone| zone.standing)));
    Sounding {
        zones: zones.collect(),
        in_all: in_all.collect(),
        networks: figures.iter().map(|network| network.network.clone()).collect(),
    }
}

impl Sounding {
    /// Zones that have something to count.
    pub fn counted_zones(&self) -> impl Iterator<Item = &SoundedZone> {
        let counts = |zone: &&SoundedZone| !zone.standings.contains(&Standing::NoDemand);
        self.zones.iter().filter(counts)
    }

    /// How many of them a threshold leaves to so many networks.
    pub fn zones_left_with(&self, threshold: Share, networks: usize) -> usize {
        let meeting = |zone: &&SoundedZone| Contenders::at(&zone.standings, threshold).meeting == networks;
        self.counted_zones().filter(meeting).count()
    }
}

impl Contenders {
    pub fn at(standings: &[Standing], threshold: Share) -> Self {
        let count = |is: fn(Standing, Share) -> bool| {
            standings.iter().filter(|standing| is(**standing, threshold)).count()
        };
        Self { meeting: count(Standing::is_met_at), open: count(Standing::is_open_at) }
    }
}

/// The market over the threshold, from 0 to 1: it only ever falls, so that it is
/// known by where it does.
pub fn curve(standings: &[Standing]) -> Vec<CurveStep> {
    let mut ends: Vec<Share> = standings.iter().filter_map(|standing| standing.up_to()).collect();
    ends.push(Share::WHOLE);
    ends.sort_by(|one, other| one.value().total_cmp(&other.value()));
    ends.dedup();
    ends.into_iter().map(|up_to| CurveStep { up_to, contenders: Contenders::at(standings, up_to) }).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, rectangle_km},
        domain::{Asked, Bilingual, DemandUnit, Service, ZoneKind, ZoneSet},
        procurement::{Missing, NetworkOutcome, evaluate},
    };

    fn requirement(unit: DemandUnit, threshold: f64) -> Requirement {
        let asked = Asked {
            zones: ZoneSet::Kind(ZoneKind::municipality()),
            unit,
            service: Service::Voice,
            threshold: Share::new(threshold).unwrap(),
            valid_from: date(2026, 1, 1),
        };
        Requirement::of(Bilingual::new("Krav", "Requirement"), asked)
    }

    fn contenders(sounding: &Sounding, threshold: f64) -> (usize, usize) {
        let found = Contenders::at(&sounding.in_all, Share::new(threshold).unwrap());
        (found.meeting, found.open)
    }

    #[test]
    fn networks_fall_away_as_the_threshold_rises() {
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 6.0)])
            .claim("b", &[rectangle_km(0.0, 9.0)])
            .snapshot();
        let sounding = sounding(&snapshot, &requirement(DemandUnit::Inhabitants, 0.5));
        for (threshold, meeting) in [(0.0, 2), (0.6, 2), (0.61, 1), (0.9, 1), (0.91, 0), (1.0, 0)] {
            assert_eq!(contenders(&sounding, threshold), (meeting, 0), "{threshold}");
        }
        let steps: Vec<_> = curve(&sounding.in_all).iter().map(|step| step.contenders.meeting).collect();
        assert_eq!(steps, [2, 1, 0]);
    }

    /// Who has delivered nothing neither meets a threshold nor misses it.
    #[test]
    fn a_network_without_delivery_is_open() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0)]).snapshot();
        let sounding = sounding(&snapshot, &requirement(DemandUnit::LandArea, 0.5));
        assert_eq!(contenders(&sounding, 0.5), (1, 1));
        assert_eq!(contenders(&sounding, 0.7), (0, 1));
        assert_eq!(sounding.in_all[1], Standing::OpenUpTo(Share::WHOLE, Missing::Delivery));
    }

    #[test]
    fn a_gap_that_is_too_long_is_missed_at_every_threshold() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 6.0)]).snapshot();
        let mut asked = requirement(DemandUnit::RoadLength, 0.5);
        asked.longest_gap_m = Some(3_999.0);
        assert_eq!(sounding(&snapshot, &asked).in_all[0], Standing::Never);
        asked.longest_gap_m = Some(4_000.0);
        assert!(sounding(&snapshot, &asked).in_all[0].is_met_at(Share::new(0.6).unwrap()));
    }

    #[test]
    fn nothing_to_count_leaves_nobody() {
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 10.0)])
            .with_region(|region| region.demand.places.clear())
            .snapshot();
        let sounding = sounding(&snapshot, &requirement(DemandUnit::Places, 0.5));
        assert_eq!(sounding.in_all, [Standing::NoDemand; 2]);
        assert_eq!(contenders(&sounding, 0.0), (0, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// At any threshold the sounding and the verdicts say the same, and the
        /// curve never rises.
        #[test]
        fn the_sounding_counts_what_the_verdicts_say(
            a in 0.1..10.0f64, b in 0.1..10.0f64, threshold in 0.0..=1.0f64, unit in 0..DemandUnit::ALL.len(),
        ) {
            let snapshot = Fixture::strip()
                .claim("a", &[rectangle_km(0.0, a)])
                .claim("b", &[rectangle_km(0.0, b)])
                .snapshot();
            let asked = requirement(DemandUnit::ALL[unit], threshold);
            let sounding = sounding(&snapshot, &asked);
            let found = evaluate(&snapshot, &asked, date(2026, 6, 1));
            let met = found.iter().filter(|network| network.outcome() == NetworkOutcome::Met).count();
            prop_assert_eq!(Contenders::at(&sounding.in_all, asked.threshold).meeting, met);
            let steps = curve(&sounding.in_all);
            prop_assert!(steps.is_sorted_by(|one, other| one.up_to < other.up_to
                && one.contenders.meeting >= other.contenders.meeting));
            let step = steps.iter().find(|step| asked.threshold <= step.up_to).unwrap();
            prop_assert_eq!(step.contenders.meeting, met);
        }
    }
}
