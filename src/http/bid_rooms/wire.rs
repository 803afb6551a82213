//! Procurements and bids as the API tells them.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    awarding::CheckedFile,
    bidding::HandedIn,
    domain::{Bid, BidFile, BidPart, Opening, Procurement, RoomAccess, RoomEvent, RoomState, SessionHolder},
    http::deliveries::FindingBody,
    ingest::{award_terms::AwardTermsDocument, bid::BidDocument, read_document},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct ProcurementsBody {
    procurements: Vec<ProcurementBody>,
}

/// What everybody may know: not whether anything was handed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProcurementBody {
    id: i64,
    name: String,
    #[schema(value_type = RoomState)]
    state: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
    /// Until then bids are taken.
    #[schema(format = DateTime)]
    opens_at: String,
    #[schema(format = DateTime, required)]
    opened_at: Option<String>,
    #[schema(format = DateTime, required)]
    awarded_at: Option<String>,
    /// The numbers of people who may look into the room.
    people: Vec<i64>,
    /// The same by the tokens that they sign in with.
    tokens: Vec<i64>,
    /// What bids are evaluated by, fixed; null: they are kept, and not evaluated here.
    #[schema(required)]
    award_terms: Option<AwardTermsDocument>,
}

/// What a bidder keeps.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptBody {
    /// SHA-256 of the sealed bid: what is opened can be compared with it.
    receipt: String,
    #[schema(format = DateTime)]
    received_at: String,
    files: Vec<ReceivedFileBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReceivedFileBody {
    name: String,
    /// Of the file as it came.
    sha256: String,
    /// What was remarked in coverage that was taken all the same.
    findings: Vec<FindingBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningBody {
    #[schema(value_type = Opening)]
    opening: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BidsBody {
    bids: Vec<BidBody>,
}

/// A bid as the named persons of an opened room see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct BidBody {
    /// In its procurement, from 1.
    number: i64,
    #[schema(format = DateTime)]
    received_at: String,
    /// As in the audit trail.
    handed_in_by: String,
    bid: BidDocument,
    files: Vec<BidFileBody>,
    #[schema(required)]
    release: Option<BidReleaseBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BidFileBody {
    /// In the bid, from 1.
    number: usize,
    name: String,
    /// Of the file as it came.
    sha256: String,
    byte_count: u64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BidReleaseBody {
    #[schema(format = DateTime)]
    at: String,
    #[schema(value_type = Vec<BidPart>)]
    withheld: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReleasedBidsBody {
    bids: Vec<ReleasedBidBody>,
}

/// A bid as everybody sees it; null is withheld.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReleasedBidBody {
    /// In its procurement, from 1.
    number: i64,
    #[schema(format = DateTime)]
    released_at: String,
    #[schema(value_type = Vec<BidPart>)]
    withheld: Vec<&'static str>,
    #[schema(required)]
    supplier: Option<String>,
    #[schema(required)]
    networks: Option<Vec<String>>,
    /// Whole kronor.
    #[schema(required)]
    price_sek: Option<u64>,
    #[schema(required)]
    files: Option<Vec<BidFileBody>>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoomAccessesBody {
    accesses: Vec<RoomAccessBody>,
}

/// What somebody did at a room's door or in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomAccessBody {
    #[schema(format = DateTime)]
    at: String,
    /// As in the audit trail.
    actor: String,
    #[schema(value_type = RoomEvent)]
    event: &'static str,
    #[schema(required)]
    bid: Option<i64>,
    /// Empty where none was given.
    reason: String,
}

impl ProcurementsBody {
    pub fn new(procurements: &[Procurement], now: Timestamp) -> Self {
        let bodies = procurements.iter().map(|procurement| ProcurementBody::new(procurement, now));
        Self { procurements: bodies.collect() }
    }
}

impl ProcurementBody {
    pub fn new(procurement: &Procurement, now: Timestamp) -> Self {
        let Procurement { id, created_at, details, opened_at, awarded_at, .. } = procurement;
        let person = |holder: &SessionHolder| match holder {
            SessionHolder::Person(id) => Some(id.0),
            SessionHolder::Token(_) => None,
        };
        let token = |holder: &SessionHolder| match holder {
            SessionHolder::Token(id) => Some(id.0),
            SessionHolder::Person(_) => None,
        };
        Self {
            id: id.0,
            name: details.name().to_owned(),
            state: procurement.state(now).as_str(),
            created_at: created_at.to_string(),
            opens_at: details.opens_at().to_string(),
            opened_at: opened_at.map(|at| at.to_string()),
            awarded_at: awarded_at.map(|at| at.to_string()),
            people: details.persons().iter().filter_map(person).collect(),
            tokens: details.persons().iter().filter_map(token).collect(),
            award_terms: details.award_terms().and_then(|terms| read_document(terms).ok()),
        }
    }
}

impl ReceiptBody {
    /// `checked`: the files that are coverage.
    pub fn new(handed_in: HandedIn, checked: &[CheckedFile]) -> Self {
        let file = |(name, sha256): (String, String)| {
            let own = checked.iter().filter(|checked| checked.name == name);
            let findings = own.flat_map(|checked| &checked.findings).map(FindingBody::from).collect();
            ReceivedFileBody { name, sha256, findings }
        };
        Self {
            receipt: handed_in.receipt,
            received_at: handed_in.received_at.to_string(),
            files: handed_in.files.into_iter().map(file).collect(),
        }
    }
}

impl From<Opening> for OpeningBody {
    fn from(opening: Opening) -> Self {
        Self { opening: opening.as_str() }
    }
}

impl From<&[Bid]> for BidsBody {
    fn from(bids: &[Bid]) -> Self {
        Self { bids: bids.iter().map(Into::into).collect() }
    }
}

impl From<&Bid> for BidBody {
    fn from(bid: &Bid) -> Self {
        let release = bid
            .release
            .as_ref()
            .map(|release| BidReleaseBody { at: release.at.to_string(), withheld: parts(&release.withheld) });
        Self {
            number: bid.number.0,
            received_at: bid.received_at.to_string(),
            handed_in_by: bid.handed_in_by.as_str().to_owned(),
            bid: (&bid.facts).into(),
            files: files(&bid.files),
            release,
        }
    }
}

impl From<&[Bid]> for ReleasedBidsBody {
    fn from(bids: &[Bid]) -> Self {
        Self { bids: bids.iter().filter_map(ReleasedBidBody::of).collect() }
    }
}

impl ReleasedBidBody {
    /// None: the bid isn't released.
    fn of(bid: &Bid) -> Option<Self> {
        let release = bid.release.as_ref()?;
        let networks = || bid.facts.networks().iter().map(ToString::to_string).collect();
        Some(Self {
            number: bid.number.0,
            released_at: release.at.to_string(),
            withheld: parts(&release.withheld),
            supplier: release.shows(BidPart::Supplier).then(|| bid.facts.supplier().to_owned()),
            networks: release.shows(BidPart::Networks).then(networks),
            price_sek: release.shows(BidPart::Price).then_some(bid.facts.price_sek),
            files: release.shows(BidPart::Coverage).then(|| files(&bid.files)),
        })
    }
}

impl From<&[RoomAccess]> for RoomAccessesBody {
    fn from(accesses: &[RoomAccess]) -> Self {
        let body = |access: &RoomAccess| RoomAccessBody {
            at: access.at.to_string(),
            actor: access.actor.as_str().to_owned(),
            event: access.event.as_str(),
            bid: access.bid.map(|number| number.0),
            reason: access.reason.clone(),
        };
        Self { accesses: accesses.iter().map(body).collect() }
    }
}

fn files(files: &[BidFile]) -> Vec<BidFileBody> {
    let body = |(number, file): (usize, &BidFile)| BidFileBody {
        number,
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        byte_count: file.byte_count,
    };
    (1..).zip(files).map(body).collect()
}

fn parts(withheld: &[BidPart]) -> Vec<&'static str> {
    withheld.iter().map(|part| part.as_str()).collect()
}
