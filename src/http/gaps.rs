//! `GET /api/v1/gaps`: how much of the demand is covered in each zone.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    extract::Query,
    problem::Problem,
    question::SupplyQuestion,
    router::{AppState, off_thread},
    wire::{Basis, ShareBody, UnitBody, ZoneBody},
};
use crate::{
    analysis::{LONG_STRETCH_M, Measure, NotSpots, RoadStretches, ZoneGaps},
    domain::{Share, Zone},
};

#[derive(Debug, Serialize, ToSchema)]
pub struct GapsBody {
    question: SupplyQuestion,
    basis: Basis,
    zones: Vec<ZoneGapsBody>,
}

/// The figures of one zone.
#[derive(Debug, Serialize, ToSchema)]
pub struct ZoneGapsBody {
    zone: ZoneBody,
    land_area: MeasureBody,
    inhabitants: MeasureBody,
    road_length: MeasureBody,
    places: MeasureBody,
    road_stretches: RoadStretchesBody,
    not_spots: NotSpotsBody,
}

/// How much of a demand is covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasureBody {
    unit: UnitBody,
    total: f64,
    covered: f64,
    uncovered: f64,
    /// Null where there is no demand.
    #[schema(required)]
    covered_share: Option<ShareBody>,
    #[schema(required)]
    uncovered_share: Option<ShareBody>,
}

/// Uncovered road as stretches that go on over links and end at the zone's edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoadStretchesBody {
    count: usize,
    #[schema(required)]
    median_m: Option<f64>,
    #[schema(required)]
    longest_m: Option<f64>,
    /// Share of the uncovered length in stretches of at least `long_from_m`.
    #[schema(required)]
    share_in_long: Option<ShareBody>,
    long_from_m: f64,
}

/// Shares of the zone's land by how many of the region's networks cover it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotSpotsBody {
    /// At least one network covers.
    #[schema(required)]
    any: Option<ShareBody>,
    /// All networks cover.
    #[schema(required)]
    all: Option<ShareBody>,
    /// Some network covers, not all.
    #[schema(required)]
    partial: Option<ShareBody>,
    /// No network covers.
    #[schema(required)]
    total: Option<ShareBody>,
}

/// Covered and uncovered land, inhabitants, roads and places in each zone.
#[utoipa::path(get, path = "/api/v1/gaps", tag = "gaps", params(SupplyQuestion),
    responses((status = 200, description = "Figures of each zone asked for", body = GapsBody),
        (status = 404, response = Problem)))]
pub async fn gaps(
    State(state): State<AppState>,
    Query(question): Query<SupplyQuestion>,
) -> Result<Json<GapsBody>, Problem> {
    let snapshot = question.snapshot(&state).await?;
    let supply = question.supply(&snapshot)?;
    let zone = question.zone(&snapshot)?.map(|zone| zone.zone.code.clone());
    let (answers, asked) = (state.publisher.answers.clone(), snapshot.clone());
    let figures = off_thread(move || answers.gaps(&asked, &supply)).await?;
    let basis = Basis::of_supply(&snapshot, &question.supply(&snapshot)?);
    let zones = snapshot.region.region.zones.iter().zip(figures.iter());
    let asked = zones.filter(|(other, _)| zone.as_ref().is_none_or(|code| other.code == *code));
    let zones = asked.map(|(zone, figures)| ZoneGapsBody::new(zone, figures)).collect();
    Ok(Json(GapsBody { question, basis, zones }))
}

impl ZoneGapsBody {
    pub fn new(zone: &Zone, figures: &ZoneGaps) -> Self {
        Self {
            zone: zone.into(),
            land_area: MeasureBody::new(UnitBody::SquareMetres, figures.land_area),
            inhabitants: MeasureBody::new(UnitBody::Inhabitants, figures.inhabitants),
            road_length: MeasureBody::new(UnitBody::Metres, figures.road_length),
            places: MeasureBody::new(UnitBody::Places, figures.places),
            road_stretches: (&figures.road_stretches).into(),
            not_spots: figures.not_spots.into(),
        }
    }
}

impl MeasureBody {
    fn new(unit: UnitBody, measure: Measure) -> Self {
        let share = measure.covered_share();
        Self {
            unit,
            total: measure.total,
            covered: measure.covered,
            uncovered: measure.uncovered(),
            covered_share: share.map(Into::into),
            uncovered_share: share.map(|share| share.complement().into()),
        }
    }
}

impl From<&RoadStretches> for RoadStretchesBody {
    fn from(stretches: &RoadStretches) -> Self {
        Self {
            count: stretches.0.len(),
            median_m: stretches.median_m(),
            longest_m: stretches.longest_m(),
            share_in_long: stretches.share_in_long().map(Into::into),
            long_from_m: LONG_STRETCH_M,
        }
    }
}

impl From<NotSpots> for NotSpotsBody {
    fn from(spots: NotSpots) -> Self {
        let share = |part_m2: f64| Share::of(part_m2, spots.land_m2).map(Into::into);
        Self {
            any: share(spots.any_m2),
            all: share(spots.all_m2),
            partial: share(spots.partial_m2()),
            total: share(spots.total_m2()),
        }
    }
}
