//! Who is asked about, by what, on what evidence and when; and zones of one's own.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use super::{
    app::App,
    strip::{self, collection, coverage, feature, polygon},
};

/// a covers 0–6 km of 10, b 4–9 km.
async fn two_networks() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app
}

async fn percent(app: &App, query: &str) -> String {
    let answer = app.get(&format!("/api/v1/gaps?service=voice&zone=2401&{query}")).await.ok();
    answer["zones"][0]["land_area"]["covered_share"]["percent"].as_str().unwrap().to_owned()
}

async fn share(app: &App, query: &str) -> f64 {
    let answer = app.get(&format!("/api/v1/gaps?service=voice&zone=2401&{query}")).await.ok();
    answer["zones"][0]["land_area"]["covered_share"]["share"].as_f64().unwrap()
}

#[tokio::test]
async fn networks_are_counted_as_asked() {
    let app = two_networks().await;
    for (network, expected) in
        [("at-least-1", "90.00"), ("at-least-2", "20.00"), ("a,b", "90.00"), ("b,a", "90.00"), ("a", "60.00")]
    {
        assert_eq!(percent(&app, &format!("network={network}")).await, expected, "{network}");
    }
    assert_eq!(percent(&app, "network=any&without_technology=4G").await, "0.00");
    assert_eq!(percent(&app, "network=any&without_technology=5G").await, "90.00");
    for (query, status, code) in [
        ("network=at-least-3", 400, "invalid_count"),
        ("network=at-least-0", 400, "invalid_count"),
        ("network=a,c", 404, "unknown_network"),
        ("network=a&technology=4G&without_technology=5G", 400, "contradicting_parameters"),
        ("network=a&evidence=heard", 400, "unknown_word"),
        ("network=a&date=2026-11-16", 400, "date_ahead"),
        ("network=a&date=yesterday", 400, "invalid_date"),
    ] {
        app.get(&format!("/api/v1/gaps?service=voice&{query}")).await.problem(status, code);
    }
}

/// A cell that measurements refute is no coverage when it is asked for verified;
/// what wasn't measured stays.
#[tokio::test]
async fn verified_is_the_claim_without_refuted_cells() {
    let app = two_networks().await;
    app.measure(strip::measurements("a", "999-01", &[(2.0, false), (3.0, true), (8.0, false)])).await;
    let (claimed, verified) =
        (share(&app, "network=a").await, share(&app, "network=a&evidence=verified").await);
    let answer = app.get("/api/v1/gaps?service=voice&network=a&zone=2401&evidence=verified").await.ok();
    let land_m2 = answer["zones"][0]["land_area"]["total"].as_f64().unwrap();
    assert!(((claimed - verified) * land_m2 - 10_000.0).abs() < 1.0, "{claimed} {verified}");
    assert_eq!(answer["basis"]["evidence"], "verified");
    let inputs = answer["basis"]["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|input| input["kind"] == "measurements"));
    // b's claim isn't touched by what a's telephone found, and at 2 km b has none.
    assert_eq!(share(&app, "network=b&evidence=verified").await, share(&app, "network=b").await);
    let any = share(&app, "network=any").await - share(&app, "network=any&evidence=verified").await;
    assert!((any * land_m2 - 10_000.0).abs() < 1.0, "{any}");
}

/// Versions of 15 September and 1 November; the day decides which one counts.
#[tokio::test]
async fn figures_are_those_of_the_day() {
    let app = two_networks().await;
    let path = strip::delivery_path("a").replace("2026-09-15", "2026-11-01");
    let next = app.post(&path, coverage(&[(0.0, 3.0)]).to_string()).await.json(StatusCode::CREATED);
    app.publish(&next["id"]).await;
    for (date, expected) in
        [("2026-09-14", "0.00"), ("2026-09-15", "60.00"), ("2026-10-31", "60.00"), ("2026-11-01", "30.00")]
    {
        assert_eq!(percent(&app, &format!("network=a&date={date}")).await, expected, "{date}");
    }
    let now = app.get("/api/v1/gaps?service=voice&network=a&date=2026-11-15").await.ok();
    assert_eq!(now["basis"]["as_of"], "2026-11-15");

    let changes = "since=2026-10-01&network=a&service=voice";
    let changed = app.get(&format!("/api/v1/coverage-changes?{changes}&zone=2401")).await.ok();
    let road = &changed["whole"]["road_length"];
    assert!((road["lost"].as_f64().unwrap() - 3_041.0).abs() < 20.0, "{road}");
    assert_eq!((&road["gained"], changed["zones"].as_array().unwrap().len()), (&json!(0.0), 1));
    assert_eq!(changed["basis_before"]["as_of"], "2026-10-01");
    let polygons = app.get(&format!("/api/v1/coverage-changes.geojson?{changes}")).await;
    assert_eq!(polygons.header("content-type"), "application/geo+json");
    assert_eq!(polygons.ok()["features"][0]["properties"]["change"], "lost");
    app.get("/api/v1/coverage-changes?since=2027-01-01&network=a&service=voice")
        .await
        .problem(400, "date_ahead");
}

#[tokio::test]
async fn gaps_are_ranked_as_asked() {
    let app = two_networks().await;
    let ranked = async |query: &str| {
        let gaps = app.get(&format!("/api/v1/gaps.geojson?service=voice&{query}")).await.ok();
        (gaps["features"].as_array().unwrap().clone(), gaps)
    };
    let (by_area, all) = ranked("network=a&order=area").await;
    let areas: Vec<f64> = by_area.iter().map(|gap| gap["properties"]["area_m2"].as_f64().unwrap()).collect();
    assert!(areas.len() > 1 && areas.is_sorted_by(|a, b| a >= b), "{areas:?}");
    assert_eq!((&all["slivers"], &all["sliver_width_m"]), (&json!(0), &json!(10.0)));
    assert_eq!(by_area[0]["properties"]["road_stretches"][0]["route"], "1");
    let (first, _) = ranked("network=a&order=area&limit=1").await;
    assert_eq!(first, by_area[..1]);
    app.get("/api/v1/gaps.geojson?network=a&service=voice&order=beauty").await.problem(400, "unknown_word");
}

#[tokio::test]
async fn a_zone_of_ones_own_has_figures_and_gaps() {
    let app = two_networks().await;
    let drawn = feature(polygon(5.0, 12.0), json!({"name": "Slingan"}));
    let ask =
        async |query: &str, zone: &Value| app.post(&format!("/api/v1/gaps/{query}"), zone.to_string()).await;
    let answer = ask("own-zone?service=voice", &drawn).await.ok();
    assert_eq!((&answer["zone"]["name"], &answer["zone"]["kind"]), (&json!("Slingan"), &json!("own")));
    let municipalities: Vec<_> =
        answer["municipalities"].as_array().unwrap().iter().map(|zone| zone["code"].clone()).collect();
    assert_eq!(municipalities, ["2401", "2402"]);
    let supplies = answer["supplies"].as_array().unwrap();
    for (supply, (network, share)) in
        supplies.iter().zip([("a", 1.0 / 7.0), ("b", 4.0 / 7.0), ("any", 4.0 / 7.0), ("all", 1.0 / 7.0)])
    {
        assert_eq!(supply["network"], network);
        let found = supply["figures"]["land_area"]["covered_share"]["share"].as_f64().unwrap();
        assert!((found - share).abs() < 1e-4, "{network}: {found}");
        assert_eq!(supply["figures"]["places"]["total"], 1.0);
    }
    let hashed = tackning::ingest::sha256_hex(drawn.to_string().as_bytes());
    let inputs = answer["basis"]["inputs"].as_array().unwrap();
    assert!(inputs.iter().any(|input| input["kind"] == "zone" && input["sha256"] == hashed.as_str()));
    let one = ask("own-zone?service=voice&network=at-least-2", &drawn).await.ok();
    assert_eq!(one["supplies"].as_array().unwrap().len(), 1);
    // The same as a file of two parts.
    let parts = collection(&[feature(polygon(5.0, 8.0), json!({})), feature(polygon(8.0, 12.0), json!({}))]);
    let uploaded = ask("own-zone?service=voice", &parts).await.ok();
    let land = |answer: &Value| answer["land_m2"].as_f64().unwrap();
    assert!((land(&uploaded) - land(&answer)).abs() < 1.0);
    let gaps = ask("own-zone.geojson?service=voice", &drawn).await;
    assert_eq!(gaps.header("content-type"), "application/geo+json");
    assert_eq!(gaps.ok()["features"][0]["properties"]["zone"], "own");
}

#[tokio::test]
async fn zones_that_are_none_are_refused() {
    let app = App::strip().await;
    let far =
        json!({"type": "Polygon", "coordinates": [[[3.0, 60.0], [4.0, 60.0], [4.0, 61.0], [3.0, 60.0]]]});
    for (body, status, code) in [
        (String::new(), 422, "invalid_document"),
        (json!({"type": "Point", "coordinates": [15.0, 63.0]}).to_string(), 422, "invalid_document"),
        (far.to_string(), 422, "outside_region"),
    ] {
        for path in ["own-zone", "own-zone.geojson"] {
            let path = format!("/api/v1/gaps/{path}?service=voice");
            app.post(&path, body.clone()).await.problem(status, code);
        }
    }
}

/// A day before tells what a version held that isn't published any more: where
/// secrecy is claimed for it, the parties alone may ask.
#[tokio::test]
async fn an_earlier_day_is_no_side_door_to_a_secret_version() {
    let app = App::strip().await;
    let secret = format!("{}&secrecy=demonstration", strip::delivery_path("a"));
    let open = strip::delivery_path("a").replace("2026-09-15", "2026-11-01");
    for (path, km) in [(&secret, 6.0), (&open, 3.0)] {
        let taken = app.post(path, coverage(&[(0.0, km)]).to_string()).await.json(StatusCode::CREATED);
        app.publish(&taken["id"]).await;
    }
    let asked = "network=a&service=voice&date=2026-10-01";
    for path in [
        format!("gaps?{asked}"),
        format!("gaps.geojson?{asked}"),
        format!("organisation-gaps?{asked}"),
        "network-rankings?service=voice&date=2026-10-01".to_owned(),
        "network-pairs?service=voice&date=2026-10-01".to_owned(),
        "coverage-changes?network=a&service=voice&since=2026-10-01".to_owned(),
        "coverage-changes.geojson?network=a&service=voice&since=2026-10-01".to_owned(),
    ] {
        let path = format!("/api/v1/{path}");
        app.get(&path).await.problem(403, "secrecy_claimed");
        app.get_as_administrator(&path).await.ok();
    }
    for path in ["own-zone", "own-zone.geojson"] {
        let path = format!("/api/v1/gaps/{path}?service=voice&date=2026-10-01");
        let zone = polygon(1.0, 2.0).to_string();
        let anonymous = Request::post(&path).body(Body::from(zone.clone())).unwrap();
        app.send(anonymous).await.problem(403, "secrecy_claimed");
        app.post(&path, zone).await.ok();
    }
    app.get("/api/v1/gaps?network=a&service=voice").await.ok();
}
