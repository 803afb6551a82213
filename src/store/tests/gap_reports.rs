//! Gap reports and what is answered to them.

use jiff::civil::{Date, date};

use super::{
    super::{Answering, NewGapReport, Store},
    Place,
    examples::{actor, moment, network},
    on_each_database,
};
use crate::domain::{GapAnswer, GapId, GivenAnswer, NetworkId, ReportedGaps};

const TODAY: Date = Date::constant(2026, 11, 23);

fn gap(network: &NetworkId, number: usize) -> GapId {
    GapId::new(network, &["voice", "outdoor"], &format!("10kmN{number}E1"))
}

fn report(network: &NetworkId, gaps: usize) -> NewGapReport {
    let subjects = ["voice.outdoor", "data10.outdoor.4G"].map(|words| format!("{network}.{words}"));
    NewGapReport {
        network: network.clone(),
        data_version: "d".repeat(64),
        method_version: "3".to_owned(),
        gaps: ReportedGaps {
            on: TODAY,
            subjects: subjects.into(),
            gaps: (0..gaps).map(|number| gap(network, number)).collect(),
        },
        document: "{\"type\": \"FeatureCollection\"}\n".to_owned(),
        answer_table: "gap,answer\n".to_owned(),
    }
}

fn answer(gap: GapId, answer: GapAnswer) -> GivenAnswer {
    GivenAnswer { gap, answer, reason: "demonstration".to_owned() }
}

async fn answered(store: &Store, report: i64, answers: &[GivenAnswer]) -> bool {
    let actor = actor();
    let answering = Answering { actor: &actor, at: moment(), on: TODAY };
    store.add_gap_answers(report, answers, &answering).await.is_ok()
}

/// More gaps than one statement takes, and none; each network has its own.
async fn reports_come_back_as_they_were_issued(place: Place) {
    let store = place.open().await;
    let (ours, other) = (network(), NetworkId::new("another").unwrap());
    let mut numbers = Vec::new();
    for new in [report(&ours, 1_203), report(&other, 2), report(&ours, 0)] {
        numbers.push(store.issue_gap_report(&new, &actor(), moment()).await.unwrap());
    }
    let reports = store.gap_reports(&ours).await.unwrap();
    assert_eq!(reports.iter().map(|issued| issued.number).collect::<Vec<_>>(), [numbers[0], numbers[2]]);
    for (issued, new) in reports.iter().zip([report(&ours, 1_203), report(&ours, 0)]) {
        assert_eq!((&issued.gaps, &issued.network), (&new.gaps, &ours));
        assert_eq!((issued.issued_at, issued.issued_by.as_str()), (moment(), actor().as_str()));
        assert_eq!((&issued.data_version, &issued.method_version), (&new.data_version, &new.method_version));
        let documents = store.gap_report_documents(&ours, issued.number).await.unwrap();
        let documents = documents.map(|issued| (issued.document, issued.answer_table));
        assert_eq!(documents, Some((new.document, new.answer_table)));
    }
    assert_eq!(store.gap_report_documents(&ours, numbers[1]).await.unwrap(), None);
    assert!(store.verify_audit(None).await.unwrap().fault.is_none());
}

async fn answers_are_kept_in_their_order_and_with_their_report(place: Place) {
    let store = place.open().await;
    let (ours, other) = (network(), NetworkId::new("another").unwrap());
    let number = store.issue_gap_report(&report(&ours, 2), &actor(), moment()).await.unwrap();
    let others = store.issue_gap_report(&report(&other, 1), &actor(), moment()).await.unwrap();
    let given = [
        answer(gap(&ours, 0), GapAnswer::Planned { by: date(2027, 6, 30) }),
        answer(gap(&ours, 1), GapAnswer::Accepted),
        answer(gap(&ours, 0), GapAnswer::Rebutted),
        answer(gap(&ours, 1), GapAnswer::Declined),
    ];
    assert!(answered(&store, number, &given[..2]).await && answered(&store, number, &given[2..]).await);
    assert!(answered(&store, others, &[answer(gap(&other, 0), GapAnswer::Accepted)]).await);
    let kept = store.gap_answers(&ours).await.unwrap();
    assert_eq!(kept.iter().map(|kept| kept.given.clone()).collect::<Vec<_>>(), given);
    assert!(kept.iter().all(|kept| (kept.report, kept.on, kept.at) == (number, TODAY, moment())));
    assert_eq!(store.gap_answers(&other).await.unwrap().len(), 1);
}

/// The database itself refuses an answer to a gap that the report hasn't, and all that came with it.
async fn what_is_no_gap_of_the_report_leaves_nothing(place: Place) {
    let store = place.open().await;
    let ours = network();
    let number = store.issue_gap_report(&report(&ours, 1), &actor(), moment()).await.unwrap();
    let unknown = [answer(gap(&ours, 0), GapAnswer::Accepted), answer(gap(&ours, 7), GapAnswer::Accepted)];
    assert!(!answered(&store, number, &unknown).await);
    assert_eq!(store.gap_answers(&ours).await.unwrap(), []);
}

on_each_database![
    reports_come_back_as_they_were_issued,
    answers_are_kept_in_their_order_and_with_their_report,
    what_is_no_gap_of_the_report_leaves_nothing,
];
