//! What is due: an operator's own, the buyer's all.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::wire::{CaseBody, CaseToday};
use crate::{
    domain::{CaseNumber, CaseState, NetworkScope, Permission},
    http::{caller::Caller, problem::Problem, router::AppState},
    store::CaseFilter,
};

/// States in which somebody has a deadline.
const WITH_DEADLINE: [CaseState; 4] =
    [CaseState::Challenged, CaseState::Accepted, CaseState::Planned, CaseState::Verifying];
const PAGE: u32 = 500;

#[derive(Debug, Serialize, ToSchema)]
pub struct DueCasesBody {
    cases: Vec<CaseBody>,
}

/// Cases in which something is due; an operator's are those of its own networks.
#[utoipa::path(get, path = "/api/v1/due-cases", tag = "cases", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "What is due first comes first", body = DueCasesBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn due_cases(State(state): State<AppState>, caller: Caller) -> Result<Json<DueCasesBody>, Problem> {
    caller.require(Permission::ReadCases)?;
    let networks = match caller.scope(Permission::ReadCases) {
        Some(NetworkScope::Only(own)) => Some(own),
        _ => None,
    };
    let (snapshot, mut before, mut due) = (state.snapshot(), None::<CaseNumber>, Vec::new());
    loop {
        let filter = CaseFilter { networks: networks.clone(), states: Some(WITH_DEADLINE.to_vec()), before };
        let page = state.publisher.store().cases(&filter, PAGE).await?;
        for case in &page {
            let today = CaseToday::new(&state, case)?;
            if let Some(deadline) = today.progress.due() {
                due.push((deadline.on, case.number, today.body(&state, &snapshot, &caller)?));
            }
        }
        before = page.last().map(|case| case.number);
        if page.len() < PAGE as usize {
            break;
        }
    }
    due.sort_by_key(|(on, number, _)| (*on, *number));
    Ok(Json(DueCasesBody { cases: due.into_iter().map(|(_, _, case)| case).collect() }))
}
