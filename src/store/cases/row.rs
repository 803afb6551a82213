//! A step as a row, in both directions. What a row holds beside who, when and why
//! depends on what was done.

use super::super::{Connection, StoreError, error::readable, rows::text};
use crate::domain::{AnswerClock, CaseEvent, CaseNumber, CaseStep, ContractId, FailingTests, Rebuttal};

macro_rules! select_steps {
    ($condition:literal) => {
        concat!(
            "SELECT case_number, at, day, actor, reason, event, report, until, contract_id, new_map_term, \
             silence_concedes, tests, failing, failing_cells, file_name, sha256, word FROM case_steps WHERE ",
            $condition,
            " ORDER BY id"
        )
    };
}

pub(super) const SELECT: &str = select_steps!("case_number = $1");
pub(super) const SELECT_BETWEEN: &str = select_steps!("case_number BETWEEN $1 AND $2");
/// Of all cases that some report between two numbers is in.
pub(super) const SELECT_OF_REPORTS: &str = select_steps!(
    "case_number IN (SELECT joined.case_number FROM case_steps AS joined \
     WHERE joined.event = 'reported' AND joined.report BETWEEN $1 AND $2)"
);
pub(super) const SELECT_NEWEST: &str = "SELECT id, cases.network, case_number, at, day, actor, reason, event, report, until, contract_id, \
     new_map_term, silence_concedes, tests, failing, failing_cells, file_name, sha256, word FROM case_steps \
     JOIN cases ON cases.number = case_steps.case_number WHERE event <> 'dismissed' ORDER BY id DESC LIMIT $1";
/// What a case's state follows from: of its reports the first one alone.
pub(super) const SELECT_DECISIVE: &str = select_steps!(
    "case_number = $1 AND (event <> 'reported' \
     OR id = (SELECT MIN(id) FROM case_steps AS first WHERE first.case_number = $1))"
);
const INSERT: &str = "INSERT INTO case_steps (case_number, at, day, actor, reason, event, report, until, \
     contract_id, new_map_term, silence_concedes, tests, failing, failing_cells, file_name, sha256, word) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) RETURNING id";

#[derive(sqlx::FromRow)]
pub(in crate::store) struct StepRow {
    pub case_number: i64,
    at: String,
    day: String,
    actor: String,
    reason: String,
    event: String,
    #[sqlx(flatten)]
    details: Details,
}

/// What depends on the event.
#[derive(Default, sqlx::FromRow)]
struct Details {
    report: Option<i64>,
    until: Option<String>,
    contract_id: Option<i64>,
    new_map_term: Option<String>,
    silence_concedes: Option<i64>,
    tests: Option<i64>,
    failing: Option<i64>,
    failing_cells: Option<i64>,
    file_name: Option<String>,
    sha256: Option<String>,
    word: Option<String>,
}

/// Inserts a step; gives its id.
pub(super) async fn insert(
    connection: &mut Connection,
    number: CaseNumber,
    step: &CaseStep,
) -> Result<i64, StoreError> {
    let details = Details::of(&step.event);
    let query = sqlx::query_scalar(INSERT)
        .bind(number.0)
        .bind(step.at.to_string())
        .bind(step.on.to_string())
        .bind(&step.actor)
        .bind(text(&step.reason))
        .bind(step.event.word())
        .bind(details.report)
        .bind(details.until)
        .bind(details.contract_id)
        .bind(details.new_map_term)
        .bind(details.silence_concedes)
        .bind(details.tests)
        .bind(details.failing)
        .bind(details.failing_cells)
        .bind(details.file_name)
        .bind(details.sha256)
        .bind(details.word);
    Ok(query.fetch_one(connection).await?)
}

impl StepRow {
    pub fn step(self) -> Result<CaseStep, StoreError> {
        Ok(CaseStep {
            at: readable("at", self.at.parse())?,
            on: readable("day", self.day.parse())?,
            actor: self.actor,
            reason: self.reason,
            event: self.details.event(&self.event)?,
        })
    }
}

impl Details {
    fn of(event: &CaseEvent) -> Self {
        let none = Self::default();
        match event {
            CaseEvent::Reported { report }
            | CaseEvent::Confirmed { report }
            | CaseEvent::Dismissed { report } => Self { report: Some(*report), ..none },
            CaseEvent::Challenged { evidence, clock } => Self::of_challenge(evidence, clock.as_ref()),
            CaseEvent::Accepted | CaseEvent::Declined | CaseEvent::Reopened => none,
            CaseEvent::Planned { by: day } | CaseEvent::MeasurementPlanned { on: day } => {
                Self { until: Some(day.to_string()), ..none }
            }
            CaseEvent::Rebutted { measurements } => Self {
                tests: Some(measurements.tests as i64),
                failing: Some(measurements.failing as i64),
                file_name: Some(text(&measurements.file_name)),
                sha256: Some(measurements.sha256.clone()),
                ..none
            },
            CaseEvent::Measured { result } => Self { word: Some(result.as_str().to_owned()), ..none },
            CaseEvent::Closed { outcome } => Self { word: Some(outcome.as_str().to_owned()), ..none },
        }
    }

    fn of_challenge(evidence: &FailingTests, clock: Option<&AnswerClock>) -> Self {
        Self {
            until: clock.map(|clock| clock.answer_due.to_string()),
            contract_id: clock.map(|clock| clock.contract.0),
            new_map_term: clock.map(|clock| clock.new_map.to_string()),
            silence_concedes: clock.map(|clock| i64::from(clock.silence_concedes)),
            tests: Some(evidence.tests as i64),
            failing: Some(evidence.failing as i64),
            failing_cells: Some(evidence.failing_cells as i64),
            ..Self::default()
        }
    }

    fn event(self, word: &str) -> Result<CaseEvent, StoreError> {
        Ok(match word {
            "reported" => CaseEvent::Reported { report: there("report", self.report)? },
            "confirmed" => CaseEvent::Confirmed { report: there("report", self.report)? },
            "dismissed" => CaseEvent::Dismissed { report: there("report", self.report)? },
            "challenged" => self.challenged()?,
            "accepted" => CaseEvent::Accepted,
            "planned" => CaseEvent::Planned { by: parsed("until", self.until)? },
            "rebutted" => CaseEvent::Rebutted {
                measurements: Rebuttal {
                    file_name: there("file_name", self.file_name)?,
                    sha256: there("sha256", self.sha256)?,
                    tests: count("tests", self.tests)?,
                    failing: count("failing", self.failing)?,
                },
            },
            "declined" => CaseEvent::Declined,
            "measurement_planned" => CaseEvent::MeasurementPlanned { on: parsed("until", self.until)? },
            "measured" => CaseEvent::Measured { result: parsed("word", self.word)? },
            "closed" => CaseEvent::Closed { outcome: parsed("word", self.word)? },
            "reopened" => CaseEvent::Reopened,
            other => return readable("event", Err(format!("`{other}` is no step of a case"))),
        })
    }

    fn challenged(self) -> Result<CaseEvent, StoreError> {
        let evidence = FailingTests {
            tests: count("tests", self.tests)?,
            failing: count("failing", self.failing)?,
            failing_cells: count("failing_cells", self.failing_cells)?,
        };
        let clock = match self.contract_id {
            None => None,
            Some(contract) => Some(AnswerClock {
                contract: ContractId(contract),
                answer_due: parsed("until", self.until)?,
                new_map: parsed("new_map_term", self.new_map_term)?,
                silence_concedes: there("silence_concedes", self.silence_concedes)? != 0,
            }),
        };
        Ok(CaseEvent::Challenged { evidence, clock })
    }
}

fn there<T>(column: &'static str, value: Option<T>) -> Result<T, StoreError> {
    readable(column, value.ok_or("it is empty"))
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    column: &'static str,
    value: Option<String>,
) -> Result<T, StoreError> {
    readable(column, there(column, value)?.parse())
}

fn count(column: &'static str, value: Option<i64>) -> Result<u64, StoreError> {
    readable(column, u64::try_from(there(column, value)?))
}
