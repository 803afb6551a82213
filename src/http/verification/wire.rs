//! Wire types of what one kind of tests says in one zone.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    analysis::KindVerdict,
    domain::EvidenceState,
    http::wire::ShareBody,
    verification::{
        Challenge, ClaimMatrix, DesignEffect, DrivableCells, EvidenceBasis, FailingSubZone, Interval,
        ReliabilityOutcome, Tally,
    },
};

/// What one kind of tests says of a claim in a zone.
#[derive(Debug, Serialize, ToSchema)]
pub struct KindVerdictBody {
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    /// n: one vote per network, 100 m cell and day, in claimed cells.
    votes: u64,
    passing: u64,
    #[schema(required)]
    share: Option<ShareBody>,
    /// Wilson's two-sided 95 % interval of the share in `effective_votes`.
    #[schema(required)]
    interval: Option<IntervalBody>,
    /// What the votes are worth beside each other; null: not measured.
    #[schema(required)]
    design_effect: Option<DesignEffectBody>,
    /// So many more votes, all passing and as dependent on each other as these,
    /// would confirm the claim; 0: it is confirmed. Null: no number would.
    #[schema(required)]
    votes_still_needed: Option<u64>,
    reliability: ReliabilityBody,
    challenge: ChallengeBody,
    matrix: MatrixBody,
    evidence: EvidenceBody,
    /// Null unless one zone is asked for.
    #[schema(required)]
    drivable: Option<DrivableBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IntervalBody {
    lower: f64,
    upper: f64,
}

/// n_eff = n / (1 + (m − 1)ρ): how many independent votes say as much.
#[derive(Debug, Serialize, ToSchema)]
pub struct DesignEffectBody {
    /// ρ, 0…1, of neighbouring votes in all zones of the kind. Null: nothing
    /// differs, so that it can't be estimated; then it counts as 1.
    #[schema(required)]
    correlation: Option<f64>,
    /// m: a vote with its neighbours, on average.
    cluster_votes: f64,
    /// n_eff.
    effective_votes: f64,
}

/// Of the valid tests inside the claim, those that succeed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReliabilityBody {
    tests: u64,
    passing: u64,
    #[schema(required)]
    share: Option<ShareBody>,
    /// Of that share, the tests of one cell and day being one.
    #[schema(required)]
    interval: Option<IntervalBody>,
    /// Whether the zone passes on both scales of the profile; null: no tests, or the profile has no scales.
    #[schema(required)]
    passes: Option<bool>,
    /// Squares of the smaller scale with tests inside the claim.
    sub_zones: usize,
    /// Of these, with enough tests to be judged.
    judged_sub_zones: usize,
    /// Of these, the ones that fail.
    failing_sub_zones: Vec<SubZoneBody>,
}

/// A square that fails, named by its south-west corner in the computing system.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubZoneBody {
    name: String,
    tests: u64,
    passing: u64,
}

/// Whether failing tests inside the claim are enough to ask for an explanation:
/// they refute a claim of 90 % by the exact binomial at 5 %, at least two of them
/// four hours apart in the time of day, in at least four cells.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChallengeBody {
    stands: bool,
    tests: u64,
    failing: u64,
    /// Null: with so few tests no number would be enough.
    #[schema(required)]
    least_failing: Option<u64>,
    failing_cells: u64,
    /// The earliest and the latest local time of day of a failure.
    #[schema(required)]
    failing_from: Option<String>,
    #[schema(required)]
    failing_until: Option<String>,
}

/// Measured cells by what is claimed and what was found in them.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatrixBody {
    claimed_passed: u64,
    claimed_failed: u64,
    unclaimed_passed: u64,
    unclaimed_failed: u64,
    #[schema(required)]
    overclaim: Option<ShareBody>,
    #[schema(required)]
    underclaim: Option<ShareBody>,
    #[schema(required)]
    agreement: Option<ShareBody>,
}

/// How much evidence there is, and how old.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceBody {
    samples: u64,
    /// Samples that don't count, by reason.
    rejected: Vec<RejectedBody>,
    #[schema(format = DateTime, required)]
    newest: Option<String>,
    #[schema(required)]
    median_age_days: Option<f64>,
    /// 1 to 180 days, from there down to 0 at 365; shown, and changes no verdict.
    #[schema(required)]
    mean_age_weight: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedBody {
    code: &'static str,
    count: u64,
}

/// Square kilometres with more than 200 m of road; what can't be driven in is
/// never counted as failing.
#[derive(Debug, Serialize, ToSchema)]
pub struct DrivableBody {
    drivable: u64,
    /// With at least three tests.
    tested: u64,
    #[schema(required)]
    tested_share: Option<ShareBody>,
}

impl KindVerdictBody {
    pub fn new(verdict: KindVerdict, drivable: Option<DrivableCells>) -> Self {
        let KindVerdict { evidence, reliability } = verdict;
        Self {
            state: evidence.state.as_str(),
            votes: evidence.votes.trials(),
            passing: evidence.votes.passing(),
            share: evidence.votes.share().map(Into::into),
            interval: evidence.interval.map(Into::into),
            design_effect: evidence.design_effect.map(Into::into),
            votes_still_needed: evidence.votes_still_needed,
            reliability: ReliabilityBody::new(
                evidence.reliability,
                evidence.reliability_interval,
                reliability,
            ),
            challenge: evidence.challenge.into(),
            matrix: evidence.matrix.into(),
            evidence: evidence.basis.into(),
            drivable: drivable.map(Into::into),
        }
    }
}

impl ReliabilityBody {
    fn new(tests: Tally, interval: Option<Interval>, outcome: Option<ReliabilityOutcome>) -> Self {
        let passes = outcome.as_ref().and_then(ReliabilityOutcome::passes);
        let [sub_zones, judged_sub_zones] =
            outcome.as_ref().map_or([0, 0], |outcome| [outcome.sub_zones, outcome.judged_sub_zones]);
        let failing = outcome.into_iter().flat_map(|outcome| outcome.failing_sub_zones);
        Self {
            tests: tests.trials(),
            passing: tests.passing(),
            share: tests.share().map(Into::into),
            interval: interval.map(Into::into),
            passes,
            sub_zones,
            judged_sub_zones,
            failing_sub_zones: failing.map(Into::into).collect(),
        }
    }
}

impl From<Interval> for IntervalBody {
    fn from(Interval { lower, upper }: Interval) -> Self {
        Self { lower, upper }
    }
}

impl From<DesignEffect> for DesignEffectBody {
    fn from(DesignEffect { correlation, cluster_votes, effective_votes }: DesignEffect) -> Self {
        Self { correlation, cluster_votes, effective_votes }
    }
}

impl From<FailingSubZone> for SubZoneBody {
    fn from(FailingSubZone { name, tests }: FailingSubZone) -> Self {
        Self { name, tests: tests.trials(), passing: tests.passing() }
    }
}

impl From<Challenge> for ChallengeBody {
    fn from(challenge: Challenge) -> Self {
        let time = |time: jiff::civil::Time| time.strftime("%H:%M").to_string();
        let (from, until) = challenge.failing_between.unzip();
        Self {
            stands: challenge.stands(),
            tests: challenge.tests.trials(),
            failing: challenge.tests.failing(),
            least_failing: challenge.least_failing(),
            failing_cells: challenge.failing_cells,
            failing_from: from.map(time),
            failing_until: until.map(time),
        }
    }
}

impl From<ClaimMatrix> for MatrixBody {
    fn from(matrix: ClaimMatrix) -> Self {
        Self {
            claimed_passed: matrix.claimed_passed,
            claimed_failed: matrix.claimed_failed,
            unclaimed_passed: matrix.unclaimed_passed,
            unclaimed_failed: matrix.unclaimed_failed,
            overclaim: matrix.overclaim().map(Into::into),
            underclaim: matrix.underclaim().map(Into::into),
            agreement: matrix.agreement().map(Into::into),
        }
    }
}

impl From<EvidenceBasis> for EvidenceBody {
    fn from(basis: EvidenceBasis) -> Self {
        let rejected = basis.rejected.into_iter();
        Self {
            samples: basis.samples,
            rejected: rejected.map(|(reason, count)| RejectedBody { code: reason.as_str(), count }).collect(),
            newest: basis.newest.map(|time| time.to_string()),
            median_age_days: basis.median_age_days,
            mean_age_weight: basis.mean_age_weight,
        }
    }
}

impl From<DrivableCells> for DrivableBody {
    fn from(cells: DrivableCells) -> Self {
        Self {
            drivable: cells.drivable,
            tested: cells.tested,
            tested_share: cells.tested_share().map(Into::into),
        }
    }
}
