//! Who covers a point, asked of the index and of every raw polygon in turn.

use std::collections::BTreeSet;

use geo::{BoundingRect, Coord, Intersects, Line, LinesIter, MultiPolygon, Rect};
use rand::{RngExt, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use tackning::{
    domain::{CoverageFeature, DeliveryId, NetworkId, Service, ZoneCode, ZoneKind},
    geometry::ANALYSIS_GRID,
    index::{Networks, Snapshot, Supply},
    store::Store,
};

use super::{
    ragged::{NETWORKS, dice, publish_ragged},
    set_up::shared_data,
    two_counties::two_counties,
};

const EVENLY: usize = 5_000;
const NEAR_AN_EDGE: usize = 3_000;
const ON_A_GRID_LINE: usize = 2_000;
/// Overlays round to 10⁻⁵ m: nearer than this to an edge either answer is right.
const NEAREST_M: f64 = 1e-3;

#[tokio::test]
async fn index_and_brute_force_agree_on_10_000_points() {
    let Some(data) = shared_data() else { return };
    let region = two_counties(&data);
    let (publisher, folder) = publish_ragged(region).await;
    let snapshot = publisher.snapshot();
    let store = Store::open(folder.path()).await.unwrap();
    let brute = BruteForce::of(&snapshot, &store).await;
    let points = points(&snapshot, &brute);
    assert_eq!(points.len(), 10_000);
    let covered = points.par_iter().filter(|&&point| compare(&snapshot, &brute, point)).count();
    assert!((1_000..9_000).contains(&covered), "{covered} covered points tell little");
}

/// Compares all answers for a point, and says whether anybody covers it.
fn compare(snapshot: &Snapshot, brute: &BruteForce, point: Coord<f64>) -> bool {
    let index = &snapshot.coverage;
    let found: BTreeSet<DeliveryId> = index.claims_at(point).iter().map(|claim| claim.delivery.id).collect();
    let claims: Vec<&RawClaim> = brute.claims.iter().filter(|claim| claim.covers(point)).collect();
    assert_eq!(found, claims.iter().map(|claim| claim.id).collect(), "claims at {point:?}");
    let covering: BTreeSet<&NetworkId> = claims.iter().map(|claim| &claim.network).collect();
    let covers = |networks| index.area(&supply(networks)).contains(point);
    for network in NETWORKS.map(|id| NetworkId::new(id).unwrap()) {
        let expected = covering.contains(&network);
        assert_eq!(covers(Networks::One(network.clone())), expected, "{network} at {point:?}");
    }
    assert_eq!(covers(Networks::Any), !covering.is_empty(), "any at {point:?}");
    assert_eq!(covers(Networks::All), covering.len() == NETWORKS.len(), "all at {point:?}");
    let municipality = snapshot.region.municipality_at(point).map(|zone| &zone.zone.code);
    assert_eq!(municipality, brute.municipality_at(point), "municipality at {point:?}");
    !covering.is_empty()
}

fn supply(networks: Networks) -> Supply {
    Supply::of(NetworkId::new(NETWORKS[0]).unwrap(), Service::Voice).with_networks(networks)
}

/// All polygons as they were read, with nothing prepared but their bounds.
struct BruteForce {
    claims: Vec<RawClaim>,
    municipalities: Vec<(ZoneCode, RawArea)>,
}

struct RawClaim {
    id: DeliveryId,
    network: NetworkId,
    areas: Vec<RawArea>,
}

struct RawArea {
    bounds: Rect<f64>,
    area: MultiPolygon<f64>,
}

impl BruteForce {
    async fn of(snapshot: &Snapshot, store: &Store) -> Self {
        let mut claims = Vec::new();
        for claim in snapshot.coverage.claims() {
            let (id, network) = (claim.delivery.id, claim.delivery.header.network.clone());
            let features: Vec<CoverageFeature> = store.coverage(&claim.delivery).await.unwrap();
            let areas = features.into_iter().map(|feature| RawArea::new(feature.area)).collect();
            claims.push(RawClaim { id, network, areas });
        }
        let kind = ZoneKind::municipality();
        let zones = snapshot.region.region.zones_of(&kind);
        let municipalities =
            zones.map(|zone| (zone.code.clone(), RawArea::new(zone.outline.clone()))).collect();
        Self { claims, municipalities }
    }

    fn edges(&self) -> Vec<Line<f64>> {
        let claimed = self.claims.iter().flat_map(|claim| &claim.areas);
        let all = claimed.chain(self.municipalities.iter().map(|(_, area)| area));
        all.flat_map(|raw| raw.area.lines_iter()).collect()
    }

    /// On a common edge the first.
    fn municipality_at(&self, point: Coord<f64>) -> Option<&ZoneCode> {
        self.municipalities.iter().find(|(_, area)| area.holds(point)).map(|(code, _)| code)
    }
}

impl RawClaim {
    fn covers(&self, point: Coord<f64>) -> bool {
        self.areas.iter().any(|area| area.holds(point))
    }
}

impl RawArea {
    fn new(area: MultiPolygon<f64>) -> Self {
        Self { bounds: area.bounding_rect().unwrap(), area }
    }

    /// An edge belongs to its area.
    fn holds(&self, point: Coord<f64>) -> bool {
        self.bounds.intersects(&point) && self.area.intersects(&point)
    }
}

/// Over the whole region, on both sides of edges, and on the lines along which
/// the index cuts.
fn points(snapshot: &Snapshot, brute: &BruteForce) -> Vec<Coord<f64>> {
    let mut dice = dice(42);
    let bounds = snapshot.region.region.bounds().unwrap();
    let edges = brute.edges();
    let mut points = Vec::new();
    points.extend((0..EVENLY).map(|_| anywhere(bounds, &mut dice)));
    points.extend((0..NEAR_AN_EDGE).map(|_| beside(*edges.choose(&mut dice).unwrap(), &mut dice)));
    points.extend((0..ON_A_GRID_LINE).map(|_| on_a_grid_line(anywhere(bounds, &mut dice), &mut dice)));
    points
}

fn anywhere(bounds: Rect<f64>, dice: &mut ChaCha8Rng) -> Coord<f64> {
    let (min, max) = (bounds.min(), bounds.max());
    Coord { x: dice.random_range(min.x..max.x), y: dice.random_range(min.y..max.y) }
}

/// Within a millimetre to 100 m of an edge.
fn beside(edge: Line<f64>, dice: &mut ChaCha8Rng) -> Coord<f64> {
    let along = edge.delta();
    let across = Coord { x: -along.y, y: along.x } / along.x.hypot(along.y);
    let away_m = NEAREST_M * 10_f64.powf(dice.random_range(0.0..5.0));
    let side = if dice.random_bool(0.5) { 1.0 } else { -1.0 };
    edge.start + along * dice.random_range(0.1..0.9) + across * (side * away_m)
}

fn on_a_grid_line(point: Coord<f64>, dice: &mut ChaCha8Rng) -> Coord<f64> {
    let snap = |value: f64| (value / ANALYSIS_GRID.size_m()).round() * ANALYSIS_GRID.size_m();
    match dice.random_range(0..3) {
        0 => Coord { x: snap(point.x), ..point },
        1 => Coord { y: snap(point.y), ..point },
        _ => Coord { x: snap(point.x), y: snap(point.y) },
    }
}
