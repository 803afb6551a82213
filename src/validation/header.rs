//! What a delivery says of itself: missing facts, and those that no contract
//! takes.

use super::{Candidate, on_the_whole};
use crate::domain::{Bilingual, Finding, HeaderField, Severity};

/// A model may not be coarser.
pub const COARSEST_RESOLUTION_M: f64 = 100.0;
/// Nobody holds a phone lower.
pub const LOWEST_RECEIVER_M: f64 = 1.5;

pub fn findings(candidate: &Candidate<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = missing(candidate).collect();
    findings.extend(resolution(candidate));
    findings.extend(receiver_height(candidate));
    findings.extend(simulation_date(candidate));
    findings
}

fn missing(candidate: &Candidate<'_>) -> impl Iterator<Item = Finding> {
    let (header, severity) = (candidate.header, candidate.binding());
    let required = HeaderField::ALL.iter().filter(|field| field.is_required_in(header.environment));
    required.filter(|field| !field.is_stated_in(header)).map(move |field| {
        let Bilingual { sv, en } = field.title();
        let text = match severity {
            Severity::Error => Bilingual::new(
                format!("{field}: {sv} saknas; en leverans enligt avtal ska ange den uppgiften."),
                format!("{field}: the {en} is missing; a delivery under a contract has to state it."),
            ),
            Severity::Warning => Bilingual::new(
                format!("{field}: {sv} är inte angivet och förblir okänt."),
                format!("{field}: the {en} isn't stated and stays unknown."),
            ),
        };
        on_the_whole("missing_header_field", severity, text)
    })
}

fn resolution(candidate: &Candidate<'_>) -> Option<Finding> {
    let metres = candidate.header.assumptions.resolution_m?;
    (metres > COARSEST_RESOLUTION_M).then(|| {
        let sv = format!("Upplösningen {metres} m är grövre än {COARSEST_RESOLUTION_M} m.");
        let en = format!("The resolution of {metres} m is coarser than {COARSEST_RESOLUTION_M} m.");
        on_the_whole("coarse_resolution", candidate.binding(), Bilingual::new(sv, en))
    })
}

fn receiver_height(candidate: &Candidate<'_>) -> Option<Finding> {
    let metres = candidate.header.assumptions.receiver_height_m?;
    (metres < LOWEST_RECEIVER_M).then(|| {
        let sv = format!("Mottagarhöjden {metres} m är lägre än {LOWEST_RECEIVER_M} m.");
        let en = format!("The receiver height of {metres} m is lower than {LOWEST_RECEIVER_M} m.");
        on_the_whole("low_receiver", candidate.binding(), Bilingual::new(sv, en))
    })
}

/// Nobody computes tomorrow's coverage today, whoever publishes it.
fn simulation_date(candidate: &Candidate<'_>) -> Option<Finding> {
    let (date, received) = (candidate.header.simulation_date?, candidate.received_on);
    (date > received).then(|| {
        let sv = format!("Beräkningsdatum {date} ligger efter mottagningsdagen {received}.");
        let en = format!("The simulation date {date} is after the day of reception, {received}.");
        on_the_whole("future_simulation", Severity::Error, Bilingual::new(sv, en))
    })
}
