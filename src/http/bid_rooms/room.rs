//! A room from its door inwards: for those who are named, and every visit noted.

use axum::{Json, extract::State, response::Response};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    content, visitor,
    wire::{BidsBody, OpeningBody, ProcurementBody, RoomAccessesBody},
};
use crate::{
    domain::{BidNumber, BidPart, Permission, ProcurementId},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        question::word,
        router::AppState,
    },
    ingest::read_document,
};

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningDocument {
    /// Needed before the date.
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BidReleaseDocument {
    /// Left out: the bid is released whole.
    #[serde(default)]
    #[schema(value_type = Vec<BidPart>)]
    withheld: Vec<String>,
    /// Why something is withheld, and who decided it.
    #[serde(default)]
    reason: String,
}

/// Asks for the bids to be opened. From the date on that opens them; before it a
/// second named person has to ask, too, and then no more bids are taken.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/opening", tag = "bids", params(("id" = i64, Path)),
    request_body = OpeningDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What became of it", body = OpeningBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 422, response = Problem),
        (status = 503, response = Problem)))]
pub async fn open_bids(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Json<OpeningBody>, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let OpeningDocument { reason } = read_document(&body)?;
    let visitor = visitor(&state, &caller, actor);
    Ok(Json(state.bid_rooms.open(ProcurementId(id), &reason, &visitor).await?.into()))
}

/// The bids of an opened room, as they came. Of one bidder the last counts.
#[utoipa::path(get, path = "/api/v1/procurements/{id}/bids", tag = "bids", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "As they came", body = BidsBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 503, response = Problem)))]
pub async fn bids(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<BidsBody>, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let bids = state.bid_rooms.bids(ProcurementId(id), &visitor(&state, &caller, actor)).await?;
    Ok(Json(bids.as_slice().into()))
}

/// A file of a bid, byte for byte as it was handed in.
#[utoipa::path(get, path = "/api/v1/procurements/{id}/bids/{bid}/files/{file}", tag = "bids",
    params(("id" = i64, Path), ("bid" = i64, Path), ("file" = usize, Path, description = "In the bid, from 1")),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 409, response = Problem), (status = 503, response = Problem)))]
pub async fn bid_file(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, bid, file)): Path<(i64, i64, usize)>,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let visitor = visitor(&state, &caller, actor);
    Ok(content(state.bid_rooms.bid_file(ProcurementId(id), (BidNumber(bid), file), &visitor).await?))
}

/// Everything that was done at the room's door or in it. Before it is opened it is
/// left out who handed in, and that anybody did.
#[utoipa::path(get, path = "/api/v1/procurements/{id}/accesses", tag = "bids", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first", body = RoomAccessesBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 503, response = Problem)))]
pub async fn room_accesses(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<RoomAccessesBody>, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let log = state.bid_rooms.log(ProcurementId(id), &visitor(&state, &caller, actor)).await?;
    Ok(Json(log.as_slice().into()))
}

/// Notes that the award is decided. From now on bids can be released.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/award", tag = "bids", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Decided", body = ProcurementBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 503, response = Problem)))]
pub async fn award(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<ProcurementBody>, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let visitor = visitor(&state, &caller, actor);
    state.bid_rooms.award(ProcurementId(id), &visitor).await?;
    let awarded = state.bid_rooms.procurement(ProcurementId(id)).await?;
    Ok(Json(ProcurementBody::new(&awarded, visitor.at)))
}

/// Releases a bid to everybody, whole or without the parts that are withheld.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/bids/{bid}/release", tag = "bids",
    params(("id" = i64, Path), ("bid" = i64, Path)), request_body = BidReleaseDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The bids as they are now", body = BidsBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn release_bid(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, bid)): Path<(i64, i64)>,
    Text(body): Text,
) -> Result<Json<BidsBody>, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let document: BidReleaseDocument = read_document(&body)?;
    let withheld =
        document.withheld.iter().map(|part| word::<BidPart>(part)).collect::<Result<Vec<_>, _>>()?;
    let (visitor, id) = (visitor(&state, &caller, actor), ProcurementId(id));
    state.bid_rooms.release(id, (BidNumber(bid), &withheld), &document.reason, &visitor).await?;
    Ok(Json(state.bid_rooms.bids(id, &visitor).await?.as_slice().into()))
}
