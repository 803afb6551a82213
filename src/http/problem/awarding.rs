//! What the caller sees of errors about a bid's coverage and about evaluations.

use axum::http::StatusCode;

use super::{Problem, header_problem};
use crate::{
    awarding::{AwardingError, RefusedBy, RefusedFile},
    domain::Bilingual,
};

impl From<AwardingError> for Problem {
    fn from(error: AwardingError) -> Self {
        let en = format!("{error}.");
        let conflict =
            |code, sv: String| Self::new(StatusCode::CONFLICT, code, Bilingual::new(sv, en.clone()));
        match error {
            AwardingError::Room(error) => error.into(),
            AwardingError::Publish(error) => error.into(),
            AwardingError::File(file) => refused(*file),
            AwardingError::Unreadable { bid, file } => conflict(
                "bid_unreadable",
                format!("Anbud {}: filen `{}` kan inte läsas som täckning längre.", bid.0, file.name),
            ),
            AwardingError::Changed { bid, file, .. } => conflict(
                "bid_unreadable",
                format!("Anbud {}: filen `{file}` är inte den som lämnades in.", bid.0),
            ),
            AwardingError::NoTerms(id) => conflict(
                "no_award_terms",
                format!("Upphandling {} har inga tilldelningsvillkor: den skapades utan.", id.0),
            ),
            AwardingError::RequirementChanged { id, version } => conflict(
                "requirement_changed",
                format!("Version {version} av krav {id} finns inte, eller är inte den som villkoren anger."),
            ),
            AwardingError::CutOffToCome(date) => conflict(
                "cut_off_to_come",
                format!("Det som är publicerat gäller till slutet av {date}: den dagen är inte över."),
            ),
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
