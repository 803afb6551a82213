//! Deliveries with their features and findings. Superseding is by `published_deliveries`
//! in the migrations; nothing is ever changed or deleted.

use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    Connection, KeptFile, Store, StoreError,
    error::readable,
    findings::{self, FindingRow},
    rows::{self, ROWS_PER_STATEMENT, away},
    wkb,
};
use crate::domain::{CoverageFeature, Delivery, DeliveryHeader, DeliveryId, Finding, NetworkId};

/// A delivery that was read and is to be kept.
#[derive(Clone, Debug)]
pub struct NewDelivery<'features> {
    pub header: DeliveryHeader,
    pub received_at: Timestamp,
    /// The file as it came, kept before.
    pub file: &'features KeptFile,
    /// Features in the file, taken or not.
    pub feature_count: u64,
    /// Those that were taken, in the computing coordinate reference system.
    pub features: &'features [CoverageFeature],
    pub findings: Vec<Finding>,
}

#[derive(sqlx::FromRow)]
struct DeliveryRow {
    id: i64,
    received_at: String,
    network: String,
    technology: String,
    service: String,
    environment: String,
    simulation_date: Option<String>,
    sha256: String,
    feature_count: i64,
}

const INSERT_DELIVERY: &str = "INSERT INTO deliveries (received_at, network, technology, service, environment, \
     simulation_date, sha256, feature_count) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
const INSERT_FEATURES: &str = "INSERT INTO delivery_features (delivery_id, number, area) ";
const INSERT_FINDINGS: &str = "INSERT INTO delivery_findings \
     (delivery_id, number, code, severity, feature, lng, lat, message_sv, message_en) ";

/// The columns of a delivery from the table or view that follows.
macro_rules! select_deliveries {
    ($from:literal) => {
        concat!(
            "SELECT id, received_at, network, technology, service, environment, simulation_date, sha256, \
             feature_count FROM ",
            $from
        )
    };
}

/// The findings of the deliveries in the table or view that follows.
macro_rules! select_findings {
    ($from:literal) => {
        concat!(
            "SELECT delivery_id AS owner, code, severity, feature, lng, lat, message_sv, message_en \
             FROM delivery_findings WHERE delivery_id IN (SELECT id FROM ",
            $from,
            ") ORDER BY delivery_id, number"
        )
    };
}

impl Store {
    /// Keeps a delivery with its features and findings: all of it, or nothing
    /// where this fails or isn't awaited to its end.
    pub async fn add_delivery(&self, new: NewDelivery<'_>) -> Result<Delivery, StoreError> {
        let mut transaction = self.begin().await?;
        let id = insert(&mut transaction, &new).await?;
        transaction.commit().await?;
        let NewDelivery { header, received_at, file, feature_count, findings, .. } = new;
        let sha256 = file.sha256().to_owned();
        Ok(Delivery { id: DeliveryId(id), header, received_at, sha256, feature_count, findings })
    }

    /// All deliveries ever received, oldest first.
    pub async fn deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        // A delivery that comes between the queries has its findings dropped.
        let rows = sqlx::query_as(select_deliveries!("deliveries ORDER BY id"));
        let rows = rows.fetch_all(&self.readers).await?;
        let findings = sqlx::query_as(select_findings!("deliveries"));
        deliveries(rows, findings.fetch_all(&self.readers).await?)
    }

    /// The newest delivery of each network, technology, service and environment, oldest first.
    pub async fn published_deliveries(&self) -> Result<Vec<Delivery>, StoreError> {
        // One transaction: a delivery that comes between the queries would
        // leave the superseded one without its findings.
        let mut snapshot = self.readers.begin().await?;
        let rows = sqlx::query_as(select_deliveries!("published_deliveries ORDER BY id"));
        let rows = rows.fetch_all(&mut *snapshot).await?;
        let findings = sqlx::query_as(select_findings!("published_deliveries"));
        let findings = findings.fetch_all(&mut *snapshot).await?;
        snapshot.rollback().await?;
        deliveries(rows, findings)
    }

    pub async fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        let rows = sqlx::query_as(select_deliveries!("deliveries WHERE id = $1"));
        let rows = rows.bind(id.0).fetch_all(&self.readers).await?;
        let findings = sqlx::query_as(select_findings!("deliveries WHERE id = $1"));
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
    let header = &new.header;
    let id = sqlx::query_scalar(INSERT_DELIVERY)
        .bind(new.received_at.to_string())
        .bind(header.network.as_str())
        .bind(header.technology.as_str())
        .bind(header.service.as_str())
        .bind(header.environment.as_str())
        .bind(header.simulation_date.map(|date| date.to_string()))
        .bind(new.file.sha256())
        .bind(new.feature_count.cast_signed())
        .fetch_one(&mut *connection)
        .await?;
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
            delivery(row, findings)
        })
        .collect()
}

fn delivery(row: DeliveryRow, findings: Vec<Finding>) -> Result<Delivery, StoreError> {
    let date = row.simulation_date.map(|date| readable("simulation_date", date.parse()));
    let header = DeliveryHeader {
        network: readable("network", NetworkId::new(row.network))?,
        technology: readable("technology", row.technology.parse())?,
        service: readable("service", row.service.parse())?,
        environment: readable("environment", row.environment.parse())?,
        simulation_date: date.transpose()?,
    };
    Ok(Delivery {
        id: DeliveryId(row.id),
        header,
        received_at: readable("received_at", row.received_at.parse())?,
        sha256: row.sha256,
        feature_count: row.feature_count.cast_unsigned(),
        findings,
    })
}

fn feature((number, area): (i64, Vec<u8>)) -> Result<CoverageFeature, StoreError> {
    Ok(CoverageFeature { number: number.cast_unsigned(), area: wkb::decode_area("area", &area)? })
}
