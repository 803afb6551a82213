//! SQLite in the data folder: one file, write-ahead logging, every commit on
//! disk before it is acknowledged.

use std::{
    fmt::Write,
    fs::{self, File},
    path::{Path, PathBuf},
};

use sqlx::{Connection, Pool, Transaction};

use super::{
    super::{Database, StoreError, rows::away},
    Connections, Dialect, READERS, connect, pool,
};

const FILE: &str = "tackning.sqlite";

// The waiting comes first: the others may have to wait. What is deleted is overwritten.
const WRITER: &str = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                      PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON";
const READER: &str = "PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                      PRAGMA foreign_keys = ON; PRAGMA query_only = ON";

pub(super) async fn open(folder: &Path) -> Result<Connections, StoreError> {
    let url = url(folder)?;
    let alone = lock(folder.join("opening.lock")).await?;
    let mut connection = connect(&url, WRITER).await?;
    sqlx::migrate!("./migrations/sqlite").run(&mut connection).await?;
    connection.close().await?;
    drop(alone);
    let (writer, readers) = (pool(&url, 1, WRITER)?, pool(&url, READERS, READER)?);
    Ok(Connections { dialect: Dialect::Sqlite, readers, writer })
}

pub(super) async fn begin(writer: &Pool<Database>) -> Result<Transaction<'static, Database>, StoreError> {
    // A transaction that only later turns out to write can't wait for another
    // process's: SQLite would refuse it at once.
    Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
}

/// The driver takes an address, never a path: whatever could mean something
/// else in an address is written as a number.
fn url(folder: &Path) -> Result<String, StoreError> {
    // An address would take `..` out of a path without asking where links lead.
    let folder = fs::canonicalize(folder).map_err(|error| StoreError::folder(folder, error))?;
    let mut url = "sqlite://".to_owned();
    for byte in folder.join(FILE).as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => url.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => url.push(char::from(*byte)),
            byte => write!(url, "%{byte:02X}").expect("a text takes more text"),
        }
    }
    url.push_str("?mode=rwc");
    Ok(url)
}

/// Waits for the lock that is held until it is dropped. Two processes that open
/// a new folder at once would both make its tables, and SQLite refuses the
/// second that turns on write-ahead logging.
async fn lock(path: PathBuf) -> Result<File, StoreError> {
    away(move || {
        let file = File::create(&path).and_then(|file| file.lock().map(|()| file));
        file.map_err(|error| StoreError::folder(&path, error))
    })
    .await
}
