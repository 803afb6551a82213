//! What the caller sees of errors about bids: nothing of a bid.

use axum::http::StatusCode;

use super::Problem;
use crate::{
    bidding::BidRoomError,
    domain::{BidError, Bilingual, RoomError},
};

impl From<BidRoomError> for Problem {
    fn from(error: BidRoomError) -> Self {
        match error {
            BidRoomError::Room(error) => of_room(&error),
            BidRoomError::Bid(error) => invalid_bid(&error),
            BidRoomError::Store(error) => error.into(),
            BidRoomError::NoKeyFolder => {
                let sv = "Den här tjänsten tar inte emot anbud: den startades utan en mapp för nycklarna.";
                let text = Bilingual::new(sv, format!("{error}."));
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "no_bid_rooms", text)
            }
            error => Self::internal(error),
        }
    }
}

pub(super) fn of_room(error: &RoomError) -> Problem {
    let en = format!("{error}.");
    match error {
        RoomError::NoSuchProcurement(id) => Problem::not_found(
            "unknown_procurement",
            Bilingual::new(format!("Upphandling {} finns inte.", id.0), en),
        ),
        RoomError::NotNamed => {
            let sv = "Detta får bara den göra som är namngiven för anbudsrummet.";
            Problem::new(StatusCode::FORBIDDEN, "not_named", Bilingual::new(sv, en))
        }
        RoomError::Sealed => {
            let sv = "Anbuden är förseglade: ingen har öppnat rummet.";
            Problem::new(StatusCode::CONFLICT, "bids_sealed", Bilingual::new(sv, en))
        }
        RoomError::TooLate(at) => {
            let sv = format!("Anbud togs emot till {at}.");
            Problem::new(StatusCode::CONFLICT, "too_late_to_bid", Bilingual::new(sv, en))
        }
        RoomError::ReasonMissing(at) => {
            let sv = format!("Att öppna före {at} kräver ett skäl.");
            Problem::refused("reason_missing", Bilingual::new(sv, en))
        }
        RoomError::NotAwarded => {
            let sv = "Anbud lämnas ut först när tilldelningen är beslutad.";
            Problem::new(StatusCode::CONFLICT, "not_awarded", Bilingual::new(sv, en))
        }
        RoomError::NoSuchBid => {
            let sv = "Anbudet finns inte, eller har ingen sådan fil.";
            Problem::not_found("unknown_bid", Bilingual::new(sv, en))
        }
    }
}

pub(in crate::http) fn invalid_bid(error: &BidError) -> Problem {
    let sv = match error {
        BidError::Supplier => "En leverantör har ett namn på högst 200 tecken.".to_owned(),
        BidError::NoNetwork => "Ett anbud anger minst ett nät som det bärs av.".to_owned(),
        BidError::ForeignNetwork(network) => {
            format!("Anbudet bärs inte av nätet `{network}`, som det lämnar täckning för.")
        }
        BidError::NoSuchFile(name) => format!("Filen `{name}` skickades inte med."),
        BidError::FileName(name) => format!("Filen `{name}` skickades två gånger, eller saknar namn."),
        BidError::RepeatedClaim => {
            "Täckning för ett nät, en teknik, en tjänst och en miljö står två gånger.".to_owned()
        }
    };
    Problem::refused("invalid_bid", Bilingual::new(sv, format!("{error}.")))
}
