//! Procurements, and the rooms in which their bids lie sealed: who may look into
//! them, and when.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::{AwardTerms, SessionHolder, organisation::checked_name, words};

/// A procurement's number in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProcurementId(pub i64);

/// A procurement that is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProcurement {
    name: String,
    /// Until then bids are taken; from then on they may be opened.
    opens_at: Timestamp,
    persons: Vec<SessionHolder>,
    /// What it is decided by (JSON), character for character; none: bids are kept
    /// and not evaluated here.
    award_terms: Option<String>,
}

/// A procurement with the state of its room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procurement {
    pub id: ProcurementId,
    pub created_at: Timestamp,
    pub details: NewProcurement,
    /// Names the file that holds the room's key.
    pub key_name: String,
    /// Those of the named persons who want it opened before the date.
    pub consents: Vec<SessionHolder>,
    pub opened_at: Option<Timestamp>,
    pub awarded_at: Option<Timestamp>,
}

/// What a room is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomState {
    /// Bids are taken, and nobody sees them.
    Sealed,
    /// The date has passed; nobody has opened it yet.
    Closed,
    Opened,
    /// The award is decided: bids can be released.
    Awarded,
}

words!(RoomState, "state of a bid room", {
    Sealed => "sealed", Closed => "closed", Opened => "opened", Awarded => "awarded",
});

/// What somebody did at a room's door or in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomEvent {
    Created,
    HandedIn,
    /// Came with a bid when none were taken any more.
    TooLate,
    /// Wants it opened before the date.
    Consented,
    Opened,
    /// Looked at what was handed in.
    Listed,
    /// Took a file out.
    FileRead,
    Awarded,
    Released,
    /// Had what was handed in evaluated.
    Evaluated,
    /// Had a protocol of it signed; the reason is the protocol's SHA-256.
    ProtocolSigned,
    /// Read what stands here.
    LogRead,
    /// Tried whether everything opens, without showing it.
    Checked,
    /// Was turned away.
    Refused,
}

words!(RoomEvent, "event of a bid room", {
    Created => "created", HandedIn => "handed_in", TooLate => "too_late", Consented => "consented", Opened => "opened",
    Listed => "listed", FileRead => "file_read", Evaluated => "evaluated", ProtocolSigned => "protocol_signed", Awarded => "awarded", Released => "released",
    LogRead => "log_read", Checked => "checked", Refused => "refused",
});

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcurementError {
    #[error("a procurement's name has 1 to {} characters", super::LONGEST_NAME)]
    Name,
    #[error("bids can't be opened at {0}: that is past")]
    OpensInThePast(Timestamp),
    #[error("what is published can count to the end of the day before the opening at the latest, not of {0}")]
    CutOffTooLate(Date),
    #[error("a bid room needs at least {FEWEST_PERSONS} different named persons")]
    TooFewPersons,
}

/// Why a room stays shut for somebody.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoomError {
    #[error("there is no procurement {}", .0.0)]
    NoSuchProcurement(ProcurementId),
    #[error("only those who are named for a bid room may do this")]
    NotNamed,
    #[error("the bids are sealed: nobody has opened the room")]
    Sealed,
    #[error("bids were taken until {0}")]
    TooLate(Timestamp),
    #[error("opening before {0} needs a reason")]
    ReasonMissing(Timestamp),
    #[error("bids are released when the award is decided")]
    NotAwarded,
    #[error("there is no such bid, or it has no such file")]
    NoSuchBid,
}

/// Two open it before the date; one who could do it alone would be no seal.
const FEWEST_PERSONS: usize = 2;

/// What becomes of a room when a named person asks for it to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// It was open.
    WasOpen,
    /// It is open from now on.
    Opens,
    /// Before the date: one more has to ask.
    NeedsAnother,
}

words!(Opening, "opening", {
    WasOpen => "was_open", Opens => "opened", NeedsAnother => "needs_another",
});

impl RoomEvent {
    /// Whether it tells who bids: while a room is sealed that is told to nobody.
    pub fn tells_of_a_bidder(self) -> bool {
        matches!(self, Self::HandedIn | Self::TooLate)
    }
}

impl NewProcurement {
    /// # Errors
    /// When the name is empty or too long, the date past, or fewer than two are named.
    pub fn new(
        name: &str,
        opens_at: Timestamp,
        mut persons: Vec<SessionHolder>,
        now: Timestamp,
    ) -> Result<Self, ProcurementError> {
        let name = checked_name(name).ok_or(ProcurementError::Name)?;
        if opens_at <= now {
            return Err(ProcurementError::OpensInThePast(opens_at));
        }
        persons.sort_unstable();
        persons.dedup();
        if persons.len() < FEWEST_PERSONS {
            return Err(ProcurementError::TooFewPersons);
        }
        Ok(Self { name, opens_at, persons, award_terms: None })
    }

    /// With what it is decided by. The cut-off is a day that is over at the opening:
    /// what counts on it can't change any more.
    ///
    /// # Errors
    /// When the cut-off isn't before the day of the opening, in the region's time zone.
    pub fn decided_by(
        self,
        terms: &AwardTerms,
        document: String,
        zone: &TimeZone,
    ) -> Result<Self, ProcurementError> {
        if terms.cut_off >= self.opens_at.to_zoned(zone.clone()).date() {
            return Err(ProcurementError::CutOffTooLate(terms.cut_off));
        }
        Ok(Self { award_terms: Some(document), ..self })
    }

    /// As the store has it: what was checked once is not checked against today.
    pub fn kept(
        name: String,
        opens_at: Timestamp,
        persons: Vec<SessionHolder>,
        award_terms: Option<String>,
    ) -> Self {
        Self { name, opens_at, persons, award_terms }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn opens_at(&self) -> Timestamp {
        self.opens_at
    }

    pub fn award_terms(&self) -> Option<&str> {
        self.award_terms.as_deref()
    }

    /// Those who may look into the room.
    pub fn persons(&self) -> &[SessionHolder] {
        &self.persons
    }
}

impl Procurement {
    pub fn state(&self, now: Timestamp) -> RoomState {
        match (self.awarded_at, self.opened_at) {
            (Some(_), _) => RoomState::Awarded,
            (None, Some(_)) => RoomState::Opened,
            (None, None) if now < self.details.opens_at => RoomState::Sealed,
            (None, None) => RoomState::Closed,
        }
    }

    /// # Errors
    /// When the date has passed, or the room was opened before it.
    pub fn takes_bids(&self, now: Timestamp) -> Result<(), RoomError> {
        match self.state(now) {
            RoomState::Sealed => Ok(()),
            _ => Err(RoomError::TooLate(self.opened_at.unwrap_or(self.details.opens_at))),
        }
    }

    pub fn names(&self, who: Option<SessionHolder>) -> Result<SessionHolder, RoomError> {
        who.filter(|who| self.details.persons.contains(who)).ok_or(RoomError::NotNamed)
    }

    /// Whether somebody may see bids.
    pub fn shows_bids(&self, who: Option<SessionHolder>) -> Result<SessionHolder, RoomError> {
        let who = self.names(who)?;
        if self.opened_at.is_some() { Ok(who) } else { Err(RoomError::Sealed) }
    }

    /// What it means that a named person asks for the room to be opened.
    pub fn opening(&self, who: SessionHolder, reason: &str, now: Timestamp) -> Result<Opening, RoomError> {
        let opens_at = self.details.opens_at;
        if self.opened_at.is_some() {
            return Ok(Opening::WasOpen);
        }
        if now >= opens_at {
            return Ok(Opening::Opens);
        }
        if reason.trim().is_empty() {
            return Err(RoomError::ReasonMissing(opens_at));
        }
        let others = self.consents.iter().filter(|other| **other != who).count();
        Ok(if others + 1 >= FEWEST_PERSONS { Opening::Opens } else { Opening::NeedsAnother })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AwardMethod, PersonId, TokenId};

    const ANNA: SessionHolder = SessionHolder::Person(PersonId(1));
    const BERIT: SessionHolder = SessionHolder::Person(PersonId(2));
    const STRANGER: SessionHolder = SessionHolder::Token(TokenId(1));

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn new(name: &str, persons: &[SessionHolder]) -> Result<NewProcurement, ProcurementError> {
        let (opens_at, now) = (at("2027-03-01T12:00:00Z"), at("2027-01-01T00:00:00Z"));
        NewProcurement::new(name, opens_at, persons.to_vec(), now)
    }

    fn sealed() -> Procurement {
        Procurement {
            id: ProcurementId(1),
            created_at: at("2027-01-01T00:00:00Z"),
            details: new("Demonstration", &[ANNA, BERIT]).unwrap(),
            key_name: String::new(),
            consents: Vec::new(),
            opened_at: None,
            awarded_at: None,
        }
    }

    const BEFORE: &str = "2027-03-01T11:59:59.999Z";
    const AFTER: &str = "2027-03-01T12:00:00Z";

    #[test]
    fn a_room_has_a_name_a_date_to_come_and_two_persons() {
        assert_eq!(new(" ", &[ANNA, BERIT]), Err(ProcurementError::Name));
        assert_eq!(new("x", &[ANNA, ANNA]), Err(ProcurementError::TooFewPersons));
        let today = at("2027-03-01T12:00:00Z");
        let past = NewProcurement::new("x", today, vec![ANNA, BERIT], today);
        assert_eq!(past, Err(ProcurementError::OpensInThePast(today)));
    }

    /// What counts on the cut-off can't change once bids are opened.
    #[test]
    fn the_cut_off_is_over_at_the_opening() {
        let (room, zone) = (new("x", &[ANNA, BERIT]).unwrap(), TimeZone::fixed(jiff::tz::offset(1)));
        let terms = |cut_off: &str| AwardTerms {
            cut_off: cut_off.parse().unwrap(),
            method: AwardMethod::Deductions,
            price_points: 0,
            mandatory: Vec::new(),
            criteria: Vec::new(),
        };
        let today = room.clone().decided_by(&terms("2027-03-01"), String::new(), &zone);
        assert_eq!(today, Err(ProcurementError::CutOffTooLate("2027-03-01".parse().unwrap())));
        let decided = room.decided_by(&terms("2027-02-28"), "{}".to_owned(), &zone).unwrap();
        assert_eq!(decided.award_terms(), Some("{}"));
    }

    #[test]
    fn bids_are_taken_until_the_date_or_the_opening() {
        let room = sealed();
        assert_eq!(room.takes_bids(at(BEFORE)), Ok(()));
        assert_eq!(room.takes_bids(at(AFTER)), Err(RoomError::TooLate(at(AFTER))));
        let opened_at = at("2027-02-01T00:00:00Z");
        let opened = Procurement { opened_at: Some(opened_at), ..room };
        assert_eq!(opened.takes_bids(at(BEFORE)), Err(RoomError::TooLate(opened_at)));
    }

    #[test]
    fn before_the_date_two_different_persons_open_it() {
        let room = sealed();
        assert_eq!(room.opening(ANNA, " ", at(BEFORE)), Err(RoomError::ReasonMissing(at(AFTER))));
        assert_eq!(room.opening(ANNA, "all have bid", at(BEFORE)), Ok(Opening::NeedsAnother));
        let asked = Procurement { consents: vec![ANNA], ..room.clone() };
        assert_eq!(asked.opening(ANNA, "again", at(BEFORE)), Ok(Opening::NeedsAnother));
        assert_eq!(asked.opening(BERIT, "all have bid", at(BEFORE)), Ok(Opening::Opens));
        assert_eq!(room.opening(ANNA, "", at(AFTER)), Ok(Opening::Opens));
    }

    /// Nobody who isn't named, and nobody before it is opened.
    #[test]
    fn bids_are_shown_to_named_persons_of_an_opened_room() {
        let room = sealed();
        assert_eq!(room.shows_bids(Some(ANNA)), Err(RoomError::Sealed));
        let opened = Procurement { opened_at: Some(at(AFTER)), ..room };
        assert_eq!(opened.shows_bids(Some(ANNA)), Ok(ANNA));
        assert_eq!(opened.shows_bids(Some(STRANGER)), Err(RoomError::NotNamed));
        assert_eq!(opened.shows_bids(None), Err(RoomError::NotNamed));
    }

    #[test]
    fn a_room_goes_from_sealed_to_awarded() {
        let room = sealed();
        assert_eq!(room.state(at(BEFORE)), RoomState::Sealed);
        assert_eq!(room.state(at(AFTER)), RoomState::Closed);
        let opened = Procurement { opened_at: Some(at(AFTER)), ..room };
        assert_eq!(opened.state(at(AFTER)), RoomState::Opened);
        let awarded = Procurement { awarded_at: Some(at(AFTER)), ..opened };
        assert_eq!(awarded.state(at(AFTER)), RoomState::Awarded);
    }
}
