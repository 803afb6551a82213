//! Many rows to a statement: how large sets go in.

use sqlx::{QueryBuilder, query_builder::Separated};

use super::{Connection, Database, StoreError};

/// Times the most columns of a table (21) this stays below what SQLite
/// (32,766) and PostgreSQL (65,535) take as parameters of one statement.
pub(super) const ROWS_PER_STATEMENT: usize = 500;

/// Inserts at most `ROWS_PER_STATEMENT` rows, at least one. `insert` is the
/// statement up to `VALUES`; `bind` gives a row's columns in its order.
pub(super) async fn insert<Rows, Bind>(
    connection: &mut Connection,
    insert: &'static str,
    rows: Rows,
    bind: Bind,
) -> Result<(), StoreError>
where
    Rows: ExactSizeIterator,
    Bind: FnMut(Separated<'_, Database, &'static str>, Rows::Item),
{
    // A statement of full length comes again and is worth keeping prepared.
    let comes_again = rows.len() == ROWS_PER_STATEMENT;
    let mut builder = QueryBuilder::<Database>::new(insert);
    builder.push_values(rows, bind);
    builder.build().persistent(comes_again).execute(connection).await?;
    Ok(())
}

/// Runs what keeps a processor busy away from the threads that serve requests.
pub(super) async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    match tokio::task::spawn_blocking(work).await {
        Ok(value) => value,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}
