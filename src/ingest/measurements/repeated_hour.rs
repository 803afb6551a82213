//! Which of its two moments a local time was in the hour that the clock goes
//! through twice: told by the order in which a phone wrote its rows.
//!
//! Where the clock of the rows steps back, what is before the step is of the
//! first pass and what is after it of the second. Else rows that follow without
//! a pause on one that is certain are of the first pass, and rows from which one
//! goes on without a pause to one that is certain are of the second.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::{row::ReadRow, time::Twice};
use crate::domain::RunKey;

/// Rows further apart than this don't say which pass they are of.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_mins(10);
/// Threads of a phone write a few seconds out of order; no clock is set back by them.
const SHORTEST_STEP_BACK: SignedDuration = SignedDuration::from_mins(1);

/// A row whose moment isn't known yet, with its number in the file.
pub(super) struct Waiting {
    pub number: u64,
    pub row: ReadRow,
    pub twice: Twice,
}

/// The rows of local time of one file, phone by phone.
#[derive(Default)]
pub(super) struct RepeatedHour {
    phones: HashMap<String, HashMap<String, Phone>>,
}

#[derive(Default)]
struct Phone {
    last: Option<Timestamp>,
    waiting: Vec<Waiting>,
}

/// What came of rows that waited: those whose moment is known, and the others.
#[derive(Default)]
pub(super) struct Decided {
    pub known: Vec<(u64, ReadRow)>,
    pub unknown: Vec<Waiting>,
}

impl RepeatedHour {
    /// Keeps a row until others say when it was.
    pub fn wait(&mut self, waiting: Waiting) {
        self.phone(&waiting.row).waiting.push(waiting);
    }

    /// Hears of a row in local time that is certain; none where nothing waited for it.
    pub fn hear(&mut self, row: &ReadRow) -> Option<Decided> {
        let phone = self.phone(row);
        let decided = (!phone.waiting.is_empty()).then(|| phone.decide(Some(row.sample.time)));
        phone.last = Some(row.sample.time);
        decided
    }

    /// Decides what still waits at the file's end, in the order of runs.
    pub fn finish(self) -> Decided {
        let runs = self.phones.into_iter().flat_map(|(device, runs)| {
            runs.into_iter().map(move |(run, phone)| (RunKey { run, device: device.clone() }, phone))
        });
        let mut runs: Vec<_> = runs.filter(|(_, phone)| !phone.waiting.is_empty()).collect();
        runs.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut all = Decided::default();
        for (_, mut phone) in runs {
            let decided = phone.decide(None);
            all.known.extend(decided.known);
            all.unknown.extend(decided.unknown);
        }
        all
    }

    fn phone(&mut self, row: &ReadRow) -> &mut Phone {
        let (device, run) = (row.sample.device.as_str(), row.sample.run.as_str());
        // Looked up by reference first: nearly every row is of a phone that is there.
        if !self.phones.get(device).is_some_and(|runs| runs.contains_key(run)) {
            self.phones.entry(device.to_owned()).or_default().entry(run.to_owned()).or_default();
        }
        let runs = self.phones.get_mut(device).and_then(|runs| runs.get_mut(run));
        runs.expect("it was put there")
    }
}

impl Phone {
    fn decide(&mut self, after: Option<Timestamp>) -> Decided {
        let waiting = std::mem::take(&mut self.waiting);
        let twice: Vec<&Twice> = waiting.iter().map(|waiting| &waiting.twice).collect();
        let passes = passes(self.last, &twice, after);
        let mut decided = Decided::default();
        for (mut waiting, pass) in waiting.into_iter().zip(passes) {
            match pass {
                Some(pass) => {
                    let Twice { first, second, .. } = waiting.twice;
                    waiting.row.sample.time = if pass == Pass::First { first } else { second };
                    decided.known.push((waiting.number, waiting.row));
                }
                None => decided.unknown.push(waiting),
            }
        }
        decided
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pass {
    First,
    Second,
}

/// The pass of each of a phone's rows in the file's order, between the certain
/// rows before and after them; none where the order doesn't tell.
fn passes(before: Option<Timestamp>, rows: &[&Twice], after: Option<Timestamp>) -> Vec<Option<Pass>> {
    let steps_back = rows
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0].first.duration_since(pair[1].first) >= SHORTEST_STEP_BACK);
    let steps_back: Vec<usize> = steps_back.map(|(index, _)| index + 1).collect();
    match steps_back.as_slice() {
        [] => by_pauses(before, rows, after),
        [step] => {
            let pass = |index| if index < *step { Pass::First } else { Pass::Second };
            (0..rows.len()).map(|index| Some(pass(index))).collect()
        }
        _ => vec![None; rows.len()],
    }
}

fn by_pauses(before: Option<Timestamp>, rows: &[&Twice], after: Option<Timestamp>) -> Vec<Option<Pass>> {
    let of_first = unbroken(before, rows.iter().map(|row| row.first), goes_on);
    let of_second =
        unbroken(after, rows.iter().rev().map(|row| row.second), |later, earlier| goes_on(earlier, later));
    let pass = |index: usize| match (index < of_first, index + of_second >= rows.len()) {
        (true, false) => Some(Pass::First),
        (false, true) => Some(Pass::Second),
        _ => None,
    };
    (0..rows.len()).map(pass).collect()
}

fn goes_on(earlier: Timestamp, later: Timestamp) -> bool {
    (-SHORTEST_STEP_BACK..=LONGEST_PAUSE).contains(&later.duration_since(earlier))
}

/// How many times follow on a first one, each on the one before it.
fn unbroken(
    from: Option<Timestamp>,
    times: impl Iterator<Item = Timestamp>,
    follows: impl Fn(Timestamp, Timestamp) -> bool,
) -> usize {
    let Some(mut last) = from else { return 0 };
    let go_on = |time: &Timestamp| {
        let goes_on = follows(last, *time);
        last = *time;
        goes_on
    };
    times.take_while(go_on).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Minutes of the first pass from its beginning; the second is an hour later.
    #[track_caller]
    fn check(before: Option<i64>, rows: &[i64], after: Option<i64>, expected: &str) {
        let at = |minutes: i64| Timestamp::from_second(1_792_890_000 + minutes * 60).unwrap();
        let local = jiff::civil::date(2026, 10, 25).at(2, 0, 0, 0);
        let rows: Vec<Twice> =
            rows.iter().map(|row| Twice { local, first: at(*row), second: at(row + 60) }).collect();
        let rows: Vec<&Twice> = rows.iter().collect();
        let found = passes(before.map(at), &rows, after.map(at));
        let letter = |pass: Option<Pass>| match pass {
            Some(Pass::First) => '1',
            Some(Pass::Second) => '2',
            None => '?',
        };
        assert_eq!(found.into_iter().map(letter).collect::<String>(), expected);
    }

    #[test]
    fn a_step_back_tells_the_passes_apart() {
        check(None, &[10, 40, 5, 30], None, "1122");
        check(Some(-1), &[0, 59, 0, 59], Some(120), "1122");
    }

    #[test]
    fn what_goes_on_without_a_pause_is_of_the_same_pass() {
        check(Some(-1), &[0, 5, 10], None, "111");
        check(None, &[50, 55, 59], Some(120), "222");
        check(Some(-1), &[0, 5, 50, 58], Some(121), "1122");
        check(Some(-1), &[0, 30, 40], None, "1??");
    }

    #[test]
    fn what_nothing_tells_is_left_open() {
        check(None, &[10, 11], None, "??");
        check(Some(-300), &[10, 11], Some(400), "??");
        // Ten minutes at most between all rows, from an hour before to an hour after: impossible.
        check(Some(-5), &[0, 10, 20, 30, 40, 50, 59], Some(120), "???????");
        check(None, &[10, 5, 20, 15], None, "????");
    }

    #[test]
    fn seconds_out_of_order_are_no_step_back() {
        let at = |seconds: i64| Timestamp::from_second(1_792_890_000 + seconds).unwrap();
        let local = jiff::civil::date(2026, 10, 25).at(2, 0, 0, 0);
        let rows = [5, 4, 6].map(|second| Twice { local, first: at(second), second: at(second + 3_600) });
        let rows: Vec<&Twice> = rows.iter().collect();
        assert_eq!(passes(Some(at(-1)), &rows, None), vec![Some(Pass::First); 3]);
    }
}
