//! Bid rooms: what bidders hand in lies sealed until named persons open it, and
//! with its bidder's knowledge alone until it is released.
//!
//! Nothing of a bid goes from here into the index, a tile, a count, a search or
//! a log: this room knows neither `publishing` nor `index`. Rules of who may
//! look when stand in `domain/procurement.rs`.

mod error;
mod hand_in;
mod key_folder;
mod opened;
mod rooms;
mod sealed_form;

pub use error::BidRoomError;
pub use hand_in::{HandIn, HandedIn, SealedFile, SealedIncoming};
pub use key_folder::{KeyError, KeyFolder};
pub use opened::{Door, OpenedBid, OpenedRoom};
pub use rooms::{BidRooms, Visitor};
