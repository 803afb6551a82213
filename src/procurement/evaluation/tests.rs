use jiff::civil::date;

use super::*;
use crate::{
    analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
    domain::{
        Asked, Bilingual, DemandUnit, Environment, EvidenceRule, EvidenceState, LocalFloor, PointedOutArea,
        Region, Service, Waiver, Zone, ZoneCode, ZoneKind, ZoneSet,
    },
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
    assert_eq!(evaluation.outcome(), NetworkOutcome::Undetermined);
}

#[test]
fn a_network_without_delivery_is_undetermined() {
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 10.0)]).snapshot();
    let asked = requirement(DemandUnit::LandArea, 0.9);
    let found = evaluate(&snapshot, &asked, date(2026, 6, 1));
    assert_eq!([found[0].outcome(), found[1].outcome()], [NetworkOutcome::Met, NetworkOutcome::Undetermined]);
    assert_eq!(found[1].zones[0].missing, Some(Missing::Delivery));
    // Delivered outdoors is not delivered indoors.
    let indoors = Requirement { environment: Environment::Indoor, ..asked };
    let found = evaluate(&snapshot, &indoors, date(2026, 6, 1));
    assert_eq!(found[0].zones[0].missing, Some(Missing::Delivery));
}

/// A county of two municipalities: 75 % of its land is covered, but half of the second.
#[test]
fn no_part_pays_for_the_average() {
    let zone = |code: &str, kind: &str, from: f64, to: f64| Zone {
        code: ZoneCode::new(code),
        name: code.to_owned(),
        kind: ZoneKind::new(kind),
        parent: (kind == "municipality").then(|| ZoneCode::new("24")),
        outline: rectangle_km(from, to).into(),
    };
    let two = |region: &mut Region| {
        let parts = [zone("2401", "municipality", 0.0, 5.0), zone("2402", "municipality", 5.0, 10.0)];
        region.zones = parts.into_iter().chain([zone("24", "county", 0.0, 10.0)]).collect();
    };
    let snapshot = Fixture::strip().with_region(two).claim("a", &[rectangle_km(0.0, 7.5)]).snapshot();
    let mut asked = requirement(DemandUnit::LandArea, 0.7);
    asked.zones = ZoneSet::Kind(ZoneKind::new("county"));
    let tried = |asked: &Requirement| evaluate(&snapshot, asked, date(2026, 6, 1))[0].zones[0].clone();
    assert_eq!(tried(&asked).outcome, ZoneOutcome::Met);
    for (floor, outcome, below) in [(0.5, ZoneOutcome::Met, 0), (0.51, ZoneOutcome::Missed, 1)] {
        let kind = ZoneKind::municipality();
        asked.local_floor = Some(LocalFloor { kind, share: Share::new(floor).unwrap() });
        let found = tried(&asked);
        assert_eq!((found.outcome, found.parts_below_floor.len()), (outcome, below), "{floor}");
        assert!(found.parts_below_floor.iter().all(|part| part.zone.code.as_str() == "2402"));
    }
}

#[test]
fn what_fails_is_listed() {
    let names = |unit, to_km| {
        let found = verdict(to_km, &requirement(unit, 1.0), date(2026, 6, 1));
        found.failing.into_iter().map(|item| item.name).collect::<Vec<_>>()
    };
    assert_eq!(names(DemandUnit::Places, 5.0), ["Place 9"]);
    assert_eq!(names(DemandUnit::Buildings, 8.0), ["building 8", "building 9"]);
    assert_eq!(names(DemandUnit::RoadLength, 8.0), ["1"]);
    assert!(names(DemandUnit::LandArea, 8.0).is_empty() && names(DemandUnit::Buildings, 10.0).is_empty());
    let mut asked = requirement(DemandUnit::Buildings, 1.0);
    asked.exclusions = Some(rectangle_km(9.0, 10.0).into());
    let found = verdict(8.0, &asked, date(2026, 6, 1));
    assert_eq!((found.measure.total, found.failing.len()), (9.0, 1));
    asked.unit = DemandUnit::RoadLength;
    let stretch = verdict(8.0, &asked, date(2026, 6, 1)).failing[0].stretch.unwrap();
    assert_close(stretch.length_m, 1_000.0);
}

/// Both places of the strip are needed indoors.
#[test]
fn places_are_counted_by_where_coverage_is_needed() {
    let mut asked = requirement(DemandUnit::Places, 0.5);
    asked.place_need = Some(Environment::Indoor);
    assert_eq!(verdict(5.0, &asked, date(2026, 6, 1)).measure.total, 2.0);
    asked.place_need = Some(Environment::Outdoor);
    let none = verdict(5.0, &asked, date(2026, 6, 1));
    assert_eq!((none.measure.total, none.outcome), (0.0, ZoneOutcome::NoDemand));
}

#[test]
fn organisations_and_pointed_out_areas_are_zones() {
    let mut asked = requirement(DemandUnit::Places, 0.5);
    asked.zones = ZoneSet::Organisations(vec!["Remsan".to_owned()]);
    let found = verdict(5.0, &asked, date(2026, 6, 1));
    assert_eq!((found.zone.name.as_str(), found.outcome), ("Remsan", ZoneOutcome::Met));
    let mut asked = requirement(DemandUnit::LandArea, 0.5);
    let outline = rectangle_km(4.0, 6.0).into();
    asked.zones = ZoneSet::Areas(vec![PointedOutArea { name: "Korsningen".to_owned(), outline }]);
    let found = verdict(4.8, &asked, date(2026, 6, 1));
    assert_eq!((found.zone.code.as_str(), found.outcome), ("Korsningen", ZoneOutcome::Missed));
    assert_close(found.measure.covered_share().unwrap().value(), 0.4);
    asked.waivers.push(Waiver {
        zone: ZoneCode::new("Korsningen"),
        threshold: Share::new(0.4).unwrap(),
        from: date(2026, 1, 1),
        until: date(2026, 12, 31),
    });
    assert_eq!(verdict(4.9, &asked, date(2026, 6, 1)).outcome, ZoneOutcome::Waived);
}

/// A claim that nobody has measured isn't verified, and one that is missed as
/// claimed needs no measurement.
#[test]
fn verified_needs_measurements() {
    let claimed = || Fixture::strip().claim("a", &[rectangle_km(0.0, 9.0)]);
    let mut asked = requirement(DemandUnit::LandArea, 0.9);
    asked.evidence = EvidenceRule::Verified;
    let tried = |snapshot: &Snapshot, asked: &Requirement| {
        evaluate(snapshot, asked, date(2026, 6, 1))[0].zones[0].clone()
    };
    let nobody = tried(&claimed().snapshot(), &asked);
    assert_eq!((nobody.outcome, nobody.missing), (ZoneOutcome::Undetermined, Some(Missing::Measurements)));
    let measured = claimed().measured(&calls("a", (0..20).map(|cell| (cell, vec![true, true]))));
    assert_eq!(tried(&measured, &asked).outcome, ZoneOutcome::Met);
    // Ten cells on either side of the middle are refuted.
    let refuted = claimed().measured(&calls("a", (0..20).map(|cell| (cell, vec![false; 10]))));
    let found = tried(&refuted, &asked);
    assert_eq!((found.outcome, found.missing), (ZoneOutcome::Missed, None));
    assert!(found.measure.covered < 9e6, "{:?}", found.measure);
    asked.threshold = Share::new(0.95).unwrap();
    assert_eq!(tried(&claimed().snapshot(), &asked).outcome, ZoneOutcome::Missed);
    asked.threshold = Share::new(0.9).unwrap();
    asked.profile = Some("another".to_owned());
    assert_eq!(tried(&measured, &asked).missing, Some(Missing::Profile));
    asked.profile = Some("test".to_owned());
    assert_eq!(tried(&measured, &asked).outcome, ZoneOutcome::Met);
}

/// What the evidence says decides, whatever the figure is.
#[test]
fn confidence_needs_a_confirmed_claim() {
    let mut asked = requirement(DemandUnit::LandArea, 0.9);
    asked.evidence = EvidenceRule::VerifiedWithConfidence;
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 9.0)]).snapshot();
    let figure = figures(&snapshot, &asked)[0].zones[0].clone();
    let share = figure.measure.covered_share().unwrap();
    for (state, standing) in [
        (EvidenceState::Confirmed, Standing::MetUpTo(share)),
        (EvidenceState::Inconclusive, Standing::OpenUpTo(share, Missing::MoreMeasurements)),
        (EvidenceState::NotMeasured, Standing::OpenUpTo(share, Missing::Measurements)),
        (EvidenceState::Refuted, Standing::Never),
    ] {
        let mut figure = figure.clone();
        figure.proof.as_mut().unwrap().state = state;
        assert_eq!(Standing::of(&asked, &figure, true, "test"), standing, "{state}");
    }
    asked.environment = Environment::Vehicle;
    let open = Standing::OpenUpTo(share, Missing::MeasurementsOfEnvironment);
    assert_eq!(Standing::of(&asked, &figure, true, "test"), open);
}
