//! Reports of dead zones.

use jiff::Timestamp;
use serde_json::json;

use super::{
    Store, StoreError,
    audit::{self, Change},
    error::readable,
    rows, wkb,
};
use crate::domain::{Actor, DeadZone, DeadZoneReport, NetworkId};

#[derive(sqlx::FromRow)]
struct DeadZoneRow {
    number: i64,
    received_at: String,
    geometry: Vec<u8>,
    network: Option<String>,
    service: String,
    environment: String,
    observed_at: String,
    text: String,
}

const INSERT: &str = "INSERT INTO dead_zones \
     (received_at, geometry, network, service, environment, observed_at, text) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number";
const SELECT: &str = "SELECT number, received_at, geometry, network, service, environment, observed_at, text \
     FROM dead_zones ORDER BY number";

impl Store {
    /// Keeps a report and gives it its number.
    pub async fn add_dead_zone(
        &self,
        report: DeadZoneReport,
        received_at: Timestamp,
        actor: &Actor,
    ) -> Result<DeadZone, StoreError> {
        let mut transaction = self.begin().await?;
        let number = sqlx::query_scalar(INSERT)
            .bind(received_at.to_string())
            .bind(wkb::encode(&report.geometry))
            .bind(report.network.as_ref().map(NetworkId::as_str))
            .bind(report.service.as_str())
            .bind(report.environment.as_str())
            .bind(report.observed_at.to_string())
            .bind(rows::text(&report.text))
            .fetch_one(&mut *transaction)
            .await?;
        // Neither place nor text: they are the reporter's, who may want them erased.
        let after =
            Some(json!({"service": report.service.as_str(), "environment": report.environment.as_str()}));
        let (action, subject) = ("dead_zone_reported", format!("dead zone {number}"));
        let change = Change { at: received_at, actor, action, subject, before: None, after };
        audit::append(&mut transaction, change).await?;
        transaction.commit().await?;
        Ok(DeadZone { number, received_at, report })
    }

    /// All reports, oldest first.
    pub async fn dead_zones(&self) -> Result<Vec<DeadZone>, StoreError> {
        sqlx::query_as(SELECT).fetch_all(self.readers()).await?.into_iter().map(dead_zone).collect()
    }
}

fn dead_zone(row: DeadZoneRow) -> Result<DeadZone, StoreError> {
    let network = row.network.map(NetworkId::new);
    let report = DeadZoneReport {
        geometry: wkb::decode("geometry", &row.geometry)?,
        network: readable("network", network.transpose())?,
        service: readable("service", row.service.parse())?,
        environment: readable("environment", row.environment.parse())?,
        observed_at: readable("observed_at", row.observed_at.parse())?,
        text: row.text,
    };
    Ok(DeadZone {
        number: row.number,
        received_at: readable("received_at", row.received_at.parse())?,
        report,
    })
}
