//! Does a network meet a requirement: met, missed by how much, and where.

use geo::MultiPolygon;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::{
    analysis::{Measure, measure, measure_without, uncovered_stretches},
    domain::{LineKind, NetworkId, Requirement, Share, ZoneSet, words},
    geometry::{ANALYSIS_GRID, Mosaic},
    index::{Snapshot, Supply, ZoneIndex},
};

/// What a zone's figure says of the requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneOutcome {
    Met,
    Missed,
    /// Below the threshold, but at or above that of a waiver in force.
    Waived,
    /// Nothing to count in the zone: no pass and no miss.
    NoDemand,
}

words!(ZoneOutcome, "outcome", {
    Met => "met", Missed => "missed", Waived => "waived", NoDemand => "no_demand",
});

/// The verdict of one zone, with the figure that it rests on.
#[derive(Clone, Debug)]
pub struct ZoneVerdict {
    /// Index into the region's zones.
    pub zone: usize,
    pub outcome: ZoneOutcome,
    /// The threshold that applied: the requirement's or a waiver's.
    pub threshold: Share,
    pub measure: Measure,
    /// Lines alone: the longest uncovered stretch.
    pub longest_gap_m: Option<f64>,
}

impl ZoneVerdict {
    /// How much of the demand is missing to the threshold, in its own unit.
    pub fn shortfall(&self) -> Option<f64> {
        let missing = self.threshold.value() * self.measure.total - self.measure.covered;
        (missing > 0.0).then_some(missing)
    }
}

/// A requirement tried on one network.
#[derive(Clone, Debug)]
pub struct NetworkEvaluation {
    pub network: NetworkId,
    pub zones: Vec<ZoneVerdict>,
}

impl NetworkEvaluation {
    /// Every zone that has something to count reaches its threshold, and there
    /// is such a zone.
    pub fn is_met(&self) -> bool {
        let mut counted = self.zones.iter().filter(|zone| zone.outcome != ZoneOutcome::NoDemand).peekable();
        counted.peek().is_some() && counted.all(|zone| zone.outcome != ZoneOutcome::Missed)
    }
}

/// Tries a requirement on every network of the region, as claimed, on a date.
pub fn evaluate(snapshot: &Snapshot, requirement: &Requirement, on: Date) -> Vec<NetworkEvaluation> {
    let excluded = requirement.exclusions.as_ref().map(excluded_area);
    let networks = snapshot.region.region.networks.iter();
    networks
        .map(|network| {
            let area = snapshot.area(&supply(requirement, network.id.clone()));
            let question = Question { snapshot, requirement, on, area: &area, excluded: excluded.as_ref() };
            NetworkEvaluation { network: network.id.clone(), zones: question.zones() }
        })
        .collect()
}

/// The coverage that a requirement is tried on: what the network claims outdoors.
pub fn supply(requirement: &Requirement, network: NetworkId) -> Supply {
    Supply::of(network, requirement.service).with_technologies(requirement.technology.into())
}

fn excluded_area(polygons: &MultiPolygon<f64>) -> Mosaic {
    Mosaic::from_multi_polygon(ANALYSIS_GRID, polygons)
}

struct Question<'a> {
    snapshot: &'a Snapshot,
    requirement: &'a Requirement,
    on: Date,
    area: &'a Mosaic,
    excluded: Option<&'a Mosaic>,
}

impl Question<'_> {
    fn zones(&self) -> Vec<ZoneVerdict> {
        let zones: Vec<_> = self.snapshot.region.zones.iter().enumerate().collect();
        let asked = zones.into_par_iter().filter(|(_, zone)| self.asks_for(zone));
        asked.map(|(number, zone)| self.zone(number, zone)).collect()
    }

    fn asks_for(&self, zone: &ZoneIndex) -> bool {
        match &self.requirement.zones {
            ZoneSet::Kind(kind) => zone.zone.kind == *kind,
            ZoneSet::Codes(codes) => codes.contains(&zone.zone.code),
        }
    }

    fn zone(&self, number: usize, zone: &ZoneIndex) -> ZoneVerdict {
        let (region, unit) = (&self.snapshot.region, self.requirement.unit);
        let measure = match self.excluded {
            None => measure(region, zone, unit, self.area),
            Some(excluded) => measure_without(region, zone, unit, self.area, excluded),
        };
        let longest_gap_m = unit.line().map(|kind| self.longest_gap_m(zone, kind));
        let gap_is_short = match (self.requirement.longest_gap_m, longest_gap_m) {
            (Some(allowed), Some(found)) => found <= allowed,
            _ => true,
        };
        let (outcome, threshold) = self.outcome(zone, measure, gap_is_short);
        ZoneVerdict { zone: number, outcome, threshold, measure, longest_gap_m }
    }

    /// A waiver lowers the share that is asked for, never the longest gap.
    fn outcome(&self, zone: &ZoneIndex, measure: Measure, gap_is_short: bool) -> (ZoneOutcome, Share) {
        let threshold = self.requirement.threshold;
        let waiver = self.requirement.waiver_on(&zone.zone.code, self.on);
        match measure.covered_share() {
            None => (ZoneOutcome::NoDemand, threshold),
            Some(share) if share >= threshold && gap_is_short => (ZoneOutcome::Met, threshold),
            Some(share) => match waiver {
                Some(waiver) if share >= waiver.threshold && gap_is_short => {
                    (ZoneOutcome::Waived, waiver.threshold)
                }
                Some(waiver) => (ZoneOutcome::Missed, waiver.threshold),
                None => (ZoneOutcome::Missed, threshold),
            },
        }
    }

    fn longest_gap_m(&self, zone: &ZoneIndex, kind: LineKind) -> f64 {
        let region = &self.snapshot.region;
        let stretches = match self.excluded {
            None => uncovered_stretches(region, zone, kind, self.area),
            Some(excluded) => uncovered_stretches(region, zone, kind, &self.area.union(excluded)),
        };
        stretches.longest_m().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::{Bilingual, DemandUnit, Service, Waiver, ZoneCode, ZoneKind},
    };

    fn requirement(unit: DemandUnit, threshold: f64) -> Requirement {
        Requirement {
            title: Bilingual::new("Krav", "Requirement"),
            zones: ZoneSet::Kind(ZoneKind::municipality()),
            unit,
            service: Service::Voice,
            technology: None,
            threshold: Share::new(threshold).unwrap(),
            longest_gap_m: None,
            exclusions: None,
            waivers: Vec::new(),
            valid_from: date(2026, 1, 1),
            valid_to: None,
        }
    }

    /// Evaluates on a network that covers the strip from 0 to `to_km`.
    fn verdict(to_km: f64, requirement: &Requirement, on: Date) -> ZoneVerdict {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, to_km)]).snapshot();
        let evaluations = evaluate(&snapshot, requirement, on);
        assert_eq!(evaluations.len(), 2);
        evaluations[0].zones[0].clone()
    }

    #[test]
    fn met_and_missed_by_how_much() {
        let asked = requirement(DemandUnit::Inhabitants, 0.95);
        assert_eq!(verdict(9.5, &asked, date(2026, 6, 1)).outcome, ZoneOutcome::Met);
        let missed = verdict(9.0, &asked, date(2026, 6, 1));
        assert_eq!(missed.outcome, ZoneOutcome::Missed);
        assert_close(missed.shortfall().unwrap(), 50.0);
    }

    /// R2: a waiver to 97.5 % until 2026-12-31 passes 97.7 % on that day and not on the next.
    #[test]
    fn a_waiver_ends_with_its_last_day() {
        let mut asked = requirement(DemandUnit::LandArea, 0.98);
        asked.waivers.push(Waiver {
            zone: ZoneCode::new("2401"),
            threshold: Share::new(0.975).unwrap(),
            from: date(2026, 1, 1),
            until: date(2026, 12, 31),
        });
        assert_eq!(verdict(9.77, &asked, date(2026, 12, 31)).outcome, ZoneOutcome::Waived);
        assert_eq!(verdict(9.77, &asked, date(2027, 1, 1)).outcome, ZoneOutcome::Missed);
        assert_eq!(verdict(9.70, &asked, date(2026, 12, 31)).outcome, ZoneOutcome::Missed);
    }

    #[test]
    fn a_road_is_missed_by_its_longest_gap() {
        let mut asked = requirement(DemandUnit::RoadLength, 0.5);
        asked.longest_gap_m = Some(2_000.0);
        let found = verdict(7.0, &asked, date(2026, 6, 1));
        assert_eq!(found.outcome, ZoneOutcome::Missed);
        assert_close(found.longest_gap_m.unwrap(), 3_000.0);
        assert_eq!(verdict(8.0, &asked, date(2026, 6, 1)).outcome, ZoneOutcome::Met);
    }

    #[test]
    fn what_is_excluded_is_not_asked_for() {
        for unit in DemandUnit::ALL {
            let mut asked = requirement(*unit, 1.0);
            asked.exclusions = Some(rectangle_km(8.0, 10.0).into());
            let found = verdict(8.0, &asked, date(2026, 6, 1));
            assert_eq!(found.outcome, ZoneOutcome::Met, "{unit}");
        }
    }

    #[test]
    fn no_demand_is_no_pass() {
        let asked = requirement(DemandUnit::Places, 0.5);
        let snapshot = Fixture::strip()
            .claim("a", &[rectangle_km(0.0, 10.0)])
            .with_region(|region| region.demand.places.clear())
            .snapshot();
        let evaluation = &evaluate(&snapshot, &asked, date(2026, 6, 1))[0];
        assert_eq!(evaluation.zones[0].outcome, ZoneOutcome::NoDemand);
        assert!(!evaluation.is_met());
    }
}
