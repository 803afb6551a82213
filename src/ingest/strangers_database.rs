//! A GeoPackage that a stranger wrote. It is opened for reading alone, as a file
//! that nobody else changes, and nothing in it is run: its schema isn't trusted.

use std::path::Path;

use rusqlite::{Connection, MAIN_DB, OpenFlags, Result, config::DbConfig, limits::Limit};

/// # Errors
/// When it can't be opened.
pub fn open(path: &Path, longest_value_bytes: usize) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    distrusted(Connection::open_with_flags(uri(path), flags)?, longest_value_bytes)
}

/// The same for a file that is in memory, and of which nothing is written to a disk.
///
/// # Errors
/// When it can't be opened.
pub fn open_in_memory(mut content: Vec<u8>, longest_value_bytes: usize) -> Result<Connection> {
    // A file that was written with a log beside it says so, and needs it no longer:
    // what is here is all that there is.
    for version in content.iter_mut().take(20).skip(18).filter(|version| **version == 2) {
        *version = 1;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut database = Connection::open_in_memory_with_flags(flags)?;
    let length = content.len();
    database.deserialize_read_exact(MAIN_DB, content.as_slice(), length, true)?;
    database.pragma_update(None, "temp_store", "MEMORY")?;
    distrusted(database, longest_value_bytes)
}

fn distrusted(database: Connection, longest_value_bytes: usize) -> Result<Connection> {
    database.pragma_update(None, "trusted_schema", false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    let longest = i32::try_from(longest_value_bytes).unwrap_or(i32::MAX);
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, longest)?;
    // Names of strangers go into the query; each of its parts is small.
    database.set_limit(Limit::SQLITE_LIMIT_SQL_LENGTH, 1 << 16)?;
    database.pragma_update(None, "cell_size_check", true)?;
    Ok(database)
}

/// Without locks, journal or anything else beside the file.
fn uri(path: &Path) -> String {
    let escaped: String = path
        .to_string_lossy()
        .chars()
        .map(|character| match character {
            '%' | '?' | '#' => format!("%{:02X}", u32::from(character)),
            other => other.to_string(),
        })
        .collect();
    format!("file:{escaped}?immutable=1")
}

/// Columns with values of their own: neither generated nor hidden.
///
/// # Errors
/// When the file can't be read.
pub fn plain_columns(database: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = database.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let names = statement.query_map([table], |row| row.get(0))?;
    names.collect()
}

/// A name in a query.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
