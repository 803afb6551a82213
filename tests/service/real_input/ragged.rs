//! Made-up coverage that is ragged on purpose: stars with and without a hole,
//! which overlap each other and the region's edge.

use std::fs;

use geo::{Coord, LineString, Polygon};
use geojson::GeometryValue;
use jiff::civil::date;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use tackning::{
    domain::{Region, Technology},
    geometry::LngLatFrame,
    publishing::Publisher,
};
use tempfile::TempDir;

use super::set_up::{Workshop, collection, in_project};

pub const NETWORKS: [&str; 3] = ["ripa", "tjader", "jarv"];

/// Publishes for each network the demonstration's 4G and stars as 5G.
pub async fn publish_ragged(region: Region) -> (Publisher, TempDir) {
    let workshop = Workshop::new(region).await;
    for (network, seed) in NETWORKS.into_iter().zip(1..) {
        let file = in_project(&format!("data/demonstration/{network}-4g-voice.geojson.gz"));
        workshop.polygons(network, Technology::G4, fs::read(file).unwrap()).await;
        let region = &workshop.importer.region;
        let file = stars_as_geojson(region, &stars(region, 60, seed));
        workshop.polygons(network, Technology::G5, file).await;
    }
    workshop.publish(date(2026, 11, 22)).await
}

/// In longitude and latitude.
pub fn stars_as_geojson(region: &Region, stars: &[Polygon<f64>]) -> Vec<u8> {
    let frame = LngLatFrame::new(&region.crs).unwrap();
    let feature = |star: &Polygon<f64>| {
        let star = frame.to_lng_lat(star).unwrap();
        (json!({}), serde_json::to_value(GeometryValue::from(&star)).unwrap())
    };
    collection(stars.iter().map(feature)).to_string().into_bytes()
}

pub fn dice(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

/// Stars over a region, in its computing coordinate reference system.
pub fn stars(region: &Region, count: usize, seed: u64) -> Vec<Polygon<f64>> {
    let bounds = region.bounds().unwrap();
    let mut dice = dice(seed);
    let mut star = || {
        let (min, max) = (bounds.min(), bounds.max());
        let centre = Coord { x: dice.random_range(min.x..max.x), y: dice.random_range(min.y..max.y) };
        star(centre, &mut dice)
    };
    (0..count).map(|_| star()).collect()
}

/// Valid by construction: one corner a direction, and a hole that is the same
/// star made smaller.
fn star(centre: Coord<f64>, dice: &mut ChaCha8Rng) -> Polygon<f64> {
    let reach_m = 10_f64.powf(dice.random_range(2.5..4.7));
    let corners = dice.random_range(5..200);
    let radii: Vec<f64> = (0..corners).map(|_| reach_m * dice.random_range(0.2..1.0)).collect();
    let ring = |scale: f64| -> LineString<f64> {
        let corner = |(number, radius): (usize, &f64)| {
            let angle = std::f64::consts::TAU * number as f64 / f64::from(corners);
            centre + Coord { x: angle.cos(), y: angle.sin() } * (scale * radius)
        };
        radii.iter().enumerate().map(corner).collect()
    };
    let hole = dice.random_bool(0.4).then(|| ring(0.3).0.into_iter().rev().collect());
    Polygon::new(ring(1.0), hole.into_iter().collect())
}
