//! `GET /api/v1/verification`: what measurements say of the claims.

use std::sync::Arc;

use axum::{Json, extract::State};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::Query,
    problem::Problem,
    question::{known_network, known_zone, word},
    router::{AppState, off_thread},
    wire::{Basis, EvidenceKind, ZoneBody},
};
use crate::{
    analysis::{VerdictQuestion, ZoneClaimVerdict, drivable_cells, proved, verdicts},
    domain::{EvidenceState, Service, TestKind, ZoneCode},
    index::{Snapshot, Supply, ZoneIndex},
    verification::{NEIGHBOUR_DISTANCE_M, Tested, tests_without_failure},
};

mod proved_wire;
mod wire;

pub use proved_wire::ProvedDemandBody;
pub use wire::{IntervalBody, KindVerdictBody};

#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct VerificationQuestion {
    /// Only this network's claims.
    #[schema(required)]
    pub network: Option<String>,
    /// Only this service.
    #[param(value_type = Option<Service>)]
    #[schema(value_type = Option<Service>, required)]
    pub service: Option<String>,
    /// Only this zone; left out: every zone.
    #[schema(required)]
    pub zone: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VerificationBody {
    question: VerificationQuestion,
    basis: Basis,
    /// The share of passing votes that confirms a claim when its interval lies above.
    required_share: f64,
    /// So many independent votes without a failure show that share at one-sided
    /// 95 %; null: it can't be shown.
    #[schema(required)]
    least_votes_without_failure: Option<u64>,
    /// Votes whose cells lie this close to each other depend on each other.
    neighbour_distance_m: f64,
    verdicts: Vec<ClaimVerdictBody>,
}

/// What measurements in one zone say of one network's claim to one service.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClaimVerdictBody {
    zone: ZoneBody,
    network: String,
    #[schema(value_type = Service)]
    service: String,
    /// What both kinds of tests say together: refuted where one of them refutes,
    /// else confirmed where one confirms.
    #[schema(value_type = EvidenceState)]
    state: &'static str,
    /// The signal's level against the profile's threshold.
    by_signal: KindVerdictBody,
    /// The service itself: calls, and rates and latency against the profile.
    by_service: KindVerdictBody,
    /// The claim as delivered, and what is proved of it, by everything that is
    /// counted; null unless one zone is asked for.
    #[schema(required)]
    proved: Option<Vec<ProvedDemandBody>>,
}

/// What measurements say of each claim, by signal and by service: confirmed,
/// refuted, inconclusive or not measured.
#[utoipa::path(get, path = "/api/v1/verification", tag = "verification", params(VerificationQuestion),
    responses((status = 200, description = "A verdict for each claim and zone", body = VerificationBody),
        (status = 404, response = Problem)))]
pub async fn verification(
    State(state): State<AppState>,
    Query(question): Query<VerificationQuestion>,
) -> Result<Json<VerificationBody>, Problem> {
    let snapshot = state.snapshot();
    let answer = off_thread(move || VerificationBody::of(&snapshot, question)).await??;
    Ok(Json(answer))
}

impl VerificationBody {
    /// The answer on what is published.
    ///
    /// # Errors
    /// When the region has no such network or zone, or there is no such service.
    pub fn of(snapshot: &Arc<Snapshot>, question: VerificationQuestion) -> Result<Self, Problem> {
        let asked = VerdictQuestion {
            network: question.network.as_deref().map(|id| known_network(&snapshot.region, id)).transpose()?,
            service: question.service.as_deref().map(word::<Service>).transpose()?,
        };
        let zone = question.zone.as_deref().map(|code| known_zone(&snapshot.region, code)).transpose()?;
        let zone: Option<&ZoneCode> = zone.map(|zone| &zone.zone.code);
        let picks = |index: &ZoneIndex| zone.is_none_or(|code| index.zone.code == *code);
        let verdicts = verdicts(snapshot, &asked, picks).into_par_iter();
        let required_share = snapshot.region.region.profile.required_share;
        Ok(Self {
            basis: Basis::of_all(snapshot, EvidenceKind::ClaimedAndMeasured),
            required_share: required_share.value(),
            least_votes_without_failure: tests_without_failure(required_share),
            neighbour_distance_m: NEIGHBOUR_DISTANCE_M,
            verdicts: verdicts.map(|verdict| verdict_body(snapshot, verdict, zone.is_some())).collect(),
            question,
        })
    }
}

/// `in_detail`: with what takes longer to find out.
fn verdict_body(snapshot: &Snapshot, verdict: ZoneClaimVerdict, in_detail: bool) -> ClaimVerdictBody {
    let zone = &snapshot.region.zones[verdict.zone];
    let (network, service) = (&verdict.network, verdict.service);
    let by_kind = |kind| {
        let drivable = || drivable_cells(snapshot, network, Tested { service, kind }, verdict.zone);
        KindVerdictBody::new(verdict.of(kind).clone(), in_detail.then(drivable))
    };
    let proved_measures = || {
        let supply = Supply::of(network.clone(), service);
        proved(snapshot, zone, &supply).iter().map(Into::into).collect()
    };
    ClaimVerdictBody {
        zone: (&zone.zone).into(),
        network: network.to_string(),
        service: service.to_string(),
        state: verdict.state().as_str(),
        by_signal: by_kind(TestKind::Signal),
        by_service: by_kind(TestKind::Service),
        proved: in_detail.then(proved_measures),
    }
}
