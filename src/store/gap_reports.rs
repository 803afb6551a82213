//! Gap reports as they were issued, and what operators answered to them. Both are
//! only ever added to.

use std::{
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
};

use jiff::{Timestamp, civil::Date};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    error::readable,
    notices,
    rows::{self, ROWS_PER_STATEMENT, text},
    words,
};
use crate::domain::{Actor, GapAnswer, GapAnswerKind, GapId, GivenAnswer, NetworkId, ReportedGaps};

/// A report that is to be issued.
#[derive(Clone, Debug)]
pub struct NewGapReport {
    pub network: NetworkId,
    pub data_version: String,
    pub method_version: String,
    pub gaps: ReportedGaps,
    /// GeoJSON. It is kept character for character.
    pub document: String,
    /// CSV with columns to answer in, likewise.
    pub answer_table: String,
}

/// A report as it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedGapReport {
    pub number: i64,
    pub network: NetworkId,
    pub issued_at: Timestamp,
    pub issued_by: String,
    pub data_version: String,
    pub method_version: String,
    pub gaps: ReportedGaps,
}

/// What was issued under a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedDocuments {
    pub issued_at: Timestamp,
    /// GeoJSON.
    pub document: String,
    /// CSV to answer in.
    pub answer_table: String,
}

/// What was said of a gap of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    pub report: i64,
    pub given: GivenAnswer,
    pub actor: String,
    pub at: Timestamp,
    /// The day of it where the region is.
    pub on: Date,
}

/// Who answers, and when.
#[derive(Clone, Debug)]
pub struct Answering<'a> {
    pub actor: &'a Actor,
    pub at: Timestamp,
    pub on: Date,
}

#[derive(sqlx::FromRow)]
struct ReportRow {
    number: i64,
    network: String,
    day: String,
    issued_at: String,
    issued_by: String,
    data_version: String,
    method_version: String,
    subjects: String,
}

#[derive(sqlx::FromRow)]
struct AnswerRow {
    report_number: i64,
    gap: String,
    answer: String,
    planned_by: Option<String>,
    reason: String,
    actor: String,
    at: String,
    day: String,
}

const INSERT: &str = "INSERT INTO gap_reports (network, day, issued_at, issued_by, data_version, \
     method_version, subjects, document, answer_table) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING number";
const INSERT_GAPS: &str = "INSERT INTO reported_gaps (report_number, gap)";
const SELECT: &str = "SELECT number, network, day, issued_at, issued_by, data_version, method_version, \
     subjects FROM gap_reports WHERE network = $1 ORDER BY number";
const SELECT_GAPS: &str = "SELECT g.report_number, g.gap FROM reported_gaps g \
     JOIN gap_reports r ON r.number = g.report_number WHERE r.network = $1";
const INSERT_ANSWERS: &str =
    "INSERT INTO gap_answers (report_number, gap, answer, planned_by, reason, actor, at, day)";
const SELECT_ANSWERS: &str = "SELECT a.report_number, a.gap, a.answer, a.planned_by, a.reason, a.actor, a.at, \
     a.day FROM gap_answers a JOIN gap_reports r ON r.number = a.report_number WHERE r.network = $1 ORDER BY a.id";

impl Store {
    /// Issues a report, and notes who is to be told of it; gives its number.
    pub async fn issue_gap_report(
        &self,
        new: &NewGapReport,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<i64, StoreError> {
        let mut transaction = self.begin().await?;
        let subjects: Vec<&String> = new.gaps.subjects.iter().collect();
        let insert = sqlx::query_scalar(INSERT)
            .bind(new.network.as_str())
            .bind(new.gaps.on.to_string())
            .bind(at.to_string())
            .bind(actor.as_str())
            .bind(&new.data_version)
            .bind(&new.method_version)
            .bind(words::join(&subjects))
            .bind(&new.document)
            .bind(&new.answer_table);
        let number: i64 = insert.fetch_one(&mut *transaction).await?;
        let gaps: Vec<&GapId> = new.gaps.gaps.iter().collect();
        for gaps in gaps.chunks(ROWS_PER_STATEMENT) {
            rows::insert(&mut transaction, INSERT_GAPS, gaps.iter(), |row, gap| {
                row.bind(number).bind(gap.as_str())
            })
            .await?;
        }
        notices::add(&mut transaction, number, &new.network, at).await?;
        let after = json!({
            "network": new.network.as_str(), "day": new.gaps.on.to_string(), "gaps": gaps.len(),
            "data_version": new.data_version, "sha256": format!("{:x}", Sha256::digest(&new.document)),
        });
        let (action, subject) = ("gap_report_issued", subject(number));
        audit::append(
            &mut transaction,
            Change { at, actor, action, subject, before: None, after: Some(after) },
        )
        .await?;
        transaction.commit().await?;
        Ok(number)
    }

    /// A network's reports, oldest first, all of one moment.
    pub async fn gap_reports(&self, network: &NetworkId) -> Result<Vec<IssuedGapReport>, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let reports: Vec<ReportRow> =
            sqlx::query_as(SELECT).bind(network.as_str()).fetch_all(&mut *snapshot).await?;
        let mut gaps = gaps_of(&mut snapshot, network).await?;
        snapshot.rollback().await?;
        let issued = reports.into_iter().map(|row| {
            let gaps = gaps.remove(&row.number).unwrap_or_default();
            issued(row, gaps)
        });
        issued.collect()
    }

    /// What was issued under a number. None where the network has no such report.
    pub async fn gap_report_documents(
        &self,
        network: &NetworkId,
        number: i64,
    ) -> Result<Option<IssuedDocuments>, StoreError> {
        let select =
            "SELECT issued_at, document, answer_table FROM gap_reports WHERE number = $1 AND network = $2";
        let select = sqlx::query_as(select).bind(number).bind(network.as_str());
        let found: Option<(String, String, String)> = select.fetch_optional(self.readers()).await?;
        let documents = found.map(|(issued_at, document, answer_table)| {
            let issued_at = readable("issued_at", issued_at.parse())?;
            Ok(IssuedDocuments { issued_at, document, answer_table })
        });
        documents.transpose()
    }

    /// Keeps answers to a report, all or none. They were checked against its gaps.
    pub async fn add_gap_answers(
        &self,
        report: i64,
        answers: &[GivenAnswer],
        answering: &Answering<'_>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let Answering { actor, at, on } = *answering;
        for answers in answers.chunks(ROWS_PER_STATEMENT) {
            rows::insert(&mut transaction, INSERT_ANSWERS, answers.iter(), |row, given| {
                row.bind(report)
                    .bind(given.gap.as_str())
                    .bind(given.answer.kind().as_str())
                    .bind(given.answer.planned_by().map(|day| day.to_string()))
                    .bind(text(&given.reason))
                    .bind(actor.as_str())
                    .bind(at.to_string())
                    .bind(on.to_string())
            })
            .await?;
        }
        if !answers.is_empty() {
            let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
            answers.iter().for_each(|given| *kinds.entry(given.answer.kind().as_str()).or_default() += 1);
            let (action, subject, after) = ("gaps_answered", subject(report), Some(json!(kinds)));
            audit::append(&mut transaction, Change { at, actor, action, subject, before: None, after })
                .await?;
        }
        Ok(transaction.commit().await?)
    }

    /// All that was answered for a network, oldest first.
    pub async fn gap_answers(&self, network: &NetworkId) -> Result<Vec<StoredAnswer>, StoreError> {
        let select = sqlx::query_as(SELECT_ANSWERS).bind(network.as_str());
        let answers: Vec<AnswerRow> = select.fetch_all(self.readers()).await?;
        answers.into_iter().map(answer).collect()
    }
}

/// By the report's number.
async fn gaps_of(
    connection: &mut Connection,
    network: &NetworkId,
) -> Result<BTreeMap<i64, BTreeSet<GapId>>, StoreError> {
    let rows: Vec<(i64, String)> =
        sqlx::query_as(SELECT_GAPS).bind(network.as_str()).fetch_all(connection).await?;
    let mut gaps: BTreeMap<i64, BTreeSet<GapId>> = BTreeMap::new();
    for (report, gap) in rows {
        gaps.entry(report).or_default().insert(readable("gap", gap.parse())?);
    }
    Ok(gaps)
}

fn issued(row: ReportRow, gaps: BTreeSet<GapId>) -> Result<IssuedGapReport, StoreError> {
    let subjects = words::split("subjects", &row.subjects, |word| Ok::<_, Infallible>(word.to_owned()))?;
    Ok(IssuedGapReport {
        number: row.number,
        network: readable("network", NetworkId::new(row.network))?,
        issued_at: readable("issued_at", row.issued_at.parse())?,
        issued_by: row.issued_by,
        data_version: row.data_version,
        method_version: row.method_version,
        gaps: ReportedGaps {
            on: readable("day", row.day.parse())?,
            subjects: subjects.into_iter().collect(),
            gaps,
        },
    })
}

fn answer(row: AnswerRow) -> Result<StoredAnswer, StoreError> {
    let planned_by = row.planned_by.map(|day| readable("planned_by", day.parse())).transpose()?;
    let kind: GapAnswerKind = readable("answer", row.answer.parse())?;
    let answer = match (kind, planned_by) {
        (GapAnswerKind::Accepted, None) => GapAnswer::Accepted,
        (GapAnswerKind::Planned, Some(by)) => GapAnswer::Planned { by },
        (GapAnswerKind::Rebutted, None) => GapAnswer::Rebutted,
        (GapAnswerKind::Declined, None) => GapAnswer::Declined,
        (kind, day) => return readable("planned_by", Err(format!("`{kind}` with the day {day:?}"))),
    };
    Ok(StoredAnswer {
        report: row.report_number,
        given: GivenAnswer { gap: readable("gap", row.gap.parse())?, answer, reason: row.reason },
        actor: row.actor,
        at: readable("at", row.at.parse())?,
        on: readable("day", row.day.parse())?,
    })
}

/// What a report is called in the audit trail.
fn subject(number: i64) -> String {
    format!("gap report {number}")
}
