//! How fast the service is on a seeded set of about a million coverage vertices:
//! from the delivered files to an index, figures, polygons, points and tiles.
//!
//! `TACKNING_BENCH_SCALE` names another set (`50k`, `10m`). What the answers are
//! worth is for the tests to say.

mod demand;
mod draw;
#[path = "../files.rs"]
mod files;
mod set;

use std::{hint::black_box, sync::Arc, time::Duration};

use criterion::{BenchmarkGroup, Criterion, SamplingMode, Throughput, measurement::WallTime};
use geo::Coord;
use jiff::civil::date;
use rayon::prelude::*;
use tackning::{
    analysis::{coverage_at, gap_polygons, gaps, measure, ranked_gaps, verdicts},
    domain::{DemandUnit, NetworkId, Service, ZoneCode, ZoneKind},
    geometry::{LngLatFrame, Mosaic},
    index::{CoverageIndex, EvidenceIndex, Networks, RegionIndex, Snapshot, Supply, ZoneIndex},
    procurement::{evaluate, sounding},
    tiles::{
        LayerId, TileCoordinate,
        features::{LayerQuestion, PublishedLayer},
    },
};

use crate::set::{BenchSet, Published};

/// A municipality with a town, a coast, forest and mountains' edge: neither the
/// largest nor the smallest.
const MUNICIPALITY: &str = "2482";
const POINTS: usize = 1_000;
const TILES: usize = 2_000;

fn main() {
    let set = BenchSet::open();
    let mut criterion = Criterion::default().without_plots().configure_from_args();
    let published = set.publish();
    println!("{}", published.describe());
    load(&mut criterion, &set, &published);
    figures(&mut criterion, &published.snapshot);
    requirements(&mut criterion, &published.snapshot);
    points(&mut criterion, &published.snapshot);
    tiles(&mut criterion, &published.snapshot);
    criterion.final_summary();
    println!("{}", set::peak_memory());
}

/// For what takes from a tenth of a second to some seconds.
fn heavy<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).sampling_mode(SamplingMode::Flat);
    group.warm_up_time(Duration::from_millis(100)).measurement_time(Duration::from_secs(1));
    group
}

fn light<'a>(criterion: &'a mut Criterion, name: &str) -> BenchmarkGroup<'a, WallTime> {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(50).warm_up_time(Duration::from_millis(500)).measurement_time(Duration::from_secs(3));
    group
}

/// From the delivered files to what questions are put to.
fn load(criterion: &mut Criterion, set: &BenchSet, published: &Published) {
    let networks = published.networks();
    let claims = published.snapshot.coverage.claims();
    let mut group = heavy(criterion, "load");
    group.bench_function("region index", |bench| bench.iter(|| RegionIndex::new(published.region().clone())));
    group.bench_function("read the deliveries", |bench| bench.iter(|| set.read(published.region())));
    let deliveries = set.read(published.region());
    group.bench_function("dissolve the claims", |bench| bench.iter(|| set::claims(&deliveries)));
    drop(deliveries);
    group.bench_function("index with any and all", |bench| {
        bench.iter(|| CoverageIndex::new(&networks, claims.to_vec()).warm());
    });
    let Snapshot { region, coverage, evidence, .. } = &published.snapshot;
    group.bench_function("index the evidence", |bench| {
        let build = || {
            let (verification, imports) = (evidence.verification.clone(), evidence.imports.clone());
            EvidenceIndex::new(verification, imports, evidence.as_of, region, coverage)
        };
        bench.iter(build);
    });
}

fn figures(criterion: &mut Criterion, snapshot: &Snapshot) {
    let one = supply(Networks::One(network("ripa")), Service::Data10);
    let zone = municipality(snapshot);
    let area = snapshot.area(&one);
    let mut group = light(criterion, "one municipality");
    group.bench_function("all figures", |bench| bench.iter(|| all_units(snapshot, zone, &area)));
    group.bench_function("gap polygons", |bench| bench.iter(|| gap_polygons(snapshot, &one, zone)));
    drop(group);

    let supplies = supplies(snapshot);
    let mut group = heavy(criterion, "every zone and supply");
    group.bench_function("gap areas", |bench| bench.iter(|| gap_areas_m2(snapshot, &supplies)));
    group.bench_function("all figures", |bench| {
        bench.iter(|| supplies.iter().map(|supply| gaps(snapshot, supply).len()).sum::<usize>());
    });
    group
        .bench_function("verdicts", |bench| bench.iter(|| verdicts(snapshot, &Default::default(), |_| true)));
    let kind = ZoneKind::municipality();
    let municipalities: Vec<&ZoneIndex> = snapshot.region.zones_of(&kind).collect();
    group.bench_function("ranked gaps of one supply", |bench| {
        bench.iter(|| ranked_gaps(snapshot, &one, &municipalities));
    });
}

/// Clauses of a procurement, tried on every network in every municipality, with the lists of what fails.
fn requirements(criterion: &mut Criterion, snapshot: &Snapshot) {
    let requirements = demand::requirements(snapshot);
    let on = date(2026, 11, 15);
    let verdicts =
        |requirement| evaluate(snapshot, requirement, on).iter().map(|one| one.zones.len()).sum::<usize>();
    let (networks, zones) = (snapshot.region.region.networks.len(), verdicts(&requirements[0]));
    println!("{} requirements: {networks} networks, {zones} verdicts each", requirements.len());
    let mut group = heavy(criterion, "requirements");
    group.bench_function("all of them evaluated", |bench| {
        bench.iter(|| requirements.iter().map(verdicts).sum::<usize>());
    });
    for requirement in &requirements {
        let name = format!("{} {} {}", requirement.unit, requirement.service, requirement.evidence);
        group.bench_function(name, |bench| bench.iter(|| verdicts(requirement)));
    }
    group.bench_function("sounding of one", |bench| bench.iter(|| sounding(snapshot, &requirements[0])));
}

fn points(criterion: &mut Criterion, snapshot: &Snapshot) {
    let positions: Vec<Coord<f64>> = draw::positions(&snapshot.region, POINTS);
    let mut group = light(criterion, "1,000 points");
    group.throughput(Throughput::Elements(POINTS as u64));
    group.bench_function("claims", |bench| {
        bench.iter(|| positions.iter().map(|at| snapshot.coverage.claims_at(*at).len()).sum::<usize>());
    });
    group.bench_function("claims and measurements", |bench| {
        bench.iter(|| positions.iter().map(|at| coverage_at(snapshot, *at).len()).sum::<usize>());
    });
    group.bench_function("municipality", |bench| {
        bench.iter(|| positions.iter().filter_map(|at| snapshot.region.municipality_at(*at)).count());
    });
}

fn tiles(criterion: &mut Criterion, snapshot: &Snapshot) {
    let frame = LngLatFrame::new(&snapshot.region.region.crs).expect("the region's system is known");
    let list = draw::tiles(&snapshot.region, &frame, TILES);
    for layer in [LayerId::Coverage, LayerId::Gaps] {
        let question = LayerQuestion {
            networks: Some(Networks::One(network("ripa"))),
            service: Some(Service::Data10),
            ..LayerQuestion::of(layer)
        };
        let prepare = || PublishedLayer::new(snapshot, &question, &frame).expect("the layer has a place");
        let prepared = prepare();
        let mut group = heavy(criterion, &format!("{} tiles", layer.name()));
        group.bench_function("prepare the layer", |bench| bench.iter(prepare));
        group.throughput(Throughput::Elements(TILES as u64));
        group.bench_function("2,000 from z5 to z14", |bench| bench.iter(|| bytes_of(&prepared, &list)));
        drop(group);
        println!("{}", draw::spread(&list, |tile| drop(black_box(prepared.tile(tile)))));
    }
}

fn bytes_of(layer: &PublishedLayer, tiles: &[TileCoordinate]) -> usize {
    let encode = |tile: &TileCoordinate| layer.tile(*tile).expect("the tile can be written");
    tiles.iter().filter_map(encode).map(|bytes| bytes.len()).sum()
}

fn all_units(snapshot: &Snapshot, zone: &ZoneIndex, area: &Mosaic) -> f64 {
    [DemandUnit::LandArea, DemandUnit::Inhabitants, DemandUnit::RoadLength, DemandUnit::Places]
        .map(|unit| measure(&snapshot.region, zone, unit, area).covered)
        .iter()
        .sum()
}

fn gap_areas_m2(snapshot: &Snapshot, supplies: &[Supply]) -> f64 {
    let areas: Vec<Arc<Mosaic>> = supplies.iter().map(|supply| snapshot.area(supply)).collect();
    let of_zone = |zone: &ZoneIndex| -> f64 {
        let measure = |area: &Arc<Mosaic>| measure(&snapshot.region, zone, DemandUnit::LandArea, area);
        areas.iter().map(|area| measure(area).uncovered()).sum()
    };
    snapshot.region.zones.par_iter().map(of_zone).sum()
}

/// Each network with each service, and the union of all networks.
fn supplies(snapshot: &Snapshot) -> Vec<Supply> {
    let networks = snapshot.region.region.networks.iter().map(|network| Networks::One(network.id.clone()));
    let asked: Vec<Networks> = networks.chain([Networks::Any]).collect();
    let services = [Service::Voice, Service::Data10, Service::Data30, Service::Data100];
    services
        .iter()
        .flat_map(|service| asked.iter().map(|networks| supply(networks.clone(), *service)))
        .collect()
}

fn supply(networks: Networks, service: Service) -> Supply {
    Supply::claimed(networks, service)
}

fn network(id: &str) -> NetworkId {
    NetworkId::new(id).expect("written in code")
}

fn municipality(snapshot: &Snapshot) -> &ZoneIndex {
    snapshot.region.zone(&ZoneCode::new(MUNICIPALITY)).expect("the region has the municipality")
}
