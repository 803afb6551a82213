//! An opened room's bids evaluated: the signed protocol, for the whole and for one
//! bidder. What is answered is the file that is handed out, byte for byte.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::visitor;
use crate::{
    awarding::{EvaluationRequest, SetAside, SignedProtocol},
    bidding::Door,
    domain::{BidNumber, Language, Permission, ProcurementId, words},
    http::{
        caller::Caller,
        extract::{Path, Query, Text},
        pdf::pdf_file,
        problem::Problem,
        question::word,
        router::{AppState, off_thread},
    },
    ingest::read_document,
    report::protocol_paper,
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

/// What a protocol is handed out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolFormat {
    Json,
    /// For print, made from the signed file alone, which goes with it.
    Pdf,
}

words!(ProtocolFormat, "format", { Json => "json", Pdf => "pdf" });

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ProtocolQuestion {
    /// Left out: json.
    #[param(value_type = Option<ProtocolFormat>)]
    format: Option<String>,
    /// The language of a PDF; left out: Swedish.
    #[param(value_type = Option<Language>)]
    lang: Option<String>,
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
    params(("id" = i64, Path), ProtocolQuestion), request_body = EvaluationDocument, security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The protocol, signed", content(
            (SignedProtocol = "application/json"), (Vec<u8> = "application/pdf"))), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn evaluate_bids(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<ProtocolQuestion>,
    Text(body): Text,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let form = question.form()?;
    let request = read_document::<EvaluationDocument>(&body)?.request(None);
    let visitor = visitor(&state, &caller, actor);
    let signed = state.awarding.evaluate(ProcurementId(id), &request, Door::Named, &visitor).await?;
    file(&signed, form, &format!("utvarderingsprotokoll-{id}.pdf")).await
}

/// The same for the bidder of one bid, after the award: with its own figures, and of
/// the others who won and by what.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/bids/{bid}/protocol", operation_id = "bidder_protocol",
    tag = "bids", params(("id" = i64, Path), ("bid" = i64, Path), ProtocolQuestion), request_body = EvaluationDocument,
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The protocol, signed", content(
            (SignedProtocol = "application/json"), (Vec<u8> = "application/pdf"))), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem), (status = 409, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn bidder_protocol(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, bid)): Path<(i64, i64)>,
    Query(question): Query<ProtocolQuestion>,
    Text(body): Text,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::KeepBidRooms)?;
    let form = question.form()?;
    let request = read_document::<EvaluationDocument>(&body)?.request(Some(BidNumber(bid)));
    let visitor = visitor(&state, &caller, actor);
    let signed = state.awarding.evaluate(ProcurementId(id), &request, Door::Named, &visitor).await?;
    file(&signed, form, &format!("utvarderingsprotokoll-{id}-anbud-{bid}.pdf")).await
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

impl ProtocolQuestion {
    /// In which language it is printed; none: the signed file itself.
    fn form(&self) -> Result<Option<Language>, Problem> {
        let format = self.format.as_deref().map_or(Ok(ProtocolFormat::Json), word)?;
        let language = self.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
        Ok((format == ProtocolFormat::Pdf).then_some(language))
    }
}

/// The signed file, or what is printed of it and has it with it.
async fn file(signed: &SignedProtocol, form: Option<Language>, name: &str) -> Result<Response, Problem> {
    let bytes = signed.to_bytes().map_err(Problem::internal)?;
    let Some(language) = form else {
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        return Ok((headers, bytes).into_response());
    };
    let printed = off_thread(move || protocol_paper(&bytes, language)).await?;
    Ok(pdf_file(name, printed.map_err(Problem::internal)?))
}
