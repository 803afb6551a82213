//! The answer to a dead-zone report, at once and from our own data: what is
//! claimed and measured there.

use geo::{Centroid, Coord, Geometry};

use crate::{
    analysis::coverage_at,
    domain::{Bilingual, DeadZoneReport, EvidenceState, NetworkId, Technology},
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

#[derive(Clone, Debug, PartialEq)]
pub struct ReportAnswer {
    pub claims: Vec<ClaimAtReport>,
    pub sentence: Bilingual,
    /// Earlier reports of the same place.
    pub nearby_reports: usize,
}

/// The point that stands for a report's position or area.
pub fn report_position(geometry: &Geometry<f64>) -> Coord<f64> {
    let centre = geometry.centroid().expect("a report has a position: it was checked where it was made");
    centre.0
}

/// Answers a report about a network, or about all of them.
pub fn answer_report(snapshot: &Snapshot, report: &DeadZoneReport, position: Coord<f64>) -> ReportAnswer {
    let claims: Vec<ClaimAtReport> = coverage_at(snapshot, position)
        .into_iter()
        .filter(|at| report.network.as_ref().is_none_or(|network| *network == at.network))
        .map(|at| {
            let service = at.services.into_iter().find(|at| at.service == report.service);
            let (claims, measured) = service.map_or((Vec::new(), None), |at| (at.claims, at.measured));
            let mut technologies: Vec<_> =
                claims.iter().map(|claim| claim.delivery.header.technology).collect();
            technologies.sort_unstable();
            technologies.dedup();
            let measured = measured.map_or(EvidenceState::NotMeasured, |cell| cell.state());
            ClaimAtReport { network: at.network, technologies, measured }
        })
        .collect();
    let nearby_reports = snapshot.dead_zones.within(position, SAME_PLACE_M).count();
    ReportAnswer { sentence: sentence(snapshot, &claims), claims, nearby_reports }
}

fn sentence(snapshot: &Snapshot, claims: &[ClaimAtReport]) -> Bilingual {
    let claimed: Vec<&str> = claims
        .iter()
        .filter(|claim| claim.is_claimed())
        .map(|claim| {
            snapshot.region.region.network(&claim.network).map_or("", |network| network.name.as_str())
        })
        .collect();
    if claimed.is_empty() {
        return Bilingual::new(
            "Ingen täckning är redovisad här: platsen står redan som täckningsbrist, och din anmälan följer med i bristrapporten.",
            "No coverage is claimed here: the place already counts as a gap, and your report goes with it to the operators.",
        );
    }
    Bilingual::new(
        format!(
            "{} redovisar täckning här. Din anmälan är registrerad som en uppgift som talar emot redovisningen.",
            listed(&claimed, "och")
        ),
        format!(
            "{} claims coverage here. Your report is registered as evidence against the claim.",
            listed(&claimed, "and")
        ),
    )
}

/// "A", "A and B", "A, B and C".
fn listed(names: &[&str], and: &str) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, rectangle_km},
        domain::{Environment, Service},
    };

    fn answer(network: Option<&str>, kilometre: f64) -> ReportAnswer {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 5.0)]).snapshot();
        let position = Coord { x: kilometre * 1e3, y: 500.0 };
        let report = DeadZoneReport {
            geometry: geo::Point(position).into(),
            network: network.map(Fixture::network),
            service: Service::Voice,
            environment: Environment::Outdoor,
            observed_at: Timestamp::UNIX_EPOCH,
            text: String::new(),
        };
        answer_report(&snapshot, &report, position)
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
        assert_eq!(listed(&["A"], "och"), "A");
        assert_eq!(listed(&["A", "B", "C"], "och"), "A, B och C");
    }
}
