//! Many rows to a statement: how large sets go in.

use std::fmt::Write;

use sqlx::{AssertSqlSafe, any::AnyArguments, query::Query};

use super::{Connection, Database, StoreError, database::Dialect};

/// Times the most columns of a table (21) this stays below what SQLite
/// (32,766) and PostgreSQL (65,535) take as parameters of one statement.
pub(super) const ROWS_PER_STATEMENT: usize = 500;

/// A statement that takes values.
pub(super) type Statement<'values> = Query<'values, Database, AnyArguments>;

/// Inserts at most `ROWS_PER_STATEMENT` rows, at least one. `insert` is the
/// statement up to `VALUES`; `bind` gives a row's columns in its order.
pub(super) async fn insert<'values, Rows, Bind>(
    connection: &mut Connection,
    insert: &'static str,
    rows: Rows,
    mut bind: Bind,
) -> Result<(), StoreError>
where
    Rows: ExactSizeIterator,
    Bind: FnMut(Statement<'values>, Rows::Item) -> Statement<'values>,
{
    let dialect = Dialect::of(connection);
    // A statement of full length comes again and is worth keeping prepared. Not
    // on PostgreSQL: the driver takes a missing number for one of half the
    // width, and would keep the statement like that.
    let comes_again = rows.len() == ROWS_PER_STATEMENT && dialect == Dialect::Sqlite;
    let sql = with_values(insert, rows.len(), dialect);
    // Nothing but the text above, which holds no value.
    let mut statement = sqlx::query(AssertSqlSafe(sql)).persistent(comes_again);
    for row in rows {
        statement = bind(statement, row);
    }
    statement.execute(connection).await?;
    Ok(())
}

/// The statement with a place for each value.
fn with_values(insert: &str, rows: usize, dialect: Dialect) -> String {
    let columns = insert.split(',').count();
    let mut sql = format!("{insert} VALUES ");
    for number in 0..rows * columns {
        let before = match (number, number % columns) {
            (0, _) => "(",
            (_, 0) => "),(",
            _ => ",",
        };
        write!(sql, "{before}{}", dialect.place(number + 1)).expect("a text takes more text");
    }
    sql.push(')');
    sql
}

/// A text from outside as both databases take it: in PostgreSQL no text holds
/// the character zero.
pub(super) fn text(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

/// Runs what keeps a processor busy away from the threads that serve requests.
pub(super) async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
