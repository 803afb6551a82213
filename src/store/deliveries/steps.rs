//! The steps of a delivery, and the rule that publishing supersedes.

use jiff::Timestamp;
use serde_json::json;

use super::super::{
    Connection, Database, StoreError,
    audit::{self, Change},
    error::readable,
    rows::text,
};
use crate::domain::{Actor, DeliveryId, DeliveryState, DeliveryStep};

const STATE: &str = "SELECT state FROM delivery_states WHERE id = $1";
const INSERT: &str =
    "INSERT INTO delivery_steps (delivery_id, state, at, actor, reason) VALUES ($1, $2, $3, $4, $5)";
/// The published deliveries of the claim that a delivery speaks of.
const PUBLISHED: &str = "SELECT published.id FROM delivery_states AS published \
     JOIN deliveries AS next ON next.network = published.network AND next.technology = published.technology \
     AND next.service = published.service AND next.environment = published.environment \
     WHERE next.id = $1 AND published.id <> next.id AND published.state = 'published'";
const STEPS: &str = "SELECT state, at, actor, reason FROM delivery_steps WHERE delivery_id = $1 ORDER BY id";

/// Takes a step where the delivery's state allows it. The first one is the reception.
pub(super) async fn take(
    connection: &mut Connection,
    id: DeliveryId,
    step: &DeliveryStep,
) -> Result<(), StoreError> {
    let before = state(connection, id).await?;
    let allowed =
        before.map_or(step.state == DeliveryState::Received, |before| before.may_become(step.state));
    if !allowed {
        return Err(StoreError::NoSuchStep { delivery: id, from: before, to: step.state });
    }
    if step.state == DeliveryState::Published {
        supersede(connection, id, step).await?;
    }
    insert(connection, id, step, before).await
}

pub(super) async fn of(
    readers: &sqlx::Pool<Database>,
    id: DeliveryId,
) -> Result<Vec<DeliveryStep>, StoreError> {
    let rows: Vec<(String, String, String, String)> =
        sqlx::query_as(STEPS).bind(id.0).fetch_all(readers).await?;
    rows.into_iter().map(step).collect()
}

async fn supersede(
    connection: &mut Connection,
    by: DeliveryId,
    step: &DeliveryStep,
) -> Result<(), StoreError> {
    let published: Vec<i64> = sqlx::query_scalar(PUBLISHED).bind(by.0).fetch_all(&mut *connection).await?;
    for id in published {
        let reason = format!("delivery {by}");
        let superseded = DeliveryStep { state: DeliveryState::Superseded, reason, ..step.clone() };
        insert(connection, DeliveryId(id), &superseded, Some(DeliveryState::Published)).await?;
    }
    Ok(())
}

async fn state(connection: &mut Connection, id: DeliveryId) -> Result<Option<DeliveryState>, StoreError> {
    let word: Option<String> = sqlx::query_scalar(STATE).bind(id.0).fetch_optional(connection).await?;
    word.map(|word| readable("state", word.parse())).transpose()
}

async fn insert(
    connection: &mut Connection,
    id: DeliveryId,
    step: &DeliveryStep,
    before: Option<DeliveryState>,
) -> Result<(), StoreError> {
    sqlx::query(INSERT)
        .bind(id.0)
        .bind(step.state.as_str())
        .bind(step.at.to_string())
        .bind(&step.actor)
        .bind(text(&step.reason))
        .execute(&mut *connection)
        .await?;
    let sha256: String = sqlx::query_scalar("SELECT sha256 FROM deliveries WHERE id = $1")
        .bind(id.0)
        .fetch_one(&mut *connection)
        .await?;
    let change = Change {
        at: step.at,
        actor: &Actor::new(&step.actor),
        action: "delivery_step",
        subject: format!("delivery {id}"),
        before: before.map(|state| json!({"state": state.as_str()})),
        // The file's hash binds what was delivered to the trail.
        after: Some(json!({"state": step.state.as_str(), "reason": step.reason, "sha256": sha256})),
    };
    audit::append(connection, change).await
}

fn step((state, at, actor, reason): (String, String, String, String)) -> Result<DeliveryStep, StoreError> {
    let at: Timestamp = readable("at", at.parse())?;
    Ok(DeliveryStep { state: readable("state", state.parse())?, at, actor, reason })
}
