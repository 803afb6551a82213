//! Findings of deliveries and measurements: two tables of the same columns.

use std::collections::HashMap;

use super::{
    Connection, StoreError,
    error::readable,
    rows::{self, ROWS_PER_STATEMENT},
};
use crate::domain::{Bilingual, Finding, LngLat};

/// A finding as a row, with the number of the delivery or import that it belongs to.
#[derive(sqlx::FromRow)]
pub(super) struct FindingRow {
    owner: i64,
    code: String,
    severity: String,
    feature: Option<i64>,
    lng: Option<f64>,
    lat: Option<f64>,
    message_sv: String,
    message_en: String,
}

/// Inserts the findings of one delivery or import. `insert` is the statement up
/// to `VALUES`, its columns in the order of the table.
pub(super) async fn insert(
    connection: &mut Connection,
    insert: &'static str,
    owner: i64,
    findings: &[Finding],
) -> Result<(), StoreError> {
    let mut number = 0_i64;
    for chunk in findings.chunks(ROWS_PER_STATEMENT) {
        rows::insert(connection, insert, chunk.iter(), |row, finding| {
            number += 1;
            row.bind(owner)
                .bind(number)
                .bind(finding.code.as_ref())
                .bind(finding.severity.as_str())
                .bind(finding.feature.map(u64::cast_signed))
                .bind(finding.place.map(|place| place.lng))
                .bind(finding.place.map(|place| place.lat))
                .bind(rows::text(&finding.message.sv))
                .bind(rows::text(&finding.message.en))
        })
        .await?;
    }
    Ok(())
}

/// Findings by the delivery or import that they belong to, in their order.
pub(super) fn by_owner(rows: Vec<FindingRow>) -> Result<HashMap<i64, Vec<Finding>>, StoreError> {
    let mut findings = HashMap::<i64, Vec<Finding>>::new();
    for row in rows {
        findings.entry(row.owner).or_default().push(finding(row)?);
    }
    Ok(findings)
}

fn finding(row: FindingRow) -> Result<Finding, StoreError> {
    Ok(Finding {
        code: row.code.into(),
        severity: readable("severity", row.severity.parse())?,
        feature: row.feature.map(i64::cast_unsigned),
        place: row.lng.zip(row.lat).map(|(lng, lat)| LngLat { lng, lat }),
        message: Bilingual { sv: row.message_sv, en: row.message_en },
    })
}
