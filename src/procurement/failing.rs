//! Which places, buildings and stretches a zone fails by.

use geo::Centroid;

use super::{figures::OnNetwork, zones::AskedZone};
use crate::{
    analysis::{Stretch, uncovered_buildings, uncovered_stretches},
    domain::{DemandUnit, LineKind},
    index::ZoneIndex,
};

/// What isn't covered, of a demand that consists of things; longest stretch first.
pub type FailingItems = Vec<FailingItem>;

/// A place, a building or a stretch without coverage.
#[derive(Clone, Debug, PartialEq)]
pub struct FailingItem {
    /// The place's name, the building's id or the route's name; a route may have none.
    pub name: String,
    /// Whose place it is.
    pub organisation: Option<String>,
    /// Of a stretch.
    pub stretch: Option<FailingStretch>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FailingStretch {
    pub length_m: f64,
    /// From the start of its route, metres; none where the route has no name.
    pub from_m: Option<f64>,
    pub to_m: Option<f64>,
}

/// None for areas and inhabitants: these have a figure, and no list.
pub(super) fn failing_items(on: &OnNetwork<'_>, zone: &AskedZone<'_>) -> FailingItems {
    match on.requirement.unit {
        DemandUnit::LandArea | DemandUnit::PresenceArea | DemandUnit::Inhabitants => Vec::new(),
        DemandUnit::Places => failing_places(on, &zone.index),
        DemandUnit::Buildings => failing_buildings(on, &zone.index),
        unit => unit.line().map_or_else(Vec::new, |kind| failing_stretches(on, &zone.index, kind)),
    }
}

/// The places of a zone that count: with the need that is asked for, and not excluded.
pub(super) fn places_asked_for(on: &OnNetwork<'_>, zone: &ZoneIndex) -> Vec<usize> {
    let all = &on.snapshot.region.region.demand.places;
    let is_asked = |number: &&usize| {
        let place = &all[**number];
        let is_needed = on.requirement.place_need.is_none_or(|need| need == place.environment);
        is_needed && !on.excluded.as_ref().is_some_and(|excluded| excluded.contains(place.position))
    };
    zone.places.iter().filter(is_asked).copied().collect()
}

fn failing_places(on: &OnNetwork<'_>, zone: &ZoneIndex) -> FailingItems {
    let all = &on.snapshot.region.region.demand.places;
    let asked = places_asked_for(on, zone).into_iter().map(|number| &all[number]);
    let failing = asked.filter(|place| !on.area.contains(place.position));
    failing
        .map(|place| FailingItem {
            name: place.name.clone(),
            organisation: Some(place.organisation.clone()),
            stretch: None,
        })
        .collect()
}

fn failing_buildings(on: &OnNetwork<'_>, zone: &ZoneIndex) -> FailingItems {
    let all = &on.snapshot.region.region.demand.buildings;
    let failing = buildings_failing(on, zone).into_iter();
    failing
        .map(|building| FailingItem { name: all[building].id.clone(), organisation: None, stretch: None })
        .collect()
}

/// The uncovered buildings of a zone, without those whose centre is excluded, as
/// they are counted (R2).
pub(super) fn buildings_failing(on: &OnNetwork<'_>, zone: &ZoneIndex) -> Vec<usize> {
    let all = &on.snapshot.region.region.demand.buildings;
    let is_excluded = |building: &usize| {
        let centre = all[*building].outline.centroid();
        let excluded = on.excluded.as_ref().zip(centre);
        excluded.is_some_and(|(excluded, centre)| excluded.contains(centre.0))
    };
    let mut failing = uncovered_buildings(&on.snapshot.region, zone, &on.covered_or_excluded);
    failing.retain(|building| !is_excluded(building));
    failing
}

/// All that are uncovered: those that are longer than allowed stand first.
fn failing_stretches(on: &OnNetwork<'_>, zone: &ZoneIndex, kind: LineKind) -> FailingItems {
    let stretches = uncovered_stretches(&on.snapshot.region, zone, kind, &on.covered_or_excluded);
    stretches.0.into_iter().map(failing_stretch).collect()
}

fn failing_stretch(stretch: Stretch) -> FailingItem {
    let position = stretch.position;
    FailingItem {
        name: stretch.route,
        organisation: None,
        stretch: Some(FailingStretch {
            length_m: stretch.length_m,
            from_m: position.map(|position| position.from_m),
            to_m: position.map(|position| position.to_m),
        }),
    }
}
