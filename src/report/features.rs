//! Answers as GeoJSON (RFC 7946): longitude and latitude, right-hand rule.

use std::collections::BTreeMap;

use geo::{Geometry, Orient, Polygon, orient::Direction};
use geojson::{Feature, FeatureCollection, JsonObject};
use serde_json::{Value, json};

use super::GapReport;
use crate::{
    analysis::{GapArea, SLIVER_WIDTH_M},
    domain::{DeadZone, Recurrence},
    geometry::{LngLatFrame, ProjectionError},
    index::Snapshot,
};

/// Decimals of a degree that are written: a hundredth of a metre and a bit.
const DECIMALS: f64 = 1e7;

/// The gaps of a report with what lies in them, most important first.
pub fn gap_features(
    report: &GapReport<'_>,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let features = report.ranked.gaps.iter().zip(1..).map(|(gap, rank)| {
        let zone = report.zone(gap);
        let properties = json!({
            "rank": rank,
            "network": report.network_id(),
            "service": report.supply.service.as_str(),
            "zone": zone.code.as_str(),
            "zone_name": zone.name,
            "area_m2": gap.area_m2,
            "inhabitants": gap.inhabitants,
            "road_m": gap.road_m,
            "road_stretches": stretches(gap),
            "places": gap.places.len(),
            "place_names": report.place_names(gap),
            "dead_zones": gap.dead_zones,
            "priority": gap.priority,
        });
        Ok(feature(polygon(&gap.outline, frame)?, object(properties)))
    });
    let members = json!({
        "network": report.network_id(),
        "service": report.supply.service.as_str(),
        "data_version": report.snapshot.data_version(),
        "method_version": crate::index::METHOD_VERSION,
        "as_of": report.snapshot.evidence.as_of.to_string(),
        "demonstration": report.is_demonstration(),
        "unlisted_gaps": report.ranked.unlisted.count,
        "unlisted_m2": report.ranked.unlisted.area_m2,
        "slivers": report.ranked.slivers.count,
        "slivers_m2": report.ranked.slivers.area_m2,
        "sliver_width_m": SLIVER_WIDTH_M,
    });
    Ok(collection(features.collect::<Result<_, _>>()?, object(members)))
}

/// The roads in a gap, longest stretch first.
fn stretches(gap: &GapArea) -> Value {
    let stretches = gap.stretches.iter();
    stretches.map(|stretch| json!({ "route": stretch.route, "length_m": stretch.length_m })).collect()
}

/// All dead-zone reports. Who reported is not in them.
pub fn dead_zone_features(
    snapshot: &Snapshot,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let features =
        snapshot.dead_zones.reports.iter().map(|dead_zone| dead_zone_feature(snapshot, dead_zone, frame));
    let members = json!({ "demonstration": snapshot.region.region.demonstration });
    Ok(collection(features.collect::<Result<_, _>>()?, object(members)))
}

pub(super) fn dead_zone_feature(
    snapshot: &Snapshot,
    dead_zone: &DeadZone,
    frame: &LngLatFrame,
) -> Result<Feature, ProjectionError> {
    let report = &dead_zone.report;
    let zone = snapshot.region.municipality_at(crate::index::place_of(dead_zone));
    let properties = json!({
        "number": dead_zone.number,
        "networks": report.networks.iter().map(|network| network.as_str()).collect::<Vec<_>>(),
        "service": report.service.as_str(),
        "failing": report.failing.iter().map(|failing| failing.as_str()).collect::<Vec<_>>(),
        "environment": report.environment.as_str(),
        "observed_at": report.observed_at.to_string(),
        "recurrence": report.recurrence.map(Recurrence::as_str),
        "received_at": dead_zone.received_at.to_string(),
        "municipality": zone.map(|zone| json!({ "code": zone.zone.code.as_str(), "name": zone.zone.name })),
        "text": dead_zone.public_text(),
        "standing": dead_zone.standing.as_str(),
        "moderation": dead_zone.moderation.as_str(),
    });
    let geometry = match frame.to_lng_lat(&report.geometry)? {
        Geometry::Polygon(outline) => Geometry::Polygon(outline.orient(Direction::Default)),
        other => other,
    };
    Ok(feature(rounded(&geometry), object(properties)))
}

pub(super) fn polygon(outline: &Polygon<f64>, frame: &LngLatFrame) -> Result<Geometry<f64>, ProjectionError> {
    Ok(rounded(&Geometry::Polygon(frame.to_lng_lat(outline)?.orient(Direction::Default))))
}

pub(super) fn rounded(geometry: &Geometry<f64>) -> Geometry<f64> {
    use geo::MapCoords;
    let round = |value: f64| (value * DECIMALS).round() / DECIMALS;
    geometry.map_coords(|coord| geo::Coord { x: round(coord.x), y: round(coord.y) })
}

pub(super) fn feature(geometry: Geometry<f64>, properties: JsonObject) -> Feature {
    Feature {
        bbox: None,
        geometry: Some(geojson::Geometry::from(&geometry)),
        id: None,
        properties: Some(properties),
        foreign_members: None,
    }
}

pub(super) fn collection(features: Vec<Feature>, members: JsonObject) -> FeatureCollection {
    FeatureCollection { bbox: None, features, foreign_members: Some(members) }
}

pub(super) fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        other => BTreeMap::from([("value".to_owned(), other)]).into_iter().collect(),
    }
}
