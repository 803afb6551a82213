//! An opened room as an evaluation needs it: all bids at once, each with what
//! names it, and their files in memory alone.

use sha2::{Digest, Sha256};

use super::{
    BidRoomError, BidRooms, Visitor,
    hand_in::chance,
    rooms::{Note, Room},
    sealed_form::{BidForm, FILE_PURPOSE, bid_purpose},
};
use crate::{
    domain::{Bid, BidFile, Procurement, ProcurementId, ProtocolKey, RoomError, RoomEvent},
    store::Store,
};

/// How somebody comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// By the service, which asks whether one is named.
    Named,
    /// With the folders of data and keys in hand, which is more than any permission.
    Keys,
}

/// An opened room with its bids.
#[derive(Debug)]
pub struct OpenedRoom {
    pub(super) room: Room,
    store: Store,
    pub bids: Vec<OpenedBid>,
}

#[derive(Clone, Debug)]
pub struct OpenedBid {
    pub bid: Bid,
    /// SHA-256 of the sealed bid: the bidder has it.
    pub receipt: String,
}

impl BidRooms {
    /// Opens all bids for an evaluation; `after_award`: not before that.
    pub async fn opened(
        &self,
        id: ProcurementId,
        (door, after_award): (Door, bool),
        visitor: &Visitor,
    ) -> Result<OpenedRoom, BidRoomError> {
        let room = match door {
            Door::Named => self.inside(id, None, visitor).await?,
            Door::Keys => {
                let room = self.room(id).await?;
                let opened = room.procurement.opened_at.map(drop).ok_or(RoomError::Sealed);
                self.admitted(&room, visitor, None, opened).await?;
                room
            }
        };
        if after_award {
            let awarded = room.procurement.awarded_at.map(drop).ok_or(RoomError::NotAwarded);
            self.admitted(&room, visitor, None, awarded).await?;
        }
        self.note(&room, visitor, Note::of(RoomEvent::Evaluated)).await?;
        let sealed = self.store.sealed_bids(id).await?.into_iter();
        let opened = sealed.map(|sealed| {
            let json = room.key.open(&bid_purpose(sealed.number), &sealed.sealed)?;
            let receipt = format!("{:x}", Sha256::digest(&sealed.sealed));
            Ok(OpenedBid { bid: BidForm::read(&json)?.bid(sealed.number, sealed.release)?, receipt })
        });
        let bids = opened.collect::<Result<_, BidRoomError>>()?;
        Ok(OpenedRoom { room, store: self.store.clone(), bids })
    }

    /// Notes that a protocol was signed.
    pub async fn note_protocol(
        &self,
        opened: &OpenedRoom,
        sha256: &str,
        visitor: &Visitor,
    ) -> Result<(), BidRoomError> {
        let note = Note { reason: sha256, ..Note::of(RoomEvent::ProtocolSigned) };
        self.note(&opened.room, visitor, note).await
    }

    /// The key that protocols are signed with, made when it is first asked for.
    pub fn protocol_key(&self) -> Result<ProtocolKey, BidRoomError> {
        Ok(self.keys()?.protocol_key(chance()?)?)
    }
}

impl OpenedRoom {
    pub fn procurement(&self) -> &Procurement {
        &self.room.procurement
    }

    /// A file in clear, in memory alone.
    ///
    /// # Errors
    /// When it is gone, or is no longer what was handed in.
    pub async fn content(&self, file: &BidFile) -> Result<Vec<u8>, BidRoomError> {
        let sealed = self.store.kept_file(&file.sealed_sha256).await?;
        let key = self.room.key.clone();
        let open = move || key.open(FILE_PURPOSE, &sealed);
        let content = tokio::task::spawn_blocking(open).await;
        let content = content.map_err(|_| BidRoomError::Unreadable("file"))??;
        if format!("{:x}", Sha256::digest(&content)) != file.sha256 {
            return Err(BidRoomError::Unreadable("file"));
        }
        Ok(content)
    }
}
