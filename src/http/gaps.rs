//! `GET /api/v1/gaps`: how much of the demand is covered in each zone.

use axum::{Json, extract::State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    caller::Caller,
    extract::Query,
    gap_wire::{PresenceClassBody, StretchesBody, UncoveredBuildingsBody},
    problem::Problem,
    question::SupplyQuestion,
    router::{AppState, off_thread},
    verification::ProvedDemandBody,
    wire::{Basis, ShareBody, UnitBody, ZoneBody},
};
use crate::{
    analysis::{
        InhabitantsBasis, Measure, NotSpots, ProvedDemand, ZoneGaps, inhabitants_basis, uncovered_buildings,
    },
    domain::{LineKind, Share},
    geometry::Mosaic,
    index::{Evidence, RegionIndex, ZoneIndex},
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
    /// What inhabitants are counted by; null where nobody lives.
    #[schema(value_type = Option<InhabitantsBasis>, required)]
    inhabitants_basis: Option<&'static str>,
    road_length: MeasureBody,
    /// This and what follows: null where the region has no such demand.
    #[schema(required)]
    railway_length: Option<MeasureBody>,
    #[schema(required)]
    trail_length: Option<MeasureBody>,
    /// The organisations' own routes.
    #[schema(required)]
    route_length: Option<MeasureBody>,
    places: MeasureBody,
    /// A building is covered where all within five metres of it is.
    #[schema(required)]
    buildings: Option<MeasureBody>,
    /// Square metres of the area where people normally are, as the region builds it.
    #[schema(required)]
    presence_area: Option<MeasureBody>,
    /// What that area is built from; classes overlap.
    presence_classes: Vec<PresenceClassBody>,
    road_stretches: StretchesBody,
    #[schema(required)]
    railway_stretches: Option<StretchesBody>,
    #[schema(required)]
    trail_stretches: Option<StretchesBody>,
    #[schema(required)]
    route_stretches: Option<StretchesBody>,
    not_spots: NotSpotsBody,
    /// Null unless one zone is asked for in a region with buildings.
    #[schema(required)]
    uncovered_buildings: Option<UncoveredBuildingsBody>,
    /// The claim as delivered and what is proved of it, by everything that is
    /// counted; null unless verified coverage is asked for.
    #[schema(required)]
    proved: Option<Vec<ProvedDemandBody>>,
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
#[utoipa::path(get, path = "/api/v1/gaps", tag = "gaps", params(SupplyQuestion), security((), ("token" = []), ("session" = [])),
    responses((status = 200, description = "Figures of each zone asked for", body = GapsBody),
        (status = 404, response = Problem)))]
pub async fn gaps(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<SupplyQuestion>,
) -> Result<Json<GapsBody>, Problem> {
    let snapshot = question.snapshot(&state, &caller).await?;
    let supply = question.supply(&snapshot)?;
    let zone = question.zone(&snapshot)?.map(|zone| zone.zone.code.clone());
    let basis = Basis::of_supply(&snapshot, &supply);
    let answers = state.publisher.answers.clone();
    let zones = off_thread(move || {
        let figures = answers.gaps(&snapshot, &supply);
        let proved = (supply.evidence == Evidence::Verified).then(|| answers.proved(&snapshot, &supply));
        let zones = snapshot.region.zones.iter().zip(figures.iter()).enumerate();
        let asked = zones.filter(|(_, (other, _))| zone.as_ref().is_none_or(|code| other.zone.code == *code));
        let area = zone.is_some().then(|| snapshot.area(&supply));
        let body = |(number, (zone, figures)): (usize, (&ZoneIndex, &ZoneGaps))| {
            let body = ZoneGapsBody::new(&snapshot.region, zone, figures, area.as_deref());
            body.with_proved(proved.as_ref().map(|proved| proved[number].as_slice()))
        };
        asked.map(body).collect()
    })
    .await?;
    Ok(Json(GapsBody { question, basis, zones }))
}

impl ZoneGapsBody {
    /// `listed_by`: the supply's area, where all that it leaves uncovered is told.
    pub fn new(
        region: &RegionIndex,
        zone: &ZoneIndex,
        figures: &ZoneGaps,
        listed_by: Option<&Mosaic>,
    ) -> Self {
        let demand = &region.region.demand;
        let lines = &figures.lines;
        let length = |kind| MeasureBody::new(UnitBody::Metres, lines[kind].length);
        let stretches = |kind| StretchesBody::new(region, kind, &lines[kind], listed_by.is_some());
        let has = |kind| (!demand.lines[kind].is_empty()).then_some(kind);
        let [railways, trails, routes] = [LineKind::Railways, LineKind::Trails, LineKind::Routes].map(has);
        let has_buildings = !demand.buildings.is_empty();
        let has_presence = zone.presence.is_some();
        let listed_by = listed_by.filter(|_| has_buildings);
        let uncovered = listed_by.map(|area| uncovered_buildings(region, zone, area));
        Self {
            zone: (&zone.zone).into(),
            land_area: MeasureBody::new(UnitBody::SquareMetres, figures.land_area),
            inhabitants: MeasureBody::new(UnitBody::Inhabitants, figures.inhabitants),
            inhabitants_basis: inhabitants_basis(zone).map(InhabitantsBasis::as_str),
            road_length: length(LineKind::Roads),
            railway_length: railways.map(length),
            trail_length: trails.map(length),
            route_length: routes.map(length),
            places: MeasureBody::new(UnitBody::Places, figures.places),
            buildings: has_buildings.then(|| MeasureBody::new(UnitBody::Buildings, figures.buildings)),
            presence_area: has_presence
                .then(|| MeasureBody::new(UnitBody::SquareMetres, figures.presence.area)),
            presence_classes: figures.presence.classes.iter().map(Into::into).collect(),
            road_stretches: stretches(LineKind::Roads),
            railway_stretches: railways.map(stretches),
            trail_stretches: trails.map(stretches),
            route_stretches: routes.map(stretches),
            not_spots: figures.not_spots.into(),
            uncovered_buildings: uncovered.map(|uncovered| UncoveredBuildingsBody::new(region, &uncovered)),
            proved: None,
        }
    }

    pub fn with_proved(self, proved: Option<&[ProvedDemand]>) -> Self {
        Self { proved: proved.map(|proved| proved.iter().map(Into::into).collect()), ..self }
    }
}

impl MeasureBody {
    pub fn new(unit: UnitBody, measure: Measure) -> Self {
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
