//! The answer to a dead-zone report, at once and from our own data: what is
//! claimed and measured there.

use geo::{Coord, Geometry};

use super::promises;
use crate::{
    analysis::{NetworkAt, coverage_at},
    domain::{
        Bilingual, CaseNumber, CaseProgress, CaseState, DeadZoneReport, EvidenceState, Language, NetworkId,
        Technology, position_of,
    },
    index::Snapshot,
};

/// Reports this close speak of the same place.
pub const SAME_PLACE_M: f64 = 250.0;

/// What one network claims at the reported place, and what was measured there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimAtReport {
    pub network: NetworkId,
    /// Empty: not claimed.
    pub technologies: Vec<Technology>,
    pub measured: EvidenceState,
}

impl ClaimAtReport {
    pub fn is_claimed(&self) -> bool {
        !self.technologies.is_empty()
    }
}

/// A case that a report is in, as it stands today.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseAtReport {
    pub number: CaseNumber,
    pub network: NetworkId,
    pub progress: CaseProgress,
    /// How many reports are in it, this one among them.
    pub reports: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ReportAnswer {
    pub claims: Vec<ClaimAtReport>,
    pub cases: Vec<CaseAtReport>,
    pub sentence: Bilingual,
    /// Earlier reports of the same place.
    pub nearby_reports: usize,
}

/// The point that stands for a report's position, line or area.
pub fn report_position(geometry: &Geometry<f64>) -> Coord<f64> {
    position_of(geometry).expect("a report has a position: it was checked where it was made")
}

/// Answers a report about a network, or about all of them, with what became of
/// the cases that it is in.
pub fn answer_report(
    snapshot: &Snapshot,
    report: &DeadZoneReport,
    position: Coord<f64>,
    cases: Vec<CaseAtReport>,
) -> ReportAnswer {
    let claims: Vec<ClaimAtReport> = coverage_at(snapshot, position)
        .into_iter()
        .filter(|at| report.is_about(&at.network))
        .map(|at| claim_at(report, at))
        .collect();
    let nearby_reports = snapshot.dead_zones.within(position, SAME_PLACE_M).count();
    let sentence = sentence(snapshot, &claims, &cases, nearby_reports);
    ReportAnswer { claims, cases, sentence, nearby_reports }
}

fn claim_at(report: &DeadZoneReport, at: NetworkAt<'_>) -> ClaimAtReport {
    let service = at.services.into_iter().find(|at| at.service == report.service);
    let (claims, measured) = service.map_or((Vec::new(), None), |at| (at.claims, at.measured));
    let headers = claims.iter().map(|claim| &claim.delivery.header);
    let promised = headers.filter(|header| promises(header.environment, report.environment));
    let mut technologies: Vec<_> = promised.map(|header| header.technology).collect();
    technologies.sort_unstable();
    technologies.dedup();
    let measured = measured.map_or(EvidenceState::NotMeasured, |cell| cell.state());
    ClaimAtReport { network: at.network, technologies, measured }
}

/// What is claimed, what is asked of whom, what is promised, and who else said so.
fn sentence(
    snapshot: &Snapshot,
    claims: &[ClaimAtReport],
    cases: &[CaseAtReport],
    nearby_reports: usize,
) -> Bilingual {
    let name = |id: &NetworkId| {
        snapshot.region.region.network(id).map_or(id.as_str(), |network| &network.name).to_owned()
    };
    let claimed: Vec<String> =
        claims.iter().filter(|claim| claim.is_claimed()).map(|claim| name(&claim.network)).collect();
    let mut said = vec![of_claims(&claimed)];
    said.extend(cases.iter().filter_map(|case| of_case(case, &name(&case.network))));
    said.extend(of_others(nearby_reports));
    let joined = |language| said.iter().map(|one| one.in_language(language)).collect::<Vec<_>>().join(" ");
    Bilingual::new(joined(Language::Swedish), joined(Language::English))
}

fn of_claims(claimed: &[String]) -> Bilingual {
    if claimed.is_empty() {
        return Bilingual::new(
            "Ingen täckning är redovisad här: platsen står redan som täckningsbrist, och din anmälan följer med i bristrapporten.",
            "No coverage is claimed here: the place already counts as a gap, and your report goes with it to the operators.",
        );
    }
    let claim = if claimed.len() == 1 { "claims" } else { "claim" };
    Bilingual::new(
        format!(
            "{} redovisar täckning här. Din anmälan är registrerad som en uppgift som talar emot redovisningen.",
            listed(claimed, "och")
        ),
        format!(
            "{} {claim} coverage here. Your report is registered as evidence against the claim.",
            listed(claimed, "and")
        ),
    )
}

/// What is asked of a network, or what it promised; nothing where neither is so.
fn of_case(case: &CaseAtReport, network: &str) -> Option<Bilingual> {
    let due = case.progress.due().map(|due| due.on);
    Some(match (case.progress.state(), due) {
        (CaseState::Challenged, Some(due)) => Bilingual::new(
            format!("Mätningar talar emot det, och {network} ska svara senast {due}."),
            format!("Measurements speak against it, and {network} is to answer by {due}."),
        ),
        (CaseState::Challenged, None) => Bilingual::new(
            format!("Mätningar talar emot det, och {network} har ombetts förklara sig."),
            format!("Measurements speak against it, and {network} is asked to explain."),
        ),
        (CaseState::Planned, Some(by)) => Bilingual::new(
            format!("{network} planerar täckning här senast {by}."),
            format!("{network} plans coverage here by {by}."),
        ),
        (CaseState::Accepted | CaseState::Conceded, _) => Bilingual::new(
            format!("{network} har godtagit att täckning saknas här."),
            format!("{network} has accepted that coverage is missing here."),
        ),
        _ => return None,
    })
}

fn of_others(nearby_reports: usize) -> Option<Bilingual> {
    let metres = SAME_PLACE_M;
    Some(match nearby_reports {
        0 => return None,
        1 => Bilingual::new(
            format!("En annan har anmält samma plats inom {metres} m."),
            format!("One other has reported within {metres} m."),
        ),
        others => Bilingual::new(
            format!("{others} andra har anmält samma plats inom {metres} m."),
            format!("{others} others have reported within {metres} m."),
        ),
    })
}

/// "A", "A and B", "A, B and C".
fn listed(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, rectangle_km},
        domain::{AnswerClock, CaseEvent, CaseStep, ContractId, Environment, FailingTests, Service, Term},
    };

    fn answer(network: Option<&str>, kilometre: f64) -> ReportAnswer {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 5.0)]).snapshot();
        let position = Coord { x: kilometre * 1e3, y: 500.0 };
        let report = DeadZoneReport {
            geometry: geo::Point(position).into(),
            networks: network.map(Fixture::network).into_iter().collect(),
            service: Service::Voice,
            failing: Vec::new(),
            environment: Environment::Outdoor,
            observed_at: Timestamp::UNIX_EPOCH,
            recurrence: None,
            text: String::new(),
        };
        answer_report(&snapshot, &report, position, Vec::new())
    }

    #[test]
    fn a_claimed_place_is_told_apart_from_an_unclaimed_one() {
        let claimed = answer(Some("a"), 2.0);
        assert!(claimed.claims[0].is_claimed() && claimed.sentence.en.starts_with("A claims coverage"));
        let unclaimed = answer(Some("b"), 2.0);
        assert!(
            !unclaimed.claims[0].is_claimed() && unclaimed.sentence.en.starts_with("No coverage is claimed")
        );
        assert_eq!(unclaimed.claims[0].measured, EvidenceState::NotMeasured);
    }

    #[test]
    fn a_report_about_all_networks_is_answered_for_each() {
        assert_eq!(answer(None, 2.0).claims.len(), 2);
    }

    #[test]
    fn names_are_listed_as_in_a_sentence() {
        let names = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(listed(&names[..1], "och"), "A");
        assert_eq!(listed(&names, "och"), "A, B och C");
    }

    fn sentence_of(events: &[(jiff::civil::Date, CaseEvent)], nearby: usize) -> String {
        let step = |(on, event): &(jiff::civil::Date, CaseEvent)| CaseStep {
            at: Timestamp::UNIX_EPOCH,
            on: *on,
            actor: String::new(),
            reason: String::new(),
            event: event.clone(),
        };
        let steps: Vec<_> = events.iter().map(step).collect();
        let progress = CaseProgress::of(&steps).unwrap().unwrap();
        let case =
            CaseAtReport { number: CaseNumber(1), network: Fixture::network("a"), progress, reports: 1 };
        let snapshot = Fixture::strip().snapshot();
        sentence(&snapshot, &[], &[case], nearby).en
    }

    #[test]
    fn what_is_asked_promised_and_said_by_others_is_told() {
        let day = date(2026, 2, 10);
        let clock = AnswerClock {
            contract: ContractId(1),
            answer_due: date(2026, 4, 11),
            new_map: Term::Days(30),
            silence_concedes: true,
        };
        let evidence = FailingTests { tests: 20, failing: 5, failing_cells: 4 };
        let mut events =
            vec![(day, CaseEvent::Reported { report: 1 }), (day, CaseEvent::Confirmed { report: 1 })];
        assert!(sentence_of(&events, 0).ends_with("to the operators."));
        events.push((day, CaseEvent::Challenged { evidence, clock: Some(clock) }));
        assert!(sentence_of(&events, 0).ends_with("A is to answer by 2026-04-11."));
        events.push((day, CaseEvent::Planned { by: date(2027, 6, 1) }));
        let told = sentence_of(&events, 12);
        assert!(told.ends_with("A plans coverage here by 2027-06-01. 12 others have reported within 250 m."));
    }
}
