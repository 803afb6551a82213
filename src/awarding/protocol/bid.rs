//! A bid in a protocol, with every figure on the way to its result.

use serde::Serialize;
use utoipa::ToSchema;

use super::shown;
use crate::{
    awarding::{
        comparison::Valued,
        trial::{BidStanding, Trial, TriedBid},
    },
    domain::{AwardMethod, DemandUnit, EvidenceState, Share, TestKind},
    index::Claim,
    procurement::{
        KindProof, Missing, NetworkOutcome, OfferVerdict, Unweighed, ZoneOutcome, ZoneProof, ZoneVerdict,
    },
    publishing::PublishedRequirement,
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProtocolBid {
    bid: i64,
    supplier: String,
    networks: Vec<String>,
    #[schema(format = DateTime)]
    received_at: String,
    price_sek: u64,
    /// Other bids that count under the same supplier's name, handed in by others.
    namesakes: Vec<i64>,
    /// What it was tried on.
    coverage: Vec<CoveragePart>,
    mandatory: Vec<MandatoryPart>,
    criteria: Vec<CriterionPart>,
    #[schema(value_type = BidStanding)]
    standing: &'static str,
    /// By points: for price.
    #[schema(required)]
    price_points: Option<String>,
    /// By points: all together.
    #[schema(required)]
    points: Option<String>,
    /// By deductions: price less deductions, kronor.
    #[schema(required)]
    compared_price_sek: Option<String>,
    /// From 1; those with the same have the same rank.
    #[schema(required)]
    rank: Option<usize>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CoveragePart {
    /// Network, technology, service, environment and date.
    claim: String,
    /// The bid's own file; null: what is published.
    #[schema(required)]
    file: Option<String>,
    /// The published delivery.
    #[schema(required)]
    delivery: Option<i64>,
    /// Of the file as it came.
    sha256: String,
    area_m2: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MandatoryPart {
    requirement: i64,
    version: i64,
    #[schema(value_type = NetworkOutcome)]
    verdict: &'static str,
    zones: Vec<ZonePart>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CriterionPart {
    requirement: i64,
    version: i64,
    minimum_percent: String,
    /// Of all zones together, unrounded; null: it can't be weighed.
    #[schema(required)]
    share: Option<String>,
    #[schema(required)]
    percent: Option<String>,
    /// Why it can't be weighed: `no_demand`, `fails`, or what is missing.
    #[schema(required)]
    unweighed: Option<&'static str>,
    /// By deductions; null: below the minimum.
    #[schema(required)]
    deduction_sek: Option<String>,
    /// By points; null: below the minimum.
    #[schema(required)]
    points: Option<String>,
    zones: Vec<ZonePart>,
}

/// A requirement in one zone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ZonePart {
    code: String,
    name: String,
    #[schema(value_type = ZoneOutcome)]
    verdict: &'static str,
    #[schema(value_type = Option<Missing>, required)]
    missing: Option<&'static str>,
    /// That applied: the requirement's or a waiver's.
    threshold_percent: String,
    #[schema(required)]
    share: Option<String>,
    #[schema(required)]
    percent: Option<String>,
    #[schema(value_type = DemandUnit)]
    unit: &'static str,
    covered: String,
    total: String,
    /// To the threshold.
    #[schema(required)]
    shortfall: Option<String>,
    #[schema(required)]
    longest_gap_m: Option<String>,
    below_floor: Vec<BelowFloorPart>,
    #[schema(required)]
    evidence: Option<EvidencePart>,
    /// So many places, buildings or stretches are uncovered.
    failing_count: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BelowFloorPart {
    code: String,
    name: String,
    #[schema(required)]
    percent: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidencePart {
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    kinds: Vec<EvidenceKindPart>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvidenceKindPart {
    #[schema(value_type = TestKind)]
    kind: &'static str,
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    passing: u64,
    votes: u64,
    /// Wilson's two-sided 95 % interval, unrounded to ten decimals.
    #[schema(required)]
    lower: Option<String>,
    #[schema(required)]
    upper: Option<String>,
}

impl ProtocolBid {
    pub(super) fn of(trial: &Trial, tried: &TriedBid, valued: &Valued) -> Self {
        let (bid, method) = (&tried.opened.bid, trial.fixed.terms.method);
        let by = |own: AwardMethod| move |_: &i64| own == method;
        let (mandatory, criteria) = trial.split(tried);
        let (of_mandatory, of_criteria) = trial.fixed.requirements.split_at(mandatory.len());
        let weighed = criteria.iter().zip(of_criteria).zip(&valued.criteria);
        Self {
            bid: bid.number.0,
            supplier: bid.facts.supplier().to_owned(),
            networks: bid.facts.networks().iter().map(ToString::to_string).collect(),
            received_at: bid.received_at.to_string(),
            price_sek: bid.facts.price_sek,
            namesakes: tried.namesakes.iter().map(|bid| bid.0).collect(),
            coverage: tried.coverage.iter().map(|(claim, file)| CoveragePart::of(claim, file)).collect(),
            mandatory: mandatory.iter().zip(of_mandatory).map(MandatoryPart::of).collect(),
            criteria: weighed
                .map(|((verdict, stored), value)| CriterionPart::of(verdict, stored, method, *value))
                .collect(),
            standing: trial.standing(tried).as_str(),
            price_points: valued.price.map(shown::points),
            points: valued.total.filter(by(AwardMethod::Points)).map(shown::points),
            compared_price_sek: valued.total.filter(by(AwardMethod::Deductions)).map(shown::sek),
            rank: valued.rank,
        }
    }
}

impl CoveragePart {
    fn of(claim: &Claim, file: &Option<String>) -> Self {
        let delivery = &claim.delivery;
        Self {
            claim: delivery.header.title(),
            file: file.clone(),
            delivery: file.is_none().then_some(delivery.id.0),
            sha256: delivery.sha256.clone(),
            area_m2: shown::amount(claim.area.area_m2()),
        }
    }
}

impl MandatoryPart {
    fn of((verdict, stored): (&OfferVerdict, &PublishedRequirement)) -> Self {
        Self {
            requirement: stored.id,
            version: stored.version,
            verdict: verdict.outcome().as_str(),
            zones: zones(verdict, stored),
        }
    }
}

impl CriterionPart {
    fn of(
        verdict: &OfferVerdict,
        stored: &PublishedRequirement,
        method: AwardMethod,
        value: Option<i64>,
    ) -> Self {
        let (figure, minimum) = (verdict.weighed(), stored.requirement.threshold);
        let value = value.filter(|_| figure.is_ok());
        Self {
            requirement: stored.id,
            version: stored.version,
            minimum_percent: minimum.percent(),
            share: figure.ok().map(shown::unrounded),
            percent: figure.ok().map(|share| share.percent_against(minimum)),
            unweighed: figure.err().map(|why| match why {
                Unweighed::NoDemand => "no_demand",
                Unweighed::Fails => "fails",
                Unweighed::Missing(missing) => missing.as_str(),
            }),
            deduction_sek: value.filter(|_| method == AwardMethod::Deductions).map(shown::sek),
            points: value.filter(|_| method == AwardMethod::Points).map(shown::points),
            zones: zones(verdict, stored),
        }
    }
}

fn zones(verdict: &OfferVerdict, stored: &PublishedRequirement) -> Vec<ZonePart> {
    verdict.zones.iter().map(|zone| ZonePart::of(zone, stored.requirement.unit)).collect()
}

impl ZonePart {
    fn of(verdict: &ZoneVerdict, unit: DemandUnit) -> Self {
        let share = verdict.measure.covered_share();
        Self {
            code: verdict.zone.code.to_string(),
            name: verdict.zone.name.clone(),
            verdict: verdict.outcome.as_str(),
            missing: verdict.missing.map(Missing::as_str),
            threshold_percent: verdict.threshold.percent(),
            share: share.map(shown::unrounded),
            percent: share.map(|share| share.percent_against(verdict.threshold)),
            unit: unit.as_str(),
            covered: shown::amount(verdict.measure.covered),
            total: shown::amount(verdict.measure.total),
            shortfall: verdict.shortfall().map(shown::amount),
            longest_gap_m: verdict.longest_gap_m.map(shown::amount),
            below_floor: verdict
                .parts_below_floor
                .iter()
                .map(|part| BelowFloorPart {
                    code: part.zone.code.to_string(),
                    name: part.zone.name.clone(),
                    percent: part.measure.covered_share().map(Share::percent),
                })
                .collect(),
            evidence: verdict.proof.as_ref().map(EvidencePart::from),
            failing_count: verdict.failing.len(),
        }
    }
}

impl From<&ZoneProof> for EvidencePart {
    fn from(proof: &ZoneProof) -> Self {
        Self { state: proof.state.as_str(), kinds: proof.kinds.iter().map(EvidenceKindPart::from).collect() }
    }
}

impl From<&KindProof> for EvidenceKindPart {
    fn from(proof: &KindProof) -> Self {
        let bound = |bound: f64| format!("{bound:.10}");
        Self {
            kind: proof.kind.as_str(),
            state: proof.state.as_str(),
            passing: proof.votes.passing(),
            votes: proof.votes.trials(),
            lower: proof.interval.map(|interval| bound(interval.lower)),
            upper: proof.interval.map(|interval| bound(interval.upper)),
        }
    }
}
