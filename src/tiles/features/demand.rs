//! The region: zones, lakes, localities, roads and places.

use geo::Point;

use super::{Features, LayerError};
use crate::{domain::LineKind, index::Snapshot};

pub fn zones(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot.region.region.zones.iter().try_for_each(|zone| {
        let properties = vec![
            ("code", zone.code.to_string().into()),
            ("name", zone.name.clone().into()),
            ("kind", zone.kind.to_string().into()),
        ];
        features.add(zone.outline.clone(), properties)
    })
}

pub fn lakes(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot.region.region.demand.lakes.iter().try_for_each(|lake| features.add(lake.clone(), Vec::new()))
}

pub fn localities(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot.region.region.demand.localities.iter().try_for_each(|locality| {
        let properties =
            vec![("name", locality.name.clone().into()), ("inhabitants", locality.inhabitants.into())];
        features.add(Point(locality.position), properties)
    })
}

pub fn roads(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot.region.region.demand.lines[LineKind::Roads].iter().try_for_each(|link| {
        let properties = vec![
            ("name", link.name.clone().into()),
            ("class", link.class.clone().into()),
            ("route", link.route.clone().into()),
        ];
        features.add(link.line.clone(), properties)
    })
}

pub fn places(snapshot: &Snapshot, features: &mut Features<'_>) -> Result<(), LayerError> {
    snapshot.region.region.demand.places.iter().try_for_each(|place| {
        let properties = vec![
            ("name", place.name.clone().into()),
            ("kind", place.kind.clone().into()),
            ("environment", place.environment.to_string().into()),
        ];
        features.add(Point(place.position), properties)
    })
}
