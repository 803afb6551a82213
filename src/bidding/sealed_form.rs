//! What is sealed of a bid, and of an entry of a room's log: JSON.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::BidRoomError;
use crate::{
    domain::{Actor, Bid, BidFile, BidNumber, BidRelease, RoomAccess, RoomEvent},
    ingest::bid::BidDocument,
};

/// A bid that is on its way into its room.
#[derive(Debug, Serialize, Deserialize)]
pub struct BidForm {
    pub received_at: Timestamp,
    pub handed_in_by: String,
    pub bid: BidDocument,
    pub files: Vec<FileForm>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct FileForm {
    pub name: String,
    /// Of the file in clear.
    pub sha256: String,
    pub byte_count: u64,
    pub sealed_sha256: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AccessForm {
    at: Timestamp,
    actor: String,
    event: String,
    bid: Option<i64>,
    reason: String,
}

/// For what a bid is sealed: it opens in no other's place.
pub fn bid_purpose(number: BidNumber) -> String {
    format!("bid {}", number.0)
}

/// Which file it is says the bid that names it.
pub const FILE_PURPOSE: &str = "file";

pub fn access_purpose(number: i64) -> String {
    format!("access {number}")
}

impl BidForm {
    pub fn read(json: &[u8]) -> Result<Self, BidRoomError> {
        serde_json::from_slice(json).map_err(|_| BidRoomError::Unreadable("bid"))
    }

    pub fn bid(self, number: BidNumber, release: Option<BidRelease>) -> Result<Bid, BidRoomError> {
        let facts = self.bid.facts().map_err(|_| BidRoomError::Unreadable("bid"))?;
        let files = self.files.into_iter().map(|file| BidFile {
            name: file.name,
            sha256: file.sha256,
            byte_count: file.byte_count,
            sealed_sha256: file.sealed_sha256,
        });
        let (received_at, handed_in_by) = (self.received_at, Actor::new(self.handed_in_by));
        Ok(Bid { number, received_at, handed_in_by, facts, files: files.collect(), release })
    }
}

impl AccessForm {
    pub fn read(json: &[u8]) -> Result<RoomAccess, BidRoomError> {
        let form: Self = serde_json::from_slice(json).map_err(|_| BidRoomError::Unreadable("access"))?;
        let event: RoomEvent = form.event.parse().map_err(|_| BidRoomError::Unreadable("access"))?;
        Ok(RoomAccess {
            at: form.at,
            actor: Actor::new(form.actor),
            event,
            bid: form.bid.map(BidNumber),
            reason: form.reason,
        })
    }
}

impl From<&RoomAccess> for AccessForm {
    fn from(access: &RoomAccess) -> Self {
        Self {
            at: access.at,
            actor: access.actor.as_str().to_owned(),
            event: access.event.to_string(),
            bid: access.bid.map(|number| number.0),
            reason: access.reason.clone(),
        }
    }
}
