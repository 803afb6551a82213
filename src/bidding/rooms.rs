//! The rooms: who comes, what they may, and the log that has it.

use std::{fmt::Write, sync::OnceLock};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{
    BidRoomError, HandIn, HandedIn, KeyFolder, SealedFile,
    hand_in::chance,
    sealed_form::{AccessForm, BidForm, FILE_PURPOSE, FileForm, access_purpose, bid_purpose},
};
use crate::{
    domain::{
        Actor, Bid, BidFile, BidNumber, BidPart, NewProcurement, Opening, Procurement, ProcurementId,
        RoomAccess, RoomError, RoomEvent, RoomKey, SessionHolder,
    },
    ingest::bid::BidDocument,
    store::{RoomStep, Store, StoreError},
};

/// Clones share store and keys.
#[derive(Clone, Debug)]
pub struct BidRooms {
    pub(super) store: Store,
    keys: Option<KeyFolder>,
}

/// Somebody at a room's door.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// None: nobody knows who it is.
    pub holder: Option<SessionHolder>,
    pub actor: Actor,
    pub at: Timestamp,
}

/// A procurement with its room's key in hand.
#[derive(Debug)]
pub(super) struct Room {
    pub procurement: Procurement,
    pub key: RoomKey,
}

/// What is noted of a visit.
pub(super) struct Note<'a> {
    pub event: RoomEvent,
    pub bid: Option<BidNumber>,
    pub reason: &'a str,
}

impl Note<'_> {
    pub fn of(event: RoomEvent) -> Self {
        Self { event, bid: None, reason: "" }
    }
}

impl BidRooms {
    /// `keys`: none where no bids are taken.
    pub fn new(store: Store, keys: Option<KeyFolder>) -> Self {
        Self { store, keys }
    }

    /// Makes a room with a key of its own, which is on disk before the room is.
    pub async fn create(&self, new: NewProcurement, visitor: &Visitor) -> Result<Procurement, BidRoomError> {
        let (keys, key) = (self.keys()?, RoomKey::new(chance()?));
        let key_name = hexadecimal(&chance::<16>()?);
        keys.keep(&key_name, &key)?;
        let note = Note::of(RoomEvent::Created);
        let seal = |number| sealed_access(&key, visitor, &note, number);
        Ok(self.store.add_procurement(new, &key_name, (&visitor.actor, visitor.at), seal).await?)
    }

    /// What everybody may know of all procurements, oldest first.
    pub async fn procurements(&self) -> Result<Vec<Procurement>, BidRoomError> {
        Ok(self.store.procurements().await?)
    }

    pub async fn procurement(&self, id: ProcurementId) -> Result<Procurement, BidRoomError> {
        Ok(self.store.procurement(id).await?.ok_or(RoomError::NoSuchProcurement(id))?)
    }

    /// Begins to take a bid.
    ///
    /// # Errors
    /// When bids aren't taken any more.
    pub async fn begin_hand_in(&self, id: ProcurementId, visitor: &Visitor) -> Result<HandIn, BidRoomError> {
        let room = self.room(id).await?;
        if let Err(error) = room.procurement.takes_bids(visitor.at) {
            let note = Note { reason: &error.to_string(), ..Note::of(RoomEvent::TooLate) };
            self.note(&room, visitor, note).await?;
            return Err(error.into());
        }
        Ok(HandIn { procurement: room.procurement, key: room.key, store: self.store.clone() })
    }

    /// Keeps a bid: its sealed files first, then what names them.
    pub async fn hand_in(
        &self,
        hand_in: HandIn,
        document: BidDocument,
        files: Vec<SealedFile>,
        visitor: &Visitor,
    ) -> Result<HandedIn, BidRoomError> {
        let HandIn { procurement, key, .. } = hand_in;
        // It counts when it is whole, not when it began.
        procurement.takes_bids(visitor.at)?;
        let mut form = BidForm {
            received_at: visitor.at,
            handed_in_by: visitor.actor.as_str().to_owned(),
            bid: document,
            files: Vec::new(),
        };
        let mut kept = Vec::new();
        for SealedFile { name, sha256, byte_count, received } in files {
            let file = self.store.keep(received).await?;
            form.files.push(FileForm { name, sha256, byte_count, sealed_sha256: file.sha256().to_owned() });
            kept.push(file);
        }
        let json = serde_json::to_vec(&form).map_err(|_| BidRoomError::Unreadable("bid"))?;
        let receipt = OnceLock::new();
        let seal = |number| {
            let sealed = sealed(&key, &bid_purpose(number), &json)?;
            receipt.get_or_init(|| format!("{:x}", Sha256::digest(&sealed)));
            Ok(sealed)
        };
        let seal_access = |bid, number| {
            let note = Note { bid: Some(bid), ..Note::of(RoomEvent::HandedIn) };
            sealed_access(&key, visitor, &note, number)
        };
        self.store.add_bid(procurement.id, &kept, seal, seal_access).await?;
        Ok(HandedIn {
            receipt: receipt.into_inner().unwrap_or_default(),
            received_at: form.received_at,
            files: form.files.into_iter().map(|file| (file.name, file.sha256)).collect(),
        })
    }

    /// A named person asks for a room to be opened: at once from the date on,
    /// before it when another one has asked, too.
    pub async fn open(
        &self,
        id: ProcurementId,
        reason: &str,
        visitor: &Visitor,
    ) -> Result<Opening, BidRoomError> {
        let room = self.room(id).await?;
        let named = room.procurement.names(visitor.holder);
        let holder = self.admitted(&room, visitor, None, named).await?;
        let opening = room.procurement.opening(holder, reason, visitor.at);
        let opening = self.admitted(&room, visitor, None, opening).await?;
        let event = if opening == Opening::Opens { RoomEvent::Opened } else { RoomEvent::Consented };
        let note = Note { reason, ..Note::of(event) };
        let seal = |number| sealed_access(&room.key, visitor, &note, number);
        match opening {
            Opening::WasOpen => {}
            Opening::NeedsAnother => {
                self.store.consent_to_opening(step(&room, visitor), holder, seal).await?;
            }
            Opening::Opens => self.store.open_room(step(&room, visitor), seal).await?,
        }
        Ok(opening)
    }

    /// All bids of a room, for the named persons of one that is opened.
    pub async fn bids(&self, id: ProcurementId, visitor: &Visitor) -> Result<Vec<Bid>, BidRoomError> {
        let room = self.inside(id, None, visitor).await?;
        self.note(&room, visitor, Note::of(RoomEvent::Listed)).await?;
        self.opened_bids(&room).await
    }

    /// A bid's file, in clear and in memory alone; `file`: its place in the bid, from 1.
    pub async fn bid_file(
        &self,
        id: ProcurementId,
        (bid, file): (BidNumber, usize),
        visitor: &Visitor,
    ) -> Result<(BidFile, Vec<u8>), BidRoomError> {
        let room = self.inside(id, Some(bid), visitor).await?;
        let found = file_of(&find(self.opened_bids(&room).await?, bid)?, file)?;
        self.note(&room, visitor, Note { bid: Some(bid), reason: "", event: RoomEvent::FileRead }).await?;
        let content = self.content(&room, &found).await?;
        Ok((found, content))
    }

    /// Everything that was done at a room's door or in it, for its named persons.
    /// While it is sealed it is left out who handed in, and that anybody did.
    pub async fn log(&self, id: ProcurementId, visitor: &Visitor) -> Result<Vec<RoomAccess>, BidRoomError> {
        let room = self.room(id).await?;
        let named = room.procurement.names(visitor.holder);
        self.admitted(&room, visitor, None, named).await?;
        self.note(&room, visitor, Note::of(RoomEvent::LogRead)).await?;
        let mut log = self.opened_log(&room).await?;
        let is_sealed = room.procurement.opened_at.is_none();
        log.retain(|access| !(is_sealed && access.event.tells_of_a_bidder()));
        Ok(log)
    }

    /// Notes that the award is decided: from now on bids can be released.
    pub async fn award(&self, id: ProcurementId, visitor: &Visitor) -> Result<(), BidRoomError> {
        let room = self.inside(id, None, visitor).await?;
        let note = Note::of(RoomEvent::Awarded);
        let seal = |number| sealed_access(&room.key, visitor, &note, number);
        Ok(self.store.award(step(&room, visitor), seal).await?)
    }

    /// Releases a bid to everybody, without the parts that are withheld.
    pub async fn release(
        &self,
        id: ProcurementId,
        (bid, withheld): (BidNumber, &[BidPart]),
        reason: &str,
        visitor: &Visitor,
    ) -> Result<(), BidRoomError> {
        let room = self.inside(id, Some(bid), visitor).await?;
        let awarded = room.procurement.awarded_at.map(drop).ok_or(RoomError::NotAwarded);
        self.admitted(&room, visitor, Some(bid), awarded).await?;
        let note = Note { event: RoomEvent::Released, bid: Some(bid), reason };
        let seal = |number| sealed_access(&room.key, visitor, &note, number);
        Ok(self.store.release_bid(step(&room, visitor), bid, withheld, seal).await?)
    }

    /// The bids that are released, each with what is withheld of it.
    pub async fn released(&self, id: ProcurementId) -> Result<Vec<Bid>, BidRoomError> {
        let procurement = self.procurement(id).await?;
        if procurement.awarded_at.is_none() {
            return Ok(Vec::new());
        }
        let room = self.with_key(procurement)?;
        let mut bids = self.opened_bids(&room).await?;
        bids.retain(|bid| bid.release.is_some());
        Ok(bids)
    }

    /// A file of a bid that is released with its coverage.
    pub async fn released_file(
        &self,
        id: ProcurementId,
        (bid, file): (BidNumber, usize),
    ) -> Result<(BidFile, Vec<u8>), BidRoomError> {
        let found = find(self.released(id).await?, bid)?;
        if !found.release.as_ref().is_some_and(|release| release.shows(BidPart::Coverage)) {
            return Err(RoomError::NoSuchBid.into());
        }
        let file = file_of(&found, file)?;
        let room = self.room(id).await?;
        let content = self.content(&room, &file).await?;
        Ok((file, content))
    }

    /// Opens everything that a room holds and compares it with its hashes; shows nothing.
    ///
    /// # Errors
    /// When the key is missing, or something was changed or is gone.
    pub async fn check(&self, id: ProcurementId, visitor: &Visitor) -> Result<(), BidRoomError> {
        let room = self.room(id).await?;
        self.note(&room, visitor, Note::of(RoomEvent::Checked)).await?;
        self.opened_log(&room).await?;
        for bid in self.opened_bids(&room).await? {
            for file in &bid.files {
                let content = self.content(&room, file).await?;
                if format!("{:x}", Sha256::digest(&content)) != file.sha256 {
                    return Err(BidRoomError::Unreadable("file"));
                }
            }
        }
        Ok(())
    }

    pub(super) fn keys(&self) -> Result<&KeyFolder, BidRoomError> {
        self.keys.as_ref().ok_or(BidRoomError::NoKeyFolder)
    }

    pub(super) async fn room(&self, id: ProcurementId) -> Result<Room, BidRoomError> {
        self.keys()?;
        self.with_key(self.procurement(id).await?)
    }

    fn with_key(&self, procurement: Procurement) -> Result<Room, BidRoomError> {
        let key = self.keys()?.read(&procurement.key_name)?;
        Ok(Room { procurement, key })
    }

    /// A room that shows its bids to the visitor.
    pub(super) async fn inside(
        &self,
        id: ProcurementId,
        bid: Option<BidNumber>,
        visitor: &Visitor,
    ) -> Result<Room, BidRoomError> {
        let room = self.room(id).await?;
        let shown = room.procurement.shows_bids(visitor.holder);
        self.admitted(&room, visitor, bid, shown).await?;
        Ok(room)
    }

    /// Notes who is turned away, and why.
    pub(super) async fn admitted<T>(
        &self,
        room: &Room,
        visitor: &Visitor,
        bid: Option<BidNumber>,
        answer: Result<T, RoomError>,
    ) -> Result<T, BidRoomError> {
        if let Err(error) = &answer {
            let note = Note { event: RoomEvent::Refused, bid, reason: &error.to_string() };
            self.note(room, visitor, note).await?;
        }
        Ok(answer?)
    }

    pub(super) async fn note(
        &self,
        room: &Room,
        visitor: &Visitor,
        note: Note<'_>,
    ) -> Result<(), BidRoomError> {
        let seal = |number| sealed_access(&room.key, visitor, &note, number);
        Ok(self.store.note_access(room.procurement.id, seal).await?)
    }

    async fn opened_bids(&self, room: &Room) -> Result<Vec<Bid>, BidRoomError> {
        let sealed = self.store.sealed_bids(room.procurement.id).await?;
        let opened = sealed.into_iter().map(|bid| {
            let json = room.key.open(&bid_purpose(bid.number), &bid.sealed)?;
            BidForm::read(&json)?.bid(bid.number, bid.release)
        });
        opened.collect()
    }

    async fn opened_log(&self, room: &Room) -> Result<Vec<RoomAccess>, BidRoomError> {
        let mut log = Vec::new();
        for (place, (number, sealed)) in (1..).zip(self.store.sealed_accesses(room.procurement.id).await?) {
            if number != place {
                return Err(BidRoomError::Unreadable("log: an entry is missing"));
            }
            log.push(AccessForm::read(&room.key.open(&access_purpose(number), &sealed)?)?);
        }
        Ok(log)
    }

    async fn content(&self, room: &Room, file: &BidFile) -> Result<Vec<u8>, BidRoomError> {
        let sealed = self.store.kept_file(&file.sealed_sha256).await?;
        Ok(room.key.open(FILE_PURPOSE, &sealed)?)
    }
}

fn step<'a>(room: &Room, visitor: &'a Visitor) -> RoomStep<'a> {
    RoomStep { procurement: room.procurement.id, actor: &visitor.actor, at: visitor.at }
}

fn find(bids: Vec<Bid>, number: BidNumber) -> Result<Bid, RoomError> {
    bids.into_iter().find(|bid| bid.number == number).ok_or(RoomError::NoSuchBid)
}

fn file_of(bid: &Bid, place: usize) -> Result<BidFile, RoomError> {
    let file = place.checked_sub(1).and_then(|place| bid.files.get(place));
    file.cloned().ok_or(RoomError::NoSuchBid)
}

fn sealed_access(
    key: &RoomKey,
    visitor: &Visitor,
    note: &Note<'_>,
    number: i64,
) -> Result<Vec<u8>, StoreError> {
    let access = RoomAccess {
        at: visitor.at,
        actor: visitor.actor.clone(),
        event: note.event,
        bid: note.bid,
        reason: note.reason.to_owned(),
    };
    let json = serde_json::to_vec(&AccessForm::from(&access)).expect("its keys are texts");
    sealed(key, &access_purpose(number), &json)
}

fn sealed(key: &RoomKey, purpose: &str, content: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; 19];
    getrandom::fill(&mut nonce).map_err(StoreError::NoChance)?;
    Ok(key.seal(purpose, nonce, content))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes more text");
        text
    })
}
