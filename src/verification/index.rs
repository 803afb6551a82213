//! The evidence of all samples, by network, service, kind of test and 100 m cell.

use std::{borrow::Borrow, collections::BTreeMap};

use super::{CellEvidence, CellFindings, Origin, Outcomes, Test, Tested, passes};
use crate::{
    domain::{
        Environment, Network, NetworkId, Profile, Rejection, Sample, SampleRules, Service, Share, TestKind,
    },
    geometry::{CellIndex, Grid},
};

/// What samples are weighed by.
#[derive(Clone, Copy, Debug)]
pub struct EvidenceRules<'rules> {
    pub networks: &'rules [Network],
    pub profile: &'rules Profile,
    pub samples: &'rules SampleRules,
}

/// All evidence, ordered; the same whatever the order in which samples came.
#[derive(Clone, Debug)]
pub struct VerificationIndex {
    networks: BTreeMap<NetworkId, NetworkEvidence>,
    sample_count: u64,
    rejected: BTreeMap<Rejection, u64>,
    sample_rules: SampleRules,
    required_share: Share,
    inputs: Vec<String>,
}

/// An index while samples come in, one by one, from wherever they are kept.
#[derive(Debug)]
pub struct Gathering<'rules> {
    rules: EvidenceRules<'rules>,
    networks: BTreeMap<NetworkId, NetworkEvidence>,
    sample_count: u64,
    rejected: BTreeMap<Rejection, u64>,
}

/// Tests sorted by cell, each kept once whatever it bears on; the cells of what
/// was tested point into them.
#[derive(Clone, Debug, Default)]
struct NetworkEvidence {
    tests: Vec<Test>,
    cells: BTreeMap<Tested, Vec<CellEvidence>>,
}

/// The evidence of one network for one service by one kind of test.
#[derive(Clone, Copy, Debug)]
pub struct TestedEvidence<'index> {
    pub tested: Tested,
    /// Sorted by cell.
    pub cells: &'index [CellEvidence],
    pub(super) tests: &'index [Test],
    pub(super) sample_rules: &'index SampleRules,
    pub(super) required_share: Share,
}

impl VerificationIndex {
    /// Judges every sample (R7) and gathers the cells' votes (R8). Takes samples
    /// or references to them, so that a store can hand them over one by one.
    pub fn build(samples: impl IntoIterator<Item = impl Borrow<Sample>>, rules: &EvidenceRules<'_>) -> Self {
        let mut gathering = Gathering::new(*rules);
        samples.into_iter().for_each(|sample| gathering.add(sample.borrow(), Origin::PUBLIC));
        gathering.finish()
    }

    /// With the names of what it was gathered from: two indices of the same names
    /// say the same.
    pub fn with_inputs(self, inputs: Vec<String>) -> Self {
        Self { inputs, ..self }
    }

    pub fn inputs(&self) -> &[String] {
        &self.inputs
    }

    /// The evidence of one network for what was tested; empty where there is none.
    pub fn evidence(&self, network: &NetworkId, tested: Tested) -> TestedEvidence<'_> {
        let evidence = self.networks.get(network);
        let cells = evidence.and_then(|evidence| evidence.cells.get(&tested));
        TestedEvidence {
            tested,
            cells: cells.map_or(&[], Vec::as_slice),
            tests: evidence.map_or(&[], |evidence| &evidence.tests),
            sample_rules: &self.sample_rules,
            required_share: self.required_share,
        }
    }

    /// The networks and services that any sample bears on.
    pub fn measured(&self) -> impl Iterator<Item = (&NetworkId, Service)> {
        self.networks.iter().flat_map(|(network, evidence)| {
            let is_tested = |service: &Service| {
                Tested::all(Some(*service)).any(|tested| evidence.cells.contains_key(&tested))
            };
            Service::ALL
                .iter()
                .copied()
                .filter(move |service| is_tested(service))
                .map(move |service| (network, service))
        })
    }

    /// What both kinds of tests say of a network's service, cell by cell, where
    /// everybody may know it: nothing finer than zones is told of other cells.
    pub fn findings(&self, network: &NetworkId, service: Service) -> Vec<CellFindings<'_>> {
        let of_kind = |kind| self.evidence(network, Tested { service, kind }).cells;
        let mut findings = CellFindings::beside(of_kind(TestKind::Signal), of_kind(TestKind::Service));
        findings.retain(CellFindings::is_public);
        findings
    }

    /// The same of one cell; none where no sample bears on the service, too.
    pub fn findings_at(
        &self,
        network: &NetworkId,
        service: Service,
        cell: CellIndex,
    ) -> Option<CellFindings<'_>> {
        let of_kind = |kind| self.evidence(network, Tested { service, kind }).cell(cell);
        let [signal, service] = [TestKind::Signal, TestKind::Service].map(of_kind);
        CellFindings::beside(
            signal.map_or(&[], std::slice::from_ref),
            service.map_or(&[], std::slice::from_ref),
        )
        .pop()
        .filter(CellFindings::is_public)
    }

    /// Every cell in which anything was tested, once for each network, service and kind.
    pub fn cells(&self) -> impl Iterator<Item = &CellEvidence> {
        self.networks.values().flat_map(|evidence| evidence.cells.values().flatten())
    }

    /// Samples taken in, valid or not.
    pub fn sample_count(&self) -> u64 {
        self.sample_count
    }

    /// Samples that don't count, by reason, whatever they bear on.
    pub fn rejected(&self) -> &BTreeMap<Rejection, u64> {
        &self.rejected
    }
}

impl<'rules> Gathering<'rules> {
    pub fn new(rules: EvidenceRules<'rules>) -> Self {
        Self { rules, networks: BTreeMap::new(), sample_count: 0, rejected: BTreeMap::new() }
    }

    pub fn add(&mut self, sample: &Sample, origin: Origin) {
        let test = self.rules.test(sample, origin);
        self.sample_count += 1;
        test.rejection.into_iter().for_each(|reason| *self.rejected.entry(reason).or_default() += 1);
        match self.networks.get_mut(&sample.network) {
            Some(evidence) => evidence.tests.push(test),
            None => self.networks.entry(sample.network.clone()).or_default().tests.push(test),
        }
    }

    pub fn finish(mut self) -> VerificationIndex {
        let required_share = self.rules.profile.required_share;
        self.networks.values_mut().for_each(|evidence| evidence.gather(required_share));
        VerificationIndex {
            networks: self.networks,
            sample_count: self.sample_count,
            rejected: self.rejected,
            sample_rules: self.rules.samples.clone(),
            required_share,
            inputs: Vec::new(),
        }
    }
}

impl<'index> TestedEvidence<'index> {
    /// None: no sample in the cell bears on what was tested.
    pub fn cell(&self, cell: CellIndex) -> Option<&'index CellEvidence> {
        let place = self.cells.binary_search_by_key(&cell, |evidence| evidence.cell).ok()?;
        self.cells.get(place)
    }

    /// The tests in a cell that bear on what was tested, valid or not, by time.
    pub fn tests(&self, cell: &CellEvidence) -> impl Iterator<Item = &'index Test> {
        self.tests[cell.tests.clone()].iter().filter(|test| test.bears_on(self.tested))
    }
}

impl EvidenceRules<'_> {
    /// Why a sample of a campaign in that environment doesn't count; none where it does.
    pub fn rejection(&self, sample: &Sample, environment: Environment) -> Option<Rejection> {
        let home = self.networks.iter().find(|network| network.id == sample.network);
        let judge = |home| self.samples.judge_in(environment, sample, home);
        home.ok_or(Rejection::UnknownNetwork).and_then(judge).err()
    }

    fn test(&self, sample: &Sample, origin: Origin) -> Test {
        Test {
            position: sample.position,
            time: sample.time,
            cell: Grid::MEASUREMENT.cell_at(sample.position),
            day: self.samples.local_day(sample.time),
            level: sample.technology.zip(sample.rsrp),
            signal: self.outcomes(sample, TestKind::Signal),
            service: self.outcomes(sample, TestKind::Service),
            rejection: self.rejection(sample, origin.environment),
            drive: origin.drive,
            disclosure: origin.disclosure,
        }
    }

    fn outcomes(&self, sample: &Sample, kind: TestKind) -> Outcomes {
        let mut outcomes = Outcomes::default();
        for &service in Service::ALL {
            if let Some(passed) = passes(sample, service, kind, self.profile) {
                outcomes.bears_on.insert(service);
                if passed {
                    outcomes.passes.insert(service);
                }
            }
        }
        outcomes
    }
}

impl NetworkEvidence {
    fn gather(&mut self, required_share: Share) {
        self.tests.sort_unstable_by(Test::compare);
        for tested in Tested::all(None) {
            let mut start = 0;
            let mut cells = Vec::new();
            for tests in self.tests.chunk_by(|one, next| one.cell == next.cell) {
                cells.extend(CellEvidence::gather(tested, tests, start, required_share));
                start += tests.len();
            }
            if !cells.is_empty() {
                self.cells.insert(tested, cells);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;

    use super::*;
    use crate::{
        domain::{Dbm, EvidenceState, Plmn, Technology},
        verification::testing::{Fixture, attempt, index, moment, network, no_service, signal},
    };

    /// The first network's voice.
    fn voice(index: &VerificationIndex, kind: TestKind) -> TestedEvidence<'_> {
        index.evidence(&network().id, Tested { service: Service::Voice, kind })
    }

    fn at(sample: Sample, x: f64) -> Sample {
        Sample { position: Coord { x, y: 50.0 }, ..sample }
    }

    /// Votes and samples of the first network's voice, all cells together, as
    /// (passing, all).
    #[track_caller]
    fn check(samples: &[Sample], kind: TestKind, votes: (u64, u64), counted: (u64, u64)) {
        let index = index(samples);
        let evidence = voice(&index, kind);
        let sum = |of: fn(&CellEvidence) -> (u64, u64)| {
            evidence.cells.iter().map(of).fold((0, 0), |sum, next| (sum.0 + next.0, sum.1 + next.1))
        };
        assert_eq!(sum(|cell| (cell.votes.passing(), cell.votes.trials())), votes);
        assert_eq!(sum(|cell| (cell.samples.passing(), cell.samples.trials())), counted);
    }

    #[test]
    fn a_lorry_that_stands_still_has_one_vote() {
        let standing = (0..100).map(|_| at(no_service(Service::Voice), 50.0));
        let passing = (1..10).map(|cell| at(attempt(Service::Voice, true), f64::from(cell) * 100.0));
        check(&standing.chain(passing).collect::<Vec<_>>(), TestKind::Service, (9, 10), (9, 109));
    }

    #[test]
    fn a_vote_is_one_local_day() {
        let on = |time: &str| Sample { time: moment(time), ..signal(-90.0) };
        let signal = TestKind::Signal;
        check(&[on("2026-05-30T08:00:00Z"), on("2026-05-30T12:00:00Z")], signal, (1, 1), (2, 2));
        check(&[on("2026-05-30T08:00:00Z"), on("2026-05-31T08:00:00Z")], signal, (2, 2), (2, 2));
    }

    #[test]
    fn half_of_the_days_samples_carry_its_vote() {
        check(&[signal(-90.0), signal(-120.0)], TestKind::Signal, (1, 1), (1, 2));
        check(&[signal(-90.0), signal(-120.0), signal(-116.0)], TestKind::Signal, (0, 1), (1, 3));
    }

    /// A good level beside a call that fails: each is counted where it belongs.
    #[test]
    fn signal_and_service_are_counted_apart() {
        let calls = [attempt(Service::Voice, false), attempt(Service::Voice, false)];
        let levels = [signal(-90.0), signal(-95.0), signal(-130.0)];
        let samples = [&calls[..], &levels[..]].concat();
        check(&samples, TestKind::Service, (0, 1), (0, 2));
        check(&samples, TestKind::Signal, (1, 1), (2, 3));
        let index = index(&samples);
        let [cell] = index.findings(&network().id, Service::Voice)[..] else { panic!("one cell") };
        assert_eq!(cell.of(TestKind::Service), voice(&index, TestKind::Service).cells.first());
        assert_eq!(cell.state(), EvidenceState::Refuted);
        assert!(voice(&index, TestKind::Service).cells[0].levels.is_empty());
    }

    #[test]
    fn a_rejected_sample_has_no_vote_and_is_counted() {
        let roaming = Sample { serving: Plmn::new("242-98").ok(), ..signal(-80.0) };
        let samples = [roaming, Sample { wifi: true, ..signal(-80.0) }];
        check(&samples, TestKind::Signal, (0, 0), (0, 0));
        let index = index(&samples);
        assert_eq!(index.rejected(), &BTreeMap::from([(Rejection::OnWifi, 1), (Rejection::Roaming, 1)]));
        let evidence = voice(&index, TestKind::Signal);
        assert_eq!(evidence.cells[0].state, EvidenceState::NotMeasured);
        assert_eq!(evidence.tests(&evidence.cells[0]).count(), 2);
    }

    #[test]
    fn a_network_that_the_region_does_not_have_is_named_as_such() {
        let index = index(&[Sample { network: NetworkId::new("other").unwrap(), ..signal(-80.0) }]);
        assert_eq!(index.rejected(), &BTreeMap::from([(Rejection::UnknownNetwork, 1)]));
    }

    #[test]
    fn levels_of_two_technologies_are_not_mixed() {
        let by_5g = |level: f64| Sample {
            technology: Some(Technology::G5),
            rsrp: Dbm::nr_ss_rsrp(level).ok(),
            ..signal(-90.0)
        };
        let index = index(&[signal(-90.0), signal(-100.0), signal(-110.0), by_5g(-70.0)]);
        let evidence = voice(&index, TestKind::Signal);
        let shown: Vec<_> = evidence.cells[0]
            .levels
            .iter()
            .map(|level| (level.technology, level.samples, level.median_rsrp.value()))
            .collect();
        assert_eq!(shown, [(Technology::G4, 3, -100.0), (Technology::G5, 1, -70.0)]);
        assert_eq!(evidence.cells[0].main_level().map(|level| level.technology), Some(Technology::G4));
    }

    #[test]
    fn a_cell_is_found_by_its_index() {
        let index = index(&[at(signal(-90.0), 150.0), at(signal(-90.0), 350.0)]);
        let evidence = voice(&index, TestKind::Signal);
        assert!(evidence.cell(CellIndex { column: 3, row: 0 }).is_some());
        assert_eq!(evidence.cell(CellIndex { column: 2, row: 0 }), None);
        let signal_of = |service| Tested { service, kind: TestKind::Signal };
        assert!(index.evidence(&network().id, signal_of(Service::Data100)).cells.is_empty());
        assert!(voice(&index, TestKind::Service).cells.is_empty());
        let other = NetworkId::new("other").unwrap();
        assert!(index.evidence(&other, signal_of(Service::Voice)).cells.is_empty());
    }

    /// A size at which anything but linear time would be felt.
    #[test]
    fn the_cells_of_200_000_samples() {
        let fixture = Fixture::default();
        let samples: Vec<_> = (0..200_000)
            .map(|number: u32| {
                let along_m = f64::from(number.wrapping_mul(2_654_435_761) % 2_000_000);
                at(signal(-80.0 - f64::from(number % 50)), along_m)
            })
            .collect();
        let index = VerificationIndex::build(&samples, &fixture.rules());
        assert_eq!(voice(&index, TestKind::Signal).cells.len(), 20_000);
    }
}
