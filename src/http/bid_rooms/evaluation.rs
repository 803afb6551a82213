//! An opened room's bids evaluated: the signed protocol, for the whole and for one
//! bidder. What is answered is the file that is handed out, byte for byte.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::visitor;
use crate::{
    awarding::{EvaluationRequest, SetAside, SignedProtocol},
    bidding::Door,
    domain::{BidNumber, Permission, ProcurementId},
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        router::AppState,
    },
    ingest::read_document,
};

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvaluationDocument {
    /// Bids that don't count, by decision.
    #[serde(default)]
    set_aside: Vec<SetAsideDocument>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetAsideDocument {
    bid: i64,
    /// It stands in the protocol.
    reason: String,
}

/// Whom protocols are signed by.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProtocolKeyBody {
    /// Ed25519.
    algorithm: &'static str,
    /// Hexadecimal.
    public_key: String,
}

/// Evaluates the bids by the award terms that were fixed with the procurement: what
/// each meets, costs or gets, who wins, and what would change that. Signed; the same
/// inputs give the same bytes.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/evaluation", operation_id = "evaluate_bids", tag = "bids",
    params(("id" = i64, Path)), request_body = EvaluationDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The protocol, signed", body = SignedProtocol), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn evaluate_bids(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Text(body): Text,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let request = read_document::<EvaluationDocument>(&body)?.request(None);
    let visitor = visitor(&state, &caller, actor);
    let signed = state.awarding.evaluate(ProcurementId(id), &request, Door::Named, &visitor).await?;
    file(&signed)
}

/// The same for the bidder of one bid, after the award: with its own figures, and of
/// the others who won and by what.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/bids/{bid}/protocol", operation_id = "bidder_protocol",
    tag = "bids", params(("id" = i64, Path), ("bid" = i64, Path)), request_body = EvaluationDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The protocol, signed", body = SignedProtocol), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn bidder_protocol(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, bid)): Path<(i64, i64)>,
    Text(body): Text,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let request = read_document::<EvaluationDocument>(&body)?.request(Some(BidNumber(bid)));
    let visitor = visitor(&state, &caller, actor);
    let signed = state.awarding.evaluate(ProcurementId(id), &request, Door::Named, &visitor).await?;
    file(&signed)
}

/// Whom protocols are signed by: a protocol's own key is compared with this one.
#[utoipa::path(get, path = "/api/v1/protocol-key", tag = "bids",
    responses((status = 200, description = "The public key", body = ProtocolKeyBody), (status = 503, response = Problem)))]
pub async fn protocol_key(State(state): State<AppState>) -> Result<Json<ProtocolKeyBody>, Problem> {
    Ok(Json(ProtocolKeyBody { algorithm: "Ed25519", public_key: state.awarding.public_key()? }))
}

impl EvaluationDocument {
    fn request(self, for_bid: Option<BidNumber>) -> EvaluationRequest {
        let aside = |aside: SetAsideDocument| SetAside { bid: BidNumber(aside.bid), reason: aside.reason };
        EvaluationRequest { set_aside: self.set_aside.into_iter().map(aside).collect(), for_bid }
    }
}

fn file(signed: &SignedProtocol) -> Result<Response, Problem> {
    let bytes = signed.to_bytes().map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}
