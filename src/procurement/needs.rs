//! What a network lacks of a requirement, by the squares that would have to be
//! covered: nothing is chosen here.

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    evaluation::{NetworkEvaluation, ZoneOutcome, ZoneVerdict, judged},
    failing::{buildings_failing, places_asked_for},
    figures::OnNetwork,
    standing::{has_long_gap, is_refuted},
    zones::{AskedZone, ZoneName, asked_zones},
};
use crate::{
    analysis::{
        Measure, UncoveredDemand, buildings_by_square, parts_by_square, points_by_square, uncovered_demand,
        uncovered_stretches,
    },
    domain::{DemandUnit, NetworkId, Requirement, Share, words},
    geometry::Grid,
    index::{Snapshot, ZoneIndex},
};

/// Of a total of one this much is rounding.
const ROUNDING: f64 = 1e-9;

/// Which of a requirement's demands is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeedKind {
    /// The share that is asked of the zone.
    Threshold,
    /// The share that is asked of each part of the zone.
    LocalFloor,
    /// The longest stretch without coverage that is allowed.
    LongestGap,
}

words!(NeedKind, "kind of need", {
    Threshold => "threshold", LocalFloor => "local_floor", LongestGap => "longest_gap",
});

/// So much has to be covered in a zone, and here it could be.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    pub kind: NeedKind,
    /// The zone that misses the requirement, or the part that lies below the floor.
    pub zone: ZoneName,
    /// In the requirement's unit, metres of a stretch that is too long; above zero.
    pub at_least: f64,
    /// What less than that is rounding.
    pub tolerance: f64,
    pub uncovered: Vec<UncoveredDemand>,
}

/// A requirement tried on one network, with what it lacks.
#[derive(Clone, Debug)]
pub struct NetworkNeeds {
    pub evaluation: NetworkEvaluation,
    /// Zone by zone.
    pub needs: Vec<Need>,
    /// Zones that measurements refute: covering more ground doesn't settle these.
    pub refuted: Vec<ZoneName>,
}

/// Tries a requirement on a network on a date, and finds what it lacks in each
/// zone that misses it.
pub fn network_needs(
    snapshot: &Snapshot,
    requirement: &Requirement,
    network: &NetworkId,
    on: Date,
    grid: Grid,
) -> NetworkNeeds {
    let on_network = OnNetwork::new(snapshot, requirement, network);
    let zones = asked_zones(&snapshot.region, requirement);
    let tried = |zone: &AskedZone<'_>| {
        let figure = on_network.zone(zone);
        let is_refuted = is_refuted(requirement, &figure);
        let has_long_gap = has_long_gap(requirement, &figure);
        let verdict = judged(requirement, figure, on);
        let missed = verdict.outcome == ZoneOutcome::Missed;
        let lacking = Lacking { on: &on_network, zone, verdict: &verdict, grid };
        let needs = if missed { lacking.needs(has_long_gap) } else { Vec::new() };
        let refuted = (missed && is_refuted).then(|| zone.name());
        (verdict, needs, refuted)
    };
    let tried: Vec<_> = zones.par_iter().map(tried).collect();
    let (mut verdicts, mut needs, mut refuted) = (Vec::new(), Vec::new(), Vec::new());
    for (verdict, of_zone, unproved) in tried {
        verdicts.push(verdict);
        needs.extend(of_zone);
        refuted.extend(unproved);
    }
    NetworkNeeds {
        evaluation: NetworkEvaluation { network: network.clone(), zones: verdicts },
        needs,
        refuted,
    }
}

/// A zone that misses the requirement.
struct Lacking<'a> {
    on: &'a OnNetwork<'a>,
    zone: &'a AskedZone<'a>,
    verdict: &'a ZoneVerdict,
    grid: Grid,
}

impl Lacking<'_> {
    fn needs(&self, has_long_gap: bool) -> Vec<Need> {
        let ZoneVerdict { measure, threshold, .. } = self.verdict;
        let of_zone = need(NeedKind::Threshold, self.zone.name(), *measure, *threshold, || {
            self.uncovered(&self.zone.index)
        });
        let mut needs: Vec<Need> = of_zone.into_iter().collect();
        needs.extend(self.below_floor());
        if has_long_gap {
            needs.extend(self.long_stretches());
        }
        needs
    }

    fn below_floor(&self) -> Vec<Need> {
        let Some(floor) = &self.on.requirement.local_floor else { return Vec::new() };
        let below = self.verdict.parts_below_floor.iter();
        let needs = below.filter_map(|part| {
            let index = self.zone.parts.iter().find(|index| index.zone.code == part.zone.code)?;
            need(NeedKind::LocalFloor, part.zone.clone(), part.measure, floor.share, || self.uncovered(index))
        });
        needs.collect()
    }

    /// Each stretch that is too long: once no more than is allowed is left of it,
    /// no part of it is too long. A stretch that is broken in its middle may do
    /// with less.
    fn long_stretches(&self) -> Vec<Need> {
        let requirement = self.on.requirement;
        let Some((allowed_m, kind)) = requirement.longest_gap_m.zip(requirement.unit.line()) else {
            return Vec::new();
        };
        let region = &self.on.snapshot.region;
        let stretches = uncovered_stretches(region, &self.zone.index, kind, &self.on.covered_or_excluded);
        let too_long = stretches.0.into_iter().filter(|stretch| stretch.length_m > allowed_m);
        let needs = too_long.map(|stretch| Need {
            kind: NeedKind::LongestGap,
            zone: self.zone.name(),
            at_least: stretch.length_m - allowed_m,
            tolerance: tolerance(stretch.length_m, stretch.length_m - allowed_m),
            uncovered: parts_by_square(region, kind, &stretch.parts, self.grid),
        });
        needs.collect()
    }

    /// What is asked for and isn't covered.
    fn uncovered(&self, zone: &ZoneIndex) -> Vec<UncoveredDemand> {
        let (on, unit) = (self.on, self.on.requirement.unit);
        let region = &on.snapshot.region;
        if unit == DemandUnit::Places {
            let places = &region.region.demand.places;
            let asked = places_asked_for(on, zone).into_iter().map(|place| (places[place].position, 1.0));
            return points_by_square(asked, &on.area, self.grid);
        }
        let area = &on.covered_or_excluded;
        match unit {
            DemandUnit::Buildings => {
                buildings_by_square(region, &buildings_failing(on, zone), area, self.grid)
            }
            _ => uncovered_demand(region, zone, unit, area, self.grid),
        }
    }
}

/// None where nothing is missing to the share.
fn need(
    kind: NeedKind,
    zone: ZoneName,
    measure: Measure,
    share: Share,
    uncovered: impl FnOnce() -> Vec<UncoveredDemand>,
) -> Option<Need> {
    let at_least = share.value() * measure.total - measure.covered;
    (at_least > 0.0).then(|| {
        let tolerance = tolerance(measure.total, at_least);
        Need { kind, zone, at_least, tolerance, uncovered: uncovered() }
    })
}

/// Never so much that nothing would do.
fn tolerance(of: f64, at_least: f64) -> f64 {
    (ROUNDING * of).min(at_least / 2.0)
}

#[cfg(test)]
mod tests;
