//! What a contract says of an operator's answers: how long it has, and what
//! silence means.

use jiff::{Timestamp, civil::Date};

use super::{NetworkId, Term, organisation::checked_name};

/// A contract's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContractId(pub i64);

/// The terms by which a network's operator answers (R18).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerTerms {
    /// From the day on which a challenge is opened.
    pub answer: Term,
    /// From the day on which it is conceded: until then the claim is put right.
    pub new_map: Term,
    /// Whether silence past the deadline counts as conceded.
    pub silence_concedes: bool,
}

/// A contract that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContract {
    name: String,
    pub network: NetworkId,
    /// Both days belong to it; no end where it is `None`.
    begins_on: Date,
    ends_on: Option<Date>,
    pub terms: AnswerTerms,
}

/// A contract as it is kept. It is never changed: a newer one takes its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub id: ContractId,
    pub created_at: Timestamp,
    pub details: NewContract,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    #[error("a contract's name has 1 to {} characters", super::LONGEST_NAME)]
    Name,
    #[error("a contract can't end on {ends_on} and begin on {begins_on}")]
    EndsBefore { begins_on: Date, ends_on: Date },
}

impl NewContract {
    /// # Errors
    /// When the name is empty or too long, or the end lies before the beginning.
    pub fn new(
        name: &str,
        network: NetworkId,
        (begins_on, ends_on): (Date, Option<Date>),
        terms: AnswerTerms,
    ) -> Result<Self, ContractError> {
        let name = checked_name(name).ok_or(ContractError::Name)?;
        match ends_on {
            Some(ends_on) if ends_on < begins_on => Err(ContractError::EndsBefore { begins_on, ends_on }),
            _ => Ok(Self { name, network, begins_on, ends_on, terms }),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn begins_on(&self) -> Date {
        self.begins_on
    }

    pub fn ends_on(&self) -> Option<Date> {
        self.ends_on
    }

    fn holds_on(&self, day: Date) -> bool {
        self.begins_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }
}

/// The contract that holds for a network on a day: of several the one that began
/// last, of those the one that was kept last.
pub fn contract_on<'contract>(
    contracts: &'contract [Contract],
    network: &NetworkId,
    day: Date,
) -> Option<&'contract Contract> {
    let holding = contracts.iter().filter(|one| one.details.network == *network && one.details.holds_on(day));
    holding.max_by_key(|contract| (contract.details.begins_on, contract.id))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn contract(id: i64, begins_on: Date, ends_on: Option<Date>) -> Contract {
        let terms = AnswerTerms { answer: Term::Days(60), new_map: Term::Days(30), silence_concedes: true };
        let network = NetworkId::new("a").unwrap();
        let details = NewContract::new("Ramavtal", network, (begins_on, ends_on), terms).unwrap();
        Contract { id: ContractId(id), created_at: Timestamp::UNIX_EPOCH, details }
    }

    #[test]
    fn the_contract_that_began_last_holds_on_both_its_days() {
        let contracts = [
            contract(1, date(2020, 1, 1), None),
            contract(2, date(2026, 1, 1), Some(date(2026, 12, 31))),
            contract(3, date(2026, 1, 1), Some(date(2026, 6, 30))),
        ];
        let on = |day| contract_on(&contracts, &NetworkId::new("a").unwrap(), day).map(|one| one.id.0);
        assert_eq!(on(date(2019, 12, 31)), None);
        assert_eq!([on(date(2025, 12, 31)), on(date(2026, 1, 1))], [Some(1), Some(3)]);
        assert_eq!([on(date(2026, 6, 30)), on(date(2026, 7, 1))], [Some(3), Some(2)]);
        assert_eq!([on(date(2026, 12, 31)), on(date(2027, 1, 1))], [Some(2), Some(1)]);
        assert_eq!(contract_on(&contracts, &NetworkId::new("b").unwrap(), date(2026, 1, 1)), None);
    }

    #[test]
    fn a_contract_ends_on_the_day_it_begins_at_the_earliest() {
        let terms = AnswerTerms { answer: Term::Days(1), new_map: Term::Days(1), silence_concedes: false };
        let new = |name, ends| {
            NewContract::new(name, NetworkId::new("a").unwrap(), (date(2026, 1, 1), Some(ends)), terms)
        };
        assert!(new("x", date(2026, 1, 1)).is_ok());
        assert!(matches!(new("x", date(2025, 12, 31)), Err(ContractError::EndsBefore { .. })));
        assert_eq!(new(" ", date(2026, 1, 1)), Err(ContractError::Name));
    }
}
