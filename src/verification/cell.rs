//! What the samples of one network in one 100 m cell say of one service, by one
//! kind of test.

use std::{cmp::Ordering, collections::BTreeSet, ops::Range};

use geo::Coord;
use jiff::{Timestamp, civil::Date};

use crate::{
    domain::{Dbm, Disclosure, Environment, EvidenceState, Rejection, Service, Share, Technology, TestKind},
    geometry::CellIndex,
    verification::statistics::{Tally, median_level},
};

/// Where a sample comes from, as far as its weight and what is shown of it rest on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Tells drives apart: the phones of one car are on one drive.
    pub drive: u32,
    /// What the campaign measures.
    pub environment: Environment,
    pub disclosure: Disclosure,
}

impl Origin {
    /// Of samples that nobody hides: outdoors, on one drive.
    pub const PUBLIC: Self =
        Self { drive: 0, environment: Environment::Outdoor, disclosure: Disclosure::EVERY_CELL };
}

/// A sample as the index keeps it: of which services it speaks, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Computing coordinate reference system, metres.
    pub position: Coord<f64>,
    pub time: Timestamp,
    pub(super) cell: CellIndex,
    /// The local day, on which the vote stands.
    pub(super) day: Date,
    pub(super) level: Option<(Technology, Dbm)>,
    pub(super) signal: Outcomes,
    pub(super) service: Outcomes,
    pub rejection: Option<Rejection>,
    pub(super) drive: u32,
    pub(super) disclosure: Disclosure,
}

/// What was tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tested {
    pub service: Service,
    pub kind: TestKind,
}

impl Tested {
    /// Of one service, or of all, by every kind of test.
    pub fn all(service: Option<Service>) -> impl Iterator<Item = Self> {
        let services = Service::ALL.iter().filter(move |one| service.is_none_or(|asked| asked == **one));
        services.flat_map(|&service| TestKind::ALL.iter().map(move |&kind| Self { service, kind }))
    }
}

impl Test {
    /// Whether it shows what was tested as there; none when it says nothing of
    /// it or isn't valid.
    pub fn outcome(&self, tested: Tested) -> Option<bool> {
        let outcomes = self.outcomes(tested.kind);
        (self.rejection.is_none() && self.bears_on(tested)).then(|| outcomes.passes.contains(tested.service))
    }

    pub(super) fn bears_on(&self, tested: Tested) -> bool {
        self.outcomes(tested.kind).bears_on.contains(tested.service)
    }

    fn outcomes(&self, kind: TestKind) -> Outcomes {
        match kind {
            TestKind::Signal => self.signal,
            TestKind::Service => self.service,
        }
    }

    /// By cell, day and time, then by all else: two tests that compare equal
    /// are the same, so that the order of input leaves no trace.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        let place = |test: &Self| (test.cell, test.day, test.time);
        let verdict = |test: &Self| (test.rejection, test.signal, test.service);
        let technology = |test: &Self| test.level.map(|(technology, _)| technology);
        let level_dbm = |test: &Self| test.level.map_or(0.0, |(_, level)| level.value());
        place(self)
            .cmp(&place(other))
            .then_with(|| self.position.x.total_cmp(&other.position.x))
            .then_with(|| self.position.y.total_cmp(&other.position.y))
            .then_with(|| verdict(self).cmp(&verdict(other)))
            .then_with(|| technology(self).cmp(&technology(other)))
            .then_with(|| level_dbm(self).total_cmp(&level_dbm(other)))
            .then_with(|| (self.drive, self.disclosure).cmp(&(other.drive, other.disclosure)))
    }
}

/// Of which services a test speaks, and which of them it shows as there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outcomes {
    pub bears_on: ServiceSet,
    pub passes: ServiceSet,
}

/// A set of services, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ServiceSet(u8);

impl ServiceSet {
    pub(super) fn insert(&mut self, service: Service) {
        self.0 |= 1 << service as u8;
    }

    pub(super) fn contains(self, service: Service) -> bool {
        self.0 & (1 << service as u8) != 0
    }
}

/// The evidence of one cell for one network and what was tested. A cell in which every
/// sample was rejected has no votes and is not measured.
#[derive(Clone, Debug, PartialEq)]
pub struct CellEvidence {
    pub cell: CellIndex,
    /// One vote a local day (R8). A vote passes when at least half of the day's
    /// samples do, which is the day's median held against the threshold (R9).
    pub votes: Tally,
    /// Valid samples that bear on it.
    pub samples: Tally,
    /// Median levels of signal tests, one for each technology: levels of
    /// different technologies don't compare.
    pub levels: Vec<CellLevel>,
    pub newest: Option<Timestamp>,
    /// By the cell's own votes (R10): with a vote a day mostly inconclusive.
    pub state: EvidenceState,
    /// Whether what is measured in this very cell may be shown to everybody:
    /// enough runs or days are in it, whatever they tested. Otherwise it counts in
    /// the figures of larger zones alone.
    pub is_public: bool,
    /// Where the cell's tests, valid or not, stand among the network's.
    pub(super) tests: Range<usize>,
}

/// The signal of one technology in a cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CellLevel {
    pub technology: Technology,
    pub samples: u64,
    pub median_rsrp: Dbm,
}

impl CellEvidence {
    /// Whether the service was found in the cell: at least half of its votes
    /// pass. None: not measured.
    pub fn passes(&self) -> Option<bool> {
        self.votes.majority_passes()
    }

    /// The level of the technology that most samples have, of two the older.
    pub fn main_level(&self) -> Option<CellLevel> {
        self.levels.iter().copied().rev().max_by_key(|level| level.samples)
    }

    /// Gathers the tests of one cell, sorted by [`Test::compare`] and standing
    /// at `start` among the network's; none when no test bears on what is asked for.
    pub(super) fn gather(tested: Tested, tests: &[Test], start: usize, required: Share) -> Option<Self> {
        let first = tests.iter().find(|test| test.bears_on(tested))?;
        let mut votes = Tally::default();
        let mut samples = Tally::default();
        for day in tests.chunk_by(|one, next| one.day == next.day) {
            let mut of_day = Tally::default();
            day.iter().filter_map(|test| test.outcome(tested)).for_each(|passed| of_day.count(passed));
            samples.add(of_day);
            of_day.majority_passes().into_iter().for_each(|passed| votes.count(passed));
        }
        let valid = || tests.iter().filter(|test| test.outcome(tested).is_some());
        let of_signal = valid().filter(|_| tested.kind == TestKind::Signal);
        Some(Self {
            cell: first.cell,
            votes,
            samples,
            levels: levels(of_signal),
            newest: valid().map(|test| test.time).max(),
            state: votes.state(required),
            is_public: is_public(tests),
            tests: start..start + tests.len(),
        })
    }
}

/// Counted over the samples that the shown figures rest on; where all were
/// rejected, over these.
fn is_public(tests: &[Test]) -> bool {
    let any_valid = tests.iter().any(|test| test.rejection.is_none());
    let shown = || tests.iter().filter(|test| test.rejection.is_none() == any_valid);
    let disclosure = shown().map(|test| test.disclosure).fold(Disclosure::EVERY_CELL, Disclosure::stricter);
    let drives: BTreeSet<_> = shown().map(|test| test.drive).collect();
    let days: BTreeSet<_> = shown().map(|test| test.day).collect();
    disclosure.allows(drives.len(), days.len())
}

fn levels<'test>(tests: impl Iterator<Item = &'test Test>) -> Vec<CellLevel> {
    let mut measured: Vec<_> = tests.filter_map(|test| test.level).collect();
    measured.sort_by_key(|(technology, _)| *technology);
    let of_one = |samples: &[(Technology, Dbm)]| {
        let mut levels: Vec<_> = samples.iter().map(|(_, level)| *level).collect();
        let technology = samples.first()?.0;
        Some(CellLevel { technology, samples: levels.len() as u64, median_rsrp: median_level(&mut levels)? })
    };
    measured.chunk_by(|one, next| one.0 == next.0).filter_map(of_one).collect()
}
