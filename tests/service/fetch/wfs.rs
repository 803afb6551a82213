//! Whole fetches from a WFS.

use serde_json::json;
use tackning::sources::{Product, SourceFault};

use super::{
    set_up::{Out, SIDE, SOUTH, WEST, at, by_hand, collection, square, squares, trail},
    source::{Mood, Source},
};

#[tokio::test]
async fn squares_go_to_the_municipality_that_has_most_of_them() {
    let mut squares =
        vec![square(0, 0, 7), square(39, 79, 12), square(3, 39, 1), square(-1, 5, 30), square(50, 0, 4)];
    squares.push(square(-2, 90, 5));
    let source = Source::serve(squares).await;
    let out = Out::new();
    let written = out.fetch(Product::Population, at(&source.url), 2).await.unwrap();
    let expected = "cell,inhabitants,municipality\n\
        7000007000000,7,2480\n7030007039000,1,2480\n7390007079000,12,2580\n";
    assert_eq!(out.text("population.csv"), expected);
    // What was asked for is the counties' extent: of the others only one lies near enough.
    assert_eq!((written[0].count, written[0].source_count), (3, 4));
    let told = out.json("population.source.json");
    assert_eq!(told["count"], 3);
    assert_eq!(told["source_count"], 4);
    assert_eq!(told["licence"], "CC0-1.0");
    assert_eq!(told["sha256"], written[0].sha256.as_str());
    assert_eq!(told["counties"], json!(["24", "25"]));
    assert_eq!(told["fetched_at"], "2026-11-22T12:00:00Z");
    assert_eq!(told["left_out"]["squares outside the municipalities"], 1);
    assert_eq!(told["left_out"]["inhabitants outside the municipalities"], 30);
    assert!(told["address"].as_str().unwrap().contains("typeNames=stat%3Abefolkning_1km_2025"));
    assert!(!out.path("population.csv.part").exists());
}

#[tokio::test]
async fn pages_are_asked_for_as_the_standard_has_it() {
    let source = Source::serve(squares(5)).await;
    Out::new().fetch(Product::Population, at(&source.url), 2).await.unwrap();
    let asked = source.asked();
    assert_eq!(asked.len(), 3);
    for (query, start) in asked.iter().zip(["0", "2", "4"]) {
        assert_eq!(query["startIndex"], start);
        assert_eq!(query["count"], "2");
        assert_eq!(query["version"], "2.0.0");
        assert_eq!(query["typeNames"], "stat:befolkning_1km_2025");
        assert_eq!(query["outputFormat"], "application/json");
        assert_eq!(query["srsName"], "EPSG:3006");
        assert_eq!(query["sortBy"], "rutid_scb");
        assert_eq!(query["bbox"], "698000,6998000,742000,7082000,EPSG:3006");
    }
}

/// Some servers give fewer features than they were asked for.
#[tokio::test]
async fn a_server_with_smaller_pages_is_asked_on() {
    let source = Source::serve(squares(7)).await;
    source.change(|served| served.cap = 3);
    let out = Out::new();
    out.fetch(Product::Population, at(&source.url), 1_000).await.unwrap();
    assert_eq!(out.text("population.csv").lines().count(), 8);
    assert_eq!(source.asked().len(), 3);
}

#[tokio::test]
async fn a_file_by_hand_gives_the_same() {
    let source = Source::serve(squares(9)).await;
    let out = Out::new();
    out.fetch(Product::Population, at(&source.url), 4).await.unwrap();
    let fetched = out.text("population.csv");
    let hand = out.path("hand.geojson");
    let mut squares = squares(9);
    squares.reverse();
    std::fs::write(&hand, collection(&squares)).unwrap();
    out.fetch(Product::Population, by_hand(&hand), 4).await.unwrap();
    assert_eq!(out.text("population.csv"), fetched);
    assert_eq!(out.json("population.source.json")["address"], "hand.geojson");
}

#[tokio::test]
async fn localities_become_points_and_areas() {
    let (x, y) = (WEST + 1_000.0, SOUTH + 1_000.0);
    let locality = |code: &str, county: &str| {
        json!({
            "type": "Feature",
            "properties": { "tatortskod": code, "tatort": "Byn", "bef": 204, "kommun": "2480", "lan": county },
            "geometry": { "type": "MultiPolygon", "coordinates":
                [[[[x, y], [x + 500.0, y], [x + 500.0, y + 300.0], [x, y + 300.0], [x, y]]]] },
        })
    };
    let source = Source::serve(vec![locality("2480T1", "24"), locality("2280T1", "22")]).await;
    let out = Out::new();
    out.fetch(Product::Localities, at(&source.url), 10).await.unwrap();
    assert_eq!(source.asked()[0]["CQL_FILTER"], "lan IN ('24','25')");
    let points = out.json("localities.geojson");
    assert_eq!(points["features"].as_array().unwrap().len(), 1);
    let point = &points["features"][0];
    assert_eq!(point["geometry"], json!({ "type": "Point", "coordinates": [x + 250.0, y + 150.0] }));
    let properties = json!({
        "code": "2480T1", "name": "Byn", "inhabitants": 204, "municipality": "2480", "county_code": "24" });
    assert_eq!(point["properties"], properties);
    assert_eq!(out.json("locality_areas.geojson")["features"][0]["properties"], properties);
}

/// Counted by extents, whatever the server makes of `startIndex`; each trail once,
/// though it crosses the edges between them.
#[tokio::test]
async fn trails_come_by_area_from_a_server_that_cannot_count_on() {
    let trails: Vec<_> = (0..40_u32)
        .map(|number| {
            let at = f64::from(number);
            trail(&number.to_string(), (at, 2.0 * at), (at + 3.0, 2.0 * at + 1.0))
        })
        .chain([trail("long", (0.0, 0.0), (40.0, 80.0)), trail("away", (100.0, 0.0), (120.0, 0.0))])
        .collect();
    let source = Source::serve(trails).await;
    source.change(|served| {
        served.ignores_start = true;
        served.cap = 5;
    });
    let out = Out::new();
    let written = out.fetch(Product::Trails, at(&source.url), 5).await.unwrap();
    assert_eq!((written[0].count, written[0].source_count), (41, 41));
    let routes: std::collections::BTreeSet<_> = out.json("trails.geojson")["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| feature["properties"]["route"].as_str().unwrap().to_owned())
        .collect();
    assert!(routes.len() == 41 && routes.contains("long") && !routes.contains("away"));
    let asked = source.asked();
    assert!(
        asked.len() > 8 && asked.iter().all(|query| query["bbox"].ends_with("urn:ogc:def:crs:EPSG::3006"))
    );
}

#[tokio::test]
async fn a_page_of_any_size_gives_the_same_trails() {
    let trails: Vec<_> = (0..23_u32)
        .map(|number| {
            let at = f64::from(number);
            trail(&number.to_string(), (at, at), (at + 3.0, at + 4.0))
        })
        .collect();
    let source = Source::serve(trails).await;
    let mut texts = Vec::new();
    for page_size in [8, 11, 23, 500] {
        let out = Out::new();
        out.fetch(Product::Trails, at(&source.url), page_size).await.unwrap();
        texts.push(out.text("trails.geojson"));
    }
    assert!(texts.windows(2).all(|pair| pair[0] == pair[1]));
}

/// So many at one place that no extent is small enough.
#[tokio::test]
async fn more_in_one_place_than_a_page_is_an_error() {
    let trails = (0..4).map(|number| trail(&number.to_string(), (1.0, 1.0), (2.0, 2.0))).collect();
    let source = Source::serve(trails).await;
    let error = Out::new().fetch(Product::Trails, at(&source.url), 3).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::WrongCount);
    assert!(error.reason.contains("4 features lie in one place"), "{error}");
}

#[tokio::test]
async fn northing_first_is_put_right_and_other_places_are_refused() {
    let source = Source::serve(vec![trail("1", (1.0, 1.0), (2.0, 2.0))]).await;
    let out = Out::new();
    out.fetch(Product::Trails, at(&source.url), 10).await.unwrap();
    let straight = out.text("trails.geojson");
    source.change(|served| served.is_swapped = true);
    out.fetch(Product::Trails, at(&source.url), 10).await.unwrap();
    assert_eq!(out.text("trails.geojson"), straight);

    let mut away = trail("1", (1.0, 1.0), (2.0, 2.0));
    away["geometry"]["coordinates"] = json!([[20.5, 64.1], [20.6, 64.2]]);
    let hand = out.path("hand.geojson");
    std::fs::write(&hand, collection(&[away])).unwrap();
    let error = out.fetch(Product::Trails, by_hand(&hand), 10).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::BadPlace);
    assert_eq!(error.place, "hand.geojson, feature 1");
    assert_eq!(out.text("trails.geojson"), straight, "nothing was written");
}

#[tokio::test]
async fn protected_areas_are_kept_whole_where_they_touch_a_municipality() {
    let area = |id: i32, x: f64| {
        let (x, y) = (WEST + x, SOUTH + SIDE);
        json!({
            "type": "Feature",
            "properties": { "NVRID": id, "NAMN": "Myren", "SKYDDSTYP": "Naturreservat", "BESLUTSSTATUS": null },
            "geometry": { "type": "Polygon", "coordinates":
                [[[x, y], [x + 1e4, y], [x + 1e4, y + 1e3], [x, y + 1e3], [x, y]]] },
        })
    };
    let source = Source::serve(vec![area(2, SIDE - 5e3), area(1, SIDE + 1e3)]).await;
    source.moods([Mood::Well]);
    let out = Out::new();
    out.fetch(Product::ProtectedAreas, at(&source.url), 10).await.unwrap();
    let areas = out.json("protected_areas.geojson");
    let features = areas["features"].as_array().unwrap();
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["properties"], json!({ "id": "2", "name": "Myren", "kind": "Naturreservat" }));
    assert_eq!(out.json("protected_areas.source.json")["left_out"]["outside the municipalities"], 1);
}

#[tokio::test]
async fn without_municipalities_nobody_knows_where_the_counties_are() {
    let source = Source::serve(squares(2)).await;
    let out = Out::new();
    std::fs::remove_file(out.path("municipalities.geojson")).unwrap();
    let error = out.fetch(Product::Population, at(&source.url), 2).await.unwrap_err();
    assert_eq!(error.fault, SourceFault::MunicipalitiesNeeded);
    assert!(source.asked().is_empty());
}
