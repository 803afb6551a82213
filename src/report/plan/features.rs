//! A plan as GeoJSON: the legs in the order in which they are driven, and what
//! can't be driven to.

use geo::Geometry;
use geojson::{Feature, FeatureCollection};
use serde_json::json;

use super::PlanReport;
use crate::{
    analysis::Leg,
    domain::Language,
    geometry::{LngLatFrame, ProjectionError, scb_name},
    report::features::{collection, feature, object, rounded},
    verification::DRIVABLE_GRID,
};

/// # Errors
/// When something has no place on the map.
pub fn plan_features(
    report: &PlanReport<'_>,
    frame: &LngLatFrame,
) -> Result<FeatureCollection, ProjectionError> {
    let days = (1..).zip(&report.plan.days);
    let legs =
        days.flat_map(|(day, drive)| (1..).zip(&drive.legs).map(move |(order, leg)| (day, order, leg)));
    let legs = legs.map(|(day, order, leg)| leg_feature(report, frame, day, order, leg));
    let off_road = &report.plan.off_road;
    let squares = off_road.squares.iter().map(|square| {
        let name = scb_name(DRIVABLE_GRID.south_west(*square));
        let outline = Geometry::Polygon(DRIVABLE_GRID.rect(*square).to_polygon());
        add(frame, outline, json!({ "kind": "off_road_square", "square": name }))
    });
    let places = off_road.places.iter().map(|place| {
        let place = &report.snapshot.region.region.demand.places[*place];
        add(
            frame,
            Geometry::Point(place.position.into()),
            json!({ "kind": "off_road_place", "name": place.name }),
        )
    });
    let features: Result<Vec<Feature>, _> = legs.chain(squares).chain(places).collect();
    let members = json!({
        "service": report.question.service.as_str(),
        "networks": report.question.networks.iter().map(|network| network.as_str()).collect::<Vec<_>>(),
        "data_version": report.snapshot.data_version(),
        "method_version": crate::index::METHOD_VERSION,
        "as_of": report.snapshot.evidence.as_of.to_string(),
        "demonstration": report.is_demonstration(),
        "driven_m": report.plan.driven_m(),
        "measured_m": report.plan.measured_m(),
        "hours": report.hours(),
    });
    Ok(collection(features?, object(members)))
}

fn leg_feature(
    report: &PlanReport<'_>,
    frame: &LngLatFrame,
    day: u32,
    order: u32,
    leg: &Leg,
) -> Result<Feature, ProjectionError> {
    let piece = leg.piece.map(|number| (number + 1, &report.plan.pieces[number]));
    let properties = json!({
        "kind": if piece.is_some() { "measured" } else { "way" },
        "day": day,
        "order": order,
        "length_m": leg.length_m,
        "piece": piece.map(|(number, _)| number),
        "roads": piece.map(|(_, piece)| report.roads(piece, Language::English)),
        "zone": piece.map(|(_, piece)| report.zone(piece.zone).code.as_str()),
        "days": piece.and_then(|(_, piece)| piece.passes()),
        "undecided_m": piece.map(|(_, piece)| piece.undecided_m()),
        "places": piece.map(|(_, piece)| report.place_names(&piece.places)),
    });
    add(frame, Geometry::LineString(leg.line.clone()), properties)
}

fn add(
    frame: &LngLatFrame,
    geometry: Geometry<f64>,
    properties: serde_json::Value,
) -> Result<Feature, ProjectionError> {
    Ok(feature(rounded(&frame.to_lng_lat(&geometry)?), object(properties)))
}
