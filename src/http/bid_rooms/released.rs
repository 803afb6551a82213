//! What is released of bids, for everybody.

use axum::{Json, extract::State, response::Response};

use super::{content, wire::ReleasedBidsBody};
use crate::{
    domain::{BidNumber, ProcurementId},
    http::{extract::Path, problem::Problem, router::AppState},
};

/// The bids that were released when the award was decided, without what is withheld.
#[utoipa::path(get, path = "/api/v1/procurements/{id}/released-bids", tag = "bids", params(("id" = i64, Path)),
    responses((status = 200, description = "As they came; none before the award", body = ReleasedBidsBody),
        (status = 404, response = Problem), (status = 503, response = Problem)))]
pub async fn released_bids(
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Json<ReleasedBidsBody>, Problem> {
    let released = state.bid_rooms.released(ProcurementId(id)).await?;
    Ok(Json(released.as_slice().into()))
}

/// A file of a bid that is released with its coverage.
#[utoipa::path(get, path = "/api/v1/procurements/{id}/released-bids/{bid}/files/{file}", tag = "bids",
    params(("id" = i64, Path), ("bid" = i64, Path), ("file" = usize, Path, description = "In the bid, from 1")),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, response = Problem), (status = 503, response = Problem)))]
pub async fn released_file(
    State(state): State<AppState>,
    Path((id, bid, file)): Path<(i64, i64, usize)>,
) -> Result<Response, Problem> {
    Ok(content(state.bid_rooms.released_file(ProcurementId(id), (BidNumber(bid), file)).await?))
}
