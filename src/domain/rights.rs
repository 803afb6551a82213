//! What one person or token may do: a role, the networks it is bound to, and
//! what its scopes leave of it.

use super::{NetworkId, NetworkScope, Permission, Role};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    pub role: Role,
    /// Those of an operator; everybody else is bound to none.
    pub networks: Vec<NetworkId>,
    /// All of the role's permissions where it is `None`.
    scopes: Option<Vec<Permission>>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RightsError {
    #[error("an operator is bound to networks: name at least one")]
    OperatorWithoutNetwork,
    #[error("only an operator is bound to networks, no {0}")]
    NetworksWithoutOperator(Role),
    #[error("a {role} may not {permission}: a scope narrows what the role may do")]
    ScopeBeyondRole { role: Role, permission: Permission },
}

impl Rights {
    /// All that the role may do.
    pub fn of(role: Role, networks: Vec<NetworkId>) -> Result<Self, RightsError> {
        match (role, networks.is_empty()) {
            (Role::Operator, true) => Err(RightsError::OperatorWithoutNetwork),
            (Role::Operator, false) | (_, true) => Ok(Self { role, networks, scopes: None }),
            (role, false) => Err(RightsError::NetworksWithoutOperator(role)),
        }
    }

    /// Only these of them.
    pub fn narrowed_to(self, scopes: Vec<Permission>) -> Result<Self, RightsError> {
        match scopes.iter().find(|permission| !self.role.may(**permission)) {
            Some(permission) => {
                Err(RightsError::ScopeBeyondRole { role: self.role, permission: *permission })
            }
            None => Ok(Self { scopes: Some(scopes), ..self }),
        }
    }

    pub fn scopes(&self) -> Option<&[Permission]> {
        self.scopes.as_deref()
    }

    pub fn may(&self, permission: Permission) -> bool {
        let in_scope = self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&permission));
        self.role.may(permission) && in_scope
    }

    pub fn permissions(&self) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission)).collect()
    }

    /// On whose networks the permission holds; none where it doesn't.
    pub fn scope(&self, permission: Permission) -> Option<NetworkScope> {
        self.may(permission).then(|| match self.role {
            Role::Operator => NetworkScope::Only(self.networks.clone()),
            _ => NetworkScope::All,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Permission::{Deliver, ReadDeliveries, WriteRequirements};

    fn network(id: &str) -> NetworkId {
        NetworkId::new(id).unwrap()
    }

    #[test]
    fn networks_belong_to_operators_alone() {
        assert_eq!(Rights::of(Role::Operator, Vec::new()), Err(RightsError::OperatorWithoutNetwork));
        let bound = Rights::of(Role::Procurer, vec![network("net1")]);
        assert_eq!(bound, Err(RightsError::NetworksWithoutOperator(Role::Procurer)));
    }

    #[test]
    fn a_scope_narrows_and_never_widens() {
        let procurer = Rights::of(Role::Procurer, Vec::new()).unwrap();
        assert_eq!(procurer.permissions(), Role::Procurer.permissions());
        let narrowed = procurer.clone().narrowed_to(vec![WriteRequirements]).unwrap();
        assert_eq!(narrowed.permissions(), [WriteRequirements]);
        assert_eq!(narrowed.scope(ReadDeliveries), None);
        assert!(procurer.clone().narrowed_to(Vec::new()).unwrap().permissions().is_empty());
        let beyond = RightsError::ScopeBeyondRole { role: Role::Procurer, permission: Deliver };
        assert_eq!(procurer.narrowed_to(vec![Deliver]), Err(beyond));
    }

    #[test]
    fn an_operator_acts_on_its_networks_and_others_on_all() {
        let operator = Rights::of(Role::Operator, vec![network("net1")]).unwrap();
        let scope = operator.scope(Deliver).unwrap();
        assert!(scope.holds(&network("net1")) && !scope.holds(&network("net2")));
        let procurer = Rights::of(Role::Procurer, Vec::new()).unwrap();
        assert_eq!(procurer.scope(ReadDeliveries), Some(NetworkScope::All));
    }
}
