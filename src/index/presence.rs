//! Where people normally are, as areas: what a region builds it from, dissolved,
//! within the land of each zone.

use geo::Polygon;
use rayon::prelude::*;

use crate::{
    domain::{LineKind, Presence, PresenceGroup, Region},
    geometry::{ANALYSIS_GRID, Mosaic, MosaicBuilder, around_line, around_point},
};

/// A class of the area where people normally are; classes overlap.
#[derive(Clone, Debug)]
pub struct PresenceClass {
    pub group: PresenceGroup,
    /// As the region's data names it; empty for squares and places.
    pub class: String,
    pub area: Mosaic,
    pub area_m2: f64,
}

/// Where people normally are in a region or in a zone of it.
#[derive(Clone, Debug)]
pub struct PresenceIndex {
    pub classes: Vec<PresenceClass>,
    /// What the classes have together; what several of them have counts once.
    pub area: Mosaic,
    pub area_m2: f64,
}

impl PresenceIndex {
    /// None where the region doesn't say what to build it from.
    pub fn new(region: &Region) -> Option<Self> {
        let presence = region.demand.presence.as_ref()?;
        let classes = named_classes(presence).into_par_iter().map(|(group, class)| {
            let area = area_of(region, presence, group, &class);
            PresenceClass { group, class, area_m2: area.area_m2(), area }
        });
        Some(Self::of(classes.collect()))
    }

    /// What of it lies in an area.
    pub fn within(&self, land: &Mosaic) -> Self {
        let classes = self.classes.iter().map(|class| {
            let area = class.area.intersection(land);
            PresenceClass { class: class.class.clone(), area_m2: area.area_m2(), area, ..*class }
        });
        let area = self.area.intersection(land);
        Self { classes: classes.collect(), area_m2: area.area_m2(), area }
    }

    fn of(classes: Vec<PresenceClass>) -> Self {
        let areas: Vec<&Mosaic> = classes.iter().map(|class| &class.area).collect();
        let area = Mosaic::any_of(ANALYSIS_GRID, &areas);
        Self { area_m2: area.area_m2(), area, classes }
    }
}

/// The classes in the order of their groups, then by name.
fn named_classes(presence: &Presence) -> Vec<(PresenceGroup, String)> {
    let mut areas: Vec<String> = presence.areas.iter().map(|area| area.class.clone()).collect();
    areas.sort();
    areas.dedup();
    let areas = areas.into_iter().map(|class| (PresenceGroup::Areas, class));
    let squares = presence.has_squares.then(|| (PresenceGroup::Squares, String::new()));
    let lines = presence.lines_within_m.iter().flat_map(|(kind, classes)| {
        classes.keys().map(move |class| (PresenceGroup::from(kind), class.clone()))
    });
    let places = presence.places_within_m.map(|_| (PresenceGroup::Places, String::new()));
    areas.chain(squares).chain(lines).chain(places).collect()
}

fn area_of(region: &Region, presence: &Presence, group: PresenceGroup, class: &str) -> Mosaic {
    let demand = &region.demand;
    let mut builder = MosaicBuilder::new(ANALYSIS_GRID);
    let mut add_lines = |kind: LineKind| {
        let distance_m = presence.lines_within_m[kind].get(class).copied().unwrap_or_default();
        for link in demand.lines[kind].iter().filter(|link| link.class == class) {
            let around: Vec<Polygon<f64>> = around_line(&link.line, distance_m).collect();
            builder.add(&around);
        }
    };
    match group {
        PresenceGroup::Roads => add_lines(LineKind::Roads),
        PresenceGroup::Railways => add_lines(LineKind::Railways),
        PresenceGroup::Trails => add_lines(LineKind::Trails),
        PresenceGroup::Routes => add_lines(LineKind::Routes),
        PresenceGroup::Areas => {
            let areas = presence.areas.iter().filter(|area| area.class == class);
            builder.add(areas.flat_map(|area| &area.outline));
        }
        PresenceGroup::Squares => {
            let inhabited = demand.population.iter().filter(|square| square.inhabitants > 0.0);
            builder.add(inhabited.map(|square| &square.outline));
        }
        PresenceGroup::Places => {
            let distance_m = presence.places_within_m.unwrap_or_default();
            let around = demand.places.iter().map(|place| around_point(place.position, distance_m));
            builder.add(&around.collect::<Vec<_>>());
        }
    }
    builder.finish()
}
