//! Wire types of verdicts.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{DemandUnit, EvidenceRule, EvidenceState, Requirement, TestKind},
    http::{
        verification::IntervalBody,
        wire::{Basis, EvidenceKind, ShareBody, UnitBody, ZoneBody},
    },
    ingest::requirement::RequirementDocument,
    procurement::{
        FailingItem, KindProof, Missing, NetworkEvaluation, NetworkOutcome, PartFigure, ZoneOutcome,
        ZoneProof, ZoneVerdict,
    },
    report::RequirementReport,
};

/// So much of what fails is listed here; all of it is in the table (`format=failing_csv`).
const MOST_LISTED: usize = 50;

#[derive(Debug, Serialize, ToSchema)]
pub struct EvaluationBody {
    id: i64,
    /// Of the requirement.
    version: i64,
    /// Of the requirement's document as it was handed in.
    sha256: String,
    requirement: RequirementDocument,
    /// The cut-off date.
    #[schema(format = Date)]
    on: String,
    /// Whether the requirement is valid on the date.
    in_force: bool,
    basis: Basis,
    networks: Vec<NetworkEvaluationBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NetworkEvaluationBody {
    network: String,
    /// Missed where a zone misses it; met where every zone that has something to count reaches its threshold.
    #[schema(value_type = NetworkOutcome)]
    verdict: &'static str,
    zones: Vec<ZoneVerdictBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneVerdictBody {
    zone: ZoneBody,
    #[schema(value_type = ZoneOutcome)]
    verdict: &'static str,
    /// What an undetermined verdict lacks.
    #[schema(value_type = Option<Missing>, required)]
    missing: Option<&'static str>,
    /// So many more votes that all pass would settle it, where measurements are missing.
    #[schema(required)]
    votes_still_needed: Option<u64>,
    /// The threshold that applied: the requirement's or a waiver's.
    threshold: f64,
    /// Null: there is nothing to count in the zone, which is no pass.
    #[schema(required)]
    share: Option<ShareBody>,
    /// What the share is of.
    figure: FigureBody,
    #[schema(required)]
    shortfall: Option<ShortfallBody>,
    /// Lines alone: the longest uncovered stretch.
    #[schema(required)]
    longest_gap_m: Option<f64>,
    /// Parts of the zone below the local floor.
    parts_below_floor: Vec<PartBelowFloorBody>,
    /// Null: the requirement is tried on the claim alone.
    #[schema(required)]
    evidence: Option<ZoneProofBody>,
    /// Of missed and waived zones.
    failing: FailingBody,
}

/// What is covered, and what there is to cover.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureBody {
    unit: UnitBody,
    covered: f64,
    total: f64,
}

/// What is missing to the threshold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShortfallBody {
    unit: UnitBody,
    amount: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartBelowFloorBody {
    zone: ZoneBody,
    share: ShareBody,
}

/// What measurements in the zone say of the network's claim.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneProofBody {
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    kinds: Vec<KindProofBody>,
}

/// By one kind of tests.
#[derive(Debug, Serialize, ToSchema)]
pub struct KindProofBody {
    #[schema(value_type = TestKind)]
    kind: &'static str,
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    votes: u64,
    passing: u64,
    /// Wilson's two-sided 95 % interval of the share that passes.
    #[schema(required)]
    interval: Option<IntervalBody>,
    #[schema(required)]
    votes_still_needed: Option<u64>,
}

/// Places, buildings or stretches without coverage.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailingBody {
    count: usize,
    /// The first of them; the longest stretches stand first.
    listed: Vec<FailingItemBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FailingItemBody {
    /// A place's name, a building's id or a route's name.
    name: String,
    /// Whose place it is.
    #[schema(required)]
    organisation: Option<String>,
    /// Of a stretch.
    #[schema(required)]
    length_m: Option<f64>,
    /// From the start of its route, where that has a name.
    #[schema(required)]
    from_m: Option<f64>,
    #[schema(required)]
    to_m: Option<f64>,
}

impl EvaluationBody {
    pub fn of(report: &RequirementReport) -> Self {
        let RequirementReport { snapshot, stored, on, networks } = report;
        let requirement = &stored.requirement;
        let evidence = match requirement.evidence {
            EvidenceRule::Claimed => EvidenceKind::Claimed,
            EvidenceRule::Verified | EvidenceRule::VerifiedWithConfidence => EvidenceKind::Verified,
        };
        Self {
            id: stored.id,
            version: stored.version,
            sha256: stored.sha256.clone(),
            requirement: stored.document.clone(),
            on: on.to_string(),
            in_force: requirement.is_valid_on(*on),
            basis: Basis::of_all(snapshot, evidence),
            networks: networks.iter().map(|network| network_body(requirement, network)).collect(),
        }
    }
}

fn network_body(requirement: &Requirement, network: &NetworkEvaluation) -> NetworkEvaluationBody {
    NetworkEvaluationBody {
        network: network.network.to_string(),
        verdict: network.outcome().as_str(),
        zones: network.zones.iter().map(|zone| zone_body(requirement.unit, zone)).collect(),
    }
}

fn zone_body(unit: DemandUnit, zone: &ZoneVerdict) -> ZoneVerdictBody {
    let lacks_measurements = zone.missing.is_some_and(Missing::is_of_measurements);
    let proof = zone.proof.as_ref();
    let needed = proof.filter(|_| lacks_measurements).and_then(ZoneProof::votes_still_needed);
    let unit: UnitBody = unit.into();
    ZoneVerdictBody {
        zone: (&zone.zone).into(),
        verdict: zone.outcome.as_str(),
        missing: zone.missing.map(Missing::as_str),
        votes_still_needed: needed,
        threshold: zone.threshold.value(),
        share: zone.measure.covered_share().map(|share| ShareBody::against(share, zone.threshold)),
        figure: FigureBody { unit, covered: zone.measure.covered, total: zone.measure.total },
        shortfall: zone.shortfall().map(|amount| ShortfallBody { unit, amount }),
        longest_gap_m: zone.longest_gap_m,
        parts_below_floor: zone.parts_below_floor.iter().filter_map(part_body).collect(),
        evidence: zone.proof.as_ref().map(Into::into),
        failing: FailingBody {
            count: zone.failing.len(),
            listed: zone.failing.iter().take(MOST_LISTED).map(Into::into).collect(),
        },
    }
}

fn part_body(part: &PartFigure) -> Option<PartBelowFloorBody> {
    let share = part.measure.covered_share()?;
    Some(PartBelowFloorBody { zone: (&part.zone).into(), share: share.into() })
}

impl From<&ZoneProof> for ZoneProofBody {
    fn from(proof: &ZoneProof) -> Self {
        Self { state: proof.state.as_str(), kinds: proof.kinds.iter().map(Into::into).collect() }
    }
}

impl From<&KindProof> for KindProofBody {
    fn from(proof: &KindProof) -> Self {
        Self {
            kind: proof.kind.as_str(),
            state: proof.state.as_str(),
            votes: proof.votes.trials(),
            passing: proof.votes.passing(),
            interval: proof.interval.map(Into::into),
            votes_still_needed: proof.votes_still_needed,
        }
    }
}

impl From<&FailingItem> for FailingItemBody {
    fn from(item: &FailingItem) -> Self {
        let stretch = item.stretch;
        Self {
            name: item.name.clone(),
            organisation: item.organisation.clone(),
            length_m: stretch.map(|stretch| stretch.length_m),
            from_m: stretch.and_then(|stretch| stretch.from_m),
            to_m: stretch.and_then(|stretch| stretch.to_m),
        }
    }
}
