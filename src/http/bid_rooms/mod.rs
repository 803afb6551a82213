//! `/api/v1/procurements`: bids in, sealed; out for the named persons of an opened
//! room, and for everybody what is released. Nothing else of the service knows
//! what a bid says.

mod evaluation;
mod hand_in;
mod procurements;
mod released;
mod room;
mod wire;

pub use evaluation::*;
pub use hand_in::*;
pub use procurements::*;
pub use released::*;
pub use room::*;

use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

use super::{caller::Caller, deliveries::attachment, router::AppState};
use crate::{
    access::Identity,
    bidding::Visitor,
    domain::{Actor, BidFile},
};

/// Who stands at a room's door.
fn visitor(state: &AppState, caller: &Caller, actor: Actor) -> Visitor {
    let holder = caller.identity().map(|Identity { holder, .. }| *holder);
    Visitor { holder, actor, at: state.access.now() }
}

/// A bid's file on its way out.
fn content((file, content): (BidFile, Vec<u8>)) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
    ];
    (headers, content).into_response()
}
