//! What a data folder says of itself: its region, and whether it was filled.

use jiff::Timestamp;

use super::{Store, StoreError, error::readable};

/// The region that a data folder belongs to.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct RegionBinding {
    #[sqlx(rename = "region")]
    pub id: String,
    /// The computing coordinate reference system, such as `EPSG:3006`.
    pub crs: String,
    /// Of the region's data, as the caller counts it.
    pub sha256: String,
}

/// Whether a data folder was filled with the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    NotStarted,
    /// Started and never finished: only a part may be there.
    Interrupted {
        started_at: Timestamp,
    },
    Finished {
        started_at: Timestamp,
        finished_at: Timestamp,
    },
}

impl Store {
    /// Binds the folder to a region at its first use and says to which it is bound.
    ///
    /// The hash that is answered is that of the first use: a region's data may
    /// change while what was delivered for it stays.
    ///
    /// # Errors
    /// When the folder holds another region, or the same in another coordinate
    /// reference system: stored coordinates would lie elsewhere.
    pub async fn bind_region(&self, asked: &RegionBinding) -> Result<RegionBinding, StoreError> {
        let held = self.bind_once(asked).await?;
        if (&held.id, &held.crs) == (&asked.id, &asked.crs) {
            return Ok(held);
        }
        let asked = asked.clone();
        let RegionBinding { id: held_id, crs: held_crs, .. } = held;
        Err(StoreError::OtherRegion { held_id, held_crs, asked_id: asked.id, asked_crs: asked.crs })
    }

    async fn bind_once(&self, asked: &RegionBinding) -> Result<RegionBinding, StoreError> {
        let insert = "INSERT INTO region_state (id, region, crs, sha256) VALUES (1, $1, $2, $3) \
                      ON CONFLICT (id) DO NOTHING";
        let mut transaction = self.begin().await?;
        let query = sqlx::query(insert).bind(&asked.id).bind(&asked.crs).bind(&asked.sha256);
        query.execute(&mut *transaction).await?;
        let select = sqlx::query_as("SELECT region, crs, sha256 FROM region_state");
        let held = select.fetch_one(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(held)
    }

    /// Whether nothing was ever delivered, measured, required or reported here.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let query = "SELECT 1 FROM deliveries UNION ALL SELECT 1 FROM measurement_imports \
                     UNION ALL SELECT 1 FROM requirements UNION ALL SELECT 1 FROM dead_zones LIMIT 1";
        let entry: Option<i64> = sqlx::query_scalar(query).fetch_optional(self.readers()).await?;
        Ok(entry.is_none())
    }

    pub async fn filling(&self) -> Result<Filling, StoreError> {
        let query = sqlx::query_as("SELECT started_at, finished_at FROM filling");
        let row: Option<(String, Option<String>)> = query.fetch_optional(self.readers()).await?;
        let Some((started_at, finished_at)) = row else { return Ok(Filling::NotStarted) };
        let started_at = readable("started_at", started_at.parse())?;
        let Some(finished_at) = finished_at else { return Ok(Filling::Interrupted { started_at }) };
        Ok(Filling::Finished { started_at, finished_at: readable("finished_at", finished_at.parse())? })
    }

    /// Marks that filling starts, or starts again after an interruption. A
    /// filling that was finished stays finished.
    pub async fn start_filling(&self, at: Timestamp) -> Result<(), StoreError> {
        let query = "INSERT INTO filling (id, started_at) VALUES (1, $1) \
                     ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at \
                     WHERE filling.finished_at IS NULL";
        self.mark(query, at).await
    }

    /// Marks that all is there.
    pub async fn finish_filling(&self, at: Timestamp) -> Result<(), StoreError> {
        self.mark("UPDATE filling SET finished_at = $1 WHERE finished_at IS NULL", at).await
    }

    async fn mark(&self, statement: &'static str, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        sqlx::query(statement).bind(at.to_string()).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}
