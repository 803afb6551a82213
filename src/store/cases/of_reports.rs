//! The cases of many reports at once: a case that many of them joined is read once.

use std::collections::BTreeMap;

use super::{
    super::{Store, StoreError},
    CaseRow, case,
    row::{self, StepRow},
};
use crate::domain::{Case, CaseNumber, CaseStep};

const JOINED: &str = "SELECT DISTINCT report, case_number FROM case_steps \
     WHERE event = 'reported' AND report BETWEEN $1 AND $2 ORDER BY report, case_number";
const CASES: &str = "SELECT number, network, service, environment, easting_m, northing_m FROM cases \
     WHERE number IN (SELECT case_number FROM case_steps WHERE event = 'reported' AND report BETWEEN $1 AND $2)";

/// Cases, and which of them each report is in, both by number.
#[derive(Clone, Debug, Default)]
pub struct CasesOfReports {
    pub cases: BTreeMap<CaseNumber, Case>,
    pub of_report: BTreeMap<i64, Vec<CaseNumber>>,
}

impl Store {
    /// The cases of all reports from `first` to `last`, all of one moment.
    pub async fn cases_of_reports(&self, first: i64, last: i64) -> Result<CasesOfReports, StoreError> {
        let mut snapshot = self.snapshot().await?;
        let joined = sqlx::query_as(JOINED).bind(first).bind(last);
        let joined: Vec<(i64, i64)> = joined.fetch_all(&mut *snapshot).await?;
        let cases = sqlx::query_as(CASES).bind(first).bind(last);
        let cases: Vec<CaseRow> = cases.fetch_all(&mut *snapshot).await?;
        let steps = sqlx::query_as(row::SELECT_OF_REPORTS).bind(first).bind(last);
        let steps: Vec<StepRow> = steps.fetch_all(&mut *snapshot).await?;
        snapshot.rollback().await?;
        let mut of_case = BTreeMap::<i64, Vec<CaseStep>>::new();
        for row in steps {
            of_case.entry(row.case_number).or_default().push(row.step()?);
        }
        let mut found = CasesOfReports::default();
        for row in cases {
            let (number, steps) = (row.number, of_case.remove(&row.number).unwrap_or_default());
            found.cases.insert(CaseNumber(number), case(row, steps)?);
        }
        for (report, number) in joined {
            found.of_report.entry(report).or_default().push(CaseNumber(number));
        }
        Ok(found)
    }
}
