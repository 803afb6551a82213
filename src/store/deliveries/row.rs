//! A delivery as a row, in both directions.

use super::super::{Connection, StoreError, error::readable, rows::text};
use super::NewDelivery;
use crate::domain::{Assumptions, Delivery, DeliveryHeader, DeliveryId, Finding, NetworkId, Share};

const INSERT: &str = "INSERT INTO deliveries (received_at, kind, network, technology, service, environment, \
     carriage, simulation_date, model, model_version, resolution_m, terrain, terrain_vintage, clutter, \
     clutter_vintage, receiver_height_m, body_loss_db, vehicle_loss_db, building_loss_db, \
     location_probability, load, licence, secrecy, replaces, file_name, sha256, feature_count, \
     coverage_sha256, area_m2) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, \
     $22, $23, $24, $25, $26, $27, $28, $29) RETURNING id";

/// A row of `delivery_states`.
#[derive(sqlx::FromRow)]
pub(super) struct DeliveryRow {
    pub id: i64,
    received_at: String,
    kind: String,
    #[sqlx(flatten)]
    claim: ClaimColumns,
    carriage: Option<String>,
    simulation_date: Option<String>,
    #[sqlx(flatten)]
    assumptions: AssumptionColumns,
    licence: Option<String>,
    secrecy: Option<String>,
    replaces: Option<i64>,
    file_name: String,
    sha256: String,
    feature_count: i64,
    coverage_sha256: String,
    area_m2: f64,
    state: String,
}

#[derive(sqlx::FromRow)]
struct ClaimColumns {
    network: String,
    technology: String,
    service: String,
    environment: String,
}

#[derive(sqlx::FromRow)]
struct AssumptionColumns {
    model: Option<String>,
    model_version: Option<String>,
    resolution_m: Option<f64>,
    terrain: Option<String>,
    terrain_vintage: Option<String>,
    clutter: Option<String>,
    clutter_vintage: Option<String>,
    receiver_height_m: Option<f64>,
    body_loss_db: Option<f64>,
    vehicle_loss_db: Option<f64>,
    building_loss_db: Option<f64>,
    location_probability: Option<f64>,
    load: Option<f64>,
}

/// Inserts a delivery; gives its id.
pub(super) async fn insert(connection: &mut Connection, new: &NewDelivery<'_>) -> Result<i64, StoreError> {
    let DeliveryHeader { assumptions, .. } = &new.header;
    let header = &new.header;
    let id = sqlx::query_scalar(INSERT)
        // The driver takes a missing number for one of half the width, and would
        // keep the statement like that.
        .persistent(false)
        .bind(new.received_at.to_string())
        .bind(new.kind.as_str())
        .bind(header.network.as_str())
        .bind(header.technology.as_str())
        .bind(header.service.as_str())
        .bind(header.environment.as_str())
        .bind(header.carriage.map(|carriage| carriage.as_str()))
        .bind(header.simulation_date.map(|date| date.to_string()))
        .bind(assumptions.model.as_deref().map(text))
        .bind(assumptions.model_version.as_deref().map(text))
        .bind(assumptions.resolution_m)
        .bind(assumptions.terrain.as_deref().map(text))
        .bind(assumptions.terrain_vintage.as_deref().map(text))
        .bind(assumptions.clutter.as_deref().map(text))
        .bind(assumptions.clutter_vintage.as_deref().map(text))
        .bind(assumptions.receiver_height_m)
        .bind(assumptions.body_loss_db)
        .bind(assumptions.vehicle_loss_db)
        .bind(assumptions.building_loss_db)
        .bind(assumptions.location_probability.map(Share::value))
        .bind(assumptions.load.map(Share::value))
        .bind(header.licence.as_deref().map(text))
        .bind(header.secrecy.as_deref().map(text))
        .bind(header.replaces.map(|delivery| delivery.0))
        .bind(text(&new.file_name))
        .bind(new.file.sha256())
        .bind(new.feature_count.cast_signed())
        .bind(new.coverage.sha256())
        .bind(new.area_m2)
        .fetch_one(connection)
        .await?;
    Ok(id)
}

impl DeliveryRow {
    pub fn delivery(self, findings: Vec<Finding>) -> Result<Delivery, StoreError> {
        let ClaimColumns { network, technology, service, environment } = self.claim;
        let carriage = self.carriage.map(|word| readable("carriage", word.parse()));
        let date = self.simulation_date.map(|date| readable("simulation_date", date.parse()));
        let header = DeliveryHeader {
            network: readable("network", NetworkId::new(network))?,
            technology: readable("technology", technology.parse())?,
            service: readable("service", service.parse())?,
            environment: readable("environment", environment.parse())?,
            carriage: carriage.transpose()?,
            simulation_date: date.transpose()?,
            assumptions: self.assumptions.assumptions()?,
            licence: self.licence,
            secrecy: self.secrecy,
            replaces: self.replaces.map(DeliveryId),
        };
        Ok(Delivery {
            id: DeliveryId(self.id),
            kind: readable("kind", self.kind.parse())?,
            header,
            received_at: readable("received_at", self.received_at.parse())?,
            file_name: self.file_name,
            sha256: self.sha256,
            feature_count: self.feature_count.cast_unsigned(),
            coverage_sha256: self.coverage_sha256,
            area_m2: self.area_m2,
            findings,
            state: readable("state", self.state.parse())?,
        })
    }
}

impl AssumptionColumns {
    fn assumptions(self) -> Result<Assumptions, StoreError> {
        let share =
            |column, value: Option<f64>| value.map(|value| readable(column, Share::new(value))).transpose();
        Ok(Assumptions {
            model: self.model,
            model_version: self.model_version,
            resolution_m: self.resolution_m,
            terrain: self.terrain,
            terrain_vintage: self.terrain_vintage,
            clutter: self.clutter,
            clutter_vintage: self.clutter_vintage,
            receiver_height_m: self.receiver_height_m,
            body_loss_db: self.body_loss_db,
            vehicle_loss_db: self.vehicle_loss_db,
            building_loss_db: self.building_loss_db,
            location_probability: share("location_probability", self.location_probability)?,
            load: share("load", self.load)?,
        })
    }
}
