//! Who is told that a gap report was issued: settings by network, and rows that are
//! written with the report, so that neither is ever without the other.
//!
//! Whoever sends takes rows for a while first, as with `mails.rs`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows::text,
    words,
};
use crate::domain::{
    Actor, EmailAddress, NetworkId, Notice, NoticeChannel, NoticeState, NoticeTarget, PlainSecret,
    ReportReceiver, Role,
};

/// A notice that somebody is about to send.
#[derive(Clone, Debug)]
pub struct TakenNotice {
    pub id: i64,
    /// How often it was tried, this time among them.
    pub attempts: i64,
    pub report: i64,
    pub network: NetworkId,
    /// The report's day, as 2026-11-23.
    pub on: String,
    pub issued_at: Timestamp,
    /// None: nobody is to be told there any more.
    pub target: Option<NoticeTarget>,
}

#[derive(sqlx::FromRow)]
struct ReceiverRow {
    hook: Option<String>,
    email: Option<String>,
    language: String,
}

#[derive(sqlx::FromRow)]
struct TakenRow {
    id: i64,
    attempts: i64,
    channel: String,
    number: i64,
    network: String,
    day: String,
    issued_at: String,
    hook: Option<String>,
    secret: Option<String>,
    email: Option<String>,
    language: Option<String>,
}

#[derive(sqlx::FromRow)]
struct NoticeRow {
    id: i64,
    report_number: i64,
    channel: String,
    state: String,
    due_at: i64,
    attempts: i64,
    fault: Option<String>,
    sent_at: Option<String>,
}

const SELECT_RECEIVER: &str = "SELECT hook, email, language FROM report_receivers WHERE network = $1";
const SECRET: &str = "SELECT secret FROM report_receivers WHERE network = $1";
const SET_RECEIVER: &str = "INSERT INTO report_receivers (network, hook, secret, email, language) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (network) DO UPDATE SET hook = excluded.hook, \
     secret = excluded.secret, email = excluded.email, language = excluded.language";
const PERSONS: &str =
    "SELECT id, networks FROM people WHERE active = 1 AND role = $1 AND email IS NOT NULL ORDER BY id";
const ADD: &str = "INSERT INTO notices (report_number, channel, person_id, state, due_at, attempts) \
     VALUES ($1, $2, $3, 'waiting', $4, 0)";
/// A person is written to who is active still, in the network's language.
const DUE: &str = "SELECT notices.id, notices.attempts, notices.channel, gap_reports.number, gap_reports.network, \
     gap_reports.day, gap_reports.issued_at, report_receivers.hook, report_receivers.secret, \
     CASE WHEN notices.person_id IS NULL THEN report_receivers.email ELSE people.email END AS email, \
     report_receivers.language FROM notices JOIN gap_reports ON gap_reports.number = notices.report_number \
     LEFT JOIN report_receivers ON report_receivers.network = gap_reports.network \
     LEFT JOIN people ON people.id = notices.person_id AND people.active = 1 \
     WHERE notices.state = 'waiting' AND notices.channel = $1 AND notices.due_at <= $2 \
     ORDER BY notices.due_at, notices.id LIMIT $3";
const TAKE: &str = "UPDATE notices SET due_at = $1, attempts = attempts + 1 WHERE id = $2";
const SENT: &str = "UPDATE notices SET state = 'sent', fault = NULL, sent_at = $1 WHERE id = $2";
const FAILED: &str = "UPDATE notices SET state = $1, due_at = $2, fault = $3 WHERE id = $4";
const NEWEST: &str = "SELECT notices.id, report_number, channel, state, due_at, attempts, fault, sent_at FROM notices \
     JOIN gap_reports ON gap_reports.number = report_number WHERE network = $1 ORDER BY notices.id DESC LIMIT $2";
const AGAIN: &str = "UPDATE notices SET state = 'waiting', due_at = $1, attempts = 0 WHERE id = $2 \
     AND state = 'given_up' AND report_number IN (SELECT number FROM gap_reports WHERE network = $3)";

/// Notes who is to be told of a report, in the transaction that issues it.
pub(super) async fn add(
    connection: &mut Connection,
    report: i64,
    network: &NetworkId,
    at: Timestamp,
) -> Result<(), StoreError> {
    let receiver = receiver(connection, network).await?.unwrap_or_default();
    let mut told = Vec::new();
    if receiver.hook.is_some() {
        told.push((NoticeChannel::Hook, None));
    }
    match receiver.email {
        Some(_) => told.push((NoticeChannel::Mail, None)),
        None => {
            let persons = persons_of(connection, network).await?.into_iter();
            told.extend(persons.map(|person| (NoticeChannel::Mail, Some(person))));
        }
    }
    for (channel, person) in told {
        let add = sqlx::query(ADD).bind(report).bind(channel.as_str()).bind(person).bind(at.as_second());
        add.execute(&mut *connection).await?;
    }
    Ok(())
}

async fn receiver(
    connection: &mut Connection,
    network: &NetworkId,
) -> Result<Option<ReportReceiver>, StoreError> {
    let select = sqlx::query_as(SELECT_RECEIVER).bind(network.as_str());
    let row: Option<ReceiverRow> = select.fetch_optional(connection).await?;
    let read = |row: ReceiverRow| {
        let email = row.email.map(|email| readable("email", EmailAddress::new(&email))).transpose()?;
        Ok(ReportReceiver { hook: row.hook, email, language: readable("language", row.language.parse())? })
    };
    row.map(read).transpose()
}

/// The operator's persons who have an address.
async fn persons_of(connection: &mut Connection, network: &NetworkId) -> Result<Vec<i64>, StoreError> {
    let select = sqlx::query_as(PERSONS).bind(Role::Operator.as_str());
    let rows: Vec<(i64, String)> = select.fetch_all(connection).await?;
    let mut persons = Vec::new();
    for (id, networks) in rows {
        let networks = words::split("networks", &networks, NetworkId::new)?;
        if networks.contains(network) {
            persons.push(id);
        }
    }
    Ok(persons)
}

impl Store {
    pub async fn report_receiver(&self, network: &NetworkId) -> Result<Option<ReportReceiver>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let found = receiver(&mut snapshot, network).await?;
        snapshot.rollback().await?;
        Ok(found)
    }

    /// Keeps who is told of a network's reports. Without a secret the one that is
    /// there stays; a first hook needs one.
    pub async fn set_report_receiver(
        &self,
        network: &NetworkId,
        to: &ReportReceiver,
        secret: Option<&PlainSecret>,
        (actor, at): (&Actor, Timestamp),
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let before = receiver(&mut transaction, network).await?;
        let kept = sqlx::query_scalar(SECRET).bind(network.as_str());
        let kept: Option<Option<String>> = kept.fetch_optional(&mut *transaction).await?;
        let signs_with = secret.map(PlainSecret::reveal).or(kept.flatten());
        let set = sqlx::query(SET_RECEIVER)
            .bind(network.as_str())
            .bind(&to.hook)
            .bind(signs_with.filter(|_| to.hook.is_some()))
            .bind(to.email.as_ref().map(EmailAddress::reveal))
            .bind(to.language.as_str());
        set.execute(&mut *transaction).await?;
        // Neither addresses nor secrets are in the trail, only that they are there.
        let told = |receiver: &ReportReceiver| -> Value {
            json!({ "hook": receiver.hook.is_some(), "email": receiver.email.is_some(),
                "language": receiver.language.as_str() })
        };
        let mut after = told(to);
        after["new_secret"] = secret.is_some().into();
        let (action, subject) = ("report_receiver_set", format!("network {network}"));
        let change =
            Change { at, actor, action, subject, before: before.as_ref().map(told), after: Some(after) };
        audit::append(&mut transaction, change).await?;
        Ok(transaction.commit().await?)
    }

    /// Takes at most so many notices of a channel that are due. Nobody else takes
    /// them before `until`.
    pub async fn take_due_notices(
        &self,
        channel: NoticeChannel,
        (now, until): (Timestamp, Timestamp),
        limit: u32,
    ) -> Result<Vec<TakenNotice>, StoreError> {
        let mut transaction = self.begin().await?;
        let due = sqlx::query_as(DUE).bind(channel.as_str()).bind(now.as_second()).bind(i64::from(limit));
        let rows: Vec<TakenRow> = due.fetch_all(&mut *transaction).await?;
        for row in &rows {
            let take = sqlx::query(TAKE).bind(until.as_second()).bind(row.id);
            take.execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        rows.into_iter().map(taken).collect()
    }

    pub async fn notice_sent(&self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(SENT).bind(at.to_string()).bind(id).execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// A notice that could not be sent: due again at a moment, or given up.
    pub async fn notice_failed(
        &self,
        id: i64,
        again_at: Option<Timestamp>,
        fault: &str,
    ) -> Result<(), StoreError> {
        let state = if again_at.is_some() { NoticeState::Waiting } else { NoticeState::GivenUp };
        let mut transaction = self.begin().await?;
        let failed = sqlx::query(FAILED)
            .bind(state.as_str())
            .bind(again_at.map_or(0, Timestamp::as_second))
            .bind(text(fault))
            .bind(id);
        failed.execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// A network's notices, newest first.
    pub async fn notices(&self, network: &NetworkId, limit: u32) -> Result<Vec<Notice>, StoreError> {
        let select = sqlx::query_as(NEWEST).bind(network.as_str()).bind(i64::from(limit));
        let rows: Vec<NoticeRow> = select.fetch_all(self.readers()).await?;
        rows.into_iter().map(notice).collect()
    }

    /// Has a notice that was given up tried anew; whether there was such a one.
    pub async fn send_notice_again(
        &self,
        network: &NetworkId,
        id: i64,
        (actor, at): (&Actor, Timestamp),
    ) -> Result<bool, StoreError> {
        let mut transaction = self.begin().await?;
        let again = sqlx::query(AGAIN).bind(at.as_second()).bind(id).bind(network.as_str());
        let is_there = again.execute(&mut *transaction).await?.rows_affected() > 0;
        if is_there {
            let (action, subject) = ("notice_sent_again", format!("notice {id}"));
            let after = Some(json!({ "network": network.as_str() }));
            audit::append(&mut transaction, Change { at, actor, action, subject, before: None, after })
                .await?;
        }
        transaction.commit().await?;
        Ok(is_there)
    }
}

fn taken(row: TakenRow) -> Result<TakenNotice, StoreError> {
    let channel: NoticeChannel = readable("channel", row.channel.parse())?;
    let language = row.language.map(|word| readable("language", word.parse())).transpose()?;
    let target = match (channel, row.hook, row.secret, row.email) {
        (NoticeChannel::Hook, Some(address), Some(secret), _) => {
            let secret = PlainSecret::parse(&secret).ok_or("no secret");
            Some(NoticeTarget::Hook { address, secret: readable("secret", secret)? })
        }
        (NoticeChannel::Mail, _, _, Some(email)) => Some(NoticeTarget::Mail {
            address: readable("email", EmailAddress::new(&email))?,
            language: language.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(TakenNotice {
        id: row.id,
        attempts: row.attempts + 1,
        report: row.number,
        network: readable("network", NetworkId::new(row.network))?,
        on: row.day,
        issued_at: readable("issued_at", row.issued_at.parse())?,
        target,
    })
}

fn notice(row: NoticeRow) -> Result<Notice, StoreError> {
    let state = readable("state", row.state.parse())?;
    let due_at = readable("due_at", Timestamp::from_second(row.due_at))?;
    Ok(Notice {
        id: row.id,
        report: row.report_number,
        channel: readable("channel", row.channel.parse())?,
        state,
        attempts: row.attempts,
        fault: row.fault,
        due_at: (state == NoticeState::Waiting).then_some(due_at),
        sent_at: row.sent_at.map(|at| readable("sent_at", at.parse())).transpose()?,
    })
}
