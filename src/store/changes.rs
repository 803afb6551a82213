//! Whether something has come since: one query that costs nothing, asked often.

use super::{Store, StoreError};

/// How far the store has come. Equal where nothing was published, measured or
/// reported between two askings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Changes {
    /// The last step that any delivery took; nought before the first.
    pub delivery_step: i64,
    pub measurement_import: i64,
    /// Counts up with each campaign, each change of one and each erasure in one.
    pub campaign: i64,
    pub dead_zone: i64,
    /// The last step that any case took.
    pub case_step: i64,
    pub profile: i64,
}

const SELECT: &str = "SELECT (SELECT COALESCE(MAX(id), 0) FROM delivery_steps) AS delivery_step, \
     (SELECT COALESCE(MAX(id), 0) FROM measurement_imports) AS measurement_import, \
     (SELECT CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM campaigns) AS campaign, \
     (SELECT COALESCE(MAX(number), 0) FROM dead_zones) AS dead_zone, \
     (SELECT COALESCE(MAX(id), 0) FROM case_steps) AS case_step, \
     (SELECT COALESCE(MAX(version), 0) FROM profiles) AS profile";

impl Store {
    pub async fn changes(&self) -> Result<Changes, StoreError> {
        Ok(sqlx::query_as(SELECT).fetch_one(self.readers()).await?)
    }
}
