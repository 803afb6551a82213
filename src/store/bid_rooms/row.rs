//! Rows of procurements, their named persons and their bids.

use jiff::Timestamp;

use super::{
    super::{StoreError, error::readable, words},
    SealedBid,
};
use crate::domain::{
    BidNumber, BidPart, BidRelease, NewProcurement, PersonId, Procurement, ProcurementId, SessionHolder,
    TokenId,
};

pub const SELECT: &str = "SELECT id, created_at, name, opens_at, key_name, opened_at, awarded_at, award_terms \
     FROM procurements ORDER BY id";
pub const SELECT_BIDS: &str = "SELECT number, sealed, released_at, withheld FROM bids \
     WHERE procurement_id = $1 ORDER BY number";

#[derive(sqlx::FromRow)]
pub struct ProcurementRow {
    id: i64,
    created_at: String,
    name: String,
    opens_at: String,
    key_name: String,
    opened_at: Option<String>,
    awarded_at: Option<String>,
    award_terms: Option<String>,
}

#[derive(sqlx::FromRow)]
pub struct PersonRow {
    procurement_id: i64,
    person_id: Option<i64>,
    token_id: Option<i64>,
    consented_at: Option<String>,
}

#[derive(sqlx::FromRow)]
pub struct BidRow {
    number: i64,
    sealed: Vec<u8>,
    released_at: Option<String>,
    withheld: Option<String>,
}

impl ProcurementRow {
    /// `persons`: of all procurements.
    pub fn procurement(self, persons: &[PersonRow]) -> Result<Procurement, StoreError> {
        let own = || persons.iter().filter(|person| person.procurement_id == self.id);
        let named = own().map(PersonRow::holder).collect::<Result<_, _>>()?;
        let consents = own().filter(|person| person.consented_at.is_some()).map(PersonRow::holder);
        let consents = consents.collect::<Result<_, _>>()?;
        let some = |column, text: Option<String>| text.map(|text| moment(column, &text)).transpose();
        Ok(Procurement {
            id: ProcurementId(self.id),
            created_at: moment("created_at", &self.created_at)?,
            details: NewProcurement::kept(
                self.name,
                moment("opens_at", &self.opens_at)?,
                named,
                self.award_terms,
            ),
            key_name: self.key_name,
            consents,
            opened_at: some("opened_at", self.opened_at)?,
            awarded_at: some("awarded_at", self.awarded_at)?,
        })
    }
}

impl PersonRow {
    fn holder(&self) -> Result<SessionHolder, StoreError> {
        match (self.person_id, self.token_id) {
            (Some(person), None) => Ok(SessionHolder::Person(PersonId(person))),
            (None, Some(token)) => Ok(SessionHolder::Token(TokenId(token))),
            _ => readable("person_id", Err("neither a person nor a token, or both")),
        }
    }
}

impl TryFrom<BidRow> for SealedBid {
    type Error = StoreError;

    fn try_from(row: BidRow) -> Result<Self, StoreError> {
        let BidRow { number, sealed, released_at, withheld } = row;
        let release = match released_at {
            None => None,
            Some(at) => {
                let withheld =
                    words::split("withheld", &withheld.unwrap_or_default(), |word| word.parse::<BidPart>())?;
                Some(BidRelease { at: moment("released_at", &at)?, withheld })
            }
        };
        Ok(Self { number: BidNumber(number), sealed, release })
    }
}

pub fn moment(column: &'static str, text: &str) -> Result<Timestamp, StoreError> {
    readable(column, text.parse())
}

/// As the columns of a person and of a token.
pub fn columns(holder: SessionHolder) -> (Option<i64>, Option<i64>) {
    match holder {
        SessionHolder::Person(id) => (Some(id.0), None),
        SessionHolder::Token(id) => (None, Some(id.0)),
    }
}

/// As the audit trail names them.
pub fn name(holder: SessionHolder) -> String {
    match holder {
        SessionHolder::Person(id) => format!("person {}", id.0),
        SessionHolder::Token(id) => format!("token {}", id.0),
    }
}
