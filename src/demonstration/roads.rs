//! A schematic road network: links that find their way through the invented
//! terrain from place to place, each place being one that the road really
//! passes. Between the places nothing of their course is real.

use geo::{ChaikinSmoothing, Coord, Distance, Euclidean, Length, LineString, Point, Simplify};

use super::{
    RoadClass,
    facts::{Facts, Locality},
    land::Land,
    noise::Noise,
    path::PathFinder,
    raster::Raster,
    terrain::Terrain,
};

/// A piece of road between two places or, on long stretches, between two
/// points in between.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadLink {
    pub name: String,
    /// The road's number; empty for a road that has none.
    pub route: String,
    pub class: RoadClass,
    /// In the plane, EPSG:3006.
    pub line: LineString<f64>,
}

const PATH_STEP_M: f64 = 500.0;
const LONGEST_LINK_M: f64 = 18_000.0;

/// The way from one place to another through the terrain.
pub(super) type Course<'a> = dyn Fn(Coord<f64>, Coord<f64>) -> LineString<f64> + 'a;

/// Whatever is drawn through the terrain finds its way like this.
pub(super) fn with_courses<T>(
    facts: &Facts,
    terrain: &Terrain,
    seed: u64,
    draw: impl FnOnce(&Course<'_>) -> T,
) -> T {
    let land = Land::new(facts, super::land::lattice_of(facts, PATH_STEP_M));
    let heights = Raster::from_centres(land.municipality.lattice, |centre| terrain.height_m(centre) as f32);
    let finder = PathFinder::new(&land, &heights, &Noise::new(seed ^ 0x50f7, 7_000.0, 3));
    let wobble = Noise::new(seed ^ 0x0ad5, 2_500.0, 2);
    draw(&|from, to| course(&finder, &wobble, from, to))
}

pub(super) fn roads(facts: &Facts, terrain: &Terrain, seed: u64) -> Vec<RoadLink> {
    with_courses(facts, terrain, seed, |course| roads_along(facts, course))
}

fn roads_along(facts: &Facts, course: &Course<'_>) -> Vec<RoadLink> {
    let mut links = Vec::new();
    for route in &facts.routes {
        for pair in route.passes.windows(2) {
            let line = course(pair[0].position, pair[1].position);
            let name =
                format!("{} {}–{}", route.class.road_name(&route.number), pair[0].place, pair[1].place);
            links.extend(pieces(&line).into_iter().map(|line| RoadLink {
                name: name.clone(),
                route: route.number.clone(),
                class: route.class,
                line,
            }));
        }
    }
    let main_roads = links.clone();
    for locality in &facts.localities {
        links.extend(connection(course, &main_roads, locality));
    }
    links
}

/// The road from a locality to the nearest main road, when that isn't there already.
fn connection(course: &Course<'_>, main_roads: &[RoadLink], locality: &Locality) -> Option<RoadLink> {
    const NEAR_M: f64 = 1_200.0;
    let from = locality.position;
    let distance_m = |place: &Coord<f64>| Euclidean.distance(Point(*place), Point(from));
    let nearest = main_roads
        .iter()
        .flat_map(|link| link.line.coords())
        .min_by(|one, other| distance_m(one).total_cmp(&distance_m(other)))?;
    if distance_m(nearest) < NEAR_M {
        return None;
    }
    let line = course(from, *nearest);
    let name = format!("Vägen till {}", locality.name);
    Some(RoadLink { name, route: String::new(), class: RoadClass::Other, line })
}

/// A bent line with exactly these ends.
fn course(finder: &PathFinder, wobble: &Noise, from: Coord<f64>, to: Coord<f64>) -> LineString<f64> {
    const WOBBLE_M: f64 = 220.0;
    const SIMPLIFY_M: f64 = 25.0;
    let mut corners = finder.path(from, to);
    for corner in &mut corners {
        corner.x += WOBBLE_M * wobble.at(corner.x, corner.y);
        corner.y += WOBBLE_M * wobble.at(corner.y, -corner.x);
    }
    // A bend in every second cell is a staircase; in every third, a road.
    let inner = corners.iter().skip(2).step_by(3).take(corners.len().saturating_sub(4).div_ceil(3));
    let bent: LineString<f64> =
        std::iter::once(from).chain(inner.copied()).chain(std::iter::once(to)).collect();
    bent.chaikin_smoothing(3).simplify(SIMPLIFY_M)
}

/// The line in equal pieces, none longer than the longest allowed.
pub(super) fn pieces(whole: &LineString<f64>) -> Vec<LineString<f64>> {
    let length_m = Euclidean.length(whole);
    let piece_m = length_m / (length_m / LONGEST_LINK_M).ceil().max(1.0);
    let mut lines = vec![vec![whole.0[0]]];
    let mut walked_m = 0.0;
    for line in whole.lines() {
        walked_m += Euclidean.length(&line);
        let piece = lines.last_mut().expect("there is always a piece");
        piece.push(line.end);
        if walked_m >= piece_m && line.end != whole.0[whole.0.len() - 1] {
            walked_m -= piece_m;
            lines.push(vec![line.end]);
        }
    }
    lines.into_iter().map(LineString).collect()
}
