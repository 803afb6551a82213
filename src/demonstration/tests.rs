//! What must hold of the demonstration as a whole.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::Path,
};

use flate2::read::GzDecoder;
use geo::{Area, BooleanOps, Contains, CoordsIter, Euclidean, Length, Point, Validation, unary_union};

use super::{
    facts::Facts, land::region_outline, lines::lines, plane::to_plane, population::population, roads::roads,
    simplified::touching_edges, terrain::Terrain, *,
};
use crate::domain::{Service, Technology};

/// The slow test: everything is made once and looked at from all sides.
#[test]
fn the_committed_files_are_what_the_generator_makes() {
    let made = generate(Scale::Default, DEFAULT_SEED, &|_| ());
    check_amounts(&made);
    check_claims(&made);
    check_samples(&made);
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    for file in made.files() {
        let committed = uncompressed(&data.join(&file.path));
        assert!(committed == file.contents(), "{} differs: run `tackning demo-data --out data`", file.path);
    }
}

fn uncompressed(path: &Path) -> Vec<u8> {
    let bytes = fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if path.extension().is_none_or(|extension| extension != "gz") {
        return bytes;
    }
    let mut contents = Vec::new();
    GzDecoder::new(bytes.as_slice()).read_to_end(&mut contents).unwrap();
    contents
}

fn check_amounts(made: &Demonstration) {
    let vertices: usize =
        made.claims.iter().flat_map(|claim| &claim.polygons).map(|one| one.coords_count()).sum();
    let amounts = [
        ("vertices", vertices, 150_000..700_000),
        ("claims", made.claims.len(), 25..26),
        ("squares", made.population.len(), 8_000..11_000),
        ("places", made.places.len(), 250..380),
        ("railway links", made.lines.railways.len(), 30..200),
        ("trail links", made.lines.trails.len(), 12..100),
        ("own routes' links", made.lines.routes.len(), 150..1_000),
        ("buildings", made.buildings.len(), 4_000..7_000),
        ("samples", made.samples.len(), 195_000..205_000),
        ("dead zones", made.dead_zones.len(), 25..26),
    ];
    for (what, amount, expected) in amounts {
        assert!(expected.contains(&amount), "{amount} {what}");
    }
}

fn check_claims(made: &Demonstration) {
    const LARGEST_FOR_PAIRWISE_CHECK: usize = 1_500;
    for claim in &made.claims {
        let name = format!("{} {} {}", claim.network, claim.technology, claim.service);
        assert_eq!(touching_edges(&claim.polygons), 0, "{name}");
        let small =
            claim.polygons.iter().filter(|polygon| polygon.coords_count() < LARGEST_FOR_PAIRWISE_CHECK);
        assert!(small.into_iter().all(Validation::is_valid), "{name}");
    }
    let voice = |claim: &&Claim| claim.service == Service::Voice;
    let outline = region_outline(&made.facts);
    for claim in made.claims.iter().filter(voice) {
        let claimed = unary_union(&claim.polygons.iter().map(to_plane).collect::<Vec<_>>());
        let outside_share = claimed.difference(&outline).unsigned_area() / claimed.unsigned_area();
        assert!(outside_share < 0.001, "{}: {outside_share}", claim.network);
        let share = claimed.unsigned_area() / outline.unsigned_area();
        assert!((0.5..0.75).contains(&share), "{}: {share}", claim.network);
    }
}

fn check_samples(made: &Demonstration) {
    let count =
        |is_counted: fn(&DriveSample) -> bool| made.samples.iter().filter(|one| is_counted(one)).count();
    let in_range = |sample: &DriveSample| match (sample.technology, sample.rsrp_dbm) {
        (Some(Technology::G4), Some(rsrp_dbm)) => (-140..=-44).contains(&rsrp_dbm),
        (Some(Technology::G5), Some(rsrp_dbm)) => (-156..=-31).contains(&rsrp_dbm),
        (None, None) => sample.success == Some(false) && sample.plmn.is_none() && sample.service.is_some(),
        _ => false,
    };
    assert!(made.samples.iter().all(in_range));
    assert!(
        made.samples.iter().all(|sample| sample.sinr_db.is_none_or(|sinr_db| (-23..=40).contains(&sinr_db)))
    );
    assert!(made.samples.iter().all(|sample| sample.time.to_string().as_str() < "2026-11-01"));
    let kinds = [
        ("no service", count(|sample| sample.plmn.is_none()), 1_000),
        ("failed tests", count(|sample| sample.success == Some(false) && sample.plmn.is_some()), 2_000),
        ("signal samples", count(|sample| sample.service.is_none()), 20_000),
        ("standing", count(|sample| sample.speed_kmh == 0), 1_500),
        ("abroad in Norway", count(|sample| sample.plmn == Some("242-98")), 20),
        ("abroad in Finland", count(|sample| sample.plmn == Some("244-98")), 20),
        ("on Wi-Fi", count(|sample| sample.wifi), 100),
        ("indoors", count(|sample| sample.indoor), 20),
        ("inaccurate", count(|sample| sample.accuracy_m > 50), 1_000),
    ];
    for (what, amount, least) in kinds {
        assert!(amount >= least, "{amount} {what}");
    }
}

#[test]
fn people_and_roads_are_where_they_can_be() {
    let facts = Facts::embedded();
    let terrain = Terrain::new(DEFAULT_SEED);
    let roads = roads(&facts, &terrain, DEFAULT_SEED);
    let squares = population(&facts, &roads, &terrain, DEFAULT_SEED);
    let mut sums: BTreeMap<&str, u32> = BTreeMap::new();
    for square in &squares {
        *sums.entry(&square.municipality).or_default() += square.inhabitants;
        let centre = Point(square.centre());
        let own = facts.municipalities.iter().find(|one| one.code == square.municipality).unwrap();
        assert!(own.outline.contains(&centre), "{square:?}");
        assert!(!facts.lakes.iter().any(|lake| lake.outline.contains(&centre)), "{square:?}");
    }
    let expected: BTreeMap<&str, u32> =
        facts.municipalities.iter().map(|one| (one.code.as_str(), one.inhabitants)).collect();
    assert_eq!(sums, expected);
    assert_eq!(squares, population(&facts, &roads, &terrain, DEFAULT_SEED));
    check_roads(&roads, &facts);
}

/// Railways and trails keep to the land as roads do, each route hangs together, and
/// own routes go where roads go.
#[test]
fn lines_are_where_they_can_be() {
    let facts = Facts::embedded();
    let terrain = Terrain::new(DEFAULT_SEED);
    let roads = roads(&facts, &terrain, DEFAULT_SEED);
    let lines = lines(&facts, &roads, &terrain, DEFAULT_SEED);
    let outline = region_outline(&facts);
    let length_m = |of: &dyn Fn(&DrawnLine) -> bool| -> f64 {
        let drawn = lines.railways.iter().chain(&lines.trails);
        drawn.filter(|link| of(link)).map(|link| Euclidean.length(&link.line)).sum()
    };
    let outside_share = length_m(&|link| !outline.contains(&link.line)) / length_m(&|_| true);
    assert!(outside_share < 0.05, "{outside_share}");
    for drawn in [&lines.railways, &lines.trails] {
        assert!(
            drawn.iter().all(|link| link.name.ends_with("(demonstration)") && link.organisation.is_none())
        );
        for pair in drawn.windows(2).filter(|pair| pair[0].route == pair[1].route) {
            assert_eq!(pair[0].line.0.last(), pair[1].line.0.first(), "{}", pair[0].route);
        }
    }
    let is_road = |link: &DrawnLine| roads.iter().any(|road| road.line == link.line);
    assert!(lines.routes.iter().all(|link| is_road(link) && link.organisation.is_some()));
    let organisations: BTreeSet<_> = lines.routes.iter().map(|link| &link.organisation).collect();
    assert_eq!(organisations.len(), facts.municipalities.len());
}

fn check_roads(roads: &[RoadLink], facts: &Facts) {
    let outline = region_outline(facts);
    let length_m = |of: &dyn Fn(&RoadLink) -> bool| -> f64 {
        roads.iter().filter(|link| of(link)).map(|link| Euclidean.length(&link.line)).sum()
    };
    let leaves = |link: &RoadLink| !outline.contains(&link.line);
    let outside_share = length_m(&leaves) / length_m(&|_| true);
    assert!(outside_share < 0.02, "{outside_share}");
    for link in roads {
        assert!(Euclidean.length(&link.line) < 21_000.0 || link.route.is_empty(), "{}", link.name);
    }
}
