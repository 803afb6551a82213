//! Gaps and their figures.

use serde_json::{Value, json};
use tackning::ingest::sha256_hex;

use super::{app::App, strip::coverage};

#[track_caller]
fn close(found: &Value, expected: f64, relative: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found - expected).abs() <= relative * expected.abs().max(1.0), "{found} is not {expected}");
}

/// R1: A covers 0–6 km of 10, B 4–9 km.
async fn r1() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app
}

async fn zone(app: &App, network: &str, zone: &str) -> Value {
    let answer = app.get(&format!("/api/v1/gaps?network={network}&service=voice&zone={zone}")).await.ok();
    let zones = answer["zones"].as_array().unwrap();
    assert_eq!(zones.len(), 1);
    assert_eq!(zones[0]["zone"]["code"], zone);
    zones[0].clone()
}

#[tokio::test]
async fn unions_and_not_spots() {
    let app = r1().await;
    for (network, percent) in [("a", "60.00"), ("b", "50.00"), ("any", "90.00"), ("all", "20.00")] {
        let found = zone(&app, network, "2401").await;
        assert_eq!(found["land_area"]["covered_share"]["percent"], percent, "{network}");
    }
    let spots = zone(&app, "any", "2401").await["not_spots"].clone();
    for (name, share) in [("any", 0.9), ("all", 0.2), ("partial", 0.7), ("total", 0.1)] {
        close(&spots[name]["share"], share, 1e-5);
    }
    // Two polygons of one network cover 100 %, never 120 %.
    app.deliver("a", coverage(&[(0.0, 6.0), (4.0, 10.0)])).await;
    let twice = zone(&app, "a", "2401").await;
    assert_eq!(twice["land_area"]["covered_share"]["percent"], "100.00");
    close(&twice["land_area"]["uncovered"], 0.0, 1.0);
}

#[tokio::test]
async fn each_demand_is_counted_for_itself() {
    let app = r1().await;
    let found = zone(&app, "b", "2401").await;
    close(&found["road_length"]["covered_share"]["share"], 0.5, 1e-4);
    assert_eq!(found["road_stretches"]["count"], 2);
    close(&found["road_stretches"]["longest_m"], 4_055.0, 0.01);
    assert_eq!(found["road_stretches"]["long_from_m"], 2_000.0);
    assert_eq!((&found["places"]["total"], &found["places"]["covered"]), (&json!(2.0), &json!(0.0)));
    // Nobody lives in the strip: no demand is no share.
    assert_eq!(found["inhabitants"]["covered_share"], Value::Null);
    assert_eq!(found["inhabitants"]["total"], 0.0);
    let units = ["land_area", "inhabitants", "road_length", "places"].map(|name| found[name]["unit"].clone());
    assert_eq!(units, ["m2", "inhabitants", "m", "places"]);
}

#[tokio::test]
async fn technology_environment_and_zone_narrow() {
    let app = r1().await;
    let covered = async |query: &str| {
        let answer = app.get(&format!("/api/v1/gaps?network=a&service=voice{query}")).await.ok();
        answer["zones"][0]["land_area"]["covered_share"]["percent"].as_str().unwrap().to_owned()
    };
    assert_eq!(covered("").await, "60.00");
    assert_eq!(covered("&technology=4G").await, "60.00");
    assert_eq!(covered("&technology=5G").await, "0.00");
    assert_eq!(covered("&environment=indoor").await, "0.00");
    assert_eq!(covered("&zone=2402").await, "0.00");
    let all = app.get("/api/v1/gaps?network=a&service=voice").await.ok();
    let codes: Vec<_> =
        all["zones"].as_array().unwrap().iter().map(|zone| zone["zone"]["code"].clone()).collect();
    assert_eq!(codes, ["2401", "2402", "24"]);
    assert_eq!(
        all["question"],
        json!({"network": "a", "service": "voice", "technology": null, "without_technology": null,
            "environment": null, "evidence": null, "date": null, "zone": null})
    );
}

/// A figure names what it rests on by the hash of what was sent.
#[tokio::test]
async fn the_basis_names_its_inputs() {
    let app = App::strip().await;
    let (a, b) = (coverage(&[(0.0, 6.0)]), coverage(&[(4.0, 9.0)]));
    app.deliver("a", &a).await;
    app.deliver("b", &b).await;
    let delivered = async |network: &str| {
        let answer = app.get(&format!("/api/v1/gaps?network={network}&service=voice")).await.ok();
        let basis = answer["basis"].clone();
        let inputs = basis["inputs"].as_array().unwrap().clone();
        assert!(inputs.iter().all(|input| input["sha256"].as_str().unwrap().len() == 64));
        let deliveries = inputs.into_iter().filter(|input| input["kind"] == "delivery");
        let hashes: Vec<String> =
            deliveries.map(|input| input["sha256"].as_str().unwrap().to_owned()).collect();
        (basis, hashes)
    };
    let hash = |coverage: &Value| sha256_hex(coverage.to_string().as_bytes());
    let (basis, of_a) = delivered("a").await;
    assert_eq!(of_a, [hash(&a)]);
    assert_eq!(delivered("any").await.1, [hash(&a), hash(&b)]);
    assert_eq!((&basis["evidence"], &basis["crs"]), (&json!("claimed"), &json!("EPSG:3006")));
    assert_eq!((&basis["profile"], &basis["as_of"]), (&json!("test-1"), &json!("2026-11-15")));
    assert_eq!(basis["demonstration"], true);
    let kinds: Vec<_> =
        basis["inputs"].as_array().unwrap().iter().map(|input| input["kind"].clone()).collect();
    assert!(
        ["zones", "roads", "places", "networks"].iter().all(|kind| kinds.contains(&json!(kind))),
        "{kinds:?}"
    );
}

#[tokio::test]
async fn gap_polygons_are_the_uncovered_land() {
    let app = r1().await;
    let gaps = app.get("/api/v1/gaps.geojson?network=any&service=voice&zone=2401").await;
    assert_eq!(gaps.header("content-type"), "application/geo+json");
    let gaps = gaps.ok();
    let features = gaps["features"].as_array().unwrap();
    assert_eq!(features.len(), 1);
    let properties = &features[0]["properties"];
    assert_eq!((&properties["zone"], &properties["zone_name"]), (&json!("2401"), &json!("Remsan")));
    assert_eq!(properties["place_names"], json!(["=1+1 skolan"]));
    let uncovered = zone(&app, "any", "2401").await["land_area"]["uncovered"].as_f64().unwrap();
    close(&properties["area_m2"], uncovered, 1e-6);
    // One kilometre at the municipality's east end, give or take an overlay's rounding.
    let ring = features[0]["geometry"]["coordinates"][0].as_array().unwrap();
    let west = ring.iter().map(|corner| corner[0].as_f64().unwrap()).fold(f64::INFINITY, f64::min);
    assert!((west - super::strip::lon(9.0)).abs() < 1e-4, "{ring:?}");
}

/// Counties are made of their municipalities: real shapes with lakes, roads and people.
#[tokio::test]
async fn counties_are_the_sum_of_their_municipalities() {
    let app = App::default_region().await;
    for network in ["ripa", "tjader", "jarv"] {
        let name = format!("data/demonstration/{network}-5g-data100.geojson.gz");
        let file = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let path = format!("/api/v1/deliveries?network={network}&technology=5G&service=data100");
        let path = format!("{path}&environment=outdoor&kind=reference");
        let taken = app.post(&path, file).await.json(axum::http::StatusCode::CREATED);
        app.publish(&taken["id"]).await;
    }
    let zones = app.get("/api/v1/zones").await.ok();
    let parent = |code: &Value| {
        let zones = zones["zones"].as_array().unwrap().iter();
        zones.clone().find(|zone| zone["code"] == *code).unwrap()["parent"].clone()
    };
    for network in ["ripa", "any", "all"] {
        let gaps = app.get(&format!("/api/v1/gaps?network={network}&service=data100")).await.ok();
        let figures = gaps["zones"].as_array().unwrap();
        let counties: Vec<_> = figures.iter().filter(|zone| zone["zone"]["kind"] == "county").collect();
        assert_eq!((figures.len(), counties.len()), (31, 2));
        for county in counties {
            let parts: Vec<_> = figures
                .iter()
                .filter(|zone| parent(&zone["zone"]["code"]) == county["zone"]["code"])
                .collect();
            assert!(parts.len() > 10);
            for unit in ["land_area", "inhabitants", "road_length", "places"] {
                for amount in ["total", "covered", "uncovered"] {
                    let sum = parts.iter().map(|zone| zone[unit][amount].as_f64().unwrap()).sum();
                    close(&county[unit][amount], sum, 1e-6);
                }
            }
        }
    }
}
