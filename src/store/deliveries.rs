//! Deliveries with their findings and steps. Nothing is ever changed or
//! deleted: a delivery's state is its last step.

mod row;
mod steps;

use jiff::Timestamp;

use row::DeliveryRow;

use super::{
    Connection, KeptFile, Store, StoreError,
    findings::{self, FindingRow},
};
use crate::domain::{
    ClaimKey, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState, DeliveryStep, Finding,
};

/// A delivery that was read and is to be kept.
#[derive(Clone, Debug)]
pub struct NewDelivery<'files> {
    pub kind: DeliveryKind,
    pub header: DeliveryHeader,
    pub received_at: Timestamp,
    /// As it was called where it came from.
    pub file_name: String,
    /// The file as it came, kept before.
    pub file: &'files KeptFile,
    /// Features in the file, taken or not.
    pub feature_count: u64,
    /// Those that were taken, as a `CoverageWriter` writes them, kept before.
    pub coverage: &'files KeptFile,
    /// What they cover, overlaps counted once.
    pub area_m2: f64,
    pub findings: Vec<Finding>,
}

const INSERT_FINDINGS: &str = "INSERT INTO delivery_findings \
     (delivery_id, number, code, severity, feature, lng, lat, message_sv, message_en) ";

/// The deliveries of which the condition that follows holds, with their state.
macro_rules! select_deliveries {
    ($condition:literal) => {
        concat!("SELECT * FROM delivery_states ", $condition)
    };
}

/// The findings of the deliveries of which the condition that follows holds.
macro_rules! select_findings {
    ($condition:literal) => {
        concat!(
            "SELECT delivery_id AS owner, code, severity, feature, lng, lat, message_sv, message_en \
             FROM delivery_findings WHERE delivery_id IN (SELECT id FROM delivery_states ",
            $condition,
            ") ORDER BY delivery_id, number"
        )
    };
}

/// Lists deliveries: the condition, and what is bound to its parameters.
macro_rules! list {
    ($store:expr, $condition:literal $(, $bound:expr)*) => {{
        // One transaction: what comes between the queries would leave a
        // delivery without its findings.
        let mut snapshot = $store.snapshot().await?;
        let rows = sqlx::query_as(concat!(select_deliveries!($condition), " ORDER BY id"))$(.bind($bound))*;
        let rows = rows.fetch_all(&mut *snapshot).await?;
        let findings = sqlx::query_as(select_findings!($condition))$(.bind($bound))*;
        let findings = findings.fetch_all(&mut *snapshot).await?;
        snapshot.rollback().await?;
        deliveries(rows, findings)
    }};
}

impl Store {
    /// Keeps a delivery with its findings and the first steps of its way, from
    /// its reception on: all of it, or nothing where this fails or isn't
    /// awaited to its end.
    ///
    /// # Errors
    /// When the steps can't follow one another.
    pub async fn add_delivery(
        &self,
        new: NewDelivery<'_>,
        steps: &[DeliveryStep],
    ) -> Result<Delivery, StoreError> {
        let mut transaction = self.begin().await?;
        let id = insert(&mut transaction, &new, steps).await?;
        transaction.commit().await?;
        let state = steps.last().expect("a delivery was received, at least").state;
        Ok(new.kept(id, state))
    }

    /// Takes a delivery one step on; publishing supersedes what its claim had
    /// published before.
    ///
    /// # Errors
    /// When there is no such delivery, or its state allows no such step.
    pub async fn take_step(&self, id: DeliveryId, step: &DeliveryStep) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        steps::take(&mut transaction, id, step).await?;
        Ok(transaction.commit().await?)
    }

    /// The steps of a delivery, in their order.
    pub async fn delivery_steps(&self, id: DeliveryId) -> Result<Vec<DeliveryStep>, StoreError> {
        steps::of(self.readers(), id).await
    }

    /// All deliveries ever received, oldest first.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        list!(self, "")
    }

    /// What each network claims now, oldest first.
    pub async fn published_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        list!(self, "WHERE state = 'published'")
    }

    /// Those on which somebody has to decide, oldest first.
    pub async fn waiting_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        list!(self, "WHERE state IN ('received', 'validated', 'accepted')")
    }

    /// All deliveries of one claim, whatever became of them, oldest first.
    pub async fn claim_deliveries(&self, claim: &ClaimKey) -> Result<Vec<Delivery>, StoreError> {
        list!(
            self,
            "WHERE network = $1 AND technology = $2 AND service = $3 AND environment = $4",
            claim.network.as_str(),
            claim.technology.as_str(),
            claim.service.as_str(),
            claim.environment.as_str()
        )
    }

    /// All deliveries of the same file, oldest first.
    pub async fn deliveries_with_hash(&self, sha256: &str) -> Result<Vec<Delivery>, StoreError> {
        list!(self, "WHERE sha256 = $1", sha256)
    }

    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        Ok(list!(self, "WHERE id = $1", id.0)?.pop())
    }
}

/// Inserts a delivery with the first steps of its way.
pub(super) async fn insert(
    connection: &mut Connection,
    new: &NewDelivery<'_>,
    steps: &[DeliveryStep],
) -> Result<DeliveryId, StoreError> {
    let id = DeliveryId(row::insert(connection, new).await?);
    findings::insert(connection, INSERT_FINDINGS, id.0, &new.findings).await?;
    if steps.is_empty() {
        let to = DeliveryState::Received;
        return Err(StoreError::NoSuchStep { delivery: id, from: None, to });
    }
    for step in steps {
        steps::take(connection, id, step).await?;
    }
    Ok(id)
}

fn deliveries(rows: Vec<DeliveryRow>, findings: Vec<FindingRow>) -> Result<Vec<Delivery>, StoreError> {
    let mut findings = findings::by_owner(findings)?;
    rows.into_iter()
        .map(|row| {
            let findings = findings.remove(&row.id).unwrap_or_default();
            row.delivery(findings)
        })
        .collect()
}

impl NewDelivery<'_> {
    fn kept(self, id: DeliveryId, state: DeliveryState) -> Delivery {
        let Self { kind, header, received_at, file_name, file, feature_count, coverage, area_m2, findings } =
            self;
        Delivery {
            id,
            kind,
            header,
            received_at,
            file_name,
            sha256: file.sha256().to_owned(),
            feature_count,
            coverage_sha256: coverage.sha256().to_owned(),
            area_m2,
            findings,
            state,
        }
    }
}
