//! Railways, trails and the municipalities' own routes. All of it is invented:
//! which places a railway joins, where trails go, and what a municipality drives.

use geo::{Contains, Coord, Distance, Euclidean, InterpolateLine, LineString, Point};

use super::{
    RoadClass, RoadLink,
    dice::Dice,
    facts::{Facts, Locality, Municipality},
    places::organisation_of,
    roads::{Course, pieces, with_courses},
    terrain::Terrain,
};

/// A piece of a railway, a trail or an own route.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnLine {
    /// Ends in "(demonstration)".
    pub name: String,
    pub route: String,
    pub class: &'static str,
    /// Whose own route it is.
    pub organisation: Option<String>,
    /// In the plane, EPSG:3006.
    pub line: LineString<f64>,
}

/// What the demonstration has beside roads.
#[derive(Clone, Debug)]
pub struct Lines {
    pub railways: Vec<DrawnLine>,
    pub trails: Vec<DrawnLine>,
    pub routes: Vec<DrawnLine>,
}

pub(super) fn lines(facts: &Facts, roads: &[RoadLink], terrain: &Terrain, seed: u64) -> Lines {
    with_courses(facts, terrain, seed, |course| Lines {
        railways: railways(facts, course),
        trails: trails(facts, course, seed),
        routes: facts.municipalities.iter().flat_map(|one| own_routes(one, roads)).collect(),
    })
}

/// From each large locality to the nearest larger one.
fn railways(facts: &Facts, course: &Course<'_>) -> Vec<DrawnLine> {
    const LEAST_INHABITANTS: u32 = 5_000;
    const LEAST_INHABITANTS_ON_MAIN_LINES: u32 = 15_000;
    let large = facts.localities.iter().filter(|one| one.inhabitants >= LEAST_INHABITANTS);
    let railway = |from: &Locality| {
        let larger = |other: &&Locality| other.inhabitants > from.inhabitants;
        let to = nearest(from, facts.localities.iter().filter(larger))?;
        let is_main = from.inhabitants >= LEAST_INHABITANTS_ON_MAIN_LINES;
        let class = if is_main { "stambana" } else { "lansbana" };
        Some(drawn(&format!("Banan {}–{}", from.name, to.name), class, &course(from.position, to.position)))
    };
    large.filter_map(railway).flatten().collect()
}

/// From some small localities to the nearest one that isn't close.
fn trails(facts: &Facts, course: &Course<'_>, seed: u64) -> Vec<DrawnLine> {
    const COUNT: usize = 18;
    const MOST_INHABITANTS: u32 = 500;
    const LEAST_M: f64 = 12_000.0;
    let mut small: Vec<&Locality> =
        facts.localities.iter().filter(|one| one.inhabitants <= MOST_INHABITANTS).collect();
    Dice::new(seed, "trails").shuffle(&mut small);
    let trail = |(from, class): (&Locality, &'static str)| {
        let not_close = |other: &&Locality| Euclidean.distance(from.position, other.position) > LEAST_M;
        let to = nearest(from, facts.localities.iter().filter(not_close))?;
        Some(drawn(&format!("Leden {}–{}", from.name, to.name), class, &course(from.position, to.position)))
    };
    let classes = ["vandringsled", "skoterled"].into_iter().cycle();
    small.into_iter().take(COUNT).zip(classes).filter_map(trail).flatten().collect()
}

fn nearest<'a>(from: &Locality, among: impl Iterator<Item = &'a Locality>) -> Option<&'a Locality> {
    let distance_m = |other: &Locality| Euclidean.distance(from.position, other.position);
    among.min_by(|one, other| distance_m(one).total_cmp(&distance_m(other)))
}

fn drawn(route: &str, class: &'static str, line: &LineString<f64>) -> Vec<DrawnLine> {
    let piece = |line| DrawnLine {
        name: format!("{route} (demonstration)"),
        route: route.to_owned(),
        class,
        organisation: None,
        line,
    };
    pieces(line).into_iter().map(piece).collect()
}

/// A municipality drives its roads: home care near the seat, school buses along
/// each main road farther out, and it ploughs the small ones.
fn own_routes(municipality: &Municipality, roads: &[RoadLink]) -> Vec<DrawnLine> {
    const HOME_CARE_M: f64 = 12_000.0;
    const SCHOOL_BUS_M: f64 = 35_000.0;
    let inside: Vec<(&RoadLink, f64)> = roads
        .iter()
        .filter_map(|road| Some((road, middle(&road.line)?)))
        .filter(|(_, middle)| municipality.outline.contains(middle))
        .map(|(road, middle)| (road, Euclidean.distance(middle.0, municipality.seat_position)))
        .collect();
    // Every municipality drives somewhere: at least to the road nearest to its seat.
    let nearest_m = inside.iter().map(|(_, distance_m)| *distance_m).fold(f64::INFINITY, f64::min);
    let home_care = inside
        .iter()
        .filter(|(_, distance_m)| *distance_m <= nearest_m.max(HOME_CARE_M))
        .map(|(road, _)| own(municipality, "hemtjanst", "Hemtjänst".to_owned(), road));
    let school_bus = inside
        .iter()
        .filter(|(road, distance_m)| road.class != RoadClass::Other && *distance_m <= SCHOOL_BUS_M)
        .map(|(road, _)| own(municipality, "skolskjuts", format!("Skolskjuts {}", road.route), road));
    let ploughing = inside
        .iter()
        .filter(|(road, _)| road.class == RoadClass::Other)
        .map(|(road, _)| own(municipality, "snorojning", format!("Snöröjning, {}", road.name), road));
    home_care.chain(school_bus).chain(ploughing).collect()
}

fn own(municipality: &Municipality, class: &'static str, route: String, road: &RoadLink) -> DrawnLine {
    DrawnLine {
        name: format!("{route} (demonstration)"),
        route,
        class,
        organisation: Some(organisation_of(&municipality.name)),
        line: road.line.clone(),
    }
}

fn middle(line: &LineString<f64>) -> Option<Point<f64>> {
    Euclidean.point_at_ratio_from_start(line, 0.5).map(|point: Point<f64>| Coord::from(point).into())
}
