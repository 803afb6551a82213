//! What the area where people normally are is built from.

use std::collections::BTreeMap;

use super::{
    REGION_FILE, RegionError,
    document::{PresenceLayer, PresenceSection},
    files::Shelf,
    layer::Layer,
};
use crate::domain::{ByLine, Demand, LineKind, Presence, PresenceArea};

/// Beyond this it isn't beside the line any more, metres.
const GREATEST_DISTANCE_M: f64 = 10_000.0;

/// `demand` holds the layers that the section speaks of.
///
/// # Errors
/// When a distance is none, or the section names what the region hasn't: a class
/// that is misspelt would be left out of the area and nobody would know.
pub fn read(
    shelf: &mut Shelf<'_>,
    section: &PresenceSection,
    demand: &Demand,
) -> Result<Presence, RegionError> {
    check(section, demand).map_err(|reason| RegionError::file(REGION_FILE, format!("presence, {reason}")))?;
    Ok(Presence {
        areas: section.areas.as_ref().map(|layer| read_areas(shelf, layer)).transpose()?.unwrap_or_default(),
        has_squares: section.inhabited_squares,
        lines_within_m: ByLine::from_fn(|kind| section.lines_within_m(kind).clone()),
        places_within_m: section.places_within_m,
    })
}

fn read_areas(shelf: &mut Shelf<'_>, document: &PresenceLayer) -> Result<Vec<PresenceArea>, RegionError> {
    let layer = Layer::read(shelf, "presence", &document.file)?;
    let mut areas = Vec::with_capacity(layer.features.len());
    for feature in &layer.features {
        let class = layer.text(feature, &document.class)?;
        areas.push(PresenceArea { class, outline: layer.area(feature, shelf)? });
    }
    Ok(areas)
}

fn check(section: &PresenceSection, demand: &Demand) -> Result<(), String> {
    let lines = LineKind::ALL.iter().map(|&kind| section.lines_within_m(kind));
    if section.areas.is_none()
        && !section.inhabited_squares
        && section.places_within_m.is_none()
        && lines.clone().all(BTreeMap::is_empty)
    {
        return Err("it names nothing to build the area from".to_owned());
    }
    if section.inhabited_squares && demand.population.is_empty() {
        return Err("inhabited_squares: the region has no population".to_owned());
    }
    if let Some(distance_m) = section.places_within_m {
        is_distance(distance_m).map_err(|reason| format!("places_within_m: {reason}"))?;
        if demand.places.is_empty() {
            return Err("places_within_m: the region has no places".to_owned());
        }
    }
    for &kind in LineKind::ALL {
        for (class, &distance_m) in section.lines_within_m(kind) {
            let named = |reason: String| format!("{kind}_within_m, `{class}`: {reason}");
            is_distance(distance_m).map_err(named)?;
            if !demand.lines[kind].iter().any(|link| link.class == *class) {
                return Err(named("nothing in the region has this class".to_owned()));
            }
        }
    }
    Ok(())
}

fn is_distance(distance_m: f64) -> Result<(), String> {
    if distance_m > 0.0 && distance_m <= GREATEST_DISTANCE_M {
        Ok(())
    } else {
        Err(format!("{distance_m} is no distance above 0 and up to {GREATEST_DISTANCE_M} metres"))
    }
}
