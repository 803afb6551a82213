//! Tables as JSON lines: a row is a list of values in the order of the
//! manifest's columns. The same rows are the same bytes, on either database.

use std::io::Write;

use base64::{Engine, prelude::BASE64_STANDARD};
use futures_util::StreamExt;
use serde_json::value::RawValue;
use sqlx::{
    AssertSqlSafe, Column, Executor, Row, SqlSafeStr, Statement, ValueRef,
    any::{AnyRow, AnyTypeInfoKind, AnyValueRef},
};

use super::{
    super::{Connection, StoreError, error::readable},
    BackupError,
};

/// A table and the columns by which its rows are ordered.
pub(in crate::store) struct Table {
    pub name: &'static str,
    pub key: &'static str,
    /// Whether a row is in it from the beginning.
    pub begins_filled: bool,
}

const fn table(name: &'static str, key: &'static str) -> Table {
    Table { name, key, begins_filled: false }
}

/// All that is backed up, each table behind those that it refers to. Sessions
/// aren't: whoever was signed in signs in anew. Nor are files that are to be removed.
pub(in crate::store) const TABLES: &[Table] = &[
    table("region_state", "id"),
    table("filling", "id"),
    table("organisations", "id"),
    table("people", "id"),
    table("tokens", "id"),
    table("profiles", "version"),
    table("column_mappings", "id"),
    table("deliveries", "id"),
    table("delivery_steps", "id"),
    table("delivery_findings", "delivery_id, number"),
    table("campaigns", "id"),
    table("campaign_places", "campaign_id, number"),
    table("measurement_imports", "id"),
    table("measurement_findings", "import_id, number"),
    table("samples", "id"),
    table("runs", "id"),
    table("sample_files", "id"),
    table("requirements", "id"),
    table("requirement_versions", "id"),
    table("dead_zones", "number"),
    table("contracts", "id"),
    table("cases", "number"),
    table("case_steps", "id"),
    table("contacts", "report"),
    table("mails", "id"),
    table("gap_reports", "number"),
    table("reported_gaps", "report_number, gap"),
    table("gap_answers", "id"),
    table("report_receivers", "id"),
    table("notices", "id"),
    table("procurements", "id"),
    table("procurement_persons", "procurement_id, number"),
    table("bids", "procurement_id, number"),
    table("bid_files", "procurement_id, bid_number, number"),
    table("bid_room_accesses", "procurement_id, number"),
    table("framework_agreements", "id"),
    table("agreement_organisations", "agreement_id, organisation_id"),
    table("call_offs", "id"),
    table("audit", "number"),
    Table { name: "audit_head", key: "id", begins_filled: true },
];

/// What names a kept file.
pub(in crate::store) const FILES: &str = "SELECT sha256 FROM deliveries \
     UNION SELECT coverage_sha256 FROM deliveries \
     UNION SELECT sha256 FROM measurement_imports WHERE file_kept = 1 UNION SELECT sha256 FROM sample_files \
     UNION SELECT sha256 FROM case_steps WHERE sha256 IS NOT NULL UNION SELECT sha256 FROM bid_files";

/// The columns of a table, in its own order.
pub(super) async fn columns(connection: &mut Connection, table: &str) -> Result<Vec<String>, StoreError> {
    let select = AssertSqlSafe(format!("SELECT * FROM {table}")).into_sql_str();
    let statement = connection.prepare(select).await?;
    Ok(statement.columns().iter().map(|column| column.name().to_owned()).collect())
}

/// Writes all rows; gives their number.
pub(super) async fn write(
    connection: &mut Connection,
    table: &Table,
    columns: &[String],
    out: &mut (impl Write + Send),
) -> Result<u64, BackupError> {
    let select = format!("SELECT {} FROM {} ORDER BY {}", list(columns), table.name, table.key);
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(connection);
    let mut count = 0;
    while let Some(row) = rows.next().await.transpose()? {
        let line = line(&row)?;
        out.write_all(line.as_bytes())
            .map_err(|source| BackupError::File { path: table.name.to_owned(), source })?;
        count += 1;
    }
    Ok(count)
}

/// Columns as a statement names them.
pub(super) fn list(columns: &[String]) -> String {
    let quoted: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    quoted.join(", ")
}

fn line(row: &AnyRow) -> Result<String, StoreError> {
    let mut line = String::from("[");
    for column in 0..row.len() {
        if column > 0 {
            line.push(',');
        }
        let value = row.try_get_raw(column)?;
        line.push_str(&written(row, column, &value)?);
    }
    line.push_str("]\n");
    Ok(line)
}

fn written(row: &AnyRow, column: usize, value: &AnyValueRef<'_>) -> Result<String, StoreError> {
    if value.is_null() {
        return Ok("null".to_owned());
    }
    Ok(match value.type_info().kind() {
        AnyTypeInfoKind::SmallInt | AnyTypeInfoKind::Integer | AnyTypeInfoKind::BigInt => {
            row.try_get::<i64, _>(column)?.to_string()
        }
        AnyTypeInfoKind::Double => number(row.try_get(column)?),
        AnyTypeInfoKind::Text => serde_json::Value::from(row.try_get::<&str, _>(column)?).to_string(),
        AnyTypeInfoKind::Blob => {
            let bytes = BASE64_STANDARD.encode(row.try_get::<&[u8], _>(column)?);
            format!("{{\"base64\":\"{bytes}\"}}")
        }
        other => return readable("table", Err(format!("a column is of the kind {other:?}"))),
    })
}

/// Always with a point or an exponent, as integers never have them. JSON has no
/// infinity, and SQLite no minus before a nought.
fn number(value: f64) -> String {
    let value = if value == 0.0 { 0.0 } else { value };
    if value.is_finite() { format!("{value:?}") } else { format!("{{\"number\":\"{value}\"}}") }
}

/// A value on its way back.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Integer(i64),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// Parts that JSON has no form for.
#[derive(serde::Deserialize)]
enum Tagged {
    #[serde(rename = "base64")]
    Base64(String),
    #[serde(rename = "number")]
    Number(String),
}

/// The values of a line.
pub(super) fn values(line: &str) -> Result<Vec<Value>, BackupError> {
    let values: Vec<&RawValue> = serde_json::from_str(line).map_err(BackupError::damaged)?;
    values.into_iter().map(|value| parsed(value.get())).collect()
}

fn parsed(text: &str) -> Result<Value, BackupError> {
    Ok(match text.as_bytes()[0] {
        b'n' => Value::Null,
        b'"' => Value::Text(serde_json::from_str(text).map_err(BackupError::damaged)?),
        b'{' => match serde_json::from_str(text).map_err(BackupError::damaged)? {
            Tagged::Base64(bytes) => {
                Value::Bytes(BASE64_STANDARD.decode(bytes).map_err(BackupError::damaged)?)
            }
            Tagged::Number(number) => Value::Number(number.parse().map_err(BackupError::damaged)?),
        },
        // The last digit of a number counts: it is read as it was written.
        _ if text.contains(['.', 'e', 'E']) => Value::Number(text.parse().map_err(BackupError::damaged)?),
        _ => Value::Integer(text.parse().map_err(BackupError::damaged)?),
    })
}
