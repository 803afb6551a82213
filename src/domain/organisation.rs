//! Organisations that take part, and the numbers by which they are registered.

use super::{ZoneCode, text::words};

/// An organisation's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationId(pub i64);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrganisationType {
    Municipality,
    Region,
    /// A state authority, county administrative boards among them.
    Authority,
    Operator,
    /// A company, an association, a school.
    Other,
}

words!(OrganisationType, "type of organisation", {
    Municipality => "municipality", Region => "region", Authority => "authority", Operator => "operator",
    Other => "other",
});

/// A Swedish organisation number, `NNNNNN-NNNN`, whose last digit is right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganisationNumber(String);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationError {
    #[error("`{0}` is no organisation number: expected the form NNNNNN-NNNN")]
    Form(String),
    /// The number isn't repeated: it is personal data.
    #[error("this is a personal identity number, or one of a sole trader, not an organisation's number")]
    PersonalNumber,
    #[error("`{number}` is no organisation number: its last digit should be {expected}")]
    CheckDigit { number: String, expected: u8 },
    #[error("an organisation's name has 1 to {LONGEST_NAME} characters")]
    Name,
}

/// Characters of an organisation's, a person's or a token's name.
pub const LONGEST_NAME: usize = 200;

impl OrganisationNumber {
    pub fn new(text: impl Into<String>) -> Result<Self, OrganisationError> {
        let text = text.into();
        let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        if digits.len() != 10 || text.len() != 11 || text.as_bytes()[6] != b'-' {
            return Err(OrganisationError::Form(text));
        }
        // The third digit of an organisation's number is at least 2, so that it is no date of birth.
        if digits[2] < 2 {
            return Err(OrganisationError::PersonalNumber);
        }
        match check_digit(&digits[..9]) {
            expected if expected == digits[9] => Ok(Self(text)),
            expected => Err(OrganisationError::CheckDigit { number: text, expected }),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OrganisationNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Luhn's check digit (ISO/IEC 7812-1, annex B) of nine digits: every second
/// one from the right counts double, its own digits added up.
fn check_digit(digits: &[u8]) -> u8 {
    let doubled = |digit: u8| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
    let from_right = digits.iter().rev().enumerate();
    let sum: u8 =
        from_right.map(|(place, digit)| if place % 2 == 0 { doubled(*digit) } else { *digit }).sum();
    (10 - sum % 10) % 10
}

/// What an organisation says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganisation {
    name: String,
    pub number: OrganisationNumber,
    pub kind: OrganisationType,
    /// The municipality that it belongs to or has its seat in.
    pub home_municipality: Option<ZoneCode>,
}

impl NewOrganisation {
    pub fn new(
        name: &str,
        number: OrganisationNumber,
        kind: OrganisationType,
        home_municipality: Option<ZoneCode>,
    ) -> Result<Self, OrganisationError> {
        let name = checked_name(name).ok_or(OrganisationError::Name)?;
        Ok(Self { name, number, kind, home_municipality })
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// An organisation as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    pub id: OrganisationId,
    pub details: NewOrganisation,
}

/// A name without spaces around it; none where it is empty or too long.
pub(super) fn checked_name(name: &str) -> Option<String> {
    let name = name.trim();
    (1..=LONGEST_NAME).contains(&name.chars().count()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{OrganisationError::*, *};

    #[test]
    fn a_number_is_checked_where_it_is_made() {
        for right in ["202100-5489", "402000-0008", "402000-0016", "402000-0057"] {
            let number = OrganisationNumber::new(right);
            assert_eq!(number.as_ref().map(OrganisationNumber::as_str), Ok(right));
        }
        for wrong in
            ["", "2021005489", "202100-548", "202100-54890", "2021-005489", "202100-548a", "é02100-5489"]
        {
            assert_eq!(OrganisationNumber::new(wrong), Err(Form(wrong.to_owned())));
        }
        let mistyped = CheckDigit { number: "202100-5488".to_owned(), expected: 9 };
        assert_eq!(OrganisationNumber::new("202100-5488"), Err(mistyped));
        assert_eq!(OrganisationNumber::new("811228-9874"), Err(PersonalNumber));
    }

    #[test]
    fn one_wrong_digit_or_two_swapped_are_noticed() {
        let right = "202100-5489";
        for place in (0..11).filter(|place| *place != 6) {
            for digit in b'0'..=b'9' {
                let mut text = right.as_bytes().to_vec();
                text[place] = digit;
                let text = String::from_utf8(text).unwrap();
                assert_eq!(OrganisationNumber::new(&text).is_ok(), text == right, "{text}");
            }
        }
        assert!(OrganisationNumber::new("202010-5489").is_err());
    }

    #[test]
    fn a_name_is_there_and_not_endless() {
        let number = OrganisationNumber::new("402000-0008").unwrap();
        let make = |name: &str| NewOrganisation::new(name, number.clone(), OrganisationType::Other, None);
        assert_eq!(make(" Demonstrationen ").unwrap().name(), "Demonstrationen");
        assert_eq!(make("  "), Err(Name));
        assert_eq!(make(&"å".repeat(LONGEST_NAME + 1)), Err(Name));
    }
}
