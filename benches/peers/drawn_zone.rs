//! A zone that somebody draws, made ready for questions.

use geo::{BoundingRect, Centroid, Intersects, LineString, Polygon, Rect};
use tackning::{
    domain::{Demand, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Mosaic, covered_intervals, total},
    index::{RegionIndex, RoadPart, ZoneIndex},
};

/// A star of so many corners around a position, its rays between half and whole reach.
pub fn star(centre: geo::Coord<f64>, reach_m: f64, corners: usize) -> Polygon<f64> {
    let corner = |number: usize| {
        let angle = std::f64::consts::TAU * number as f64 / corners as f64;
        let radius_m = reach_m * (0.75 + 0.25 * (number as f64 * 2.399).sin());
        centre + geo::Coord { x: angle.cos(), y: angle.sin() } * radius_m
    };
    Polygon::new((0..corners).map(corner).collect::<LineString<f64>>(), Vec::new())
}

/// What of the demand lies in a polygon.
pub fn drawn_zone(region: &RegionIndex, lakes: &Mosaic, polygon: Polygon<f64>) -> ZoneIndex {
    let whole = Mosaic::from_polygons(ANALYSIS_GRID, [&polygon]);
    let land = whole.difference(lakes);
    let bounds = polygon.bounding_rect().expect("the polygon has corners");
    let demand = &region.region.demand;
    let (squares, places) = (squares_in(demand, &whole), places_in(demand, &whole));
    let road_parts = road_parts(demand, &whole, bounds);
    ZoneIndex {
        zone: Zone {
            code: ZoneCode::new("drawn"),
            name: "drawn".to_owned(),
            kind: ZoneKind::municipality(),
            parent: None,
            outline: polygon.into(),
        },
        land_m2: land.area_m2(),
        inhabitants: total(squares.iter().map(|&square| demand.population[square].inhabitants)),
        road_m: total(road_parts.iter().map(|part| part.interval.length_m())),
        whole,
        land,
        squares,
        road_parts,
        places,
    }
}

fn squares_in(demand: &Demand, whole: &Mosaic) -> Vec<usize> {
    let squares = demand.population.iter().enumerate();
    let centred = squares.filter_map(|(number, square)| Some((number, square.outline.centroid()?)));
    centred.filter(|(_, centre)| whole.contains(centre.0)).map(|(number, _)| number).collect()
}

fn places_in(demand: &Demand, whole: &Mosaic) -> Vec<usize> {
    let places = demand.places.iter().enumerate();
    places.filter(|(_, place)| whole.contains(place.position)).map(|(number, _)| number).collect()
}

fn road_parts(demand: &Demand, whole: &Mosaic, bounds: Rect<f64>) -> Vec<RoadPart> {
    let near = |line: &LineString<f64>| line.bounding_rect().is_some_and(|rect| rect.intersects(&bounds));
    let links = demand.roads.iter().enumerate().filter(|(_, link)| near(&link.line));
    let parts = links.flat_map(|(link, road)| {
        let intervals = covered_intervals(&road.line, whole).into_iter();
        intervals.map(move |interval| RoadPart { link, interval })
    });
    parts.collect()
}
