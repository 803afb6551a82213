//! `GET /api/v1/verdicts`: what measurements say of the claims.

use axum::{Json, extract::State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::Query,
    problem::Problem,
    question::{known_network, known_zone, word},
    router::{AppState, off_thread},
    wire::{Basis, EvidenceKind, ShareBody, ZoneBody},
};
use crate::{
    analysis::{VerdictQuestion, ZoneClaimVerdict, verdicts as verdicts_of},
    domain::{EvidenceState, Service},
    index::{Snapshot, ZoneIndex},
    verification::{ClaimMatrix, EvidenceBasis, FailingSubZone, ReliabilityOutcome, Tally},
};

#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VerdictsQuestion {
    /// Only this network's claims.
    #[schema(required)]
    network: Option<String>,
    /// Only this service.
    #[param(value_type = Option<Service>)]
    #[schema(value_type = Option<Service>, required)]
    service: Option<String>,
    /// Only this zone; left out: every zone.
    #[schema(required)]
    zone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictsBody {
    question: VerdictsQuestion,
    basis: Basis,
    /// The share of passing votes that confirms a claim when its interval lies above.
    required_share: f64,
    verdicts: Vec<VerdictBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictBody {
    zone: ZoneBody,
    network: String,
    #[schema(value_type = Service)]
    service: String,
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    /// One vote per network, 100 m cell and day, in claimed cells.
    votes: u64,
    passing: u64,
    #[schema(required)]
    share: Option<ShareBody>,
    /// Wilson's two-sided 95 % interval of the share.
    #[schema(required)]
    interval: Option<IntervalBody>,
    reliability: ReliabilityBody,
    matrix: MatrixBody,
    evidence: EvidenceBody,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IntervalBody {
    lower: f64,
    upper: f64,
}

/// Of the valid tests inside the claim, those that succeed.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReliabilityBody {
    tests: u64,
    passing: u64,
    #[schema(required)]
    share: Option<ShareBody>,
    /// Whether the zone passes on both scales of the profile; null: no tests, or the profile has no scales.
    #[schema(required)]
    passes: Option<bool>,
    /// The squares of the smaller scale with enough tests that fail.
    failing_sub_zones: Vec<SubZoneBody>,
}

/// A square that fails, named by its south-west corner in the computing system.
#[derive(Debug, Serialize, ToSchema)]
pub struct SubZoneBody {
    name: String,
    tests: u64,
    passing: u64,
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
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedBody {
    code: &'static str,
    count: u64,
}

/// What measurements say of each claim: confirmed, refuted, inconclusive or not measured.
#[utoipa::path(get, path = "/api/v1/verdicts", tag = "verification", params(VerdictsQuestion),
    responses((status = 200, description = "A verdict for each claim and zone", body = VerdictsBody),
        (status = 404, response = Problem)))]
pub async fn verdicts(
    State(state): State<AppState>,
    Query(question): Query<VerdictsQuestion>,
) -> Result<Json<VerdictsBody>, Problem> {
    let snapshot = state.snapshot();
    let asked = VerdictQuestion {
        network: question.network.as_deref().map(|id| known_network(&snapshot.region, id)).transpose()?,
        service: question.service.as_deref().map(word::<Service>).transpose()?,
    };
    let zone = question.zone.as_deref().map(|code| known_zone(&snapshot.region, code)).transpose()?;
    let zone = zone.map(|zone| zone.zone.code.clone());
    let published = snapshot.clone();
    let found = off_thread(move || {
        let picks = |index: &ZoneIndex| match &zone {
            Some(code) => index.zone.code == *code,
            None => true,
        };
        verdicts_of(&published, &asked, picks)
    })
    .await?;
    Ok(Json(VerdictsBody {
        question,
        basis: Basis::of_all(&snapshot, EvidenceKind::ClaimedAndMeasured),
        required_share: snapshot.region.region.profile.required_share.value(),
        verdicts: found.into_iter().map(|verdict| verdict_body(&snapshot, verdict)).collect(),
    }))
}

fn verdict_body(snapshot: &Snapshot, verdict: ZoneClaimVerdict) -> VerdictBody {
    let ZoneClaimVerdict { zone, network, service, evidence, reliability } = verdict;
    VerdictBody {
        zone: (&snapshot.region.zones[zone].zone).into(),
        network: network.to_string(),
        service: service.to_string(),
        state: evidence.state.as_str(),
        votes: evidence.votes.trials(),
        passing: evidence.votes.passing(),
        share: evidence.votes.share().map(Into::into),
        interval: evidence
            .interval
            .map(|interval| IntervalBody { lower: interval.lower, upper: interval.upper }),
        reliability: ReliabilityBody::new(evidence.reliability, reliability),
        matrix: evidence.matrix.into(),
        evidence: evidence.basis.into(),
    }
}

impl ReliabilityBody {
    fn new(tally: Tally, outcome: Option<ReliabilityOutcome>) -> Self {
        let passes = outcome.as_ref().and_then(ReliabilityOutcome::passes);
        let failing = outcome.into_iter().flat_map(|outcome| outcome.failing_sub_zones);
        Self {
            tests: tally.trials(),
            passing: tally.passing(),
            share: tally.share().map(Into::into),
            passes,
            failing_sub_zones: failing.map(Into::into).collect(),
        }
    }
}

impl From<FailingSubZone> for SubZoneBody {
    fn from(FailingSubZone { name, tests }: FailingSubZone) -> Self {
        Self { name, tests: tests.trials(), passing: tests.passing() }
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
        }
    }
}
