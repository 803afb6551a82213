//! Bids and what is published meet: a file is checked when it is handed in, and an
//! opened room's bids are evaluated.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use tokio::sync::Semaphore;

use super::{
    AwardingError, CheckedFile, Protocol, RefusedFile, SignedProtocol,
    candidates::Candidates,
    comparison::outcome,
    coverage::{BidClaim, Setting, read_claim},
    protocol::Evaluation,
    terms::fixed_terms,
    trial::{Trial, TriedBid},
};
use crate::{
    bidding::{BidRoomError, BidRooms, Door, HandIn, OpenedBid, OpenedRoom, SealedFile, Visitor},
    domain::{BidCoverage, BidFacts, BidNumber, Procurement, ProcurementId, RoomError},
    index::Snapshot,
    publishing::Publisher,
};

/// A bid is at most half a gigabyte, and in memory more than once while it is read:
/// so many are read at a time.
const READ_AT_A_TIME: usize = 2;

/// Evaluates bids. Clones share everything.
#[derive(Clone, Debug)]
pub struct Awarding {
    publisher: Arc<Publisher>,
    rooms: BidRooms,
    reading: Arc<Semaphore>,
}

/// Which evaluation is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvaluationRequest {
    /// Bids that don't count, by decision.
    pub set_aside: Vec<SetAside>,
    /// None: for the whole. Else for one bidder, after the award.
    pub for_bid: Option<BidNumber>,
}

/// A bid that is left out: its bidder is excluded, or it isn't as was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    pub bid: BidNumber,
    pub reason: String,
}

impl Awarding {
    pub fn new(publisher: Arc<Publisher>, rooms: BidRooms) -> Self {
        Self { publisher, rooms, reading: Arc::new(Semaphore::new(READ_AT_A_TIME)) }
    }

    /// Reads the coverage of a bid that is on its way in and validates it, as a
    /// delivery's: whoever hands it in is told at once what is wrong.
    pub async fn check(
        &self,
        hand_in: &HandIn,
        facts: &BidFacts,
        files: &[SealedFile],
        at: Timestamp,
    ) -> Result<Vec<CheckedFile>, AwardingError> {
        let _reading = self.reading.acquire().await.map_err(|_| AwardingError::BrokenOff)?;
        let (setting, published) = (self.setting(), self.publisher.snapshot().coverage.clone());
        let mut claims: Vec<BidClaim> = Vec::new();
        for coverage in facts.coverage() {
            let Some(file) = files.iter().find(|file| file.name() == coverage.file) else { continue };
            let content = hand_in.content(file).await?;
            claims.push(read(&setting, coverage, content, at).await??);
        }
        let work = move || {
            let all: Vec<_> = claims.iter().map(|claim| claim.claim.clone()).collect();
            claims.iter().map(|claim| claim.check(&setting, &all, &published)).collect::<Result<_, _>>()
        };
        Ok(tokio::task::spawn_blocking(work).await.map_err(|_| AwardingError::BrokenOff)??)
    }

    /// Evaluates the bids of an opened room and signs the protocol.
    pub async fn evaluate(
        &self,
        id: ProcurementId,
        request: &EvaluationRequest,
        door: Door,
        visitor: &Visitor,
    ) -> Result<SignedProtocol, AwardingError> {
        let after_award = request.for_bid.is_some();
        let room = self.rooms.opened(id, (door, after_award), visitor).await?;
        let protocol = self.protocol(&room, request).await?;
        let signed = SignedProtocol::of(&protocol, &self.rooms.protocol_key()?)?;
        self.rooms.note_protocol(&room, signed.sha256(), visitor).await?;
        Ok(signed)
    }

    /// The same without a signature.
    pub async fn recompute(
        &self,
        id: ProcurementId,
        request: &EvaluationRequest,
        visitor: &Visitor,
    ) -> Result<Protocol, AwardingError> {
        let after_award = request.for_bid.is_some();
        let room = self.rooms.opened(id, (Door::Keys, after_award), visitor).await?;
        self.protocol(&room, request).await
    }

    /// Whom a protocol's signature is by: the public key.
    pub fn public_key(&self) -> Result<String, AwardingError> {
        Ok(self.rooms.protocol_key()?.public())
    }

    async fn protocol(
        &self,
        room: &OpenedRoom,
        request: &EvaluationRequest,
    ) -> Result<Protocol, AwardingError> {
        let candidates = Candidates::of(room.bids.clone(), &request.set_aside)?;
        if let Some(unknown) =
            request.for_bid.filter(|own| room.bids.iter().all(|bid| bid.bid.number != *own))
        {
            return Err(AwardingError::NoSuchBid(unknown));
        }
        let fixed = fixed_terms(&self.publisher, room.procurement()).await?;
        let published = self.published_on(fixed.terms.cut_off).await?;
        let trial = Arc::new(Trial { published, fixed });
        let mut tried = Vec::new();
        for bid in &candidates.counted {
            tried.push(self.tried(room, &trial, bid.clone(), candidates.namesakes(bid)).await?);
        }
        let (procurement, for_bid) = (room.procurement().clone(), request.for_bid);
        let work = move || written(&procurement, &trial, &candidates, &tried, for_bid);
        tokio::task::spawn_blocking(work).await.map_err(|_| AwardingError::BrokenOff)
    }

    /// A day that is over: what was published at its end doesn't change any more.
    async fn published_on(&self, cut_off: Date) -> Result<Arc<Snapshot>, AwardingError> {
        if cut_off >= self.publisher.snapshot().evidence.as_of {
            return Err(AwardingError::CutOffToCome(cut_off));
        }
        Ok(self.publisher.snapshot_on(cut_off).await?)
    }

    async fn tried(
        &self,
        room: &OpenedRoom,
        trial: &Arc<Trial>,
        opened: OpenedBid,
        namesakes: Vec<BidNumber>,
    ) -> Result<TriedBid, AwardingError> {
        let _reading = self.reading.acquire().await.map_err(|_| AwardingError::BrokenOff)?;
        let (setting, bid) = (self.setting(), &opened.bid);
        let mut own = Vec::new();
        for coverage in bid.facts.coverage() {
            let changed = |source: BidRoomError| {
                let (file, source) = (coverage.file.clone(), Box::new(source));
                AwardingError::Changed { bid: bid.number, file, source }
            };
            let file = bid.files.iter().find(|file| file.name == coverage.file);
            let file = file.ok_or_else(|| changed(RoomError::NoSuchBid.into()))?;
            let content = room.content(file).await.map_err(changed)?;
            let read = read(&setting, coverage, content, bid.received_at).await?;
            let unreadable = |file| AwardingError::Unreadable { bid: bid.number, file };
            own.push(read.map_err(unreadable)?);
        }
        let trial = trial.clone();
        let work = move || trial.bid(opened, namesakes, &own);
        tokio::task::spawn_blocking(work).await.map_err(|_| AwardingError::BrokenOff)
    }

    fn setting(&self) -> Setting {
        let reception = self.publisher.reception();
        Setting { region: reception.region, frame: reception.frame, limits: reception.limits }
    }
}

async fn read(
    setting: &Setting,
    coverage: &BidCoverage,
    content: Vec<u8>,
    at: Timestamp,
) -> Result<Result<BidClaim, Box<RefusedFile>>, AwardingError> {
    let (setting, coverage) = (setting.clone(), coverage.clone());
    let work = move || read_claim(&setting, &coverage, &content, at);
    tokio::task::spawn_blocking(work).await.map_err(|_| AwardingError::BrokenOff)
}

fn written(
    procurement: &Procurement,
    trial: &Trial,
    candidates: &Candidates,
    bids: &[TriedBid],
    for_bid: Option<BidNumber>,
) -> Protocol {
    let outcome = outcome(trial, bids);
    let evaluation = Evaluation { procurement, trial, candidates, bids, outcome: &outcome };
    Protocol::of(&evaluation, for_bid)
}
