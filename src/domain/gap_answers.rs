//! An operator's answers as they come, row by row: what can't be taken is refused
//! with its reason, and the rest is taken.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{GapAnswer, GapAnswerKind, GapId, GapIdError, NetworkId, UnknownWord};

/// A row as somebody filled it in; empty texts say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRow {
    /// From 1, without the header.
    pub number: u64,
    pub gap: String,
    pub answer: String,
    pub planned_by: String,
    pub reason: String,
}

/// An answer that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenAnswer {
    pub gap: GapId,
    pub answer: GapAnswer,
    /// Empty where none was given.
    pub reason: String,
}

/// A row that can't.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    pub number: u64,
    pub fault: AnswerFault,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerFault {
    #[error(transparent)]
    NoGap(#[from] GapIdError),
    #[error("`{0}` is a gap of another network")]
    OthersGap(GapId),
    #[error("the report has no gap `{0}`")]
    UnknownGap(GapId),
    #[error("`{0}` is answered in a row before")]
    AnsweredTwice(GapId),
    #[error(transparent)]
    Answer(#[from] UnknownWord),
    #[error("a plan needs the day by which it is done")]
    DayMissing,
    #[error("`{0}` is no day: expected a form such as 2027-06-30")]
    Day(String),
    #[error("{0} lies before the day on which it was said")]
    DayIsPast(Date),
    #[error("only a plan has a day, not `{0}`")]
    DayWithoutPlan(GapAnswerKind),
    #[error("`{0}` needs a reason")]
    ReasonMissing(GapAnswerKind),
}

impl AnswerFault {
    /// A stable word for what is wrong.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoGap(_) => "no_gap",
            Self::OthersGap(_) => "others_gap",
            Self::UnknownGap(_) => "unknown_gap",
            Self::AnsweredTwice(_) => "answered_twice",
            Self::Answer(_) => "unknown_answer",
            Self::DayMissing => "day_missing",
            Self::Day(_) => "no_day",
            Self::DayIsPast(_) => "day_is_past",
            Self::DayWithoutPlan(_) => "day_without_plan",
            Self::ReasonMissing(_) => "reason_missing",
        }
    }
}

/// Checks an operator's answers to a report of its network on a day. Rows without
/// an answer, a day and a reason aren't answered, and say nothing.
pub fn checked_answers<'row>(
    rows: impl IntoIterator<Item = &'row AnswerRow>,
    network: &NetworkId,
    gaps: &BTreeSet<GapId>,
    today: Date,
) -> (Vec<GivenAnswer>, Vec<RefusedRow>) {
    let (mut given, mut refused) = (Vec::<GivenAnswer>::new(), Vec::new());
    let mut answered = BTreeSet::new();
    for row in rows.into_iter().filter(|row| !row.is_empty()) {
        match row.checked(network, gaps, today) {
            Ok(answer) if answered.insert(answer.gap.clone()) => given.push(answer),
            Ok(GivenAnswer { gap, .. }) => {
                refused.push(RefusedRow { number: row.number, fault: AnswerFault::AnsweredTwice(gap) });
            }
            Err(fault) => refused.push(RefusedRow { number: row.number, fault }),
        }
    }
    (given, refused)
}

impl AnswerRow {
    fn is_empty(&self) -> bool {
        [&self.answer, &self.planned_by, &self.reason].iter().all(|text| text.trim().is_empty())
    }

    fn checked(
        &self,
        network: &NetworkId,
        gaps: &BTreeSet<GapId>,
        today: Date,
    ) -> Result<GivenAnswer, AnswerFault> {
        let gap: GapId = self.gap.trim().parse()?;
        if gap.network() != network.as_str() {
            return Err(AnswerFault::OthersGap(gap));
        }
        if !gaps.contains(&gap) {
            return Err(AnswerFault::UnknownGap(gap));
        }
        let kind: GapAnswerKind = self.answer.trim().to_lowercase().parse()?;
        let (day, reason) = (self.day()?, self.reason.trim());
        let answer = match (kind, day) {
            (GapAnswerKind::Planned, None) => return Err(AnswerFault::DayMissing),
            (GapAnswerKind::Planned, Some(by)) if by < today => return Err(AnswerFault::DayIsPast(by)),
            (GapAnswerKind::Planned, Some(by)) => GapAnswer::Planned { by },
            (kind, Some(_)) => return Err(AnswerFault::DayWithoutPlan(kind)),
            (GapAnswerKind::Accepted, None) => GapAnswer::Accepted,
            (kind, None) if reason.is_empty() => return Err(AnswerFault::ReasonMissing(kind)),
            (GapAnswerKind::Rebutted, None) => GapAnswer::Rebutted,
            (GapAnswerKind::Declined, None) => GapAnswer::Declined,
        };
        Ok(GivenAnswer { gap, answer, reason: reason.to_owned() })
    }

    fn day(&self) -> Result<Option<Date>, AnswerFault> {
        match self.planned_by.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| AnswerFault::Day(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const OURS: &str = "a.voice.outdoor.10kmN1E1";
    const OTHER: &str = "a.voice.outdoor.10kmN1E2";

    fn row(gap: &str, answer: &str, planned_by: &str, reason: &str) -> AnswerRow {
        let [gap, answer, planned_by, reason] = [gap, answer, planned_by, reason].map(str::to_owned);
        AnswerRow { number: 0, gap, answer, planned_by, reason }
    }

    /// What rows give on 2026-11-23 in a report of two gaps: answers, and codes of refusal by row.
    fn checked(rows: &[AnswerRow]) -> (Vec<GapAnswer>, Vec<(u64, &'static str)>) {
        let rows: Vec<_> = (1..).zip(rows).map(|(number, row)| AnswerRow { number, ..row.clone() }).collect();
        let gaps = [OURS, OTHER].map(|gap| gap.parse().unwrap()).into();
        let network = NetworkId::new("a").unwrap();
        let (given, refused) = checked_answers(&rows, &network, &gaps, date(2026, 11, 23));
        let refused = refused.iter().map(|refused| (refused.number, refused.fault.code()));
        (given.into_iter().map(|given| given.answer).collect(), refused.collect())
    }

    #[test]
    fn each_answer_asks_for_its_own() {
        for (answer, by, reason, taken) in [
            ("accepted", "", "", Some(GapAnswer::Accepted)),
            (" Planned ", "2026-11-23", "", Some(GapAnswer::Planned { by: date(2026, 11, 23) })),
            ("rebutted", "", "Measured in May", Some(GapAnswer::Rebutted)),
            ("declined", "", "No road", Some(GapAnswer::Declined)),
            ("", "", "", None),
        ] {
            let (given, refused) = checked(&[row(OURS, answer, by, reason)]);
            assert_eq!((given, refused), (taken.into_iter().collect(), vec![]), "{answer}");
        }
    }

    #[test]
    fn what_is_wrong_is_refused_by_its_row_and_the_rest_taken() {
        let rows = [
            row("nonsense", "accepted", "", ""),
            row("b.voice.outdoor.10kmN1E1", "accepted", "", ""),
            row("a.voice.outdoor.10kmN9E9", "accepted", "", ""),
            row(OURS, "perhaps", "", ""),
            row(OURS, "planned", "", ""),
            row(OURS, "planned", "soon", ""),
            row(OURS, "planned", "2026-11-22", ""),
            row(OURS, "accepted", "2027-01-01", ""),
            row(OURS, "declined", "", " "),
            row(OURS, "accepted", "", ""),
            row(OURS, "declined", "", "No"),
            row(OTHER, "planned", "2027-06-30", ""),
        ];
        let (given, refused) = checked(&rows);
        assert_eq!(given, [GapAnswer::Accepted, GapAnswer::Planned { by: date(2027, 6, 30) }]);
        let expected = [
            (1, "no_gap"),
            (2, "others_gap"),
            (3, "unknown_gap"),
            (4, "unknown_answer"),
            (5, "day_missing"),
            (6, "no_day"),
            (7, "day_is_past"),
            (8, "day_without_plan"),
            (9, "reason_missing"),
            (11, "answered_twice"),
        ];
        assert_eq!(refused, expected);
    }
}
