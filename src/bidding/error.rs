//! Why a bid was not taken or not shown. No error tells anything of a bid.

use super::KeyError;
use crate::{
    domain::{BidError, RoomError, SealError},
    store::StoreError,
};

#[derive(Debug, thiserror::Error)]
pub enum BidRoomError {
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error(transparent)]
    Bid(#[from] BidError),
    /// The service was started without a place for keys.
    #[error("this service keeps no bid rooms: it was started without a folder for their keys")]
    NoKeyFolder,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("what was sealed can't be read: {0}")]
    Unreadable(&'static str),
    #[error("the operating system gave no random numbers: {0}")]
    NoChance(getrandom::Error),
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for BidRoomError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Room(error) => Self::Room(error),
            error => Self::Store(error),
        }
    }
}
