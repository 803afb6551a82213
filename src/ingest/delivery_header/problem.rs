//! What is wrong with a header, field by field.

use super::HeaderSource;
use crate::domain::{Bilingual, DeliveryId, Finding, HeaderField, Severity};

/// A field that is missing or can't be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderProblem {
    /// As it was written; `header` for the document as a whole.
    pub field: String,
    /// A stable word.
    pub code: &'static str,
    pub message: Bilingual,
}

impl HeaderProblem {
    pub fn missing(field: HeaderField) -> Self {
        let Bilingual { sv, en } = field.title();
        Self::new(
            field.as_str(),
            "missing_header_field",
            format!("{field}: {sv} saknas."),
            format!("{field}: the {en} is missing."),
        )
    }

    /// `replaces` names no delivery of the same claim.
    pub fn of_another_claim(replaced: DeliveryId) -> Self {
        Self::new(
            HeaderField::Replaces.as_str(),
            "invalid_header_field",
            format!("replaces: leverans {replaced} gäller inte samma nät, teknik, tjänst och miljö."),
            format!(
                "replaces: delivery {replaced} isn't for the same network, technology, service and environment."
            ),
        )
    }

    pub(super) fn invalid(field: HeaderField, source: HeaderSource, reason: Bilingual) -> Self {
        let (place, reason) = (source.title(), reason);
        Self::new(
            field.as_str(),
            "invalid_header_field",
            format!("{field} {}: {}.", place.sv, reason.sv),
            format!("{field} {}: {}.", place.en, reason.en),
        )
    }

    /// A list or an object where a text or a number is expected.
    pub(super) fn no_value(name: &str, source: HeaderSource) -> Self {
        let place = source.title();
        Self::new(
            name,
            "invalid_header_field",
            format!("{name} {}: varken en text eller ett tal.", place.sv),
            format!("{name} {}: neither a text nor a number.", place.en),
        )
    }

    pub(super) fn unknown(name: &str, source: HeaderSource) -> Self {
        let known = HeaderField::ALL.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", ");
        let place = source.title();
        Self::new(
            name,
            "unknown_header_field",
            format!("`{name}` {} är inget känt fält. Kända fält: {known}.", place.sv),
            format!("`{name}` {} is no known field. Known fields: {known}.", place.en),
        )
    }

    pub(super) fn conflict(field: HeaderField, said: [(HeaderSource, &str); 2]) -> Self {
        let [(first, one), (second, other)] = said;
        let (first, second) = (first.title(), second.title());
        Self::new(
            field.as_str(),
            "header_conflict",
            format!("{field}: `{one}` {} men `{other}` {}.", first.sv, second.sv),
            format!("{field}: `{one}` {} but `{other}` {}.", first.en, second.en),
        )
    }

    pub(super) fn mixed(field: HeaderField, source: HeaderSource, values: &[String]) -> Self {
        let shown = values.iter().take(5).map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        let place = source.title();
        Self::new(
            field.as_str(),
            "mixed_header",
            format!("{field} {} har flera värden ({shown}); en leverans har ett.", place.sv),
            format!("{field} {} has several values ({shown}); a delivery has one.", place.en),
        )
    }

    pub(super) fn broken(source: HeaderSource, reason: &str) -> Self {
        let place = source.title();
        Self::new(
            "header",
            "broken_header",
            format!("Leveransens uppgifter {} kan inte läsas: {reason}.", place.sv),
            format!("The header {} can't be read: {reason}.", place.en),
        )
    }

    fn new(field: &str, code: &'static str, sv: String, en: String) -> Self {
        Self { field: field.to_owned(), code, message: Bilingual::new(sv, en) }
    }
}

/// In a report a header's problem stands among what was found in the file.
impl From<&HeaderProblem> for Finding {
    fn from(problem: &HeaderProblem) -> Self {
        Finding {
            code: problem.code.into(),
            severity: Severity::Error,
            feature: None,
            place: None,
            message: problem.message.clone(),
        }
    }
}
