//! Lakes, lines, places, buildings and localities.

use geo::{Geometry, MultiPolygon, Point};

use super::{
    RegionError,
    document::{BuildingLayer, LakeLayer, LineLayer, LocalityLayer, PlaceLayer},
    files::Shelf,
    layer::Layer,
};
use crate::domain::{Building, Environment, LineKind, Link, Locality, Place};

pub fn read_lakes(
    shelf: &mut Shelf<'_>,
    document: &LakeLayer,
) -> Result<Vec<MultiPolygon<f64>>, RegionError> {
    let layer = Layer::read(shelf, "lakes", &document.file)?;
    layer.features.iter().map(|feature| layer.area(feature, shelf)).collect()
}

/// Lines without name, class, route or organisation are lines all the same.
pub fn read_lines(
    shelf: &mut Shelf<'_>,
    kind: LineKind,
    document: &LineLayer,
) -> Result<Vec<Link>, RegionError> {
    let layer = Layer::read(shelf, kind.as_str(), &document.file)?;
    let mut links = Vec::new();
    for feature in &layer.features {
        let text = |property: &Option<String>| {
            Ok(layer.optional_text(feature, property.as_deref())?.unwrap_or_default())
        };
        let (name, class, route) = (text(&document.name)?, text(&document.class)?, text(&document.route)?);
        let organisation = text(&document.organisation)?;
        links.extend(layer.lines(feature)?.into_iter().map(|line| Link {
            name: name.clone(),
            class: class.clone(),
            route: route.clone(),
            organisation: organisation.clone(),
            line,
        }));
    }
    Ok(links)
}

/// Outlines are mended as areas are; a building without an outline is a point.
pub fn read_buildings(shelf: &mut Shelf<'_>, document: &BuildingLayer) -> Result<Vec<Building>, RegionError> {
    let layer = Layer::read(shelf, "buildings", &document.file)?;
    let mut buildings = Vec::with_capacity(layer.features.len());
    for feature in &layer.features {
        let outline = match layer.is_point(feature) {
            true => Geometry::Point(Point(layer.point(feature)?)),
            false => Geometry::MultiPolygon(layer.area(feature, shelf)?),
        };
        buildings.push(Building {
            id: layer.text(feature, &document.id)?,
            kind: layer.optional_text(feature, document.kind.as_deref())?.unwrap_or_default(),
            outline,
        });
    }
    Ok(buildings)
}

/// A place that says nothing of its environment needs coverage outdoors.
pub fn read_places(shelf: &mut Shelf<'_>, document: &PlaceLayer) -> Result<Vec<Place>, RegionError> {
    let layer = Layer::read(shelf, "places", &document.file)?;
    let place = |feature| {
        let text = |property: &Option<String>| layer.optional_text(feature, property.as_deref());
        let environment = match text(&document.environment)? {
            Some(word) => word.parse().map_err(|error| layer.error(feature, error))?,
            None => Environment::Outdoor,
        };
        Ok(Place {
            name: layer.text(feature, &document.name)?,
            kind: text(&document.kind)?.unwrap_or_default(),
            environment,
            organisation: text(&document.organisation)?.unwrap_or_default(),
            position: layer.point(feature)?,
        })
    };
    layer.features.iter().map(place).collect()
}

pub fn read_localities(
    shelf: &mut Shelf<'_>,
    document: &LocalityLayer,
) -> Result<Vec<Locality>, RegionError> {
    let layer = Layer::read(shelf, "localities", &document.file)?;
    let locality = |feature| {
        Ok(Locality {
            name: layer.text(feature, &document.name)?,
            inhabitants: layer.amount(feature, &document.inhabitants)?,
            position: layer.point(feature)?,
        })
    };
    layer.features.iter().map(locality).collect()
}
