//! What the caller sees of errors about cases.

use axum::http::StatusCode;

use super::Problem;
use crate::{
    domain::{Bilingual, CaseNumber, CaseStepError},
    store::StoreError,
    verification::Challenge,
};

pub(super) fn is_of_case(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::NoSuchCase(_)
            | StoreError::CaseStep { .. }
            | StoreError::NotWaiting(_)
            | StoreError::NoContact(_)
    )
}

pub(super) fn of_case(error: &StoreError) -> Problem {
    let en = format!("{error}.");
    match error {
        StoreError::NoSuchCase(number) => {
            Problem::not_found("unknown_case", Bilingual::new(format!("Ärende {number} finns inte."), en))
        }
        StoreError::CaseStep { case, reason } => step_refused(*case, reason, en),
        StoreError::NotWaiting(report) => {
            let sv = format!("Anmälan {report} väntar inte på någon granskning.");
            Problem::new(StatusCode::CONFLICT, "not_waiting", Bilingual::new(sv, en))
        }
        StoreError::NoContact(report) => {
            let sv = format!("Anmälan {report} har ingen kontaktuppgift, eller inte längre.");
            Problem::not_found("unknown_contact", Bilingual::new(sv, en))
        }
        error => Problem::internal(error),
    }
}

fn step_refused(case: CaseNumber, reason: &CaseStepError, en: String) -> Problem {
    let sv = match reason {
        CaseStepError::ReasonMissing(step) => format!("Ärende {case}: `{step}` kräver ett skäl."),
        CaseStepError::DayIsPast(day) => {
            format!("Ärende {case}: {day} ligger före den dag då det sades.")
        }
        CaseStepError::NotNow { state, step } => {
            format!("Ärende {case} har tillståndet {state}: steget `{step}` kan inte tas nu.")
        }
        CaseStepError::NoSuchEnd { state, outcome } => {
            format!("Ärende {case} har tillståndet {state} och kan inte sluta som {outcome}.")
        }
        CaseStepError::Backwards { since, on } => {
            format!("Ärende {case}: ett steg den {on} kan inte följa på ett den {since}.")
        }
        CaseStepError::NotBegun(_) => return Problem::internal(en),
    };
    let text = Bilingual::new(sv, en);
    match reason {
        CaseStepError::ReasonMissing(_) | CaseStepError::DayIsPast(_) => {
            Problem::refused("invalid_case_step", text)
        }
        _ => Problem::new(StatusCode::CONFLICT, "case_step_not_possible", text),
    }
}

pub(super) fn not_claimed(case: CaseNumber, en: String) -> Problem {
    let sv = format!("Ärende {case}: nätet redovisar ingen täckning på platsen som kan ifrågasättas.");
    Problem::new(StatusCode::CONFLICT, "not_claimed_here", Bilingual::new(sv, en))
}

pub(super) fn not_enough(case: CaseNumber, found: &Challenge, en: String) -> Problem {
    let (failing, tests, cells) = (found.tests.failing(), found.tests.trials(), found.failing_cells);
    let least = found.least_failing();
    let sv = format!(
        "Ärende {case}: {failing} av {tests} prov misslyckades i {cells} rutor. {} krävs, i minst fyra rutor \
         och med minst fyra timmar mellan två av dem.",
        least.map_or("Fler prov".to_owned(), |least| format!("Minst {least}"))
    );
    Problem::new(StatusCode::CONFLICT, "not_enough_evidence", Bilingual::new(sv, en))
}

pub(super) fn nothing_rebuts(case: CaseNumber, en: String) -> Problem {
    let sv = format!("Ärende {case}: inget giltigt prov i filen ligger på platsen och inom redovisningen.");
    Problem::refused("nothing_rebuts", Bilingual::new(sv, en))
}
