//! Wire types of what `/api/v1/gaps` tells beside a zone's measures: uncovered
//! stretches of lines by their place on the route, classes, and buildings.

use serde::Serialize;
use utoipa::ToSchema;

use super::{
    gaps::MeasureBody,
    wire::{ShareBody, UnitBody},
};
use crate::{
    analysis::{ClassMeasure, LONG_STRETCH_M, LineGaps, PresenceClassMeasure, Stretch},
    domain::{LineKind, Link, PresenceGroup},
    index::{RegionIndex, RoutePosition},
};

/// So many uncovered buildings are named in one answer.
const MOST_NAMED_BUILDINGS: usize = 1_000;

/// Uncovered lines as stretches that go on over links and end at the zone's edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct StretchesBody {
    count: usize,
    #[schema(required)]
    median_m: Option<f64>,
    #[schema(required)]
    longest_m: Option<f64>,
    /// Share of the uncovered length in stretches of at least `long_from_m`.
    #[schema(required)]
    share_in_long: Option<ShareBody>,
    long_from_m: f64,
    classes: Vec<ClassBody>,
    /// Longest first; null unless one zone is asked for.
    #[schema(required)]
    listed: Option<Vec<StretchBody>>,
}

/// How much of one class of a demand is covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassBody {
    /// As the region names it; empty where it names none.
    class: String,
    measure: MeasureBody,
}

/// How much of one class of the area where people normally are is covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct PresenceClassBody {
    /// Which of the region's data it comes from.
    #[schema(value_type = PresenceGroup)]
    group: &'static str,
    /// As the region's data names it; empty for squares and places.
    class: String,
    measure: MeasureBody,
}

/// A stretch of one route: uncovered, or to be driven.
#[derive(Debug, Serialize, ToSchema)]
pub struct StretchBody {
    /// The route's name or number; empty where it has none.
    route: String,
    /// Whose route it is; empty for what isn't an organisation's own.
    organisation: String,
    /// Of the link on which it begins.
    name: String,
    class: String,
    length_m: f64,
    /// Null where the route has no name.
    #[schema(required)]
    position: Option<RoutePositionBody>,
}

/// Where on its route a stretch lies: metres from the route's start, which is
/// its westernmost end, of several the southernmost.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoutePositionBody {
    from_m: f64,
    /// Below `from_m` where the stretch lies across the start of a ring.
    to_m: f64,
    /// The number of the connected piece that positions are counted in, from 1 in the west.
    piece: usize,
    /// How many connected pieces the route has.
    pieces: usize,
}

/// The buildings of a zone that are not covered.
#[derive(Debug, Serialize, ToSchema)]
pub struct UncoveredBuildingsBody {
    count: usize,
    /// As the region names them, in its order; the first 1,000.
    #[schema(max_items = 1_000)]
    ids: Vec<String>,
}

impl StretchesBody {
    /// `lists`: whether each stretch is told.
    pub fn new(region: &RegionIndex, kind: LineKind, gaps: &LineGaps, lists: bool) -> Self {
        let stretches = &gaps.stretches;
        let links = &region.region.demand.lines[kind];
        let listed = || stretches.0.iter().map(|stretch| StretchBody::new(links, stretch)).collect();
        Self {
            count: stretches.0.len(),
            median_m: stretches.median_m(),
            longest_m: stretches.longest_m(),
            share_in_long: stretches.share_in_long().map(Into::into),
            long_from_m: LONG_STRETCH_M,
            classes: gaps.classes.iter().map(|class| ClassBody::new(UnitBody::Metres, class)).collect(),
            listed: lists.then(listed),
        }
    }
}

impl ClassBody {
    pub fn new(unit: UnitBody, class: &ClassMeasure) -> Self {
        Self { class: class.class.clone(), measure: MeasureBody::new(unit, class.measure) }
    }
}

impl StretchBody {
    pub fn new(links: &[Link], stretch: &Stretch) -> Self {
        let first = stretch.parts.first().map(|part| &links[part.link]);
        let text = |of: fn(&Link) -> &String| first.map(|link| of(link).clone()).unwrap_or_default();
        Self {
            route: stretch.route.clone(),
            organisation: text(|link| &link.organisation),
            name: text(|link| &link.name),
            class: text(|link| &link.class),
            length_m: stretch.length_m,
            position: stretch.position.map(Into::into),
        }
    }
}

impl From<&PresenceClassMeasure> for PresenceClassBody {
    fn from(class: &PresenceClassMeasure) -> Self {
        Self {
            group: class.group.as_str(),
            class: class.class.clone(),
            measure: MeasureBody::new(UnitBody::SquareMetres, class.measure),
        }
    }
}

impl From<RoutePosition> for RoutePositionBody {
    fn from(RoutePosition { piece, pieces, from_m, to_m }: RoutePosition) -> Self {
        Self { from_m, to_m, piece, pieces }
    }
}

impl UncoveredBuildingsBody {
    /// `uncovered` are indices into the region's buildings.
    pub fn new(region: &RegionIndex, uncovered: &[usize]) -> Self {
        let buildings = &region.region.demand.buildings;
        let ids = uncovered.iter().take(MOST_NAMED_BUILDINGS);
        Self { count: uncovered.len(), ids: ids.map(|&building| buildings[building].id.clone()).collect() }
    }
}
