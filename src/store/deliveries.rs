//! Deliveries with their features, findings and steps. Nothing is ever changed
//! or deleted: a delivery's state is its last step.

mod row;
mod steps;

use jiff::Timestamp;
use rayon::prelude::*;

use row::DeliveryRow;

use super::{
    Connection, KeptFile, Store, StoreError,
    findings::{self, FindingRow},
    rows::{self, ROWS_PER_STATEMENT, away},
    wkb,
};
use crate::domain::{
    Actor, CoverageFeature, Delivery, DeliveryHeader, DeliveryId, DeliveryKind,
    DeliveryState::{Accepted, Published, Received, Validated},
    DeliveryStep, Finding,
};

/// A delivery that was read and is to be kept.
#[derive(Clone, Debug)]
pub struct NewDelivery<'features> {
    pub kind: DeliveryKind,
    pub header: DeliveryHeader,
    pub received_at: Timestamp,
    /// As it was called where it came from.
    pub file_name: String,
    /// The file as it came, kept before.
    pub file: &'features KeptFile,
    /// Features in the file, taken or not.
    pub feature_count: u64,
    /// Those that were taken, in the computing coordinate reference system.
    pub features: &'features [CoverageFeature],
    pub findings: Vec<Finding>,
}

const INSERT_FEATURES: &str = "INSERT INTO delivery_features (delivery_id, number, area) ";
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

impl Store {
    /// Keeps a delivery with its features and findings: all of it, or nothing
    /// where this fails or isn't awaited to its end.
    pub async fn add_delivery(&self, new: NewDelivery<'_>, actor: &Actor) -> Result<Delivery, StoreError> {
        let mut transaction = self.begin().await?;
        let id = insert(&mut transaction, &new).await?;
        for state in [Received, Validated, Accepted, Published] {
            let step = DeliveryStep {
                state,
                at: new.received_at,
                actor: actor.as_str().to_owned(),
                reason: String::new(),
            };
            steps::take(&mut transaction, DeliveryId(id), &step).await?;
        }
        transaction.commit().await?;
        let NewDelivery { kind, header, received_at, file_name, file, feature_count, findings, .. } = new;
        let sha256 = file.sha256().to_owned();
        Ok(Delivery {
            id: DeliveryId(id),
            kind,
            header,
            received_at,
            file_name,
            sha256,
            feature_count,
            findings,
            state: Published,
        })
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
        steps::of(&self.readers, id).await
    }

    /// All deliveries ever received, oldest first.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        // A delivery that comes between the queries has its findings dropped.
        let rows = sqlx::query_as(select_deliveries!("ORDER BY id"));
        let rows = rows.fetch_all(&self.readers).await?;
        let findings = sqlx::query_as(select_findings!(""));
        deliveries(rows, findings.fetch_all(&self.readers).await?)
    }

    /// What each network claims now, oldest first.
    pub async fn published_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        // One transaction: a delivery that comes between the queries would
        // leave the superseded one without its findings.
        let mut snapshot = self.readers.begin().await?;
        let rows = sqlx::query_as(select_deliveries!("WHERE state = 'published' ORDER BY id"));
        let rows = rows.fetch_all(&mut *snapshot).await?;
        let findings = sqlx::query_as(select_findings!("WHERE state = 'published'"));
        let findings = findings.fetch_all(&mut *snapshot).await?;
        snapshot.rollback().await?;
        deliveries(rows, findings)
    }

    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        let rows = sqlx::query_as(select_deliveries!("WHERE id = $1"));
        let rows = rows.bind(id.0).fetch_all(&self.readers).await?;
        let findings = sqlx::query_as(select_findings!("WHERE id = $1"));
        let findings = findings.bind(id.0).fetch_all(&self.readers).await?;
        Ok(deliveries(rows, findings)?.pop())
    }

    /// The features of a delivery that were taken, in the file's order; none
    /// where there is no such delivery.
    pub async fn delivery_features(&self, id: DeliveryId) -> Result<Vec<CoverageFeature>, StoreError> {
        let query = "SELECT number, area FROM delivery_features WHERE delivery_id = $1 ORDER BY id";
        let rows: Vec<(i64, Vec<u8>)> = sqlx::query_as(query).bind(id.0).fetch_all(&self.readers).await?;
        away(move || rows.into_par_iter().map(feature).collect()).await
    }
}

pub(super) async fn insert(connection: &mut Connection, new: &NewDelivery<'_>) -> Result<i64, StoreError> {
    let id = row::insert(connection, new).await?;
    for chunk in new.features.chunks(ROWS_PER_STATEMENT) {
        rows::insert(connection, INSERT_FEATURES, chunk.iter(), |mut row, feature| {
            row.push_bind(id)
                .push_bind(feature.number.cast_signed())
                .push_bind(wkb::encode_area(&feature.area));
        })
        .await?;
    }
    findings::insert(connection, INSERT_FINDINGS, id, &new.findings).await?;
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

fn feature((number, area): (i64, Vec<u8>)) -> Result<CoverageFeature, StoreError> {
    Ok(CoverageFeature { number: number.cast_unsigned(), area: wkb::decode_area("area", &area)? })
}
