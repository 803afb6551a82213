use jiff::{Timestamp, civil::date};
use proptest::{collection::vec, prelude::*, sample::select};

use super::{CaseState::*, *};
use crate::domain::{ContractId, FailingTests, Rebuttal, Term};

const EVIDENCE: FailingTests = FailingTests { tests: 20, failing: 5, failing_cells: 4 };

/// Opened on this day with 60 days to answer and 30 for the new map.
fn clock(opened: Date, silence_concedes: bool) -> AnswerClock {
    let (answer_due, new_map) = (Term::Days(60).after(opened), Term::Days(30));
    AnswerClock { contract: ContractId(1), answer_due, new_map, silence_concedes }
}

fn step(on: Date, event: CaseEvent) -> CaseStep {
    let reason = if event.needs_reason() { "demonstration" } else { "" };
    CaseStep { at: Timestamp::UNIX_EPOCH, on, actor: "test".to_owned(), reason: reason.to_owned(), event }
}

fn rebuttal() -> CaseEvent {
    let (file_name, sha256) = ("drive.csv".to_owned(), "0".repeat(64));
    CaseEvent::Rebutted { measurements: Rebuttal { file_name, sha256, tests: 20, failing: 0 } }
}

fn progress(steps: &[(Date, CaseEvent)]) -> Result<CaseProgress, CaseStepError> {
    let steps: Vec<_> = steps.iter().map(|(on, event)| step(*on, event.clone())).collect();
    CaseProgress::of(&steps).map(|progress| progress.expect("there is a step"))
}

/// A challenge of 2026-02-10.
fn challenged(silence_concedes: bool) -> Vec<(Date, CaseEvent)> {
    let opened = date(2026, 2, 10);
    let clock = Some(clock(opened, silence_concedes));
    vec![
        (opened, CaseEvent::Reported { report: 1 }),
        (opened, CaseEvent::Confirmed { report: 1 }),
        (opened, CaseEvent::Challenged { evidence: EVIDENCE, clock }),
    ]
}

fn and(mut steps: Vec<(Date, CaseEvent)>, on: Date, event: CaseEvent) -> Vec<(Date, CaseEvent)> {
    steps.push((on, event));
    steps
}

#[track_caller]
fn check_due(steps: &[(Date, CaseEvent)], today: Date, state: CaseState, due: Option<(DueKind, Date)>) {
    let progress = progress(steps).unwrap().on(today);
    assert_eq!((progress.state(), progress.due().map(|due| (due.kind, due.on))), (state, due));
}

#[test]
fn an_answer_and_a_new_map_are_due_as_the_contract_says() {
    let answer = Some((DueKind::Answer, date(2026, 4, 11)));
    check_due(&challenged(true), date(2026, 2, 10), Challenged, answer);
    check_due(&challenged(true), date(2026, 4, 11), Challenged, answer);
    let accepted = and(challenged(true), date(2026, 4, 1), CaseEvent::Accepted);
    check_due(&accepted, date(2026, 4, 1), Accepted, Some((DueKind::NewMap, date(2026, 5, 1))));
    let planned = and(accepted, date(2026, 4, 2), CaseEvent::Planned { by: date(2027, 6, 30) });
    check_due(&planned, date(2028, 1, 1), Planned, Some((DueKind::Plan, date(2027, 6, 30))));
}

#[test]
fn silence_concedes_where_the_contract_says_so() {
    let new_map = Some((DueKind::NewMap, date(2026, 5, 12)));
    check_due(&challenged(true), date(2026, 4, 12), Conceded, new_map);
    check_due(&challenged(true), date(2030, 1, 1), Conceded, new_map);
    let answer = Some((DueKind::Answer, date(2026, 4, 11)));
    check_due(&challenged(false), date(2030, 1, 1), Challenged, answer);
}

#[test]
fn a_late_answer_undoes_no_concession() {
    let late = date(2026, 4, 12);
    for event in [rebuttal(), CaseEvent::Declined, CaseEvent::Accepted] {
        let error = CaseStepError::NotNow { state: Conceded, step: event.word() };
        assert_eq!(progress(&and(challenged(true), late, event.clone())), Err(error));
        assert!(progress(&and(challenged(false), late, event.clone())).is_ok());
        assert!(progress(&and(challenged(true), date(2026, 4, 11), event)).is_ok());
    }
    let planned = and(challenged(true), late, CaseEvent::Planned { by: date(2027, 1, 1) });
    check_due(&planned, late, Planned, Some((DueKind::Plan, date(2027, 1, 1))));
}

#[test]
fn an_end_follows_from_what_was_found() {
    let day = date(2026, 3, 1);
    let measured = |result| {
        let planned = and(challenged(true), day, rebuttal());
        let planned = and(planned, day, CaseEvent::MeasurementPlanned { on: day });
        and(planned, day, CaseEvent::Measured { result })
    };
    let works = || CaseEvent::Closed { outcome: CaseOutcome::Works };
    assert_eq!(progress(&and(measured(MeasuredResult::Works), day, works())).unwrap().state(), Closed);
    let no_end = CaseStepError::NoSuchEnd { state: Measured, outcome: CaseOutcome::Works };
    assert_eq!(progress(&and(measured(MeasuredResult::Fails), day, works())), Err(no_end));
    let again = and(measured(MeasuredResult::Fails), day, CaseEvent::Reopened);
    assert_eq!(progress(&again).unwrap().state(), Open);
}

#[test]
fn days_and_reasons_are_checked() {
    let (day, before) = (date(2026, 3, 1), date(2026, 2, 28));
    let planned = and(challenged(true), day, CaseEvent::Planned { by: before });
    assert_eq!(progress(&planned), Err(CaseStepError::DayIsPast(before)));
    let unsaid = CaseStep { reason: " ".to_owned(), ..step(day, CaseEvent::Declined) };
    let challenged = progress(&challenged(true)).unwrap();
    let missing = CaseStepError::ReasonMissing("declined");
    assert_eq!(CaseProgress::after(Some(challenged), &unsaid), Err(missing));
    let backwards = CaseProgress::after(Some(challenged), &step(date(2026, 2, 9), CaseEvent::Accepted));
    let since = date(2026, 2, 10);
    assert_eq!(backwards, Err(CaseStepError::Backwards { since, on: date(2026, 2, 9) }));
}

/// Which states a step may be taken in, written down a second time as the
/// contract's way reads. Ends are tried apart.
fn allowed(word: &str) -> &'static [CaseState] {
    match word {
        "reported" | "confirmed" | "dismissed" => &[
            Reported, Open, Challenged, Accepted, Conceded, Planned, Rebutted, Declined, Verifying, Measured,
        ],
        "challenged" => &[Open, Measured],
        "accepted" | "rebutted" | "declined" => &[Challenged],
        "planned" => &[Open, Challenged, Accepted, Conceded, Planned],
        "measurement_planned" => {
            &[Open, Accepted, Conceded, Planned, Rebutted, Declined, Verifying, Measured]
        }
        "measured" => &[Verifying],
        "reopened" => &[Closed, Measured],
        _ => panic!("{word}"),
    }
}

fn any_event() -> impl Strategy<Value = CaseEvent> {
    let day = 0..400_i32;
    prop_oneof![
        (1_i64..9).prop_map(|report| CaseEvent::Reported { report }),
        (1_i64..9).prop_map(|report| CaseEvent::Confirmed { report }),
        (1_i64..9).prop_map(|report| CaseEvent::Dismissed { report }),
        (day.clone(), any::<bool>()).prop_map(|(opened, concedes)| CaseEvent::Challenged {
            evidence: EVIDENCE,
            clock: Some(clock(day_number(opened), concedes))
        }),
        Just(CaseEvent::Challenged { evidence: EVIDENCE, clock: None }),
        Just(CaseEvent::Accepted),
        day.clone().prop_map(|by| CaseEvent::Planned { by: day_number(by) }),
        Just(rebuttal()),
        Just(CaseEvent::Declined),
        day.prop_map(|on| CaseEvent::MeasurementPlanned { on: day_number(on) }),
        select(MeasuredResult::ALL).prop_map(|result| CaseEvent::Measured { result }),
        select(CaseOutcome::ALL).prop_map(|outcome| CaseEvent::Closed { outcome }),
        Just(CaseEvent::Reopened),
    ]
}

fn day_number(day: i32) -> Date {
    Term::Days(u16::try_from(day).unwrap()).after(date(2026, 1, 1))
}

/// Steps on days that go on, taken or not.
fn any_steps() -> impl Strategy<Value = Vec<CaseStep>> {
    let first = Just((0, CaseEvent::Reported { report: 1 }));
    let steps = vec((0..40_i32, any_event()), 0..40);
    (first, steps).prop_map(|(first, steps)| {
        let mut day = 0;
        let steps = std::iter::once(first).chain(steps);
        let dated = steps.map(|(days, event)| {
            day += days;
            step(day_number(day), event)
        });
        dated.collect()
    })
}

proptest! {
    /// Whatever is tried in whatever order: what is taken is what the table
    /// allows, what is refused changes nothing, and an end only ever reopens.
    #[test]
    fn any_steps_in_any_order_keep_to_the_table(steps in any_steps()) {
        let mut taken: Vec<&CaseStep> = Vec::new();
        let mut progress: Option<CaseProgress> = None;
        for step in &steps {
            let before = progress.map(|progress| progress.on(step.on));
            match CaseProgress::after(progress, step) {
                Ok(after) => {
                    if let Some(before) = before {
                        let is_end = matches!(step.event, CaseEvent::Closed { .. });
                        prop_assert!(is_end || allowed(step.event.word()).contains(&before.state()));
                        prop_assert!(before.state() != Closed || step.event == CaseEvent::Reopened);
                        prop_assert!(after.since() >= before.since());
                    }
                    progress = Some(after);
                    taken.push(step);
                }
                Err(CaseStepError::NotNow { state, step: word }) => {
                    prop_assert_eq!(Some(state), before.map(|before| before.state()));
                    prop_assert!(word == "closed" || !allowed(word).contains(&state));
                }
                Err(CaseStepError::DayIsPast(day)) => prop_assert!(day < step.on),
                Err(CaseStepError::NoSuchEnd { state, .. }) => prop_assert_ne!(state, Closed),
                Err(error) => prop_assert!(false, "{}", error),
            }
        }
        prop_assert_eq!(CaseProgress::of(taken), Ok(progress));
    }

    /// Days pass the same way in one stride or in two, and a clock runs only
    /// where somebody has to do something until a day.
    #[test]
    fn days_pass_the_same_in_one_stride_or_two(steps in any_steps(), one in 0..900_i32, more in 0..900_i32) {
        let mut progress: Option<CaseProgress> = None;
        for step in &steps {
            progress = CaseProgress::after(progress, step).ok().or(progress);
        }
        let progress = progress.unwrap();
        let (middle, end) = (day_number(one), day_number(one + more));
        prop_assert_eq!(progress.on(middle).on(end), progress.on(end));
        let then = progress.on(end);
        prop_assert!(then.due().is_none_or(|due| Some(due.by) == then.turn()));
        prop_assert_eq!(then.turn().is_none(), then.state() == Closed);
        let waits = then.state() == Challenged && then.due().is_some_and(|due| due.on < end);
        let concedes = then.clock.is_some_and(|clock| clock.silence_concedes);
        prop_assert!(!waits || !concedes);
    }
}
