//! What happened since the report before, and which promises were kept.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::domain::{GapAnswer, GapId, GapStanding, ReportedGaps, words};

/// What an operator said of a gap on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredGap {
    pub gap: GapId,
    pub on: Date,
    pub answer: GapAnswer,
}

/// What became of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PromiseOutcome {
    /// The day isn't there yet, or no report has looked since.
    Pending,
    /// The first report on that day or after it, or one before, found nothing left.
    Kept,
    /// The first report from that day on found the gap, a later one nothing.
    KeptLate,
    /// The newest report still finds the gap.
    Broken,
    /// Another day was promised before that one came.
    Moved,
    /// What it is about isn't asked any more.
    NotAsked,
}

words!(PromiseOutcome, "outcome of a promise", {
    Pending => "pending", Kept => "kept", KeptLate => "kept_late", Broken => "broken", Moved => "moved",
    NotAsked => "not_asked",
});

/// A day by which an operator said that a gap would be covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub gap: GapId,
    pub made_on: Date,
    pub by: Date,
    pub outcome: PromiseOutcome,
}

/// What became of every gap of two reports, the older of which is `last`; late is
/// what was promised by a day before the newer one's.
pub fn since_last(
    last: Option<&ReportedGaps>,
    now: &ReportedGaps,
    promises: &[Promise],
) -> BTreeMap<GapId, GapStanding> {
    let is_late = |gap: &GapId| {
        promises.iter().any(|promise| promise.gap == *gap && promise.outcome == PromiseOutcome::Broken)
    };
    let standing = |gap: &GapId| {
        let was_there = last.is_some_and(|last| last.gaps.contains(gap));
        match (is_late(gap), was_there) {
            (true, _) => GapStanding::Late,
            (false, true) => GapStanding::Open,
            (false, false) => GapStanding::New,
        }
    };
    let present = now.gaps.iter().map(|gap| (gap.clone(), standing(gap)));
    let gone = last.into_iter().flat_map(|last| last.gaps.difference(&now.gaps)).map(|gap| {
        let asked = now.subjects.contains(gap.subject());
        (gap.clone(), if asked { GapStanding::Closed } else { GapStanding::NotAsked })
    });
    present.chain(gone).collect()
}

/// Every promise with its outcome, in the order in which they were made. Reports
/// and answers are one network's, oldest first.
pub fn promises_kept(reports: &[ReportedGaps], answers: &[AnsweredGap]) -> Vec<Promise> {
    let plans = answers.iter().enumerate().filter_map(|(number, answered)| {
        let by = answered.answer.planned_by()?;
        let moved = moved_on(&answers[number + 1..], &answered.gap, by);
        let outcome = moved.unwrap_or_else(|| outcome(reports, answered, by));
        Some(Promise { gap: answered.gap.clone(), made_on: answered.on, by, outcome })
    });
    plans.collect()
}

/// Whether another day was promised in time. Later the first one stays what it is.
fn moved_on(later: &[AnsweredGap], gap: &GapId, by: Date) -> Option<PromiseOutcome> {
    let again = |answered: &&AnsweredGap| {
        answered.gap == *gap && answered.answer.planned_by().is_some() && answered.on <= by
    };
    later.iter().find(again).map(|_| PromiseOutcome::Moved)
}

fn outcome(reports: &[ReportedGaps], answered: &AnsweredGap, by: Date) -> PromiseOutcome {
    let gap = &answered.gap;
    // A report of the very day may have been made before the promise: it is what is answered to.
    let since: Vec<&ReportedGaps> = reports.iter().filter(|report| report.on > answered.on).collect();
    let closed_on = since.iter().find(|report| report.says_closed(gap)).map(|report| report.on);
    // The day itself belongs to the term.
    let missed_on =
        since.iter().find(|report| report.on > by && report.gaps.contains(gap)).map(|report| report.on);
    match (closed_on, missed_on) {
        (Some(closed), Some(missed)) if missed < closed => PromiseOutcome::KeptLate,
        (Some(_), _) => PromiseOutcome::Kept,
        (None, Some(_)) => PromiseOutcome::Broken,
        (None, None) => {
            let is_asked = |report: &&ReportedGaps| report.subjects.contains(gap.subject());
            match since.last() {
                Some(newest) if !is_asked(newest) => PromiseOutcome::NotAsked,
                _ => PromiseOutcome::Pending,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const SUBJECT: &str = "a.voice.outdoor";

    fn gap(place: &str) -> GapId {
        format!("{SUBJECT}.{place}").parse().unwrap()
    }

    fn report(on: Date, gaps: &[&str]) -> ReportedGaps {
        ReportedGaps {
            on,
            subjects: [SUBJECT.to_owned()].into(),
            gaps: gaps.iter().map(|place| gap(place)).collect(),
        }
    }

    fn plan(on: Date, by: Date) -> AnsweredGap {
        AnsweredGap { gap: gap("x"), on, answer: GapAnswer::Planned { by } }
    }

    #[test]
    fn new_open_closed_and_not_asked_are_told_apart() {
        let (last, now) = (report(date(2026, 1, 1), &["x", "y"]), report(date(2026, 7, 1), &["y", "z"]));
        let found = since_last(Some(&last), &now, &[]);
        let expected = [("x", GapStanding::Closed), ("y", GapStanding::Open), ("z", GapStanding::New)];
        assert_eq!(found, expected.map(|(place, standing)| (gap(place), standing)).into());
        let first = since_last(None, &last, &[]);
        assert!(first.values().all(|standing| *standing == GapStanding::New) && first.len() == 2);
        let of_else = ReportedGaps { on: date(2026, 7, 1), ..ReportedGaps::default() };
        assert_eq!(since_last(Some(&last), &of_else, &[])[&gap("x")], GapStanding::NotAsked);
    }

    /// Promised on 2026-01-10 by 2026-06-30; then reports, each with the gap or without.
    #[track_caller]
    fn check(reports: &[(Date, bool)], outcome: PromiseOutcome) {
        let reports: Vec<_> =
            reports.iter().map(|(on, open)| report(*on, if *open { &["x"] } else { &[] })).collect();
        let found = promises_kept(&reports, &[plan(date(2026, 1, 10), date(2026, 6, 30))]);
        assert_eq!((found.len(), found[0].outcome), (1, outcome), "{reports:?}");
    }

    #[test]
    fn a_promise_is_kept_by_what_the_reports_find() {
        use PromiseOutcome::*;
        check(&[(date(2026, 1, 1), true)], Pending);
        check(&[(date(2026, 1, 1), true), (date(2026, 5, 1), true)], Pending);
        check(&[(date(2026, 1, 1), true), (date(2026, 6, 30), true)], Pending);
        check(&[(date(2026, 1, 1), true), (date(2026, 5, 1), false)], Kept);
        check(&[(date(2026, 1, 1), true), (date(2026, 7, 15), false)], Kept);
        check(&[(date(2026, 1, 1), true), (date(2026, 7, 1), true)], Broken);
        check(&[(date(2026, 7, 1), true), (date(2026, 9, 1), false)], KeptLate);
        // What was covered and went away again was kept.
        check(&[(date(2026, 5, 1), false), (date(2026, 9, 1), true)], Kept);
    }

    #[test]
    fn a_promise_moved_in_time_is_told_and_one_moved_late_stays_broken() {
        let reports = [report(date(2026, 1, 1), &["x"]), report(date(2026, 9, 1), &["x"])];
        for (moved_on, first) in
            [(date(2026, 6, 30), PromiseOutcome::Moved), (date(2026, 7, 1), PromiseOutcome::Broken)]
        {
            let answers = [plan(date(2026, 1, 10), date(2026, 6, 30)), plan(moved_on, date(2027, 6, 30))];
            let outcomes: Vec<_> = promises_kept(&reports, &answers).iter().map(|one| one.outcome).collect();
            assert_eq!(outcomes, [first, PromiseOutcome::Pending]);
        }
    }

    #[test]
    fn a_gap_past_its_promise_is_late() {
        let reports = [report(date(2026, 1, 1), &["x"]), report(date(2026, 9, 1), &["x", "y"])];
        let promises = promises_kept(&reports, &[plan(date(2026, 1, 10), date(2026, 6, 30))]);
        let found = since_last(Some(&reports[0]), &reports[1], &promises);
        assert_eq!((found[&gap("x")], found[&gap("y")]), (GapStanding::Late, GapStanding::New));
    }
}
