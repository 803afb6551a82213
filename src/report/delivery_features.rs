//! Deliveries as GeoJSON: the places of findings, the coverage, and what changed
//! between two versions.

use geo::{Geometry, MultiPolygon, Orient, Point, orient::Direction};
use geojson::{Feature, FeatureCollection};
use serde_json::json;

use super::{
    DeliveryReport,
    features::{collection, feature, object, rounded},
};
use crate::{
    analysis::Comparison,
    domain::{CoverageFeature, Delivery},
    geometry::{LngLatFrame, ProjectionError},
    index::RegionIndex,
};

/// The findings; one without a place has no geometry.
pub fn finding_features(report: &DeliveryReport<'_>) -> FeatureCollection {
    let features = report.findings.iter().map(|finding| {
        let properties = json!({
            "code": finding.code,
            "severity": finding.severity.as_str(),
            "feature": finding.feature,
            "message_sv": finding.message.sv,
            "message_en": finding.message.en,
        });
        let place = finding.place.map(|place| Geometry::Point(Point::new(place.lng, place.lat)));
        Feature {
            geometry: place.map(|place| geojson::Geometry::from(&rounded(&place))),
            properties: Some(object(properties)),
            ..Feature::default()
        }
    });
    let members = json!({
        "delivery": report.delivery.map(|delivery| delivery.0),
        "rejected": report.is_rejected,
        "demonstration": report.is_demonstration,
    });
    collection(features.collect(), object(members))
}

/// What a delivery covers, feature by feature.
pub fn coverage_features(
    delivery: &Delivery,
    features: &[CoverageFeature],
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let header = &delivery.header;
    let members = json!({
        "delivery": delivery.id.0,
        "network": header.network.as_str(),
        "technology": header.technology.as_str(),
        "service": header.service.as_str(),
        "environment": header.environment.as_str(),
        "simulation_date": header.simulation_date.map(|date| date.to_string()),
        "licence": header.licence,
        "sha256": delivery.sha256,
    });
    let one = |covered: &CoverageFeature| {
        Ok(feature(polygons(&covered.area, frame)?, object(json!({ "number": covered.number }))))
    };
    Ok(collection(features.iter().map(one).collect::<Result<_, _>>()?, object(members)))
}

/// The land of each zone that `asked` picks that lost its cover, and that which gained some.
pub fn comparison_features(
    region: &RegionIndex,
    comparison: &Comparison,
    members: serde_json::Value,
    frame: &LngLatFrame,
    asked: impl Fn(usize) -> bool,
) -> Result<FeatureCollection, ProjectionError> {
    let mut features = Vec::new();
    for change in comparison.zones.iter().filter(|change| asked(change.zone)) {
        let zone = &region.zones[change.zone];
        let figures = change.figures;
        let [lost, gained] = comparison.polygons(zone);
        let sides = [
            (
                "lost",
                lost,
                [
                    figures.land_area.lost,
                    figures.inhabitants.lost,
                    figures.road_length.lost,
                    figures.places.lost,
                ],
            ),
            (
                "gained",
                gained,
                [
                    figures.land_area.gained,
                    figures.inhabitants.gained,
                    figures.road_length.gained,
                    figures.places.gained,
                ],
            ),
        ];
        for (word, area, [area_m2, inhabitants, road_m, places]) in sides {
            if area.0.is_empty() {
                continue;
            }
            let properties = json!({
                "change": word,
                "zone": zone.zone.code.as_str(),
                "zone_name": zone.zone.name,
                "zone_kind": zone.zone.kind.as_str(),
                "area_m2": area_m2,
                "inhabitants": inhabitants,
                "road_m": road_m,
                "places": places,
            });
            features.push(feature(polygons(&area, frame)?, object(properties)));
        }
    }
    Ok(collection(features, object(members)))
}

fn polygons(area: &MultiPolygon<f64>, frame: &LngLatFrame) -> Result<Geometry<f64>, ProjectionError> {
    Ok(rounded(&Geometry::MultiPolygon(frame.to_lng_lat(area)?.orient(Direction::Default))))
}
