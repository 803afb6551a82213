//! `/api/v1/networks/{network}/gap-reports`: what a network is asked to cover, as
//! it was issued; its operator's answers, and which promises were kept.

mod answers;
mod issue;
mod issued;
mod promises;
mod receivers;

pub use answers::*;
pub use issue::*;
pub use issued::*;
pub use promises::*;
pub use receivers::*;

use super::{
    caller::{Caller, not_on},
    problem::Problem,
    question::known_network,
    router::AppState,
};
use crate::domain::{Actor, Bilingual, NetworkId, Permission};

/// The network of the path, and who uses a permission on it: an operator sees and
/// answers what is its own alone.
fn required(
    state: &AppState,
    caller: &Caller,
    permission: Permission,
    network: &str,
) -> Result<(Actor, NetworkId), Problem> {
    let actor = caller.require(permission)?;
    let network = known_network(&state.snapshot().region, network)?;
    match caller.scope(permission).is_some_and(|scope| scope.holds(&network)) {
        true => Ok((actor, network)),
        false => Err(not_on(&network)),
    }
}

fn unknown_report(network: &NetworkId, number: i64) -> Problem {
    let text = Bilingual::new(
        format!("Nätet `{network}` har ingen bristrapport {number}."),
        format!("The network `{network}` has no gap report {number}."),
    );
    Problem::not_found("unknown_gap_report", text)
}
