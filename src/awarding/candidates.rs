//! Which bids count: of each bidder the last, and none that was set aside.

use super::{AwardingError, SetAside};
use crate::{bidding::OpenedBid, domain::BidNumber};

/// The bids of a room, told apart.
#[derive(Clone, Debug)]
pub struct Candidates {
    /// Those that are compared.
    pub counted: Vec<OpenedBid>,
    /// With the bid that took its place.
    pub superseded: Vec<(OpenedBid, BidNumber)>,
    /// With the reason.
    pub set_aside: Vec<(OpenedBid, String)>,
}

/// A bidder is a supplier by its name, and who handed in for it: nobody's bid gives
/// way to one that somebody else hands in under the same name.
fn is_of_one_bidder(one: &OpenedBid, other: &OpenedBid) -> bool {
    shares_name(one, other) && one.bid.handed_in_by == other.bid.handed_in_by
}

fn shares_name(one: &OpenedBid, other: &OpenedBid) -> bool {
    let name = |bid: &OpenedBid| bid.bid.facts.supplier().to_lowercase();
    name(one) == name(other)
}

impl Candidates {
    /// `bids`: in the order in which they came.
    ///
    /// # Errors
    /// When a bid that doesn't count is to be set aside, or one without a reason.
    pub fn of(bids: Vec<OpenedBid>, aside: &[SetAside]) -> Result<Self, AwardingError> {
        let successor = |place: usize| {
            let later = bids[place + 1..].iter().rev();
            later
                .into_iter()
                .find(|later| is_of_one_bidder(&bids[place], later))
                .map(|later| later.bid.number)
        };
        let successors: Vec<_> = (0..bids.len()).map(successor).collect();
        let (mut counted, mut superseded, mut set_aside) = (Vec::new(), Vec::new(), Vec::new());
        for (bid, successor) in bids.into_iter().zip(successors) {
            let reason =
                aside.iter().find(|aside| aside.bid == bid.bid.number).map(|aside| aside.reason.trim());
            match (successor, reason) {
                (Some(by), None) => superseded.push((bid, by)),
                (None, None) => counted.push(bid),
                (_, Some("")) => return Err(AwardingError::ReasonMissing),
                (None, Some(reason)) => set_aside.push((bid, reason.to_owned())),
                (Some(_), Some(_)) => return Err(AwardingError::NoSuchBid(bid.bid.number)),
            }
        }
        let is_there = |aside: &&SetAside| set_aside.iter().any(|(bid, _)| bid.bid.number == aside.bid);
        match aside.iter().find(|aside| !is_there(aside)) {
            Some(unknown) => Err(AwardingError::NoSuchBid(unknown.bid)),
            None => Ok(Self { counted, superseded, set_aside }),
        }
    }

    /// Others that count under the same supplier's name: somebody has to look which
    /// is the bidder's.
    pub fn namesakes(&self, bid: &OpenedBid) -> Vec<BidNumber> {
        let others = self.counted.iter().filter(|other| other.bid.number != bid.bid.number);
        others.filter(|other| shares_name(bid, other)).map(|other| other.bid.number).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Actor, Bid, BidFacts, NetworkId};

    fn bid(number: i64, supplier: &str, by: &str) -> OpenedBid {
        let facts = BidFacts::new(supplier, vec![NetworkId::new("a").unwrap()], 1, Vec::new()).unwrap();
        let bid = Bid {
            number: BidNumber(number),
            received_at: jiff::Timestamp::UNIX_EPOCH,
            handed_in_by: Actor::new(by.to_owned()),
            facts,
            files: Vec::new(),
            release: None,
        };
        OpenedBid { bid, receipt: String::new() }
    }

    fn numbers<'a>(bids: impl IntoIterator<Item = &'a OpenedBid>) -> Vec<i64> {
        bids.into_iter().map(|bid| bid.bid.number.0).collect()
    }

    #[test]
    fn of_one_bidder_the_last_bid_counts() {
        let bids = vec![bid(1, "Björk", "b"), bid(2, "Al", "a"), bid(3, "björk", "b"), bid(4, "Björk", "b")];
        let candidates = Candidates::of(bids, &[]).unwrap();
        assert_eq!(numbers(&candidates.counted), [2, 4]);
        let by: Vec<_> = candidates.superseded.iter().map(|(bid, by)| (bid.bid.number.0, by.0)).collect();
        assert_eq!(by, [(1, 4), (3, 4)]);
    }

    /// Else anybody could have another one's bid give way.
    #[test]
    fn under_a_strangers_name_nothing_is_superseded() {
        let bids = vec![bid(1, "Björk", "b"), bid(2, "Björk", "stranger")];
        let candidates = Candidates::of(bids, &[]).unwrap();
        assert_eq!(numbers(&candidates.counted), [1, 2]);
        assert_eq!(candidates.namesakes(&candidates.counted[0]), [BidNumber(2)]);
    }

    #[test]
    fn what_is_set_aside_has_a_reason() {
        let bids = || vec![bid(1, "Björk", "b"), bid(2, "Björk", "b")];
        let aside = |bid, reason: &str| [SetAside { bid: BidNumber(bid), reason: reason.to_owned() }];
        let candidates = Candidates::of(bids(), &aside(2, "excluded")).unwrap();
        assert!(candidates.counted.is_empty());
        assert_eq!(numbers(candidates.set_aside.iter().map(|(bid, _)| bid)), [2]);
        assert!(matches!(Candidates::of(bids(), &aside(2, " ")), Err(AwardingError::ReasonMissing)));
        for none in [1, 7] {
            assert!(matches!(Candidates::of(bids(), &aside(none, "x")), Err(AwardingError::NoSuchBid(_))));
        }
    }
}
