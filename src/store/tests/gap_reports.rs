//! Gap reports and what is answered to them.

use jiff::{
    SignedDuration,
    civil::{Date, date},
};

use super::{
    super::{Answering, NewGapReport, Store, TakenNotice},
    Place,
    examples::{actor, moment, network},
    on_each_database,
};
use crate::domain::{
    EmailAddress, GapAnswer, GapId, GivenAnswer, Language, NetworkId, NoticeChannel, NoticeState,
    NoticeTarget, PlainSecret, ReportReceiver, ReportedGaps, Role, SignedInPerson, Subject,
};

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

fn person(subject: &str, email: Option<&str>, networks: &[&NetworkId]) -> SignedInPerson {
    SignedInPerson {
        subject: Subject { issuer: "https://id.example".to_owned(), subject: subject.to_owned() },
        name: "Demonstration".to_owned(),
        email: email.map(str::to_owned),
        organisation: None,
        role: Some(Role::Operator),
        networks: Some(networks.iter().map(|network| (*network).clone()).collect()),
    }
}

fn hook() -> ReportReceiver {
    ReportReceiver { hook: Some("https://hooks.example/1".to_owned()), ..ReportReceiver::default() }
}

/// The operator's persons by e-mail, or the address that was set; and the hook.
async fn who_is_told_is_noted_with_the_report(place: Place) {
    let store = place.open().await;
    let (ours, other) = (network(), NetworkId::new("another").unwrap());
    for (subject, email, networks) in [
        ("1", Some("one@example.org"), vec![&other, &ours]),
        ("2", None, vec![&ours]),
        ("3", Some("three@example.org"), vec![&other]),
    ] {
        store.sign_in_person(person(subject, email, &networks), moment()).await.unwrap();
    }
    let issue = async || store.issue_gap_report(&report(&ours, 1), &actor(), moment()).await.unwrap();
    let told = async |number| {
        let notices = store.notices(&ours, 100).await.unwrap().into_iter();
        notices.filter(|notice| notice.report == number).map(|notice| notice.channel).collect::<Vec<_>>()
    };
    assert_eq!(told(issue().await).await, [NoticeChannel::Mail]);
    let secret = PlainSecret::new([7; 32]);
    let (actor, at) = (actor(), moment());
    // A first hook without a secret is refused, and leaves nothing.
    assert!(store.set_report_receiver(&ours, &hook(), None, (&actor, at)).await.is_err());
    assert_eq!(store.report_receiver(&ours).await.unwrap(), None);
    store.set_report_receiver(&ours, &hook(), Some(&secret), (&actor, at)).await.unwrap();
    assert_eq!(told(issue().await).await, [NoticeChannel::Mail, NoticeChannel::Hook]);
    let email = Some(EmailAddress::new("all@example.org").unwrap());
    let both = ReportReceiver { email, language: Language::English, ..hook() };
    store.set_report_receiver(&ours, &both, None, (&actor, at)).await.unwrap();
    assert_eq!(store.report_receiver(&ours).await.unwrap(), Some(both));
    let number = issue().await;
    let taken = store.take_due_notices(NoticeChannel::Mail, (at, at), 100).await.unwrap();
    let [first, .., last] = taken.as_slice() else { panic!("{taken:?}") };
    let address = |taken: &TakenNotice| match &taken.target {
        Some(NoticeTarget::Mail { address, language }) => (address.reveal().to_owned(), *language),
        other => panic!("{other:?}"),
    };
    assert_eq!(address(first), ("one@example.org".to_owned(), Language::English));
    assert_eq!((last.report, address(last)), (number, ("all@example.org".to_owned(), Language::English)));
    assert!(store.verify_audit(None).await.unwrap().fault.is_none());
}

async fn notices_are_taken_sent_and_given_up(place: Place) {
    let store = place.open().await;
    let (ours, actor, at) = (network(), actor(), moment());
    let secret = PlainSecret::new([7; 32]);
    store.set_report_receiver(&ours, &hook(), Some(&secret), (&actor, at)).await.unwrap();
    store.issue_gap_report(&report(&ours, 1), &actor, at).await.unwrap();
    let later = at + SignedDuration::from_mins(10);
    let take = async |now| {
        store
            .take_due_notices(NoticeChannel::Hook, (now, now + SignedDuration::from_mins(10)), 5)
            .await
            .unwrap()
    };
    let taken = take(at).await;
    assert_eq!((taken.len(), taken[0].attempts, taken[0].on.as_str()), (1, 1, "2026-11-23"));
    assert!(take(at).await.is_empty() && take(later - SignedDuration::from_secs(1)).await.is_empty());
    let taken = take(later).await;
    let Some(NoticeTarget::Hook { secret: kept, .. }) = &taken[0].target else { panic!("{taken:?}") };
    assert_eq!((taken[0].attempts, kept.reveal()), (2, secret.reveal()));
    let id = taken[0].id;
    let again = async || store.send_notice_again(&ours, id, (&actor, later)).await.unwrap();
    store.notice_failed(id, Some(later), "no answer").await.unwrap();
    assert!(!again().await, "it waits anyway");
    store.notice_failed(id, None, "no answer").await.unwrap();
    let notice = store.notices(&ours, 1).await.unwrap().remove(0);
    assert_eq!((notice.state, notice.fault.as_deref()), (NoticeState::GivenUp, Some("no answer")));
    assert!(take(later).await.is_empty());
    let other = NetworkId::new("another").unwrap();
    assert!(!store.send_notice_again(&other, id, (&actor, later)).await.unwrap(), "it is another's");
    assert!(again().await);
    assert_eq!(take(later).await[0].attempts, 1);
    // Without a hook nothing is told there any more.
    store.set_report_receiver(&ours, &ReportReceiver::default(), None, (&actor, at)).await.unwrap();
    assert!(take(later + SignedDuration::from_mins(10)).await[0].target.is_none());
    store.notice_sent(id, later).await.unwrap();
    assert_eq!(store.notices(&ours, 1).await.unwrap()[0].sent_at, Some(later));
}

on_each_database![
    reports_come_back_as_they_were_issued,
    answers_are_kept_in_their_order_and_with_their_report,
    what_is_no_gap_of_the_report_leaves_nothing,
    who_is_told_is_noted_with_the_report,
    notices_are_taken_sent_and_given_up,
];
