//! What our own data say of a case's place: whether its network claims it, and
//! whether the tests there are enough to ask for an explanation (R13).

use geo::{Coord, Distance, Euclidean, Point};
use jiff::civil::Date;

use super::SAME_PLACE_M;
use crate::{
    domain::{
        AnswerClock, CaseEvent, CaseSubject, Contract, DeadZoneReport, Environment, FailingTests, NetworkId,
        TestKind, contract_on,
    },
    geometry::{CellIndex, Grid},
    index::Snapshot,
    verification::{Challenge, Tested, VerificationIndex},
};

/// The cases that a report belongs to: one of each network that it names, or of
/// all where it says that none works.
pub fn subjects(report: &DeadZoneReport, networks: &[NetworkId]) -> Vec<CaseSubject> {
    let (service, environment) = (report.service, report.environment);
    let networks = networks.iter().filter(|one| report.is_about(one));
    networks.map(|network| CaseSubject { network: network.clone(), service, environment }).collect()
}

/// Whether a claim of one environment promises another: who is covered indoors
/// is covered outdoors.
pub fn promises(claimed: Environment, asked: Environment) -> bool {
    let weakening = |environment| match environment {
        Environment::Outdoor => 0,
        Environment::Vehicle => 1,
        Environment::Indoor => 2,
    };
    weakening(claimed) >= weakening(asked)
}

/// Whether the case's network claims its service at a position.
pub fn is_claimed(snapshot: &Snapshot, subject: &CaseSubject, position: Coord<f64>) -> bool {
    snapshot.coverage.claims_at(position).iter().any(|claim| {
        let header = &claim.delivery.header;
        header.network == subject.network
            && header.service == subject.service
            && promises(header.environment, subject.environment)
    })
}

/// The tests around a place that lie inside the claim, by the kind of test that
/// comes further: signal and service are never counted together.
pub fn tests_at(
    snapshot: &Snapshot,
    verification: &VerificationIndex,
    subject: &CaseSubject,
    place: Coord<f64>,
) -> Challenge {
    let claimed = |position| is_claimed(snapshot, subject, position);
    let of_kind = |kind| {
        let tested = Tested { service: subject.service, kind };
        let evidence = verification.evidence(&subject.network, tested);
        evidence.challenge_in(cells_around(place), claimed)
    };
    let [signal, service] = [TestKind::Signal, TestKind::Service].map(of_kind);
    let comes_further = |one: &Challenge| (one.stands(), one.tests.failing(), one.tests.trials());
    if comes_further(&signal) > comes_further(&service) { signal } else { service }
}

/// The challenge that the evidence allows at a place today: the network claims
/// it, and enough tests fail there. Its clock is that of the network's contract.
pub fn challenge(
    snapshot: &Snapshot,
    subject: &CaseSubject,
    place: Coord<f64>,
    contracts: &[Contract],
    today: Date,
) -> Option<CaseEvent> {
    if !is_claimed(snapshot, subject, place) {
        return None;
    }
    let found = tests_at(snapshot, &snapshot.evidence.verification, subject, place);
    let (tests, failing, failing_cells) = (found.tests.trials(), found.tests.failing(), found.failing_cells);
    let clock = contract_on(contracts, &subject.network, today).map(|contract| {
        let terms = contract.details.terms;
        AnswerClock {
            contract: contract.id,
            answer_due: terms.answer.after(today),
            new_map: terms.new_map,
            silence_concedes: terms.silence_concedes,
        }
    });
    let evidence = FailingTests { tests, failing, failing_cells };
    found.stands().then_some(CaseEvent::Challenged { evidence, clock })
}

/// The measured cells whose centre is of the same place.
fn cells_around(place: Coord<f64>) -> impl Iterator<Item = CellIndex> {
    let grid = Grid::MEASUREMENT;
    let reach = (SAME_PLACE_M / grid.size_m()).ceil() as i64;
    let steps = move || (-reach..=reach).map(move |step| step as f64 * grid.size_m());
    let around = steps().flat_map(move |x| steps().map(move |y| Coord { x: place.x + x, y: place.y + y }));
    around
        .map(move |position| grid.cell_at(position))
        .filter(move |cell| Euclidean.distance(Point(grid.centre(*cell)), Point(place)) <= SAME_PLACE_M)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, calls, rectangle_km},
        domain::{AnswerTerms, ContractId, NewContract, Service, Term},
    };

    fn subject(network: &str, environment: Environment) -> CaseSubject {
        CaseSubject { network: Fixture::network(network), service: Service::Voice, environment }
    }

    #[test]
    fn who_is_covered_indoors_is_covered_outdoors_and_not_the_other_way() {
        use Environment::{Indoor, Outdoor, Vehicle};
        let table = [Outdoor, Vehicle, Indoor]
            .map(|claimed| [Outdoor, Vehicle, Indoor].map(|asked| promises(claimed, asked)));
        assert_eq!(table, [[true, false, false], [true, true, false], [true, true, true]]);
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 5.0)]).snapshot();
        let here = Coord { x: 2e3, y: 500.0 };
        assert!(is_claimed(&snapshot, &subject("a", Outdoor), here));
        assert!(!is_claimed(&snapshot, &subject("a", Indoor), here));
        assert!(!is_claimed(&snapshot, &subject("b", Outdoor), here));
    }

    #[test]
    fn cells_around_a_place_are_those_whose_centre_is_near() {
        let place = Coord { x: 2_010.0, y: 540.0 };
        let found: Vec<_> = cells_around(place).collect();
        let grid = Grid::MEASUREMENT;
        let all = (0..100).flat_map(|x| (0..100).map(move |y| (f64::from(x) * 100.0, f64::from(y) * 100.0)));
        let near = all.map(|(x, y)| grid.cell_at(Coord { x: x + 1.0, y: y + 1.0 }));
        let near =
            near.filter(|cell| Euclidean.distance(Point(grid.centre(*cell)), Point(place)) <= SAME_PLACE_M);
        let (mut found, mut near): (Vec<_>, Vec<_>) = (found, near.collect());
        found.sort();
        near.sort();
        assert_eq!(found, near);
        assert!(near.len() > 15);
    }

    fn contracts() -> [Contract; 1] {
        let terms = AnswerTerms { answer: Term::Days(60), new_map: Term::Days(30), silence_concedes: true };
        let days = (date(2026, 1, 1), None);
        let details = NewContract::new("Ramavtal", Fixture::network("a"), days, terms).unwrap();
        [Contract { id: ContractId(7), created_at: jiff::Timestamp::UNIX_EPOCH, details }]
    }

    /// Calls fail in the cells around 2 km; those of one day are at noon alone.
    #[track_caller]
    fn check(claim_until_km: f64, apart: bool, challenged: bool) {
        let mut samples = calls("a", (18..22).map(|cell| (cell, vec![false, false])));
        if apart {
            let earlier = jiff::SignedDuration::from_hours(5);
            samples.iter_mut().step_by(2).for_each(|sample| sample.time -= earlier);
        }
        let fixture = Fixture::strip().claim("a", &[rectangle_km(0.0, claim_until_km)]);
        let snapshot = fixture.measured(&samples);
        let (today, place) = (date(2026, 2, 10), Coord { x: 2e3, y: 500.0 });
        let outdoors = subject("a", Environment::Outdoor);
        let found = challenge(&snapshot, &outdoors, place, &contracts(), today);
        assert_eq!(found.is_some(), challenged, "{found:?}");
        if let Some(CaseEvent::Challenged { evidence, clock }) = found {
            assert_eq!((evidence.tests, evidence.failing, evidence.failing_cells), (16, 16, 8));
            assert_eq!(clock.unwrap().answer_due, date(2026, 4, 11));
            let unbound = challenge(&snapshot, &outdoors, place, &[], today);
            assert!(matches!(unbound, Some(CaseEvent::Challenged { clock: None, .. })));
        }
    }

    #[test]
    fn a_challenge_needs_a_claim_and_failures_apart() {
        check(5.0, true, true);
        check(5.0, false, false);
        check(1.0, true, false);
    }
}
