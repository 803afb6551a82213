//! Market sounding: how many networks meet a requirement today, as a curve over
//! the threshold, of a requirement that is kept or one that is being written.

use std::sync::Arc;

use axum::{Json, extract::State};
use moka::sync::Cache;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::stored::version_of;
use crate::{
    domain::{Bilingual, EvidenceRule, NetworkId, Requirement, Share},
    http::{
        caller::Caller,
        extract::{Path, Query, Text},
        problem::Problem,
        question::snapshot_on,
        router::{AppState, off_thread},
        wire::{Basis, EvidenceKind, ShareBody, ZoneBody},
    },
    index::{Snapshot, version_of as hash_of},
    ingest::requirement::RequirementDocument,
    procurement::{Contenders, CurveStep, Missing, Sounding, Standing, curve, sounding},
};

/// Whoever moves a slider asks for the same figures again and again.
const KEPT_SOUNDINGS: u64 = 64;

/// Figures by what they rest on; no threshold changes them.
#[derive(Clone, Debug)]
pub struct KeptSoundings(Cache<String, Arc<Sounding>>);

impl Default for KeptSoundings {
    fn default() -> Self {
        Self(Cache::new(KEPT_SOUNDINGS))
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SoundingQuestion {
    /// Whose contenders are counted, 0…1; left out: the requirement's.
    threshold: Option<f64>,
    /// Coverage and measurements as they were at the end of a day; left out: as they are now.
    #[param(format = Date)]
    date: Option<String>,
    /// Of a kept requirement; left out: the version in force.
    version: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SoundingBody {
    basis: Basis,
    threshold: ShareBody,
    /// Where every zone must be met: what a tender would find.
    in_all: MarketBody,
    zones: Vec<ZoneMarketBody>,
    /// Zones with something to count, and of these those that the threshold
    /// leaves to one network, and to none.
    counted_zones: usize,
    zones_with_one: usize,
    zones_with_none: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneMarketBody {
    zone: ZoneBody,
    market: MarketBody,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MarketBody {
    /// Networks that meet the threshold.
    meeting: usize,
    /// Networks that might, with the evidence that is missing.
    open: usize,
    networks: Vec<StandingBody>,
    /// From 0 to 1, each step from the end of the one before.
    curve: Vec<CurveStepBody>,
}

/// How far one network comes.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingBody {
    network: String,
    /// Every threshold above this is missed; null: every threshold is, or there is nothing to count.
    #[schema(required)]
    up_to: Option<ShareBody>,
    /// Null: the thresholds up to that are met.
    #[schema(value_type = Option<Missing>, required)]
    missing: Option<&'static str>,
    /// Whether there is something to count.
    has_demand: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CurveStepBody {
    up_to: f64,
    meeting: usize,
    open: usize,
}

/// How many networks meet a requirement at every threshold, in each zone and in all.
#[utoipa::path(get, path = "/api/v1/requirements/{id}/sounding", tag = "requirements",
    params(("id" = i64, Path), SoundingQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The market today", body = SoundingBody), (status = 404, response = Problem)))]
pub async fn requirement_sounding(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<SoundingQuestion>,
) -> Result<Json<SoundingBody>, Problem> {
    let stored = version_of(&state, id, question.version).await?;
    answer(&state, &caller, question, stored.document, stored.requirement).await
}

/// The same of a requirement that is being written; nothing of it is kept.
#[utoipa::path(post, path = "/api/v1/requirement-drafts/sounding", tag = "requirements",
    params(SoundingQuestion), request_body = RequirementDocument, security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "The market today", body = SoundingBody), (status = 422, response = Problem)))]
pub async fn draft_sounding(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<SoundingQuestion>,
    Text(body): Text,
) -> Result<Json<SoundingBody>, Problem> {
    let (document, requirement) = state.publisher.check_requirement(&body).await?;
    answer(&state, &caller, question, document, requirement).await
}

async fn answer(
    state: &AppState,
    caller: &Caller,
    question: SoundingQuestion,
    document: RequirementDocument,
    requirement: Requirement,
) -> Result<Json<SoundingBody>, Problem> {
    let threshold = match question.threshold {
        None => requirement.threshold,
        Some(value) => Share::new(value).map_err(|_| no_share(value))?,
    };
    let snapshot = match question.date.as_deref() {
        None => state.snapshot(),
        Some(text) => snapshot_on(state, caller, "date", text).await?,
    };
    let kept = state.soundings.clone();
    let body = off_thread(move || {
        let key = key(&document, &snapshot);
        let found = kept.0.get_with(key, || Arc::new(sounding(&snapshot, &requirement)));
        SoundingBody::of(&snapshot, &requirement, &found, threshold)
    });
    Ok(Json(body.await?))
}

/// Of all that the figures rest on. Neither the threshold nor a waiver does.
fn key(document: &RequirementDocument, snapshot: &Snapshot) -> String {
    let open = RequirementDocument { threshold: 1.0, waivers: Vec::new(), ..document.clone() };
    let text = serde_json::to_string(&open).unwrap_or_default();
    hash_of([text, snapshot.data_version(), snapshot.evidence.as_of.to_string()])
}

fn no_share(value: f64) -> Problem {
    let sv = format!("threshold: {value} är ingen andel; ange ett tal från 0 till 1.");
    let en = format!("threshold: {value} is no share; say a number from 0 to 1.");
    Problem::bad_request("number_out_of_range", Bilingual::new(sv, en))
}

impl SoundingBody {
    pub fn of(snapshot: &Snapshot, requirement: &Requirement, sounding: &Sounding, threshold: Share) -> Self {
        let evidence = match requirement.evidence {
            EvidenceRule::Claimed => EvidenceKind::Claimed,
            EvidenceRule::Verified | EvidenceRule::VerifiedWithConfidence => EvidenceKind::Verified,
        };
        let market = |standings: &[Standing]| MarketBody::of(&sounding.networks, standings, threshold);
        let left_with = |count| sounding.zones_left_with(threshold, count);
        Self {
            basis: Basis::of_all(snapshot, evidence),
            threshold: threshold.into(),
            in_all: market(&sounding.in_all),
            counted_zones: sounding.counted_zones().count(),
            zones_with_one: left_with(1),
            zones_with_none: left_with(0),
            zones: sounding
                .zones
                .iter()
                .map(|zone| ZoneMarketBody { zone: (&zone.zone).into(), market: market(&zone.standings) })
                .collect(),
        }
    }
}

impl SoundingBody {
    /// Up to which threshold (0…1), how many networks meet it, and how many might.
    pub fn curve(&self) -> impl Iterator<Item = (f64, usize, usize)> {
        self.in_all.curve.iter().map(|step| (step.up_to, step.meeting, step.open))
    }

    /// How many networks meet the threshold in each zone, and how many might.
    pub fn zones(&self) -> impl Iterator<Item = (&ZoneBody, usize, usize)> {
        self.zones.iter().map(|zone| (&zone.zone, zone.market.meeting, zone.market.open))
    }
}

impl MarketBody {
    fn of(networks: &[NetworkId], standings: &[Standing], threshold: Share) -> Self {
        let Contenders { meeting, open } = Contenders::at(standings, threshold);
        let networks = networks.iter().zip(standings);
        Self {
            meeting,
            open,
            networks: networks.map(|(network, standing)| StandingBody::of(network, *standing)).collect(),
            curve: curve(standings).into_iter().map(Into::into).collect(),
        }
    }
}

impl StandingBody {
    fn of(network: &NetworkId, standing: Standing) -> Self {
        Self {
            network: network.to_string(),
            up_to: standing.up_to().map(Into::into),
            missing: standing.missing().map(Missing::as_str),
            has_demand: standing != Standing::NoDemand,
        }
    }
}

impl From<CurveStep> for CurveStepBody {
    fn from(CurveStep { up_to, contenders: Contenders { meeting, open } }: CurveStep) -> Self {
        Self { up_to: up_to.value(), meeting, open }
    }
}
