//! Call-offs as they come, row by row: what can't be taken is refused with its
//! reason, what is there already isn't counted again, and the rest is taken.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    CallOff, Kronor, LONGEST_NAME, NewFrameworkAgreement, NotAnAmount, OrganisationError, OrganisationId,
    OrganisationNumber,
};

/// A row as somebody filled it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallOffRow {
    /// From 1, without the header.
    pub number: u64,
    pub organisation: String,
    pub day: String,
    pub amount: String,
    pub supplier: String,
    pub reference: String,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallOffFault {
    #[error(transparent)]
    Organisation(#[from] OrganisationError),
    #[error("{0} isn't entitled to call off from this agreement")]
    NotEntitled(OrganisationNumber),
    #[error("`{0}` is no day: expected a form such as 2027-06-30")]
    Day(String),
    #[error("{0} lies outside of the agreement's days")]
    OutsideAgreement(Date),
    #[error("{0} hasn't come yet")]
    Ahead(Date),
    #[error(transparent)]
    Amount(#[from] NotAnAmount),
    #[error("an amount of 0 says nothing")]
    NoAmount,
    #[error("a supplier's name and a reference have 1 to {LONGEST_NAME} characters")]
    Text,
    #[error("the reference `{0}` is there already with another day, amount or supplier")]
    OtherUnderReference(String),
}

/// What became of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenCallOffs {
    pub taken: usize,
    /// Those that were there already, word for word.
    pub already_there: usize,
    pub refused: Vec<(u64, CallOffFault)>,
}

/// By what rows are judged.
#[derive(Clone, Debug)]
pub struct CallOffRules<'agreement> {
    pub agreement: &'agreement NewFrameworkAgreement,
    pub entitled: &'agreement BTreeMap<OrganisationNumber, OrganisationId>,
    pub today: Date,
}

impl CallOffRules<'_> {
    /// What is new among the rows, beside what is there.
    pub fn sort_out(&self, rows: &[CallOffRow], there: &[CallOff]) -> (Vec<CallOff>, TakenCallOffs) {
        let (mut new, mut outcome) = (Vec::new(), TakenCallOffs::default());
        let key = |call_off: &CallOff| (call_off.organisation, call_off.reference.clone());
        let mut known: BTreeMap<_, _> =
            there.iter().map(|call_off| (key(call_off), call_off.clone())).collect();
        for row in rows {
            match self.read(row) {
                Err(fault) => outcome.refused.push((row.number, fault)),
                Ok(call_off) => match known.get(&key(&call_off)) {
                    None => {
                        known.insert(key(&call_off), call_off.clone());
                        new.push(call_off);
                    }
                    Some(same) if *same == call_off => outcome.already_there += 1,
                    Some(other) => {
                        let fault = CallOffFault::OtherUnderReference(other.reference.clone());
                        outcome.refused.push((row.number, fault));
                    }
                },
            }
        }
        outcome.taken = new.len();
        (new, outcome)
    }

    fn read(&self, row: &CallOffRow) -> Result<CallOff, CallOffFault> {
        let number = OrganisationNumber::new(&row.organisation)?;
        let organisation = self.entitled.get(&number).copied();
        let organisation = organisation.ok_or(CallOffFault::NotEntitled(number))?;
        let amount: Kronor = row.amount.parse()?;
        if amount == Kronor::default() {
            return Err(CallOffFault::NoAmount);
        }
        let [supplier, reference] = [text(&row.supplier)?, text(&row.reference)?];
        Ok(CallOff { organisation, day: self.day(&row.day)?, amount, supplier, reference })
    }

    fn day(&self, text: &str) -> Result<Date, CallOffFault> {
        let day: Date = text.trim().parse().map_err(|_| CallOffFault::Day(text.to_owned()))?;
        match day {
            day if !self.agreement.holds_on(day) => Err(CallOffFault::OutsideAgreement(day)),
            day if day > self.today => Err(CallOffFault::Ahead(day)),
            day => Ok(day),
        }
    }
}

fn text(text: &str) -> Result<String, CallOffFault> {
    super::organisation::checked_name(text).ok_or(CallOffFault::Text)
}

impl CallOffFault {
    /// A stable word.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Organisation(_) => "invalid_organisation",
            Self::NotEntitled(_) => "not_entitled",
            Self::Day(_) => "invalid_day",
            Self::OutsideAgreement(_) => "outside_agreement",
            Self::Ahead(_) => "day_ahead",
            Self::Amount(_) | Self::NoAmount => "invalid_amount",
            Self::Text => "invalid_text",
            Self::OtherUnderReference(_) => "reference_taken",
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const NUMBER: &str = "402000-0008";

    fn row(number: u64, [organisation, day, amount, reference]: [&str; 4]) -> CallOffRow {
        let [organisation, day, amount, reference] =
            [organisation, day, amount, reference].map(str::to_owned);
        CallOffRow { number, organisation, day, amount, supplier: "Leverantör".to_owned(), reference }
    }

    fn sorted(rows: &[CallOffRow], there: &[CallOff]) -> (Vec<CallOff>, TakenCallOffs) {
        let amounts = (Kronor::from_ore(100), None);
        let days = (date(2026, 1, 1), Some(date(2029, 12, 31)));
        let agreement = NewFrameworkAgreement::new("Ramavtal", amounts, days).unwrap();
        let entitled = BTreeMap::from([(OrganisationNumber::new(NUMBER).unwrap(), OrganisationId(7))]);
        let rules = CallOffRules { agreement: &agreement, entitled: &entitled, today: date(2026, 6, 30) };
        rules.sort_out(rows, there)
    }

    #[test]
    fn what_comes_again_is_counted_once() {
        let rows = [
            row(1, [NUMBER, "2026-03-01", "1 000,50", "A1"]),
            row(2, [NUMBER, "2026-03-01", "1000.50", "A1"]),
        ];
        let (new, outcome) = sorted(&rows, &[]);
        assert_eq!((new.len(), outcome.taken, outcome.already_there), (1, 1, 1));
        assert_eq!((new[0].organisation, new[0].amount.ore()), (OrganisationId(7), 100_050));
        let (again, outcome) = sorted(&rows, &new);
        assert_eq!((again.len(), outcome.already_there, outcome.refused.len()), (0, 2, 0));
    }

    #[test]
    fn each_row_that_cant_be_taken_says_why_and_the_rest_is_taken() {
        let rows = [
            row(1, ["402000-0007", "2026-03-01", "1", "A"]),
            row(2, ["212000-0142", "2026-03-01", "1", "A"]),
            row(3, [NUMBER, "1/3 2026", "1", "A"]),
            row(4, [NUMBER, "2025-12-31", "1", "A"]),
            row(5, [NUMBER, "2026-07-01", "1", "A"]),
            row(6, [NUMBER, "2026-03-01", "one", "A"]),
            row(7, [NUMBER, "2026-03-01", "0", "A"]),
            row(8, [NUMBER, "2026-03-01", "1", " "]),
            row(9, [NUMBER, "2026-03-01", "1", "A"]),
            row(10, [NUMBER, "2026-03-01", "2", "A"]),
            row(11, [NUMBER, "2026-06-30", "-1", "B"]),
        ];
        let (new, outcome) = sorted(&rows, &[]);
        assert_eq!(new.iter().map(|one| one.amount.ore()).collect::<Vec<_>>(), [100, -100]);
        let refused: Vec<_> = outcome.refused.iter().map(|(number, fault)| (*number, fault.code())).collect();
        let expected = [
            (1, "invalid_organisation"),
            (2, "not_entitled"),
            (3, "invalid_day"),
            (4, "outside_agreement"),
            (5, "day_ahead"),
            (6, "invalid_amount"),
            (7, "invalid_amount"),
            (8, "invalid_text"),
            (10, "reference_taken"),
        ];
        assert_eq!(refused, expected);
    }
}
