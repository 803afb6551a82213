//! Files of samples made anew, without some of their samples or with less of
//! them. The file before is gone when this returns, or soon after a crash.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::json;

use super::{
    Connection, SampleFile, Store, StoreError, StoredSample,
    audit::{self, Change},
    rows::away,
    sample_files::{self, KeptMonth, note},
    samples::{PackedMonth, Row, write},
};
use crate::domain::Actor;

/// What became of raw samples whose time was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expired {
    /// Raw samples that were deleted.
    pub deleted: u64,
    /// Of how many of them something is left.
    pub left: u64,
}

const REPLACE: &str = "UPDATE sample_files SET sha256 = $1, row_count = $2, raw_since = $3 \
     WHERE id = $4 AND sha256 = $5";
const COUNT_DOWN: &str =
    "UPDATE runs SET sample_count = sample_count - $1 WHERE import_id = $2 AND number = $3";
const KEPT_SOURCE: &str = "SELECT sha256 FROM measurement_imports WHERE id = $1 AND file_kept = 1";
const FORGET_SOURCE: &str = "UPDATE measurement_imports SET file_kept = 0 WHERE id = $1";
const COUNT_UP: &str = "UPDATE campaigns SET version = version + 1 WHERE id = $1";

impl Store {
    /// Deletes the raw samples of a file that were taken before a moment, and
    /// puts what `left_of` makes of them in their place. Nothing where another
    /// process has changed the file meanwhile.
    pub async fn expire_samples(
        &self,
        file: &SampleFile,
        before: Timestamp,
        left_of: impl FnOnce(Vec<StoredSample>) -> Vec<StoredSample> + Send + 'static,
        actor: &Actor,
        at: Timestamp,
    ) -> Result<Expired, StoreError> {
        let samples = self.read_all(std::slice::from_ref(file)).await?;
        let is_over = move |stored: &StoredSample| stored.run != 0 && stored.sample.time < before;
        let (over, mut kept): (Vec<_>, Vec<_>) = samples.into_iter().partition(is_over);
        if over.is_empty() {
            return Ok(Expired::default());
        }
        let mut by_run = BTreeMap::<u32, i64>::new();
        over.iter().for_each(|stored| *by_run.entry(stored.run).or_default() += 1);
        let mut expired = Expired { deleted: over.len() as u64, left: 0 };
        let left = away(move || left_of(over)).await;
        expired.left = left.len() as u64;
        kept.extend(left);
        let made = self.made_anew(file, kept).await?;
        let mut transaction = self.begin().await?;
        if !replace(&mut transaction, file, made.as_ref(), at).await? {
            transaction.rollback().await?;
            self.give_up(&Vec::from_iter(made)).await?;
            return Ok(Expired::default());
        }
        for (run, count) in by_run {
            let query = sqlx::query(COUNT_DOWN).bind(count).bind(file.import).bind(i64::from(run));
            query.execute(&mut *transaction).await?;
        }
        forget_source(&mut transaction, file.import, at).await?;
        count_up(&mut transaction, file.campaign.0).await?;
        let after = json!({
            "campaign": file.campaign.0, "month": file.month, "deleted": expired.deleted, "left": expired.left,
        });
        let (action, subject) = ("samples_expired", format!("measurements {}", file.import));
        let change = Change { at, actor, action, subject, before: None, after: Some(after) };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        self.remove_unnamed().await?;
        Ok(expired)
    }

    /// Keeps a file with these samples in place of another; none where there are none.
    pub(super) async fn made_anew(
        &self,
        file: &SampleFile,
        samples: Vec<StoredSample>,
    ) -> Result<Option<KeptMonth>, StoreError> {
        if samples.is_empty() {
            return Ok(None);
        }
        let (incoming, source) = (self.objects.incoming().to_owned(), file.source_sha256.clone());
        let month = file.month.clone();
        let packed = away(move || {
            let rows =
                samples.iter().map(|StoredSample { row, run, sample }| Row { row: *row, run: *run, sample });
            let rows: Vec<_> = rows.collect();
            let raw = rows.iter().filter(|row| row.run != 0);
            let raw_since = raw.map(|row| row.sample.time).min();
            let file = write(&incoming, &source, &rows)?;
            Ok::<_, StoreError>(PackedMonth { month, file, row_count: rows.len() as u64, raw_since })
        });
        Ok(self.keep_months(vec![packed.await?]).await?.pop())
    }
}

/// Names another file, or none, in place of one, whose removal is noted. Whether
/// the row was still as it was read.
pub(super) async fn replace(
    connection: &mut Connection,
    file: &SampleFile,
    made: Option<&KeptMonth>,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let changed = match made {
        Some(made) => {
            sample_files::strike_out(connection, made).await?;
            let query = sqlx::query(REPLACE).bind(made.file.sha256()).bind(made.row_count.cast_signed());
            let query = query.bind(made.raw_since.map(|moment| moment.to_string()));
            query.bind(file.id).bind(&file.sha256).execute(&mut *connection).await?
        }
        None => {
            let query = sqlx::query("DELETE FROM sample_files WHERE id = $1 AND sha256 = $2");
            query.bind(file.id).bind(&file.sha256).execute(&mut *connection).await?
        }
    };
    if changed.rows_affected() == 0 {
        return Ok(false);
    }
    note(connection, &file.sha256, at).await?;
    Ok(true)
}

/// The file as it came goes with the first of its samples.
pub(super) async fn forget_source(
    connection: &mut Connection,
    import: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let kept = sqlx::query_scalar(KEPT_SOURCE).bind(import).fetch_optional(&mut *connection).await?;
    let Some(sha256): Option<String> = kept else { return Ok(()) };
    sqlx::query(FORGET_SOURCE).bind(import).execute(&mut *connection).await?;
    note(connection, &sha256, at).await
}

/// Another process has to see that something has changed.
pub(super) async fn count_up(connection: &mut Connection, campaign: i64) -> Result<(), StoreError> {
    sqlx::query(COUNT_UP).bind(campaign).execute(connection).await?;
    Ok(())
}
