//! What states and steps of a case are called.

use crate::domain::{Bilingual, CaseEvent, CaseOutcome, CaseState, MeasuredResult};

pub fn state_name(state: CaseState) -> Bilingual {
    let (sv, en) = match state {
        CaseState::Reported => ("Anmäld, väntar på granskning", "Reported, waits for a moderator"),
        CaseState::Open => ("Öppen täckningsbrist", "Open gap"),
        CaseState::Challenged => ("Operatören ska svara", "The operator is to answer"),
        CaseState::Accepted => ("Operatören har godtagit bristen", "The operator has accepted the gap"),
        CaseState::Conceded => ("Medgiven genom tystnad", "Conceded by silence"),
        CaseState::Planned => ("Utbyggnad planerad", "Coverage is planned"),
        CaseState::Rebutted => ("Operatören har bestritt bristen", "The operator has rebutted the gap"),
        CaseState::Declined => ("Operatören avstår", "The operator declines"),
        CaseState::Verifying => ("Mätning planerad", "A measurement is planned"),
        CaseState::Measured => ("Mätt, beslut väntar", "Measured, a decision is awaited"),
        CaseState::Closed => ("Avslutad", "Closed"),
    };
    Bilingual::new(sv, en)
}

/// What was done, as a sentence.
pub fn event_sentence(event: &CaseEvent, network: &str) -> Bilingual {
    match event {
        CaseEvent::Reported { .. } => Bilingual::new("Platsen anmäldes.", "The place was reported."),
        CaseEvent::Confirmed { .. } => Bilingual::new("En anmälan bekräftades.", "A report was confirmed."),
        CaseEvent::Dismissed { .. } => Bilingual::new("En anmälan avfärdades.", "A report was dismissed."),
        CaseEvent::Challenged { clock, .. } => challenged(clock.map(|clock| clock.answer_due), network),
        CaseEvent::Accepted => Bilingual::new(
            format!("{network} godtog att täckning saknas."),
            format!("{network} accepted that coverage is missing."),
        ),
        CaseEvent::Planned { by } => Bilingual::new(
            format!("{network} planerar täckning senast {by}."),
            format!("{network} plans coverage by {by}."),
        ),
        CaseEvent::Rebutted { .. } => Bilingual::new(
            format!("{network} bestred bristen med egna mätningar."),
            format!("{network} rebutted the gap with its own measurements."),
        ),
        CaseEvent::Declined => Bilingual::new(
            format!("{network} avstod från att åtgärda bristen."),
            format!("{network} declined to close the gap."),
        ),
        CaseEvent::MeasurementPlanned { on } => Bilingual::new(
            format!("Platsen ska mätas {on}."),
            format!("The place is to be measured on {on}."),
        ),
        CaseEvent::Measured { result: MeasuredResult::Works } => {
            Bilingual::new("Platsen mättes: det fungerar.", "The place was measured: it works.")
        }
        CaseEvent::Measured { result: MeasuredResult::Fails } => {
            Bilingual::new("Platsen mättes: det fungerar inte.", "The place was measured: it does not work.")
        }
        CaseEvent::Closed { outcome } => closed(*outcome),
        CaseEvent::Reopened => Bilingual::new("Ärendet öppnades igen.", "The case was reopened."),
    }
}

fn challenged(due: Option<jiff::civil::Date>, network: &str) -> Bilingual {
    match due {
        Some(due) => Bilingual::new(
            format!("{network} ombads förklara sin redovisning, senast {due}."),
            format!("{network} was asked to explain its claim, by {due}."),
        ),
        None => Bilingual::new(
            format!("{network} ombads förklara sin redovisning."),
            format!("{network} was asked to explain its claim."),
        ),
    }
}

fn closed(outcome: CaseOutcome) -> Bilingual {
    let (sv, en) = match outcome {
        CaseOutcome::Works => ("Ärendet avslutades: det fungerar.", "The case was closed: it works."),
        CaseOutcome::MapCorrected => {
            ("Ärendet avslutades: redovisningen är rättad.", "The case was closed: the claim is corrected.")
        }
        CaseOutcome::RebuttalHolds => (
            "Ärendet avslutades: operatörens mätningar håller.",
            "The case was closed: the operator's measurements hold.",
        ),
        CaseOutcome::Declined => {
            ("Ärendet avslutades: operatören avstår.", "The case was closed: the operator declines.")
        }
        CaseOutcome::Dismissed => {
            ("Ärendet avslutades: ingen anmälan står kvar.", "The case was closed: no report is left in it.")
        }
        CaseOutcome::Withdrawn => ("Ärendet avslutades.", "The case was closed."),
    };
    Bilingual::new(sv, en)
}
