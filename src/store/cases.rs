//! Cases and their steps. A step is only ever added, and only where the case's
//! state allows it; the state beside it is what the steps made of it.

mod joining;
mod of_reports;
mod row;
mod steps;

use std::collections::BTreeMap;

use geo::Coord;

use super::{Connection, Store, StoreError, error::readable};
use crate::domain::{Actor, Case, CaseNumber, CaseState, CaseStep, CaseSubject, NetworkId};
pub(super) use row::StepRow;

pub use joining::CaseOpening;
pub(super) use joining::{Joining, add_to_cases};
pub use of_reports::CasesOfReports;
pub(super) use steps::take;

/// Which cases are listed; what is `None` isn't narrowed.
#[derive(Clone, Debug, Default)]
pub struct CaseFilter {
    pub networks: Option<Vec<NetworkId>>,
    /// What the steps made of them: days may have made more.
    pub states: Option<Vec<CaseState>>,
    /// Only those with a lower number.
    pub before: Option<CaseNumber>,
}

#[derive(sqlx::FromRow)]
struct CaseRow {
    number: i64,
    network: String,
    service: String,
    environment: String,
    easting_m: f64,
    northing_m: f64,
}

#[derive(sqlx::FromRow)]
struct NewestRow {
    id: i64,
    network: String,
    #[sqlx(flatten)]
    step: StepRow,
}

/// Lists are short words apart: a parameter each would be another statement for each length.
const SELECT: &str = "SELECT number, network, service, environment, easting_m, northing_m FROM cases \
     WHERE number < $1 AND ($2 = '' OR $3 LIKE '% ' || network || ' %') \
     AND ($4 = '' OR $5 LIKE '% ' || state || ' %') ORDER BY number DESC LIMIT $6";
const SELECT_ONE: &str =
    "SELECT number, network, service, environment, easting_m, northing_m FROM cases WHERE number = $1";
const OF_REPORT: &str = "SELECT DISTINCT case_number FROM case_steps WHERE report = $1 AND event = 'reported' ORDER BY case_number";

/// A step of some case, with its number in the store.
#[derive(Clone, Debug)]
pub struct NewestStep {
    pub id: i64,
    pub case: CaseNumber,
    pub network: NetworkId,
    pub step: CaseStep,
}

impl Store {
    /// The newest steps of all cases, newest first, but for what moderators set aside.
    pub async fn newest_case_steps(&self, limit: u32) -> Result<Vec<NewestStep>, StoreError> {
        let query = sqlx::query_as(row::SELECT_NEWEST).bind(i64::from(limit));
        let rows: Vec<NewestRow> = query.fetch_all(self.readers()).await?;
        let newest = rows.into_iter().map(|row| {
            let (id, network) = (row.id, readable("network", NetworkId::new(row.network))?);
            let (case, step) = (CaseNumber(row.step.case_number), row.step.step()?);
            Ok(NewestStep { id, case, network, step })
        });
        newest.collect()
    }

    pub async fn case(&self, number: CaseNumber) -> Result<Option<Case>, StoreError> {
        let row: Option<CaseRow> =
            sqlx::query_as(SELECT_ONE).bind(number.0).fetch_optional(self.readers()).await?;
        let Some(row) = row else { return Ok(None) };
        let mut connection = self.readers().acquire().await?;
        let steps = steps::of(&mut connection, number).await?;
        Ok(Some(case(row, steps)?))
    }

    /// The cases that a report is in, by number.
    pub async fn cases_of_report(&self, report: i64) -> Result<Vec<Case>, StoreError> {
        let numbers: Vec<i64> = sqlx::query_scalar(OF_REPORT).bind(report).fetch_all(self.readers()).await?;
        let mut cases = Vec::with_capacity(numbers.len());
        for number in numbers {
            cases.extend(self.case(CaseNumber(number)).await?);
        }
        Ok(cases)
    }

    /// At most so many cases, newest first, all of one moment.
    pub async fn cases(&self, filter: &CaseFilter, limit: u32) -> Result<Vec<Case>, StoreError> {
        let networks = listed(filter.networks.iter().flatten().map(NetworkId::as_str));
        let states = listed(filter.states.iter().flatten().map(|state| state.as_str()));
        if filter.networks.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let mut snapshot = self.snapshot().await?;
        let rows: Vec<CaseRow> = sqlx::query_as(SELECT)
            .bind(filter.before.map_or(i64::MAX, |number| number.0))
            .bind(&networks)
            .bind(&networks)
            .bind(&states)
            .bind(&states)
            .bind(i64::from(limit))
            .fetch_all(&mut *snapshot)
            .await?;
        let mut steps = steps_of(&mut snapshot, &rows).await?;
        snapshot.rollback().await?;
        rows.into_iter()
            .map(|row| {
                let steps = steps.remove(&row.number).unwrap_or_default();
                case(row, steps)
            })
            .collect()
    }

    /// Takes a case one step on.
    ///
    /// # Errors
    /// When there is no such case, or its state on that day allows no such step.
    pub async fn take_case_step(&self, number: CaseNumber, step: &CaseStep) -> Result<Case, StoreError> {
        let mut transaction = self.begin().await?;
        let state = steps::take(&mut transaction, number, step).await?;
        steps::record(&mut transaction, number, step, state).await?;
        transaction.commit().await?;
        self.case(number).await?.ok_or(StoreError::NoSuchCase(number))
    }

    /// Takes several cases on at once, or none: each with its step.
    ///
    /// # Errors
    /// As [`Store::take_case_step`].
    pub async fn take_case_steps(&self, steps: &[(CaseNumber, CaseStep)]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (number, step) in steps {
            let state = steps::take(&mut transaction, *number, step).await?;
            steps::record(&mut transaction, *number, step, state).await?;
        }
        Ok(transaction.commit().await?)
    }
}

/// The steps of all these cases, which stand newest first.
async fn steps_of(
    connection: &mut Connection,
    rows: &[CaseRow],
) -> Result<BTreeMap<i64, Vec<CaseStep>>, StoreError> {
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(BTreeMap::new()) };
    let between = sqlx::query_as(row::SELECT_BETWEEN).bind(oldest.number).bind(newest.number);
    let found: Vec<StepRow> = between.fetch_all(connection).await?;
    let mut steps = BTreeMap::<i64, Vec<CaseStep>>::new();
    for row in found {
        steps.entry(row.case_number).or_default().push(row.step()?);
    }
    Ok(steps)
}

/// Words with a space around each; empty where there is none.
fn listed<'word>(words: impl Iterator<Item = &'word str>) -> String {
    let joined = words.collect::<Vec<_>>().join(" ");
    if joined.is_empty() { joined } else { format!(" {joined} ") }
}

fn case(row: CaseRow, steps: Vec<CaseStep>) -> Result<Case, StoreError> {
    Ok(Case {
        number: CaseNumber(row.number),
        subject: CaseSubject {
            network: readable("network", NetworkId::new(row.network))?,
            service: readable("service", row.service.parse())?,
            environment: readable("environment", row.environment.parse())?,
        },
        place: Coord { x: row.easting_m, y: row.northing_m },
        steps,
    })
}

/// What a step of the case says in the audit trail.
fn subject(number: CaseNumber) -> String {
    format!("case {number}")
}

fn actor(step: &CaseStep) -> Actor {
    Actor::new(&step.actor)
}
