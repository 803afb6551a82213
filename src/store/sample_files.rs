//! Rows of the files that samples are kept in, and how such a file comes and
//! goes without ever being lost or left behind.
//!
//! Its removal is noted before it is kept, and struck out by the transaction that
//! names it first; the transaction that names it last notes it again. Whoever is
//! killed in between leaves the note, and the next to look acts on it.

use jiff::{SignedDuration, Timestamp};

use super::{
    Connection, KeptFile, Store, StoreError, backup::tables::FILES, error::readable, samples::PackedMonth,
};

const INSERT: &str =
    "INSERT INTO sample_files (import_id, month, sha256, row_count, raw_since) VALUES ($1, $2, $3, $4, $5)";
const NOTE: &str = "INSERT INTO removals (sha256, due_at) VALUES ($1, $2) \
     ON CONFLICT (sha256) DO UPDATE SET due_at = excluded.due_at";
const STRIKE_OUT: &str = "DELETE FROM removals WHERE sha256 = $1";

/// Whoever keeps a file and doesn't name it for so long is not there any more.
const LONGEST_IMPORT: SignedDuration = SignedDuration::from_hours(24);

/// A file of samples that is on disk, and that no row names yet.
#[derive(Debug)]
pub(super) struct KeptMonth {
    pub month: String,
    pub file: KeptFile,
    pub row_count: u64,
    pub raw_since: Option<Timestamp>,
}

impl Store {
    /// Keeps files that [`insert`] or [`replace`] is to name.
    pub(super) async fn keep_months(&self, months: Vec<PackedMonth>) -> Result<Vec<KeptMonth>, StoreError> {
        let mut transaction = self.begin().await?;
        let due_at = readable("due_at", Timestamp::now().checked_add(LONGEST_IMPORT))?;
        for month in &months {
            note(&mut transaction, month.file.sha256(), due_at).await?;
        }
        transaction.commit().await?;
        let mut kept = Vec::with_capacity(months.len());
        for PackedMonth { month, file, row_count, raw_since } in months {
            kept.push(KeptMonth { month, file: self.keep(file).await?, row_count, raw_since });
        }
        Ok(kept)
    }

    /// Removes kept files that turned out to be needed by nobody.
    pub(super) async fn give_up(&self, months: &[KeptMonth]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for month in months {
            note(&mut transaction, month.file.sha256(), Timestamp::now()).await?;
        }
        transaction.commit().await?;
        self.remove_unnamed().await
    }

    /// Removes the files whose removal is due, unless a row names them.
    pub async fn remove_unnamed(&self) -> Result<(), StoreError> {
        let noted = sqlx::query_as("SELECT sha256, due_at FROM removals").fetch_all(self.readers());
        let noted: Vec<(String, String)> = noted.await?;
        for (sha256, due_at) in noted {
            let due_at: Timestamp = readable("due_at", due_at.parse())?;
            if due_at <= Timestamp::now() {
                self.remove_where_unnamed(&sha256).await?;
            }
        }
        Ok(())
    }

    /// Alone among all writers: nobody begins to name the file meanwhile.
    async fn remove_where_unnamed(&self, sha256: &str) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        let named: Vec<String> = sqlx::query_scalar(FILES).fetch_all(&mut *transaction).await?;
        if !named.iter().any(|named| named == sha256) {
            self.objects.remove(sha256).await?;
        }
        sqlx::query(STRIKE_OUT).bind(sha256).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Notes that a file is to be gone at a time, unless a row names it then.
pub(super) async fn note(
    connection: &mut Connection,
    sha256: &str,
    due_at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(NOTE).bind(sha256).bind(due_at.to_string()).execute(connection).await?;
    Ok(())
}

/// # Errors
/// When a file was removed because it took too long until it was named.
pub(super) async fn insert(
    connection: &mut Connection,
    import: i64,
    months: &[KeptMonth],
) -> Result<(), StoreError> {
    for month in months {
        strike_out(connection, month).await?;
        let KeptMonth { month, file, row_count, raw_since } = month;
        let query = sqlx::query(INSERT).bind(import).bind(month).bind(file.sha256());
        let query = query.bind(row_count.cast_signed()).bind(raw_since.map(|moment| moment.to_string()));
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn strike_out(connection: &mut Connection, month: &KeptMonth) -> Result<(), StoreError> {
    let sha256 = month.file.sha256();
    let struck = sqlx::query(STRIKE_OUT).bind(sha256).execute(connection).await?;
    if struck.rows_affected() == 0 { Err(StoreError::NoSuchFile(sha256.to_owned())) } else { Ok(()) }
}
