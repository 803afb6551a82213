//! Who may see more of a case than everybody, and who may take it on.

use crate::{
    domain::{Actor, Case, CaseNumber, Permission},
    http::{
        caller::{Caller, not_on},
        problem::Problem,
        router::AppState,
    },
};

/// Whether the caller sees the reasons and measurements of a case.
pub fn sees_all(caller: &Caller, case: &Case) -> bool {
    caller.scope(Permission::ReadCases).is_some_and(|scope| scope.holds(&case.subject.network))
}

/// A case on whose network the caller may use a permission, and who that is.
pub async fn required(
    state: &AppState,
    caller: &Caller,
    permission: Permission,
    number: i64,
) -> Result<(Actor, CaseNumber), Problem> {
    let actor = caller.require(permission)?;
    let case = state.publisher.case(CaseNumber(number)).await?;
    let network = &case.subject.network;
    match caller.scope(permission).is_some_and(|scope| scope.holds(network)) {
        true => Ok((actor, case.number)),
        false => Err(not_on(network)),
    }
}
