//! Coverage as FlatGeobuf.

use std::process::Command;

use geo::MultiPolygon;
use proptest::prelude::*;

use super::{super::*, deliver, empty_store, examples, keep_coverage, shapes};
use crate::domain::{CoverageFeature, Service};

fn label() -> CoverageLabel {
    examples::label(&examples::header(Service::Voice))
}

#[test]
fn what_goes_in_comes_out_bit_for_bit_and_the_same_bytes_come_again() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (_folder, store) = runtime.block_on(empty_store());
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(64));
    let round_trip = async |features: Vec<CoverageFeature>| {
        let kept = keep_coverage(&store, &label(), &features).await;
        let batches = features.chunks(3).flat_map(<[_]>::iter).cloned().collect::<Vec<_>>();
        prop_assert_eq!(&keep_coverage(&store, &label(), &batches).await, &kept);
        let back = coverage::read(store.local_file(kept.sha256()).await.unwrap().path()).unwrap();
        prop_assert_eq!(bits(&back), bits(&features));
        Ok(())
    };
    runner.run(&examples::any_features(), |features| runtime.block_on(round_trip(features))).unwrap();
}

/// Polygons of rings of positions, each number by its bits.
type PolygonBits = Vec<Vec<Vec<[u64; 2]>>>;

/// Zero and minus zero are two things here.
fn bits(features: &[CoverageFeature]) -> Vec<(u64, PolygonBits)> {
    let ring = |ring: &geo::LineString| ring.0.iter().map(|at| [at.x, at.y].map(f64::to_bits)).collect();
    let polygon = |polygon: &geo::Polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
    };
    features.iter().map(|feature| (feature.number, feature.area.iter().map(polygon).collect())).collect()
}

#[tokio::test]
async fn a_delivery_gives_its_features_by_their_numbers() {
    let (_folder, store) = empty_store().await;
    let delivery = deliver(&store, 2).await;
    assert_eq!(shapes(&store.coverage(&delivery).await.unwrap()), shapes(&examples::features(2)));
}

#[tokio::test]
async fn what_covers_nothing_is_left_out() {
    let (_folder, store) = empty_store().await;
    let mut features = examples::features(1);
    let [first, second] = [features[0].clone(), features[1].clone()];
    features.truncate(2);
    features.insert(1, CoverageFeature { number: 9, area: MultiPolygon(vec![]) });
    let kept = keep_coverage(&store, &label(), &features).await;
    let back = coverage::read(store.local_file(kept.sha256()).await.unwrap().path()).unwrap();
    assert_eq!(shapes(&back), shapes(&[first, second]));
}

#[tokio::test]
async fn coverage_that_has_changed_is_told() {
    let (folder, store) = empty_store().await;
    let delivery = deliver(&store, 0).await;
    let (first, rest) = delivery.coverage_sha256.split_at(2);
    let path = folder.path().join("objects/sha256").join(first).join(rest);
    let mut bytes = std::fs::read(&path).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&path, bytes).unwrap();
    assert!(matches!(store.coverage(&delivery).await, Err(StoreError::DamagedFile { .. })));
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(store.coverage(&delivery).await, Err(StoreError::NoSuchFile(_))));
}

/// GDAL's own reader says what is in the file.
#[tokio::test]
async fn gdal_opens_it() {
    let (_folder, store) = empty_store().await;
    let kept = keep_coverage(&store, &label(), &examples::features(3)).await;
    let file = store.local_file(kept.sha256()).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("coverage.fgb");
    std::fs::copy(file.path(), &named).unwrap();
    let where_first = ["-where", "number = 1"];
    let said =
        Command::new("ogrinfo").args(["-al", "-ro", "-geom=NO"]).args(where_first).arg(&named).output();
    let said = String::from_utf8(said.expect("Debian's gdal-bin is there").stdout).unwrap();
    for line in [
        "Layer name: ripa 4G voice outdoor",
        "Geometry: Multi Polygon",
        "Feature Count: 1",
        "ID[\"EPSG\",3006]]",
        "number (Integer64) = 1",
        "network (String) = ripa",
        "technology (String) = 4G",
        "service (String) = voice",
        "environment (String) = outdoor",
        "simulation_date (String) = 2026-09-15",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    let all = Command::new("ogrinfo").args(["-so", "-ro", "-al"]).arg(&named).output().unwrap().stdout;
    assert!(String::from_utf8(all).unwrap().contains("Feature Count: 600"));
}
