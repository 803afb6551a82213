//! Somebody who is known.

use crate::domain::{Actor, OrganisationId, Person, Rights, SessionHolder, SessionId, Token, TokenId};

/// A person or a token, with what it may do now.
#[derive(Clone, Debug)]
pub struct Identity {
    pub holder: SessionHolder,
    pub name: String,
    pub rights: Rights,
    pub organisation: Option<OrganisationId>,
}

/// What a use is noted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    Token(TokenId),
    Session(SessionId),
}

impl Identity {
    /// As the audit trail names it.
    pub fn actor(&self) -> Actor {
        match self.holder {
            SessionHolder::Person(id) => Actor::person(id, self.rights.role),
            SessionHolder::Token(id) => Actor::token(id, self.rights.role),
        }
    }
}

impl From<Person> for Identity {
    fn from(person: Person) -> Self {
        Self {
            holder: SessionHolder::Person(person.id),
            rights: person.rights(),
            organisation: person.organisation,
            name: person.name,
        }
    }
}

impl From<Token> for Identity {
    fn from(token: Token) -> Self {
        Self {
            holder: SessionHolder::Token(token.id),
            name: token.details.name().to_owned(),
            rights: token.details.rights,
            organisation: token.details.organisation,
        }
    }
}
