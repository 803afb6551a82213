//! What was called off: out as it is kept, in as a table.

use std::collections::BTreeMap;

use axum::{Json, body::Bytes, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{Bilingual, CallOffFault, FrameworkAgreementId, OrganisationId, Permission, TakenCallOffs},
    http::{
        caller::Caller,
        extract::Path,
        organisations::in_swedish,
        problem::Problem,
        router::AppState,
        wire::{RefusedRowBody, table_fault},
    },
    ingest::{TableError, read_call_off_table},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct CallOffsBody {
    call_offs: Vec<CallOffBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CallOffBody {
    /// The organisation's number.
    organisation: String,
    #[schema(format = Date)]
    day: String,
    /// Without value added tax; a correction is below zero.
    sek: f64,
    supplier: String,
    reference: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TakenCallOffsBody {
    taken: usize,
    /// Rows that were there already, word for word: they are counted once.
    already_there: usize,
    refused: Vec<RefusedRowBody>,
}

/// What was called off from an agreement.
#[utoipa::path(get, path = "/api/v1/framework-agreements/{id}/call-offs", tag = "framework agreements",
    params(("id" = i64, Path)), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "By day", body = CallOffsBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn call_offs(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<CallOffsBody>, Problem> {
    caller.require(Permission::ReadAgreements)?;
    let (store, id) = (state.publisher.store(), FrameworkAgreementId(id));
    store.framework_agreement(id).await?;
    let organisations = store.organisations().await?.into_iter();
    let numbers: BTreeMap<OrganisationId, String> =
        organisations.map(|one| (one.id, one.details.number.to_string())).collect();
    let body = |one: crate::domain::CallOff| CallOffBody {
        organisation: numbers.get(&one.organisation).cloned().unwrap_or_default(),
        day: one.day.to_string(),
        sek: one.amount.sek(),
        supplier: one.supplier,
        reference: one.reference,
    };
    Ok(Json(CallOffsBody { call_offs: store.call_offs(id).await?.into_iter().map(body).collect() }))
}

/// Takes call-offs as CSV with the columns `organisation` (or `organisationsnummer`), `day` (`datum`), `amount_sek`
/// (`belopp`), `supplier` (`leverantör`) and `reference` (`referens`). Rows that can't be taken are told, and the
/// rest is taken; a table that is sent again is counted once.
#[utoipa::path(post, path = "/api/v1/framework-agreements/{id}/call-offs", tag = "framework agreements",
    params(("id" = i64, Path)), request_body(content = String, content_type = "text/csv"),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What was taken and what wasn't", body = TakenCallOffsBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 422, response = Problem)))]
pub async fn add_call_offs(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    table: Bytes,
) -> Result<Json<TakenCallOffsBody>, Problem> {
    let actor = caller.require(Permission::WriteAgreements)?;
    let rows = read_call_off_table(&table).map_err(|error| invalid_table(&error))?;
    let taken = state.publisher.add_call_offs(FrameworkAgreementId(id), &rows, &actor).await?;
    Ok(Json(taken.into()))
}

impl From<TakenCallOffs> for TakenCallOffsBody {
    fn from(taken: TakenCallOffs) -> Self {
        let refused = taken.refused.iter().map(|(row, fault)| RefusedRowBody {
            row: *row,
            code: fault.code().to_owned(),
            detail: Bilingual::new(swedish(fault), format!("{fault}.")).into(),
        });
        Self { taken: taken.taken, already_there: taken.already_there, refused: refused.collect() }
    }
}

fn swedish(fault: &CallOffFault) -> String {
    match fault {
        CallOffFault::Organisation(error) => in_swedish(error),
        CallOffFault::NotEntitled(number) => format!("{number} har inte rätt att avropa från avtalet."),
        CallOffFault::Day(text) => format!("`{text}` är ingen dag: skriv till exempel 2027-06-30."),
        CallOffFault::OutsideAgreement(day) => format!("{day} ligger utanför avtalets dagar."),
        CallOffFault::Ahead(day) => format!("{day} har inte kommit än."),
        CallOffFault::Amount(error) => {
            format!("`{}` är inget belopp: skriv kronor, till exempel 1250 eller 1250,50.", error.0)
        }
        CallOffFault::NoAmount => "Beloppet 0 säger ingenting.".to_owned(),
        CallOffFault::Text => "Leverantör och referens ska ha 1 till 200 tecken.".to_owned(),
        CallOffFault::OtherUnderReference(reference) => {
            format!(
                "Referensen `{reference}` finns redan med en annan dag, ett annat belopp eller en annan leverantör."
            )
        }
    }
}

fn invalid_table(error: &TableError) -> Problem {
    Problem::refused("invalid_call_off_table", table_fault(error))
}
