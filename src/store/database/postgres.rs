//! PostgreSQL as a server, which several services and commands may use at once.

use sqlx::{Connection as _, Pool, Transaction};

use super::{
    super::{Connection, Database, DatabaseUrl, StoreError},
    Connections, Dialect, READERS, connect, pool,
};

const OLDEST_VERSION: i64 = 15;

const WRITER: &str = "SET lock_timeout = '60s'; SET synchronous_commit = on";
const READER: &str = "SET default_transaction_read_only = on";

/// Any number will do that nobody else takes for a lock in this database.
const WRITING: i64 = 0x7461_636b_6e69_6e67;

pub(super) async fn open(url: &DatabaseUrl) -> Result<Connections, StoreError> {
    if !url.is_postgres() {
        return Err(StoreError::NoDatabaseUrl);
    }
    let url = url.as_str();
    let mut connection = connect(url, WRITER).await?;
    refuse_older(&mut connection).await?;
    // The migrator takes a lock of its own: who opens at the same moment waits.
    sqlx::migrate!("./migrations/postgres").run(&mut connection).await?;
    connection.close().await?;
    let (writer, readers) = (pool(url, 1, WRITER)?, pool(url, READERS, READER)?);
    Ok(Connections { dialect: Dialect::Postgres, readers, writer })
}

async fn refuse_older(connection: &mut Connection) -> Result<(), StoreError> {
    let number = "SELECT CAST(current_setting('server_version_num') AS BIGINT) / 10000";
    let version: i64 = sqlx::query_scalar(number).fetch_one(connection).await?;
    if version < OLDEST_VERSION { Err(StoreError::OldServer(version)) } else { Ok(()) }
}

pub(super) async fn begin(writer: &Pool<Database>) -> Result<Transaction<'static, Database>, StoreError> {
    let mut transaction = writer.begin().await?;
    // Ids count up in the order of arrival, and the audit trail is one chain:
    // here too one writer goes at a time. The lock ends with the transaction.
    sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(WRITING).execute(&mut *transaction).await?;
    Ok(transaction)
}
