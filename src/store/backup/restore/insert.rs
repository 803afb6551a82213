//! Rows of a backup into a table, many to a statement.

use std::fmt::Write;

use sqlx::AssertSqlSafe;

use super::super::{
    super::{Connection, database::Dialect, rows::ROWS_PER_STATEMENT},
    BackupError,
    tables::{Table, Value, list},
};

pub(super) async fn is_filled(connection: &mut Connection, table: &Table) -> Result<bool, BackupError> {
    let query = format!("SELECT 1 FROM {} LIMIT 1", table.name);
    let row: Option<i64> = sqlx::query_scalar(AssertSqlSafe(query)).fetch_optional(connection).await?;
    Ok(row.is_some())
}

/// Takes out what a table has from its beginning.
pub(super) async fn empty(connection: &mut Connection, table: &Table) -> Result<(), BackupError> {
    sqlx::query(AssertSqlSafe(format!("DELETE FROM {}", table.name))).execute(connection).await?;
    Ok(())
}

pub(super) struct Insertion<'columns> {
    table: &'static Table,
    columns: &'columns [String],
    waiting: Vec<Vec<Value>>,
}

impl<'columns> Insertion<'columns> {
    pub fn new(table: &'static Table, columns: &'columns [String]) -> Self {
        Self { table, columns, waiting: Vec::new() }
    }

    pub async fn add(&mut self, connection: &mut Connection, row: Vec<Value>) -> Result<(), BackupError> {
        if row.len() != self.columns.len() {
            return Err(BackupError::damaged(format!("{}: a row has {} values", self.table.name, row.len())));
        }
        self.waiting.push(row);
        if self.waiting.len() == ROWS_PER_STATEMENT {
            self.insert(connection).await?;
        }
        Ok(())
    }

    pub async fn finish(mut self, connection: &mut Connection) -> Result<(), BackupError> {
        if !self.waiting.is_empty() {
            self.insert(connection).await?;
        }
        if Dialect::of(connection) == Dialect::Postgres {
            self.catch_up(connection).await?;
        }
        Ok(())
    }

    async fn insert(&mut self, connection: &mut Connection) -> Result<(), BackupError> {
        let sql = self.statement(Dialect::of(connection));
        let mut statement = sqlx::query(AssertSqlSafe(sql)).persistent(false);
        for value in self.waiting.drain(..).flatten() {
            statement = match value {
                Value::Null => statement,
                Value::Integer(value) => statement.bind(value),
                Value::Number(value) => statement.bind(value),
                Value::Text(value) => statement.bind(value),
                Value::Bytes(value) => statement.bind(value),
            };
        }
        statement.execute(connection).await?;
        Ok(())
    }

    /// Nothing stands as `NULL`: bound, it would need its column's type.
    fn statement(&self, dialect: Dialect) -> String {
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", self.table.name, list(self.columns));
        let mut place = 0;
        for (number, row) in self.waiting.iter().enumerate() {
            sql.push_str(if number == 0 { "(" } else { ",(" });
            for (column, value) in row.iter().enumerate() {
                sql.push_str(if column == 0 { "" } else { "," });
                if *value == Value::Null {
                    sql.push_str("NULL");
                } else {
                    place += 1;
                    write!(sql, "{}", dialect.place(place)).expect("a text takes more text");
                }
            }
            sql.push(')');
        }
        sql
    }

    /// PostgreSQL counts ids for itself, and has to be told how far they have come.
    async fn catch_up(&self, connection: &mut Connection) -> Result<(), BackupError> {
        let Table { name, key, .. } = self.table;
        if key.contains(',') {
            return Ok(());
        }
        let query =
            format!("SELECT setval(pg_get_serial_sequence('{name}', '{key}'), MAX({key})) FROM {name}");
        sqlx::query(AssertSqlSafe(query)).execute(connection).await?;
        Ok(())
    }
}
