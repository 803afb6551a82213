//! Rights that a request asks for somebody else.

use super::{
    caller::{Caller, not_allowed},
    problem::Problem,
    question::{known_network, word},
    router::AppState,
};
use crate::domain::{Bilingual, Permission, Rights, RightsError, Role};

/// The words of somebody's rights.
pub struct RightsWords<'a> {
    pub role: &'a str,
    pub networks: &'a [String],
    pub scopes: Option<&'a [String]>,
}

impl RightsWords<'_> {
    pub fn rights(&self, state: &AppState) -> Result<Rights, Problem> {
        let region = &state.snapshot().region;
        let networks = self.networks.iter().map(|id| known_network(region, id)).collect::<Result<_, _>>()?;
        let rights = Rights::of(word::<Role>(self.role)?, networks).map_err(|error| refused(&error))?;
        let Some(scopes) = self.scopes else { return Ok(rights) };
        let scopes = scopes.iter().map(|scope| word::<Permission>(scope)).collect::<Result<_, _>>()?;
        rights.narrowed_to(scopes).map_err(|error| refused(&error))
    }
}

/// Nobody gives away what they don't have: a token that is narrowed to managing
/// access would otherwise make itself one that may do everything.
pub fn refuse_beyond(caller: &Caller, permissions: &[Permission]) -> Result<(), Problem> {
    permissions.iter().try_for_each(|permission| match caller.scope(*permission) {
        Some(_) => Ok(()),
        None => Err(not_allowed(*permission)),
    })
}

fn refused(error: &RightsError) -> Problem {
    let sv = match error {
        RightsError::OperatorWithoutNetwork => "En operatör är bunden till nät: ange minst ett.".to_owned(),
        RightsError::NetworksWithoutOperator(role) => {
            format!("Bara en operatör är bunden till nät, ingen `{role}`.")
        }
        RightsError::ScopeBeyondRole { role, permission } => {
            format!("Rollen `{role}` har inte rättigheten `{permission}`: en avgränsning bara minskar.")
        }
    };
    Problem::refused("invalid_rights", Bilingual::new(sv, format!("{error}.")))
}
