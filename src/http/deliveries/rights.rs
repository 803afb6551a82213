//! Which deliveries a caller sees: what is or was published is everybody's, what
//! waits or was rejected is the buyer's and its own operator's.

use axum::http::StatusCode;

use crate::{
    domain::{Bilingual, Delivery, DeliveryId, Permission},
    http::{caller::Caller, problem::Problem, router::AppState},
};

/// Whether the caller is the buyer or the delivery's own operator.
pub fn is_party(caller: &Caller, delivery: &Delivery) -> bool {
    caller.scope(Permission::ReadDeliveries).is_some_and(|scope| scope.holds(&delivery.header.network))
}

pub fn is_visible(caller: &Caller, delivery: &Delivery) -> bool {
    delivery.state.is_released() || is_party(caller, delivery)
}

/// Whether everybody may have its content.
pub fn is_open(delivery: &Delivery) -> bool {
    delivery.state.is_released() && delivery.header.secrecy.is_none()
}

/// The delivery, where the caller sees it. To others it isn't there: that
/// something waits is nobody else's business.
pub async fn visible(state: &AppState, caller: &Caller, id: i64) -> Result<Delivery, Problem> {
    let delivery = state.publisher.delivery(DeliveryId(id)).await?;
    delivery.filter(|delivery| is_visible(caller, delivery)).ok_or_else(|| unknown_delivery(id))
}

/// The delivery, where the caller may have its content: secrecy that is claimed
/// leaves it to the buyer and the operator.
pub async fn readable(state: &AppState, caller: &Caller, id: i64) -> Result<Delivery, Problem> {
    let delivery = visible(state, caller, id).await?;
    if is_open(&delivery) || is_party(caller, &delivery) {
        return Ok(delivery);
    }
    let sv = format!(
        "Operatören begär sekretess för leverans {id}: filen lämnas bara till beställaren och operatören."
    );
    let en = format!(
        "The operator claims secrecy for delivery {id}: its file is for the buyer and the operator alone."
    );
    Err(Problem::new(StatusCode::FORBIDDEN, "secrecy_claimed", Bilingual::new(sv, en)))
}

fn unknown_delivery(id: i64) -> Problem {
    let text = Bilingual::new(format!("Leverans {id} finns inte."), format!("There is no delivery {id}."));
    Problem::not_found("unknown_delivery", text)
}
