//! People, as their sign-in provider names them.

use super::{NetworkId, OrganisationId, Rights, Role};

/// A person's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub i64);

/// Who somebody is at a sign-in provider: the only name of theirs that never changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The provider's address.
    pub issuer: String,
    pub subject: String,
}

/// A person as they are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub subject: Subject,
    pub name: String,
    pub email: Option<String>,
    pub organisation: Option<OrganisationId>,
    pub role: Role,
    /// Those of an operator. None yet: it sees what everybody sees.
    pub networks: Vec<NetworkId>,
    /// Who isn't can't sign in, and is signed out.
    pub active: bool,
}

impl Person {
    /// What the person may do. An operator that is bound to no network yet is
    /// a reader: nothing is its own.
    pub fn rights(&self) -> Rights {
        let bound = self.networks.clone();
        let role = match self.role {
            Role::Operator if bound.is_empty() => Role::Reader,
            role => role,
        };
        let networks = if role == Role::Operator { bound } else { Vec::new() };
        Rights::of(role, networks).expect("networks go with an operator alone")
    }
}

/// What a sign-in provider says of somebody. What is `None` it has no word on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedInPerson {
    pub subject: Subject,
    pub name: String,
    pub email: Option<String>,
    pub organisation: Option<OrganisationId>,
    pub role: Option<Role>,
    pub networks: Option<Vec<NetworkId>>,
}

/// What an administrator changes of a person; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonChange {
    pub role: Option<Role>,
    pub networks: Option<Vec<NetworkId>>,
    pub active: Option<bool>,
}

impl PersonChange {
    /// Whether it gives nobody anything.
    pub fn only_deactivates(&self) -> bool {
        *self == Self { active: Some(false), ..Self::default() }
    }
}
