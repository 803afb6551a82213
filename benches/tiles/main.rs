//! How fast tiles are made on the seeded set of about a million coverage
//! vertices: how long a layer takes to prepare, how long whoever asks first for
//! a zoom waits, and what a tile takes that isn't kept, zoom by zoom over the
//! 2,000 tiles of the fixed list.
//!
//! `TACKNING_BENCH_SCALE` names another set (`50k`, `10m`).

#[expect(dead_code, reason = "its other figures are the other benchmark's")]
#[path = "../coverage/draw.rs"]
mod draw;
#[path = "../files.rs"]
mod files;
#[expect(dead_code, reason = "its other figures are the other benchmark's")]
#[path = "../coverage/set.rs"]
mod set;

use std::{
    collections::BTreeMap,
    hint::black_box,
    time::{Duration, Instant},
};

use tackning::{
    domain::{NetworkId, Service},
    geometry::LngLatFrame,
    index::{Networks, Snapshot},
    tiles::{
        LayerId, TileCoordinate,
        features::{LayerQuestion, PublishedLayer},
    },
};

const TILES: usize = 2_000;
const PREPARATIONS: usize = 3;

fn main() {
    let published = set::BenchSet::open().publish();
    println!("{}", published.describe());
    let snapshot = &published.snapshot;
    let frame = LngLatFrame::new(&snapshot.region.region.crs).expect("the region's system is known");
    let list = draw::tiles(&snapshot.region, &frame, TILES);
    for (name, question) in questions() {
        measure(&name, &question, snapshot, &frame, &list);
    }
    println!("{}", set::peak_memory());
}

/// The layers that people look at: what one network claims, what all of them do
/// not, how many claim it, and what is measured.
fn questions() -> Vec<(String, LayerQuestion)> {
    let ripa = || NetworkId::new("ripa").expect("written in code");
    let one = |layer| LayerQuestion {
        networks: Some(Networks::One(ripa())),
        service: Some(Service::Data10),
        ..LayerQuestion::of(layer)
    };
    let every_claim = LayerQuestion::of(LayerId::Coverage);
    let named = |question: LayerQuestion, of: &str| (format!("{}, {of}", question.layer.name()), question);
    vec![
        named(one(LayerId::Coverage), "one network"),
        named(one(LayerId::Gaps), "one network"),
        named(one(LayerId::NetworkCount), "one service"),
        named(one(LayerId::Verification), "one network"),
        named(one(LayerId::Stretches), "one network"),
        named(LayerQuestion::of(LayerId::Zones), "all"),
        named(LayerQuestion::of(LayerId::Lakes), "all"),
        named(LayerQuestion::of(LayerId::Roads), "all"),
        named(every_claim, "every claim for itself"),
    ]
}

fn measure(
    name: &str,
    question: &LayerQuestion,
    snapshot: &Snapshot,
    frame: &LngLatFrame,
    list: &[TileCoordinate],
) {
    let prepare = || PublishedLayer::new(snapshot, question, frame).expect("the layer has a place");
    let mut prepared = Vec::new();
    let mut layer = prepare();
    for _ in 0..PREPARATIONS {
        let begin = Instant::now();
        layer = prepare();
        prepared.push(begin.elapsed());
    }
    let ready = layer.size_bytes();
    let first = first_of_each_zoom(&layer, list);
    println!("\n{name}: prepared in {:.1?}, {} features", Times::of(prepared).median, layer.feature_count());
    let slowest = first.into_iter().max_by_key(|(_, time)| *time);
    if let Some((zoom, time)) = slowest {
        println!("longest first tile of a zoom: {time:.1?} (z{zoom})");
    }
    println!("memory: {} MB ready, {} MB with every zoom", ready >> 20, layer.size_bytes() >> 20);
    let mut by_zoom: BTreeMap<u8, Vec<Duration>> = BTreeMap::new();
    let (mut bytes, mut largest) = (0, 0);
    for tile in list {
        let begin = Instant::now();
        let made = black_box(layer.tile(*tile).expect("the tile can be written"));
        by_zoom.entry(tile.zoom()).or_default().push(begin.elapsed());
        let size = made.map_or(0, |tile| tile.len());
        (bytes, largest) = (bytes + size, largest.max(size));
    }
    for (zoom, times) in &by_zoom {
        println!("z{zoom:<2}  {}", Times::of(times.clone()));
    }
    println!("all  {}", Times::of(by_zoom.into_values().flatten().collect()));
    println!("{} kB a tile, the largest {} kB", bytes / list.len() / 1024, largest / 1024);
}

/// How long the first tile of each zoom takes, which makes what the zoom shows.
fn first_of_each_zoom(layer: &PublishedLayer, list: &[TileCoordinate]) -> BTreeMap<u8, Duration> {
    let mut times = BTreeMap::new();
    for tile in list {
        times.entry(tile.zoom()).or_insert_with(|| {
            let begin = Instant::now();
            black_box(layer.tile(*tile).expect("the tile can be written"));
            begin.elapsed()
        });
    }
    times
}

struct Times {
    mean: Duration,
    median: Duration,
    almost_all: Duration,
    longest: Duration,
}

impl Times {
    fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
        let mean = times.iter().sum::<Duration>() / times.len() as u32;
        Self { mean, median: at(0.5), almost_all: at(0.99), longest: at(1.0) }
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { mean, median, almost_all, longest } = self;
        write!(
            formatter,
            "mean {mean:>9.1?}  median {median:>9.1?}  99 % under {almost_all:>9.1?}  longest {longest:>9.1?}"
        )
    }
}
