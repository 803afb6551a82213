//! `POST /api/v1/procurements/{id}/bids`: a bid in, sealed as it arrives. Nothing
//! of it stands in the address: addresses stand in logs.

use axum::{
    Json,
    extract::{FromRequest, Multipart, Request, State, multipart::Field},
    http::StatusCode,
};

use super::{visitor, wire::ReceiptBody};
use crate::{
    bidding::{HandIn, SealedFile},
    domain::{Permission, ProcurementId},
    http::{
        caller::Caller,
        deliveries::{broken_form, broken_part, text, too_large},
        extract::Path,
        problem::{Problem, invalid_bid},
        router::AppState,
    },
    ingest::{bid::BidDocument, read_document},
};

/// What is opened is opened in memory.
const LARGEST_BID_BYTES: u64 = 512 << 20;
const MOST_FILES: usize = 50;

/// What the form holds.
struct Form {
    bid: BidDocument,
    files: Vec<SealedFile>,
}

/// Hands in a bid: a form with the part `bid` (JSON) and parts `file`. It is
/// sealed as it arrives and goes nowhere else. Coverage in it is read in memory, and
/// refused at once with what is wrong, as a delivery. A bidder who sends another bid
/// before the date replaces the first.
#[utoipa::path(post, path = "/api/v1/procurements/{id}/bids", tag = "bids", params(("id" = i64, Path)),
    security(("token" = []), ("session" = [])),
    request_body(description = "The part `bid` (a BidDocument) and up to 50 parts `file`",
        content((Object = "multipart/form-data"))),
    responses((status = 201, description = "Sealed; the receipt is told this once", body = ReceiptBody),
        (status = 400, response = Problem), (status = 401, response = Problem), (status = 403, response = Problem),
        (status = 404, response = Problem), (status = 409, response = Problem), (status = 413, response = Problem),
        (status = 422, response = Problem), (status = 503, response = Problem)))]
pub async fn hand_in_bid(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    request: Request,
) -> Result<(StatusCode, Json<ReceiptBody>), Problem> {
    let actor = caller.require(Permission::HandInBids)?;
    let at_first = visitor(&state, &caller, actor);
    let room = state.bid_rooms.begin_hand_in(ProcurementId(id), &at_first).await?;
    let form =
        Multipart::from_request(request, &state).await.map_err(|error| broken_form(&error.body_text()))?;
    let Form { bid, files } = receive(&room, form).await?;
    let facts = bid.facts_in(&state.snapshot().region.region)?;
    let names: Vec<_> = files.iter().map(SealedFile::name).collect();
    facts.check_files(&names).map_err(|error| invalid_bid(&error))?;
    let at_last = visitor(&state, &caller, at_first.actor);
    let checked = state.awarding.check(&room, &facts, &files, at_last.at).await?;
    let receipt = state.bid_rooms.hand_in(room, bid, files, &at_last).await?;
    Ok((StatusCode::CREATED, Json(ReceiptBody::new(receipt, &checked))))
}

async fn receive(room: &HandIn, mut form: Multipart) -> Result<Form, Problem> {
    let (mut bid, mut files, mut left) = (None, Vec::new(), LARGEST_BID_BYTES);
    while let Some(part) = form.next_field().await.map_err(|error| broken_part(&error))? {
        match part.name().unwrap_or_default() {
            "bid" if bid.is_none() => bid = Some(read_document(&text(part).await?)?),
            "file" if files.len() < MOST_FILES => {
                let file = receive_file(room, part, left).await?;
                left -= file.byte_count();
                files.push(file);
            }
            "bid" => return Err(broken_form("the part `bid` stands more than once")),
            "file" => return Err(broken_form("there are more than 50 parts `file`")),
            _ => return Err(broken_form("it has a part that is neither `bid` nor `file`")),
        }
    }
    let bid = bid.ok_or_else(|| broken_form("it has no part `bid`"))?;
    Ok(Form { bid, files })
}

/// `most`: so many bytes are left of what a bid may have.
async fn receive_file(room: &HandIn, mut part: Field<'_>, most: u64) -> Result<SealedFile, Problem> {
    let name = part.file_name().unwrap_or_default().to_owned();
    let mut incoming = room.file().await?;
    while let Some(piece) = part.chunk().await.map_err(|error| broken_part(&error))? {
        if incoming.byte_count() + piece.len() as u64 > most {
            return Err(too_large(LARGEST_BID_BYTES));
        }
        incoming.write(piece).await?;
    }
    Ok(incoming.finish(name).await?)
}
