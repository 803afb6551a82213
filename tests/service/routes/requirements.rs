//! Requirements: stored, listed, and tried on a date.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    app::App,
    strip::{coverage, polygon, requirement},
};

const PATH: &str = "/api/v1/requirements";

/// A requirement with some members changed.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut requirement = requirement();
    for (member, value) in changes {
        requirement[*member] = value.clone();
    }
    requirement
}

/// Stores a requirement and gives its address.
async fn store(app: &App, requirement: Value) -> String {
    let stored = app.post(PATH, requirement.to_string()).await.json(StatusCode::CREATED);
    assert_eq!(stored["requirement"], requirement);
    format!("{PATH}/{}", stored["id"])
}

/// The verdict on network `a` in the first zone that is asked for.
async fn verdict(app: &App, address: &str, on: &str) -> Value {
    let evaluation = app.get(&format!("{address}/evaluation?on={on}")).await.ok();
    assert_eq!(evaluation["on"], on);
    assert_eq!(evaluation["networks"][0]["network"], "a");
    evaluation["networks"][0]["zones"][0].clone()
}

#[tokio::test]
async fn stored_and_listed() {
    let app = App::strip().await;
    assert_eq!(app.get(PATH).await.ok(), json!({"requirements": []}));
    let address = store(&app, requirement()).await;
    let second = store(&app, with(&[("exclusions", polygon(0.0, 1.0)), ("technology", json!("5G"))])).await;
    let listed = app.get(PATH).await.ok()["requirements"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0], app.get(&address).await.ok());
    let before = app.get(&second).await.ok();
    let app = app.restarted().await;
    assert_eq!(app.get(&second).await.ok(), before);
}

#[tokio::test]
async fn met_or_missed_by_how_much() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.0)])).await;
    app.deliver("b", coverage(&[(0.0, 10.0)])).await;
    let address = store(&app, requirement()).await;
    let evaluation = app.get(&format!("{address}/evaluation")).await.ok();
    assert_eq!((&evaluation["on"], &evaluation["in_force"]), (&json!("2026-11-15"), &json!(true)));
    let [a, b] = [0, 1].map(|network| &evaluation["networks"][network]);
    assert_eq!((&a["verdict"], &b["verdict"]), (&json!("missed"), &json!("met")));
    let missed = &a["zones"][0];
    assert_eq!(missed["share"]["percent"], "90.00");
    assert_eq!(missed["shortfall"]["unit"], "m2");
    let total = missed["shortfall"]["amount"].as_f64().unwrap() / 0.05;
    assert!((total / 10.0 / 1e6 - 1.13).abs() < 0.01, "{total}");
    assert_eq!(b["zones"][0]["shortfall"], Value::Null);
    let early = app.get(&format!("{address}/evaluation?on=2025-12-31")).await.ok();
    assert_eq!(early["in_force"], false);
    app.get(&format!("{address}/evaluation?on=tomorrow")).await.problem(400, "invalid_date");
}

/// R2: what is excluded counts neither as demand nor as covered, and a waiver
/// lowers the threshold to its last day.
#[tokio::test]
async fn exclusions_and_waivers() {
    let app = App::strip().await;
    // 7.85 of the 8 kilometres that are asked for, and all of the excluded two.
    app.deliver("a", coverage(&[(0.0, 7.85), (8.0, 10.0)])).await;
    let excluded = store(&app, with(&[("exclusions", polygon(8.0, 10.0)), ("threshold", json!(0.98))])).await;
    let met = verdict(&app, &excluded, "2026-06-01").await;
    assert_eq!((&met["verdict"], &met["share"]["percent"]), (&json!("met"), &json!("98.12")));
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.77)])).await;
    let waiver = json!([{"zone": "2401", "threshold": 0.975, "from": "2026-01-01", "until": "2026-12-31"}]);
    let waived = store(&app, with(&[("threshold", json!(0.98)), ("waivers", waiver)])).await;
    let last = verdict(&app, &waived, "2026-12-31").await;
    assert_eq!((&last["verdict"], &last["threshold"]), (&json!("waived"), &json!(0.975)));
    let after = verdict(&app, &waived, "2027-01-01").await;
    assert_eq!((&after["verdict"], &after["threshold"]), (&json!("missed"), &json!(0.98)));
    assert_eq!(after["share"]["percent"], "97.70");
}

/// R19: 98.496 % against 98.5 % is shown as 98.49.
#[tokio::test]
async fn a_missed_threshold_is_never_shown_as_reached() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.8496)])).await;
    let address = store(&app, with(&[("threshold", json!(0.985))])).await;
    let missed = verdict(&app, &address, "2026-06-01").await;
    assert_eq!((&missed["verdict"], &missed["share"]["percent"]), (&json!("missed"), &json!("98.49")));
}

#[tokio::test]
async fn roads_places_and_no_demand() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.0)])).await;
    let roads = [("unit", json!("road_length")), ("threshold", json!(0.8)), ("longest_gap_m", json!(500.0))];
    let address = store(&app, with(&roads)).await;
    let missed = verdict(&app, &address, "2026-06-01").await;
    assert_eq!(missed["verdict"], "missed");
    let gap_m = missed["longest_gap_m"].as_f64().unwrap();
    assert!((gap_m - 1_013.0).abs() < 5.0, "{gap_m}");
    let address = store(&app, with(&[("unit", json!("places")), ("threshold", json!(0.5))])).await;
    assert_eq!(verdict(&app, &address, "2026-06-01").await["verdict"], "met");
    let address = store(&app, with(&[("unit", json!("inhabitants"))])).await;
    let nobody = verdict(&app, &address, "2026-06-01").await;
    assert_eq!((&nobody["verdict"], &nobody["share"]), (&json!("no_demand"), &Value::Null));
}

#[tokio::test]
async fn what_is_refused_names_the_field() {
    let app = App::strip().await;
    let refused = async |member: &str, value: Value, field: &str| {
        let answer = app.post(PATH, with(&[(member, value)]).to_string()).await;
        let problem = answer.problem(422, "invalid_document");
        for detail in ["detail", "detail_sv"] {
            assert!(problem[detail].as_str().unwrap().contains(field), "{problem} names {field}");
        }
    };
    refused("treshold", json!(0.9), "treshold").await;
    refused("threshold", json!(985), "threshold").await;
    refused("threshold", json!("0.9"), "line 1").await;
    refused("zones", json!({"codes": ["9999"]}), "zones.codes").await;
    refused("zones", json!({"kind": "parish"}), "zones.kind").await;
    refused("zones", json!({}), "zones").await;
    refused("unit", json!("cars"), "unit").await;
    refused("service", json!("sms"), "service").await;
    refused("technology", json!("6G"), "technology").await;
    refused("valid_from", json!("2026-02-30"), "valid_from").await;
    refused("valid_to", json!("2025-12-31"), "valid_to").await;
    refused("longest_gap_m", json!(-1), "longest_gap_m").await;
    refused("exclusions", json!({"type": "Point", "coordinates": [15, 63]}), "exclusions").await;
    let waiver = json!([{"zone": "2402", "threshold": 0.9, "from": "2026-01-01", "until": "2026-12-31"}]);
    refused("waivers", waiver, "waivers[0].zone").await;
    assert_eq!(app.get(PATH).await.ok(), json!({"requirements": []}));
}
