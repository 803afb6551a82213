//! Lakes, roads, places and localities.

use geo::MultiPolygon;

use super::{
    RegionError,
    document::{LakeLayer, LocalityLayer, PlaceLayer, RoadLayer},
    files::Shelf,
    layer::Layer,
};
use crate::domain::{Environment, Locality, Place, RoadLink};

pub fn read_lakes(
    shelf: &mut Shelf<'_>,
    document: &LakeLayer,
) -> Result<Vec<MultiPolygon<f64>>, RegionError> {
    let layer = Layer::read(shelf, "lakes", &document.file)?;
    layer.features.iter().map(|feature| layer.area(feature, shelf)).collect()
}

/// Roads without name, class or route are roads all the same.
pub fn read_roads(shelf: &mut Shelf<'_>, document: &RoadLayer) -> Result<Vec<RoadLink>, RegionError> {
    let layer = Layer::read(shelf, "roads", &document.file)?;
    let mut links = Vec::new();
    for feature in &layer.features {
        let text = |property: &Option<String>| {
            Ok(layer.optional_text(feature, property.as_deref())?.unwrap_or_default())
        };
        let (name, class, route) = (text(&document.name)?, text(&document.class)?, text(&document.route)?);
        links.extend(layer.lines(feature)?.into_iter().map(|line| RoadLink {
            name: name.clone(),
            class: class.clone(),
            route: route.clone(),
            line,
        }));
    }
    Ok(links)
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
