//! What changed between two areas, as the API tells it.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    coverage_at::PositionBody,
    problem::Problem,
    router::AppState,
    wire::{ShareBody, UnitBody, ZoneBody},
};
use crate::{
    analysis::{Change, Figures, Stretch, ZoneChange},
    domain::{LineKind, Share},
    index::RegionIndex,
};

/// A quantity of demand before and after: before − lost + gained = after.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeBody {
    unit: UnitBody,
    /// All the demand, covered or not.
    total: f64,
    before: f64,
    after: f64,
    lost: f64,
    gained: f64,
    /// Null where there is no demand.
    #[schema(required)]
    before_share: Option<ShareBody>,
    #[schema(required)]
    after_share: Option<ShareBody>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FiguresBody {
    land_area: ChangeBody,
    inhabitants: ChangeBody,
    road_length: ChangeBody,
    places: ChangeBody,
}

/// What changed in one zone.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ZoneChangeBody {
    zone: ZoneBody,
    figures: FiguresBody,
    /// Longest first; a stretch goes on over links of one route.
    lost_stretches: Vec<ChangedStretchBody>,
    gained_stretches: Vec<ChangedStretchBody>,
    lost_places: Vec<ChangedPlaceBody>,
    gained_places: Vec<ChangedPlaceBody>,
}

/// A stretch of road that lost or gained cover.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangedStretchBody {
    route: String,
    /// Of the link that it begins on.
    name: String,
    class: String,
    length_m: f64,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangedPlaceBody {
    name: String,
    kind: String,
    organisation: String,
    position: PositionBody,
}

impl ChangeBody {
    fn new(unit: UnitBody, change: Change) -> Self {
        let share = |part| Share::of(part, change.total).map(ShareBody::from);
        Self {
            unit,
            total: change.total,
            before: change.before,
            after: change.after,
            lost: change.lost,
            gained: change.gained,
            before_share: share(change.before),
            after_share: share(change.after),
        }
    }
}

impl From<Figures> for FiguresBody {
    fn from(figures: Figures) -> Self {
        Self {
            land_area: ChangeBody::new(UnitBody::SquareMetres, figures.land_area),
            inhabitants: ChangeBody::new(UnitBody::Inhabitants, figures.inhabitants),
            road_length: ChangeBody::new(UnitBody::Metres, figures.road_length),
            places: ChangeBody::new(UnitBody::Places, figures.places),
        }
    }
}

/// A zone's change with the names of what it concerns.
pub fn zone_change(
    state: &AppState,
    region: &RegionIndex,
    change: &ZoneChange,
) -> Result<ZoneChangeBody, Problem> {
    let places = |places: &[usize]| {
        places.iter().map(|&place| changed_place(state, region, place)).collect::<Result<Vec<_>, _>>()
    };
    let stretches = |stretches: &[Stretch]| {
        stretches.iter().map(|stretch| changed_stretch(region, stretch)).collect::<Vec<_>>()
    };
    Ok(ZoneChangeBody {
        zone: (&region.zones[change.zone].zone).into(),
        figures: change.figures.into(),
        lost_stretches: stretches(&change.lost_stretches),
        gained_stretches: stretches(&change.gained_stretches),
        lost_places: places(&change.lost_places)?,
        gained_places: places(&change.gained_places)?,
    })
}

fn changed_stretch(region: &RegionIndex, stretch: &Stretch) -> ChangedStretchBody {
    let links = &region.region.demand.lines[LineKind::Roads];
    let first = stretch.parts.first().map(|part| &links[part.link]);
    ChangedStretchBody {
        route: stretch.route.clone(),
        name: first.map(|link| link.name.clone()).unwrap_or_default(),
        class: first.map(|link| link.class.clone()).unwrap_or_default(),
        length_m: stretch.length_m,
    }
}

pub fn changed_place(
    state: &AppState,
    region: &RegionIndex,
    place: usize,
) -> Result<ChangedPlaceBody, Problem> {
    let place = &region.region.demand.places[place];
    let position = state.frame.position_to_lng_lat(place.position).map_err(Problem::internal)?;
    Ok(ChangedPlaceBody {
        name: place.name.clone(),
        kind: place.kind.clone(),
        organisation: place.organisation.clone(),
        position: PositionBody { lon: position.x, lat: position.y },
    })
}
