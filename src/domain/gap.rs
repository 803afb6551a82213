//! Gaps as operators answer for them: what names a gap, what may be answered, and
//! what became of it from one report to the next.

use std::{collections::BTreeSet, fmt, str::FromStr};

use jiff::civil::Date;

use super::{NetworkId, text::words};

/// Names a gap of one network: `ripa.voice.outdoor.10kmN712E71`.
///
/// What is asked of the network stands before the last dot, the place after it.
/// Neither changes with what is covered: a gap is the same from report to report
/// for as long as anything is uncovered there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GapId(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no gap: expected a form such as ripa.voice.outdoor.10kmN712E71")]
pub struct GapIdError(String);

/// Longer than a network's id, a service and a square are together.
const LONGEST_GAP_ID: usize = 120;

impl GapId {
    /// `asked` are words without a dot, such as the service and the environment.
    pub fn new(network: &NetworkId, asked: &[&str], square: &str) -> Self {
        Self(format!("{network}.{}.{square}", asked.join(".")))
    }

    /// The id of the network whose gap it is.
    pub fn network(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }

    /// Whose gap it is and what is asked there.
    pub fn subject(&self) -> &str {
        self.0.rsplit_once('.').map_or("", |(subject, _)| subject)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for GapId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for GapId {
    type Err = GapIdError;

    fn from_str(text: &str) -> Result<Self, GapIdError> {
        let parts: Vec<&str> = text.split('.').collect();
        let is_word = |part: &&str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        };
        let is_id = text.len() <= LONGEST_GAP_ID && parts.len() >= 3 && parts.iter().all(is_word);
        if is_id {
            Ok(Self(text.to_owned()))
        } else {
            Err(GapIdError(text.chars().take(LONGEST_GAP_ID).collect()))
        }
    }
}

/// What an operator says of a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapAnswer {
    /// There is no coverage.
    Accepted,
    /// It will be covered by that day, which belongs to the term.
    Planned { by: Date },
    /// There is coverage.
    Rebutted,
    /// Nothing will be done.
    Declined,
}

/// The word of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapAnswerKind {
    Accepted,
    Planned,
    Rebutted,
    Declined,
}

words!(GapAnswerKind, "answer", {
    Accepted => "accepted", Planned => "planned", Rebutted => "rebutted", Declined => "declined",
});

impl GapAnswer {
    pub fn kind(self) -> GapAnswerKind {
        match self {
            Self::Accepted => GapAnswerKind::Accepted,
            Self::Planned { .. } => GapAnswerKind::Planned,
            Self::Rebutted => GapAnswerKind::Rebutted,
            Self::Declined => GapAnswerKind::Declined,
        }
    }

    pub fn planned_by(self) -> Option<Date> {
        match self {
            Self::Planned { by } => Some(by),
            Self::Accepted | Self::Rebutted | Self::Declined => None,
        }
    }
}

/// What became of a gap since the report before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapStanding {
    /// It wasn't in the report before.
    New,
    Open,
    /// It should have been covered before the report.
    Late,
    /// It was in the report before, and nothing of it is left.
    Closed,
    /// It was in the report before, but what it is about isn't asked any more.
    NotAsked,
}

words!(GapStanding, "standing of a gap", {
    New => "new", Open => "open", Late => "late", Closed => "closed", NotAsked => "not_asked",
});

/// The gaps of a report, as far as others are compared with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportedGaps {
    /// The day of the report.
    pub on: Date,
    /// What was asked, whether there are gaps of it or not; as [`GapId::subject`].
    pub subjects: BTreeSet<String>,
    pub gaps: BTreeSet<GapId>,
}

impl ReportedGaps {
    /// Whether the report says that a gap isn't there: none of it left, and it was asked.
    pub fn says_closed(&self, gap: &GapId) -> bool {
        !self.gaps.contains(gap) && self.subjects.contains(gap.subject())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_whose_what_and_where() {
        let ripa = NetworkId::new("ripa-2").unwrap();
        let id = GapId::new(&ripa, &["data_10", "outdoor", "4g"], "10kmN712E71");
        assert_eq!(id.as_str(), "ripa-2.data_10.outdoor.4g.10kmN712E71");
        assert_eq!((id.network(), id.subject()), ("ripa-2", "ripa-2.data_10.outdoor.4g"));
        assert_eq!(id.as_str().parse(), Ok(id));
        let long = "a.b.".to_owned() + &"c".repeat(LONGEST_GAP_ID);
        for wrong in ["", "ripa", "ripa.voice", "ripa..x", "ripa.voice.x y", "ripa.voice.å", &long] {
            assert!(wrong.parse::<GapId>().is_err(), "{wrong}");
        }
    }
}
