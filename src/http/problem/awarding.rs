//! What the caller sees of errors about a bid's coverage and about evaluations.

use axum::http::StatusCode;

use super::{Problem, header_problem};
use crate::{
    awarding::{AwardingError, RefusedBy, RefusedFile},
    domain::{BidNumber, Bilingual},
};

impl From<AwardingError> for Problem {
    fn from(error: AwardingError) -> Self {
        let en = format!("{error}.");
        match error {
            AwardingError::Room(error) => error.into(),
            AwardingError::Publish(error) => error.into(),
            AwardingError::File(file) => refused(*file),
            AwardingError::Unreadable { bid, file } => unreadable(bid, &file.name, en),
            AwardingError::Changed { bid, file, .. } => unreadable(bid, &file, en),
            AwardingError::NoTerms(id) => {
                let sv = format!("Upphandling {} har inga tilldelningsvillkor: den skapades utan.", id.0);
                Self::new(StatusCode::CONFLICT, "no_award_terms", Bilingual::new(sv, en))
            }
            AwardingError::RequirementChanged { id, version } => {
                let sv =
                    format!("Version {version} av krav {id} är borta, eller inte den som villkoren anger.");
                Self::new(StatusCode::CONFLICT, "requirement_changed", Bilingual::new(sv, en))
            }
            AwardingError::CutOffToCome(date) => {
                let sv =
                    format!("Det som är publicerat gäller till slutet av {date}: den dagen är inte över.");
                Self::new(StatusCode::CONFLICT, "cut_off_to_come", Bilingual::new(sv, en))
            }
            AwardingError::ReasonMissing => {
                let sv = "Att lämna ett anbud utanför kräver ett skäl.";
                Self::refused("reason_missing", Bilingual::new(sv, en))
            }
            AwardingError::NoSuchBid(bid) => {
                let sv = format!("Det finns inget anbud {} som räknas.", bid.0);
                Self::not_found("unknown_bid", Bilingual::new(sv, en))
            }
            error
            @ (AwardingError::Terms { .. } | AwardingError::Canonical(_) | AwardingError::BrokenOff) => {
                Self::internal(error)
            }
        }
    }
}

/// A bid that was good enough when it came, and is no longer what it was.
fn unreadable(bid: BidNumber, file: &str, en: String) -> Problem {
    let sv = format!("Anbud {}: filen `{file}` kan inte läsas, eller är inte den som lämnades in.", bid.0);
    Problem::new(StatusCode::CONFLICT, "bid_unreadable", Bilingual::new(sv, en))
}

/// To whoever hands it in, with the file's name: as of a delivery.
fn refused(RefusedFile { name, reason }: RefusedFile) -> Problem {
    let mut problem = match reason {
        RefusedBy::Reading(error) => Problem::from(error),
        RefusedBy::Header(problems) => header_problem(&problems),
        RefusedBy::Findings(findings) => {
            let text = Bilingual::new("Anmärkningarna står i svaret.", "The answer holds the findings.");
            Problem::refused("bid_file_rejected", text).with_findings(&findings)
        }
    };
    problem.detail = Bilingual::new(
        format!("Filen `{name}`: {}", problem.detail.sv),
        format!("The file `{name}`: {}", problem.detail.en),
    );
    problem
}
