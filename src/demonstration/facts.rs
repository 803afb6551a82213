//! The facts that the demonstration stands on, from `data/facts`: nothing in
//! these files is invented; see the README beside them for their sources.

use std::collections::BTreeMap;

use geo::{Coord, MultiPolygon};
use geojson::FeatureCollection;
use serde::{Deserialize, de::DeserializeOwned};

use super::{RoadClass, plane::to_plane};

/// A municipality with its outline in the plane.
#[derive(Clone, Debug)]
pub(super) struct Municipality {
    pub code: String,
    pub name: String,
    pub county_code: String,
    pub county: String,
    pub inhabitants: u32,
    pub seat: String,
    pub seat_position: Coord<f64>,
    /// As published, longitude and latitude.
    pub outline_lng_lat: MultiPolygon<f64>,
    pub outline: MultiPolygon<f64>,
}

/// A tätort. `municipality` is an index into [`Facts::municipalities`].
#[derive(Clone, Debug)]
pub(super) struct Locality {
    pub name: String,
    pub municipality: usize,
    pub inhabitants: u32,
    pub lng_lat: Coord<f64>,
    pub position: Coord<f64>,
}

#[derive(Clone, Debug)]
pub(super) struct Lake {
    pub name: Option<String>,
    pub outline_lng_lat: MultiPolygon<f64>,
    pub outline: MultiPolygon<f64>,
}

/// One unbroken part of a road, by the places that it passes.
#[derive(Clone, Debug)]
pub(super) struct Route {
    pub number: String,
    pub class: RoadClass,
    pub passes: Vec<Waypoint>,
}

#[derive(Clone, Debug)]
pub(super) struct Waypoint {
    pub place: String,
    pub position: Coord<f64>,
}

#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub municipalities: Vec<Municipality>,
    pub localities: Vec<Locality>,
    pub lakes: Vec<Lake>,
    pub routes: Vec<Route>,
}

#[derive(Deserialize)]
struct MunicipalityRow {
    code: String,
    name: String,
    county_code: String,
    county: String,
    inhabitants: u32,
    seat: String,
    seat_lon: f64,
    seat_lat: f64,
}

#[derive(Deserialize)]
struct LocalityRow {
    name: String,
    municipality: String,
    inhabitants_2020: u32,
    lon: f64,
    lat: f64,
}

#[derive(Deserialize)]
struct WaypointRow {
    route: String,
    part: u32,
    class: String,
    place: String,
    lon: f64,
    lat: f64,
}

impl Facts {
    pub(super) fn embedded() -> Self {
        let municipalities = municipalities();
        let localities = localities(&municipalities);
        Self { municipalities, localities, lakes: lakes(), routes: routes() }
    }
}

fn municipalities() -> Vec<Municipality> {
    let mut outlines: BTreeMap<String, MultiPolygon<f64>> =
        shapes(include_str!("../../data/facts/municipality_outlines.geojson"))
            .into_iter()
            .map(|(properties, shape)| (text(&properties, "code").unwrap_or_default(), shape))
            .collect();
    let with_outline = |row: MunicipalityRow| {
        let outline_lng_lat = outlines.remove(&row.code).expect("each municipality has an outline");
        Municipality {
            seat_position: to_plane(&point(row.seat_lon, row.seat_lat)).0,
            outline: to_plane(&outline_lng_lat),
            outline_lng_lat,
            code: row.code,
            name: row.name,
            county_code: row.county_code,
            county: row.county,
            inhabitants: row.inhabitants,
            seat: row.seat,
        }
    };
    rows(include_str!("../../data/facts/municipalities.csv")).into_iter().map(with_outline).collect()
}

fn localities(municipalities: &[Municipality]) -> Vec<Locality> {
    let located = |row: LocalityRow| Locality {
        municipality: municipalities
            .iter()
            .position(|municipality| municipality.code == row.municipality)
            .expect("each locality lies in a known municipality"),
        name: row.name,
        inhabitants: row.inhabitants_2020,
        lng_lat: Coord { x: row.lon, y: row.lat },
        position: to_plane(&point(row.lon, row.lat)).0,
    };
    rows(include_str!("../../data/facts/localities.csv")).into_iter().map(located).collect()
}

fn lakes() -> Vec<Lake> {
    shapes(include_str!("../../data/facts/lakes.geojson"))
        .into_iter()
        .map(|(properties, shape)| Lake {
            name: text(&properties, "name"),
            outline: to_plane(&shape),
            outline_lng_lat: shape,
        })
        .collect()
}

fn routes() -> Vec<Route> {
    let mut parts: Vec<((String, u32), Route)> = Vec::new();
    for row in rows::<WaypointRow>(include_str!("../../data/facts/routes.csv")) {
        let waypoint = Waypoint { place: row.place, position: to_plane(&point(row.lon, row.lat)).0 };
        let part = (row.route, row.part);
        match parts.last_mut() {
            Some((last, route)) if *last == part => route.passes.push(waypoint),
            _ => {
                let class = row.class.parse().expect("each route has a known class");
                let route = Route { number: part.0.clone(), class, passes: vec![waypoint] };
                parts.push((part, route));
            }
        }
    }
    parts.into_iter().map(|(_, route)| route).collect()
}

fn rows<T: DeserializeOwned>(csv_text: &str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    reader.deserialize().map(|row| row.expect("the embedded tables are well-formed")).collect()
}

fn shapes(geojson_text: &str) -> Vec<(geojson::JsonObject, MultiPolygon<f64>)> {
    let collection: FeatureCollection =
        geojson_text.parse().expect("the embedded outlines are a feature collection");
    collection.features.into_iter().map(shape).collect()
}

fn shape(feature: geojson::Feature) -> (geojson::JsonObject, MultiPolygon<f64>) {
    let geometry = feature.geometry.expect("each embedded outline has a geometry");
    let shape = match geo::Geometry::<f64>::try_from(geometry).expect("the embedded outlines are polygons") {
        geo::Geometry::Polygon(polygon) => polygon.into(),
        geo::Geometry::MultiPolygon(polygons) => polygons,
        other => panic!("the embedded outlines are polygons, not {other:?}"),
    };
    (feature.properties.unwrap_or_default(), shape)
}

fn text(properties: &geojson::JsonObject, key: &str) -> Option<String> {
    properties.get(key).and_then(|value| value.as_str()).map(str::to_owned)
}

fn point(lng: f64, lat: f64) -> geo::Point<f64> {
    geo::Point::new(lng, lat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_facts_are_whole() {
        let facts = Facts::embedded();
        assert_eq!((facts.municipalities.len(), facts.localities.len(), facts.lakes.len()), (29, 160, 15));
        let inhabitants: u32 = facts.localities.iter().map(|locality| locality.inhabitants).sum();
        assert_eq!(inhabitants, 425_953);
        assert!(facts.routes.len() >= 30 && facts.routes.iter().all(|route| route.passes.len() >= 2));
    }
}
