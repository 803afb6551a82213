//! A delivered file on its way from the network to the disk: never in memory
//! whole, never more than the limit.

use axum::{
    body::{Body, Bytes},
    extract::{
        FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
};
use futures_util::StreamExt;

use super::form::Fields;
use crate::{
    domain::Bilingual,
    http::{problem::Problem, router::AppState},
    ingest::delivery_header::{HeaderSource, SaidHeader},
    publishing::Reception,
    store::{Incoming, ReceivedFile},
};

/// A header's document or a form's field; larger ones are no facts.
const LARGEST_FIELD_BYTES: usize = 64 << 10;
/// More than there are facts and options, several times over.
const MOST_FIELDS: usize = 100;

/// What came with the request.
#[derive(Debug)]
pub struct Upload {
    /// Empty where nobody said it.
    pub name: String,
    pub file: ReceivedFile,
    /// Of the query and the form.
    pub fields: Fields,
    /// The form's part `header`.
    pub beside: Option<SaidHeader>,
}

/// Receives a form or a bare file; `fields` are the query's.
pub async fn receive(state: &AppState, fields: Fields, request: Request) -> Result<Upload, Problem> {
    let reception = state.publisher.reception();
    refuse_announced(&request, reception.limits.file_bytes)?;
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
        let form =
            Multipart::from_request(request, state).await.map_err(|error| broken_form(&error.body_text()))?;
        return receive_form(&reception, fields, form).await;
    }
    let file = receive_body(&reception, request.into_body()).await?;
    let name = fields.option("file_name").unwrap_or_default().to_owned();
    Ok(Upload { name, file, fields, beside: None })
}

/// What says itself that it is too large needn't be sent first.
fn refuse_announced(request: &Request, limit: u64) -> Result<(), Problem> {
    let beside_the_file = (MOST_FIELDS * LARGEST_FIELD_BYTES) as u64;
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    match announced {
        Some(length) if length > limit + beside_the_file => Err(too_large(limit)),
        _ => Ok(()),
    }
}

async fn receive_body(reception: &Reception, body: Body) -> Result<ReceivedFile, Problem> {
    let mut pieces = body.into_data_stream();
    let mut incoming = reception.store.receive().await.map_err(internal)?;
    while let Some(piece) = pieces.next().await {
        write(&mut incoming, piece.map_err(|_| broken_body())?, reception).await?;
    }
    incoming.finish().map_err(internal)
}

async fn receive_form(
    reception: &Reception,
    mut fields: Fields,
    mut form: Multipart,
) -> Result<Upload, Problem> {
    let (mut file, mut beside, mut parts) = (None, None, 0);
    while let Some(part) = form.next_field().await.map_err(|error| broken_part(&error))? {
        parts += 1;
        if parts > MOST_FIELDS {
            return Err(broken_form(&format!("it has more than {MOST_FIELDS} parts")));
        }
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "file" if file.is_none() => {
                let file_name = part.file_name().unwrap_or_default().to_owned();
                file = Some((file_name, receive_part(reception, part).await?));
            }
            "file" => return Err(broken_form("the part `file` stands more than once")),
            "header" => beside = Some(SaidHeader::from_json(HeaderSource::Beside, &text(part).await?)),
            _ => fields.add(name, text(part).await?),
        }
    }
    let (name, file) = file.ok_or_else(|| broken_form("it has no part `file`"))?;
    Ok(Upload { name, file, fields, beside })
}

async fn receive_part(reception: &Reception, mut part: Field<'_>) -> Result<ReceivedFile, Problem> {
    let mut incoming = reception.store.receive().await.map_err(internal)?;
    while let Some(piece) = part.chunk().await.map_err(|error| broken_part(&error))? {
        write(&mut incoming, piece, reception).await?;
    }
    incoming.finish().map_err(internal)
}

async fn write(incoming: &mut Incoming, piece: Bytes, reception: &Reception) -> Result<(), Problem> {
    let limit = reception.limits.file_bytes;
    if incoming.byte_count() + piece.len() as u64 > limit {
        return Err(too_large(limit));
    }
    incoming.write(piece).await.map_err(internal)
}

pub async fn text(mut part: Field<'_>) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| broken_part(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LARGEST_FIELD_BYTES {
            return Err(too_large(LARGEST_FIELD_BYTES as u64));
        }
    }
    String::from_utf8(bytes).map_err(|_| broken_form("a field is not UTF-8"))
}

fn internal(error: crate::store::StoreError) -> Problem {
    Problem::from(crate::publishing::PublishError::from(error))
}

pub fn too_large(limit: u64) -> Problem {
    let sv = format!("Det som skickades är större än gränsen {limit} byte.");
    let text = Bilingual::new(sv, format!("What was sent is larger than the limit of {limit} bytes."));
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", text)
}

fn broken_body() -> Problem {
    let text = Bilingual::new("Det som skickades bröts av.", "What was sent broke off before its end.");
    Problem::bad_request("broken_body", text)
}

pub fn broken_part(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(LARGEST_FIELD_BYTES as u64),
        _ => broken_form(&error.body_text()),
    }
}

pub fn broken_form(reason: &str) -> Problem {
    let sv = format!("Formuläret kan inte läsas: {reason}.");
    Problem::bad_request("broken_form", Bilingual::new(sv, format!("The form can't be read: {reason}.")))
}
