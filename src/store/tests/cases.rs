//! Reports and the cases that they open, join and take on.

use geo::Coord;
use jiff::civil::{Date, date};
use sqlx::Row;

use super::{
    Place,
    examples::{self, actor, moment},
    on_each_database,
};
use crate::{
    domain::{
        Actor, AnswerClock, AnswerTerms, CaseEvent, CaseNumber, CaseOutcome, CaseProgress, CaseState,
        CaseStep, CaseStepError, FailingTests, MeasuredResult, Moderation, NewContract, Rebuttal, Standing,
        Term,
    },
    store::{CaseFilter, Decision, NewReport, Store, StoreError},
};

const TODAY: Date = Date::constant(2026, 11, 22);
const HERE: Coord<f64> = Coord { x: 700_000.0, y: 7_200_000.0 };

fn report(east_m: f64) -> NewReport {
    examples::new_report(examples::report(), moment(), Coord { x: HERE.x + east_m, ..HERE })
}

fn official(east_m: f64) -> NewReport {
    NewReport { standing: Standing::Official, ..report(east_m) }
}

/// Keeps a report and gives its number and its case's.
async fn keep(store: &Store, new: NewReport) -> (i64, CaseNumber) {
    let kept = store.add_reports(&[new]).await.unwrap().pop().unwrap();
    assert_eq!((kept.is_new, kept.cases.len()), (true, 1));
    (kept.dead_zone.number, kept.cases[0])
}

fn step(event: CaseEvent) -> CaseStep {
    CaseStep {
        at: moment(),
        on: TODAY,
        actor: "a test".to_owned(),
        reason: "demonstration".to_owned(),
        event,
    }
}

async fn state(store: &Store, number: CaseNumber) -> CaseState {
    let case = store.case(number).await.unwrap().unwrap();
    let state = CaseProgress::of(&case.steps).unwrap().unwrap().state();
    let filter = CaseFilter { states: Some(vec![state]), ..CaseFilter::default() };
    let listed = store.cases(&filter, 100).await.unwrap();
    assert!(listed.contains(&case), "the column says the same as the steps");
    state
}

async fn count(store: &Store, sql: &'static str) -> i64 {
    sqlx::query(sql).fetch_one(store.readers()).await.unwrap().get(0)
}

fn decision(report: i64, moderation: Moderation) -> Decision {
    let (actor, reason) = (actor(), "demonstration".to_owned());
    Decision { report, moderation, actor, reason, at: moment(), on: TODAY, challenges: Vec::new() }
}

async fn duplicates_join(place: Place) {
    let store = place.open().await;
    let (_, first) = keep(&store, report(0.0)).await;
    let (_, near) = keep(&store, report(250.0)).await;
    let (_, far) = keep(&store, report(-250.1)).await;
    assert_eq!(near, first);
    assert_ne!(far, first);
    // 125 m from the second, which joined: what counts is the case's own place.
    let (_, between) = keep(&store, report(375.0)).await;
    assert!(between != first && between != far);
    let case = store.case(first).await.unwrap().unwrap();
    assert_eq!((case.reports().collect::<Vec<_>>(), case.place), (vec![1, 2], HERE));
    assert_eq!(store.dead_zones().await.unwrap().len(), 4);
}

async fn what_is_sent_twice_is_kept_once(place: Place) {
    let store = place.open().await;
    let named = || NewReport { sent_as: Some("0123456789abcdef".to_owned()), ..report(0.0) };
    let twice = store.add_reports(&[named(), named()]).await.unwrap();
    assert_eq!((twice[0].is_new, twice[1].is_new), (true, false));
    assert_eq!(twice[0].dead_zone, twice[1].dead_zone);
    assert!(!store.add_reports(&[named()]).await.unwrap()[0].is_new);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM case_steps").await, 1);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM audit").await, 1);
}

async fn a_closed_case_is_joined_by_nobody(place: Place) {
    let store = place.open().await;
    let (_, first) = keep(&store, official(0.0)).await;
    assert_eq!(state(&store, first).await, CaseState::Open);
    let close = CaseEvent::Closed { outcome: CaseOutcome::Withdrawn };
    store.take_case_step(first, &step(close)).await.unwrap();
    assert_eq!(state(&store, first).await, CaseState::Closed);
    assert_ne!(keep(&store, official(0.0)).await.1, first);
}

async fn every_step_comes_back_and_no_other_is_taken(place: Place) {
    let store = place.open().await;
    let terms = AnswerTerms { answer: Term::Days(60), new_map: Term::Months(1), silence_concedes: true };
    let days = (date(2026, 1, 1), Some(date(2027, 12, 31)));
    let new = NewContract::new("Ramavtal", examples::network(), days, terms).unwrap();
    let contract = store.add_contract(new, &actor(), moment()).await.unwrap();
    assert_eq!(store.contracts().await.unwrap(), std::slice::from_ref(&contract));
    let (report, number) = keep(&store, report(0.0)).await;
    let clock = AnswerClock {
        contract: contract.id,
        answer_due: date(2027, 1, 21),
        new_map: Term::Months(1),
        silence_concedes: true,
    };
    let evidence = FailingTests { tests: 20, failing: 5, failing_cells: 4 };
    let (file_name, sha256) = ("drive.csv".to_owned(), "0".repeat(64));
    let measurements = Rebuttal { file_name, sha256, tests: 9, failing: 1 };
    let events = [
        CaseEvent::Confirmed { report },
        CaseEvent::Challenged { evidence, clock: Some(clock) },
        CaseEvent::Rebutted { measurements },
        CaseEvent::MeasurementPlanned { on: date(2026, 12, 1) },
        CaseEvent::Measured { result: MeasuredResult::Fails },
        CaseEvent::Challenged { evidence, clock: None },
        CaseEvent::Planned { by: date(2027, 6, 30) },
        CaseEvent::MeasurementPlanned { on: date(2027, 7, 1) },
        CaseEvent::Measured { result: MeasuredResult::Works },
        CaseEvent::Closed { outcome: CaseOutcome::Works },
        CaseEvent::Reopened,
    ];
    for event in &events {
        let case = store.take_case_step(number, &step(event.clone())).await.unwrap();
        assert_eq!(&case.steps.last().unwrap().event, event);
        state(&store, number).await;
    }
    let before = store.case(number).await.unwrap();
    let refused = store.take_case_step(number, &step(CaseEvent::Accepted)).await.unwrap_err();
    let now = CaseStepError::NotNow { state: CaseState::Open, step: "accepted" };
    assert!(matches!(refused, StoreError::CaseStep { reason, .. } if reason == now));
    let unknown = store.take_case_step(CaseNumber(99), &step(CaseEvent::Accepted)).await.unwrap_err();
    assert!(matches!(unknown, StoreError::NoSuchCase(CaseNumber(99))));
    assert_eq!(store.case(number).await.unwrap(), before);
    assert_eq!(store.newest_case_steps(5).await.unwrap()[0].step.event, CaseEvent::Reopened);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM audit WHERE action = 'case_step'").await, 11);
    assert_eq!(store.verify_audit(None).await.unwrap().fault, None);
}

async fn moderators_confirm_and_dismiss(place: Place) {
    let store = place.open().await;
    let (first, case) = keep(&store, report(0.0)).await;
    let (second, _) = keep(&store, report(10.0)).await;
    assert_eq!(store.waiting_reports(10).await.unwrap().len(), 2);
    store.moderate(&decision(first, Moderation::Dismissed)).await.unwrap();
    assert_eq!(state(&store, case).await, CaseState::Reported);
    let again = store.moderate(&decision(first, Moderation::Approved)).await.unwrap_err();
    assert!(matches!(again, StoreError::NotWaiting(_)));
    store.moderate(&decision(second, Moderation::Approved)).await.unwrap();
    assert_eq!(state(&store, case).await, CaseState::Open);
    let (third, alone) = keep(&store, report(5_000.0)).await;
    store.moderate(&decision(third, Moderation::Dismissed)).await.unwrap();
    assert_eq!(state(&store, alone).await, CaseState::Closed);
    let shown: Vec<_> = store.dead_zones().await.unwrap().iter().map(|report| report.moderation).collect();
    assert_eq!(shown, [Moderation::Dismissed, Moderation::Approved, Moderation::Dismissed]);
}

async fn whoever_left_an_address_is_told_of_each_step(place: Place) {
    let store = place.open().await;
    let (first, case) = keep(&store, official(0.0)).await;
    let silent = NewReport { contact: None, ..official(0.0) };
    keep(&store, silent).await;
    let waiting = "SELECT COUNT(*) FROM mails WHERE state = 'waiting'";
    // The confirmation of its own report.
    assert_eq!(count(&store, waiting).await, 1);
    store.take_case_step(case, &step(CaseEvent::Planned { by: TODAY })).await.unwrap();
    assert_eq!(count(&store, waiting).await, 2);
    assert!(store.contact_secret(first).await.unwrap().is_some());
    store.erase_contact(first, &Actor::new("reporter"), moment()).await.unwrap();
    assert_eq!(count(&store, waiting).await, 0);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM contacts WHERE email IS NULL").await, 1);
    assert_eq!(count(&store, "SELECT COUNT(*) FROM audit WHERE action = 'contact_erased'").await, 1);
    assert!(store.contact_secret(first).await.unwrap().is_none());
    let again = store.erase_contact(first, &actor(), moment()).await.unwrap_err();
    assert!(matches!(again, StoreError::NoContact(_)));
    store.take_case_step(case, &step(CaseEvent::Planned { by: TODAY })).await.unwrap();
    assert_eq!(count(&store, waiting).await, 0);
}

async fn lists_are_narrowed_and_go_on(place: Place) {
    let store = place.open().await;
    for number in 0..5 {
        keep(&store, official(f64::from(number) * 1_000.0)).await;
    }
    let numbers = async |filter: CaseFilter, limit| {
        let cases = store.cases(&filter, limit).await.unwrap();
        cases.iter().map(|case| case.number.0).collect::<Vec<_>>()
    };
    let all = CaseFilter::default;
    assert_eq!(numbers(all(), 2).await, [5, 4]);
    assert_eq!(numbers(CaseFilter { before: Some(CaseNumber(4)), ..all() }, 2).await, [3, 2]);
    let networks = |id: &str| Some(vec![crate::domain::NetworkId::new(id).unwrap()]);
    assert_eq!(numbers(CaseFilter { networks: networks("rip"), ..all() }, 9).await, [0; 0]);
    assert_eq!(numbers(CaseFilter { networks: networks("ripa"), ..all() }, 1).await, [5]);
    assert_eq!(numbers(CaseFilter { networks: Some(Vec::new()), ..all() }, 9).await, [0; 0]);
    let states = Some(vec![CaseState::Closed, CaseState::Measured]);
    assert_eq!(numbers(CaseFilter { states, ..all() }, 9).await, [0; 0]);
}

on_each_database!(
    duplicates_join,
    what_is_sent_twice_is_kept_once,
    a_closed_case_is_joined_by_nobody,
    every_step_comes_back_and_no_other_is_taken,
    moderators_confirm_and_dismiss,
    whoever_left_an_address_is_told_of_each_step,
    lists_are_narrowed_and_go_on,
);
