//! What claims lost and gained between two versions.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

use super::{ClaimVersions, Features, LayerError, LayerQuestion, Properties};
use crate::domain::DeliveryId;

/// What is compared with what; as text `2026-03-31` or `12-15`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Versions {
    /// What counted on a day with what counts now.
    Since(Date),
    /// Two deliveries of one claim.
    Between { before: DeliveryId, after: DeliveryId },
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither a day (YYYY-MM-DD) nor two numbers of deliveries (12-15)")]
pub struct VersionsError(String);

/// Of every asked claim what it lost and what it gained. Both lie apart: what is
/// shown as lost is what changed, without what was gained.
pub fn changes(
    question: &LayerQuestion,
    versions: &[ClaimVersions],
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    if question.versions.is_none() {
        return Err(question.missing("versions"));
    }
    let asked = versions.iter().filter(|versions| versions.are_asked_for(question));
    asked.filter(|versions| versions.before.delivery.id != versions.after.delivery.id).try_for_each(
        |versions| {
            let (before, after) = (&versions.before.area, &versions.after.area);
            let gained = after.difference(before);
            let changed = before.difference(after).union(&gained);
            let areas = [(changed, "lost"), (gained, "gained")];
            features
                .add_nested(areas.map(|(area, change)| (area.dissolve().into(), versions.properties(change))))
        },
    )
}

impl FromStr for Versions {
    type Err = VersionsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.parse::<u32>().ok().map(|number| DeliveryId(number.into()));
        let between =
            text.split_once('-').and_then(|(before, after)| Some((number(before)?, number(after)?)));
        match (between, Date::strptime("%Y-%m-%d", text)) {
            (Some((before, after)), _) => Ok(Self::Between { before, after }),
            (None, Ok(day)) => Ok(Self::Since(day)),
            (None, Err(_)) => Err(VersionsError(text.to_owned())),
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Since(day) => write!(formatter, "{day}"),
            Self::Between { before, after } => write!(formatter, "{}-{}", before.0, after.0),
        }
    }
}

impl ClaimVersions {
    fn are_asked_for(&self, question: &LayerQuestion) -> bool {
        let header = &self.after.delivery.header;
        let is_technology = question.technology.is_none_or(|asked| asked == header.technology);
        is_technology && question.is_about(&header.network, header.service)
    }

    fn properties(&self, change: &'static str) -> Properties {
        let header = &self.after.delivery.header;
        vec![
            ("change", change.into()),
            ("network", header.network.to_string().into()),
            ("service", header.service.to_string().into()),
            ("technology", header.technology.to_string().into()),
            ("before", self.before.delivery.id.0.into()),
            ("after", self.after.delivery.id.0.into()),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_text() {
        for text in ["2026-03-31", "12-15"] {
            assert_eq!(text.parse::<Versions>().map(|versions| versions.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "12", "12-", "-12-15", "2026-02-30", "a-b", "12-15-16"] {
            assert!(text.parse::<Versions>().is_err(), "{text}");
        }
    }
}
