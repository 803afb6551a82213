//! From facts and seed to everything that the demonstration holds.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use serde_json::Value;

use super::{
    Building, Claim, DriveSample, Lines, NetworkPlan, Place, PopulationSquare, Progress, RoadLink, Scale,
    buildings::buildings,
    coverage::{Detail, Edition, Sheet, generosity_db},
    drive_tests::{Truth, drive_tests},
    examples,
    facts::Facts,
    land::{Land, lattice_of, region_outline},
    lines::lines,
    networks::{BENCHMARK_CLAIMS, DEFAULT_CLAIMS, NETWORKS},
    places::places,
    population::population,
    raster::Raster,
    roads::roads,
    signal::signal_dbm,
    sites::{Ground, sites},
    terrain::Terrain,
};
use crate::domain::{Environment, Service, Technology};

/// The demonstration's values. Positions are in EPSG:3006 save those of
/// claims and samples, which are in degrees as their files have them.
#[derive(Clone, Debug)]
pub struct Demonstration {
    pub scale: Scale,
    pub seed: u64,
    pub(super) facts: Facts,
    pub roads: Vec<RoadLink>,
    /// Railways, trails and the municipalities' own routes.
    pub lines: Lines,
    pub population: Vec<PopulationSquare>,
    pub places: Vec<Place>,
    pub buildings: Vec<Building>,
    pub networks: Vec<NetworkPlan>,
    pub claims: Vec<Claim>,
    /// By run, then time.
    pub samples: Vec<DriveSample>,
    /// Requirements in the form of `POST /api/v1/requirements`.
    pub requirements: Vec<Value>,
    /// Reports in the form of `POST /api/v1/dead-zones`.
    pub dead_zones: Vec<Value>,
}

/// The seed of the committed files.
pub const DEFAULT_SEED: u64 = 2026;
/// The cell size of the signal model in every scale.
const SIGNAL_STEP_M: f64 = 250.0;

/// What a scale draws.
struct Plan {
    networks: &'static [NetworkPlan],
    claims: &'static [(Technology, Service)],
    detail: Detail,
    /// Whether earlier and waiting deliveries are drawn beside the current ones.
    has_editions: bool,
}

fn plan(scale: Scale) -> Plan {
    let detail = |step_m, simplify_m, ruggedness_db| Detail { step_m, simplify_m, ruggedness_db };
    let benchmark =
        |detail| Plan { networks: &NETWORKS, claims: &BENCHMARK_CLAIMS, detail, has_editions: false };
    match scale {
        Scale::Default => Plan {
            networks: &NETWORKS[..3],
            claims: &DEFAULT_CLAIMS,
            detail: detail(250.0, 90.0, 0.0),
            has_editions: true,
        },
        Scale::Vertices50k => benchmark(detail(2_000.0, 300.0, 0.0)),
        Scale::Vertices1m => benchmark(detail(312.5, 0.0, 0.5)),
        Scale::Vertices10m => benchmark(detail(62.5, 0.0, 2.6)),
    }
}

/// Makes the demonstration. The same scale and seed give the same values,
/// however many threads there are. `progress` is called from several threads.
pub fn generate(scale: Scale, seed: u64, progress: &(dyn Fn(Progress) + Sync)) -> Demonstration {
    let stage = |done| progress(Progress { stage: "roads, people and places", done, total: 4 });
    let facts = Facts::embedded();
    let terrain = Terrain::new(seed);
    stage(0);
    let roads = roads(&facts, &terrain, seed);
    stage(1);
    let population = population(&facts, &roads, &terrain, seed);
    stage(2);
    let lines = lines(&facts, &roads, &terrain, seed);
    let places = places(&facts, &population, seed);
    let buildings = buildings(&population, seed);
    stage(3);
    let lattice = lattice_of(&facts, SIGNAL_STEP_M);
    let heights_m = Raster::from_centres(lattice, |centre| terrain.height_m(centre) as f32);
    let land = Land::new(&facts, lattice);
    let clutter_db = clutter_db(&terrain, &land);
    stage(4);

    let plan = plan(scale);
    let ground =
        Ground { facts: &facts, land: &land, roads: &roads, population: &population, heights_m: &heights_m };
    let signals = signals(&plan, &ground, &clutter_db, seed, progress);
    let claims = claims(&plan, &facts, &land, &signals, seed, progress);

    let truth = Truth { networks: plan.networks, signals_dbm: &signals };
    let samples = drive_tests(&facts, &roads, &truth, seed);
    let dead_zones = examples::dead_zones(&population, &truth, seed);
    let networks = plan.networks.to_vec();
    let requirements = examples::requirements();
    Demonstration {
        scale,
        seed,
        facts,
        roads,
        lines,
        population,
        places,
        buildings,
        networks,
        claims,
        samples,
        requirements,
        dead_zones,
    }
}

/// Open water takes nothing from a signal.
fn clutter_db(terrain: &Terrain, land: &Land) -> Raster<f32> {
    const ON_WATER_DB: f32 = -3.0;
    let lattice = land.lake.lattice;
    let mut clutter = Raster::from_centres(lattice, |centre| terrain.clutter_db(centre) as f32);
    for (value, _) in clutter.values.iter_mut().zip(&land.lake.values).filter(|(_, is_lake)| **is_lake) {
        *value = ON_WATER_DB;
    }
    clutter
}

/// RSRP of each network by 4G and 5G.
pub(super) type Signals = Vec<[Raster<f32>; 2]>;

fn signals(
    plan: &Plan,
    ground: &Ground,
    clutter_db: &Raster<f32>,
    seed: u64,
    progress: &(dyn Fn(Progress) + Sync),
) -> Signals {
    let count = Counter::new("signal model", 2 * plan.networks.len() as u64, progress);
    let sites: Vec<_> = plan.networks.par_iter().map(|network| sites(ground, network, seed)).collect();
    sites
        .par_iter()
        .map(|sites| {
            [Technology::G4, Technology::G5].map(|technology| {
                let signal_dbm = signal_dbm(sites, technology, ground.heights_m, clutter_db);
                count.one_more();
                signal_dbm
            })
        })
        .collect()
}

fn claims(
    plan: &Plan,
    facts: &Facts,
    land: &Land,
    signals: &Signals,
    seed: u64,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Claim> {
    let sheet = Sheet::new(lattice_of(facts, plan.detail.step_m), plan.detail, &region_outline(facts), seed);
    let wanted = wanted(plan);
    let count = Counter::new("coverage", wanted.len() as u64, progress);
    wanted
        .into_par_iter()
        .map(|Wanted { network, claim: (technology, service), edition }| {
            let drawn = &plan.networks[network];
            let signal_dbm = &signals[network][usize::from(technology == Technology::G5)];
            let generosity_db = generosity_db(facts, land, drawn, edition);
            let polygons = sheet.claimed(signal_dbm, generosity_db.as_ref(), (technology, service));
            count.one_more();
            Claim {
                network: drawn.id,
                technology,
                service,
                environment: Environment::Outdoor,
                edition,
                polygons,
            }
        })
        .collect()
}

/// A claim to draw; the network is an index into the plan's.
struct Wanted {
    network: usize,
    claim: (Technology, Service),
    edition: Edition,
}

/// Oldest edition first, as they were handed in.
fn wanted(plan: &Plan) -> Vec<Wanted> {
    let networks = || plan.networks.iter().enumerate();
    let all = |network: usize, edition| {
        plan.claims.iter().map(move |claim| Wanted { network, claim: *claim, edition })
    };
    let earlier = networks().filter(|(_, drawn)| plan.has_editions && !drawn.earlier.is_empty());
    let waiting = networks().filter(|(_, drawn)| plan.has_editions && !drawn.waiting.is_empty());
    let earlier = earlier.flat_map(|(network, _)| all(network, Edition::Earlier));
    let current = networks().flat_map(|(network, _)| all(network, Edition::Current));
    // One claim is enough to decide on.
    let waiting = waiting.flat_map(|(network, _)| all(network, Edition::Waiting).take(1));
    earlier.chain(current).chain(waiting).collect()
}

/// Counts what several threads have finished.
struct Counter<'a> {
    stage: &'static str,
    done: AtomicU64,
    total: u64,
    progress: &'a (dyn Fn(Progress) + Sync),
}

impl<'a> Counter<'a> {
    fn new(stage: &'static str, total: u64, progress: &'a (dyn Fn(Progress) + Sync)) -> Self {
        progress(Progress { stage, done: 0, total });
        Self { stage, done: AtomicU64::new(0), total, progress }
    }

    fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(Progress { stage: self.stage, done, total: self.total });
    }
}
