//! What the buyer decides on a delivery: accepted, rejected with a reason,
//! published.
//!
//! The store's step comes first and says what holds; the snapshot follows. A
//! crash between the two leaves the new version for the next start to publish.

use std::sync::Arc;

use jiff::Timestamp;

use super::{PublishError, Publisher, areas::Areas};
use crate::{
    domain::{Actor, Delivery, DeliveryId, DeliveryState, DeliveryStep},
    store::{Store, StoreError},
};

/// Decides on what a store holds.
#[derive(Clone, Debug)]
pub struct Decisions {
    store: Store,
    areas: Areas,
}

impl Decisions {
    pub fn new(store: Store) -> Self {
        Self { areas: Areas::new(store.clone()), store }
    }

    pub async fn accept(
        &self,
        id: DeliveryId,
        actor: &Actor,
        reason: &str,
    ) -> Result<Delivery, PublishError> {
        self.step(id, DeliveryState::Accepted, actor, reason).await
    }

    /// # Errors
    /// When no reason is given, or the delivery is past rejecting.
    pub async fn reject(
        &self,
        id: DeliveryId,
        actor: &Actor,
        reason: &str,
    ) -> Result<Delivery, PublishError> {
        if reason.trim().is_empty() {
            return Err(PublishError::ReasonMissing);
        }
        self.step(id, DeliveryState::Rejected, actor, reason).await
    }

    /// Publishes a delivery in the store; what its claim had published before is
    /// superseded in the same transaction. Its area is read first: what can't be
    /// read is not published.
    pub async fn publish(
        &self,
        id: DeliveryId,
        actor: &Actor,
        reason: &str,
    ) -> Result<Delivery, PublishError> {
        let delivery = self.delivery(id).await?;
        refuse_impossible(&delivery, DeliveryState::Published)?;
        self.areas.claim(delivery).await?;
        self.step(id, DeliveryState::Published, actor, reason).await
    }

    async fn step(
        &self,
        id: DeliveryId,
        state: DeliveryState,
        actor: &Actor,
        reason: &str,
    ) -> Result<Delivery, PublishError> {
        let delivery = self.delivery(id).await?;
        refuse_impossible(&delivery, state)?;
        let actor = actor.as_str().to_owned();
        let step = DeliveryStep { state, at: Timestamp::now(), actor, reason: reason.trim().to_owned() };
        match self.store.take_step(id, &step).await {
            Ok(()) => Ok(Delivery { state, ..delivery }),
            // Somebody else was quicker.
            Err(StoreError::NoSuchStep { from: Some(state), to, .. }) => {
                Err(PublishError::NotPossible { delivery: id, state, asked: to })
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn delivery(&self, id: DeliveryId) -> Result<Delivery, PublishError> {
        self.store.delivery(id).await?.ok_or(PublishError::NoSuchDelivery(id))
    }
}

impl Publisher {
    pub fn decisions(&self) -> Decisions {
        Decisions { store: self.store().clone(), areas: self.reception.areas.clone() }
    }

    /// Publishes a delivery and builds the snapshot that shows it. Once begun it
    /// goes on to its end, whether its caller waits or not; who reads meanwhile
    /// reads the snapshot before.
    pub async fn publish_delivery(
        self: &Arc<Self>,
        id: DeliveryId,
        actor: &Actor,
        reason: &str,
    ) -> Result<Delivery, PublishError> {
        let (publisher, actor, reason) = (self.clone(), actor.clone(), reason.to_owned());
        let work = tokio::spawn(async move {
            let delivery = publisher.decisions().publish(id, &actor, &reason).await?;
            publisher.show(id).await?;
            Ok(delivery)
        });
        work.await?
    }
}

fn refuse_impossible(delivery: &Delivery, asked: DeliveryState) -> Result<(), PublishError> {
    if delivery.state.may_become(asked) {
        return Ok(());
    }
    Err(PublishError::NotPossible { delivery: delivery.id, state: delivery.state, asked })
}
