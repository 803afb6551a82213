use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::{
    analysis::fixture::{Fixture, assert_close, rectangle_km},
    domain::{Asked, Bilingual, DemandUnit, EvidenceRule, Service, Share, ZoneKind, ZoneSet},
    procurement::{NetworkOutcome, evaluate},
};

const SQUARES: Grid = Grid::new(5_000.0);

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

fn asked(id: i64, requirement: Requirement) -> AskedRequirement {
    AskedRequirement { id, version: 1, sha256: "0".repeat(64), requirement }
}

fn report(snapshot: &Snapshot, requirements: &[Requirement], on: Date) -> GapReportContent {
    let asked = (1..).zip(requirements).map(|(id, requirement)| asked(id, requirement.clone()));
    GapReportContent::by_squares(snapshot, &Fixture::network("a"), on, asked, SQUARES)
}

/// Covered from 0 to 3.5 km: 150 people are left in the west, 500 in the east.
#[test]
fn gaps_stand_by_what_closing_them_gives() {
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 3.5)]).snapshot();
    let people = requirement(DemandUnit::Inhabitants, 0.8);
    let found = report(&snapshot, &[people], date(2026, 11, 23));
    let [part] = found.parts.as_slice() else { panic!("one part: {found:?}") };
    let [east, west] = part.gaps.as_slice() else { panic!("two gaps: {part:?}") };
    assert_eq!([east.id.as_str(), west.id.as_str()], ["a.voice.outdoor.5kmN0E1", "a.voice.outdoor.5kmN0E0"]);
    assert_eq!((east.enough_rank, west.enough_rank), (Some(1), None));
    assert_close(east.gives, 1.0);
    assert_close(west.gives, 150.0 / 450.0);
    assert_close(west.lifts[0].amount, 150.0);
    assert_eq!(west.lifts[0].zone.name, "Remsan");
    assert_close(east.priority + west.priority, 1.0);
    assert_eq!((part.enough.squares.len(), part.enough.at_least), (1, 1));
    assert_eq!(part.enough_gaps()[0].id, east.id);
    assert_eq!(
        (found.requirements[0].found.evaluation.outcome(), part.unlisted.count),
        (NetworkOutcome::Missed, 0)
    );
    assert!(found.is_demonstration && found.data_version == snapshot.data_version());
}

/// A gap keeps its name while it shrinks, and a report that no longer asks says nothing of it.
#[test]
fn a_gap_is_the_same_from_report_to_report() {
    let people = || [requirement(DemandUnit::Inhabitants, 0.95)];
    let gaps = |to_km: f64, requirements: &[Requirement]| {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, to_km)]).snapshot();
        report(&snapshot, requirements, date(2026, 11, 23)).reported_gaps()
    };
    let (first, second, third) = (gaps(3.5, &people()), gaps(6.0, &people()), gaps(10.0, &people()));
    assert_eq!((first.gaps.len(), second.gaps.len(), third.gaps.len()), (2, 1, 0));
    assert!(first.gaps.is_superset(&second.gaps) && first.subjects == third.subjects);
    let (west, east) = (first.gaps.first().unwrap(), second.gaps.first().unwrap());
    assert!(second.says_closed(west) && !second.says_closed(east) && third.says_closed(east));
    assert!(!gaps(10.0, &[]).says_closed(east));
}

/// By service and evidence; what doesn't hold on the day isn't asked.
#[test]
fn requirements_of_one_supply_are_one_part() {
    let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 3.5)]).snapshot();
    let verified = Requirement { evidence: EvidenceRule::Verified, ..requirement(DemandUnit::LandArea, 0.9) };
    let later = Requirement { valid_from: date(2027, 1, 1), ..requirement(DemandUnit::Places, 0.9) };
    let requirements = [
        requirement(DemandUnit::Inhabitants, 0.9),
        verified,
        requirement(DemandUnit::RoadLength, 0.9),
        later,
    ];
    let found = report(&snapshot, &requirements, date(2026, 11, 23));
    assert_eq!((found.requirements.len(), found.parts.len()), (3, 2));
    let needs: Vec<_> = found.parts[0].needs.iter().map(|need| need.requirement).collect();
    assert_eq!(needs, [0, 2]);
    let subjects: Vec<_> = found.reported_gaps().subjects.into_iter().collect();
    assert_eq!(subjects, ["a.voice.outdoor", "a.voice.outdoor.verified"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whoever covers the gaps that are enough meets every requirement.
    #[test]
    fn what_is_enough_meets_the_requirements(
        from in 0.0..9.0f64, length in 0.1..4.0f64, threshold in 0.1..0.99f64, longest_m in 300.0..4_000.0f64,
    ) {
        let mut requirements: Vec<_> =
            DemandUnit::ALL.iter().map(|&unit| requirement(unit, threshold)).collect();
        requirements[2].longest_gap_m = Some(longest_m);
        let covered = rectangle_km(from, (from + length).min(10.0));
        let snapshot = Fixture::strip().claim("a", std::slice::from_ref(&covered)).snapshot();
        let found = report(&snapshot, &requirements, date(2026, 11, 23));
        let [part] = found.parts.as_slice() else { panic!("one part") };
        prop_assert!(part.enough.unreachable.is_empty());
        let closed = part.enough_gaps().into_iter().flat_map(|gap| gap.gap.uncovered.dissolve().0);
        let covered: Vec<_> = closed.chain([covered]).collect();
        let snapshot = Fixture::strip().claim("a", &covered).snapshot();
        for requirement in &requirements {
            let evaluation = &evaluate(&snapshot, requirement, date(2026, 11, 23))[0];
            prop_assert_eq!(evaluation.outcome(), NetworkOutcome::Met, "{}: {:?}", requirement.unit, evaluation.zones);
        }
    }
}
