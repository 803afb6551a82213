//! Dead zones: reported, answered at once, listed, and kept.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    app::App,
    strip::{coverage, dead_zone, lon, measurements, polygon},
};

const PATH: &str = "/api/v1/dead-zones";

async fn report(app: &App, report: &Value) -> Value {
    app.post(PATH, report.to_string()).await.json(StatusCode::CREATED)
}

/// A report with one member changed.
fn with(member: &str, value: Value) -> Value {
    let mut report = dead_zone(5.0);
    report[member] = value;
    report
}

/// `a` claims the first six kilometres; a call failed at 5 km.
async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.measure(measurements("a", "999-01", &[(5.0, false)])).await;
    app
}

#[tokio::test]
async fn a_claimed_place_is_told_apart_from_an_unclaimed_one() {
    let app = app().await;
    let claimed = report(&app, &dead_zone(5.0)).await;
    assert_eq!(claimed["municipality"], json!({"code": "2401", "name": "Remsan", "kind": "municipality"}));
    assert_eq!(claimed["report"], dead_zone(5.0));
    assert_eq!(
        claimed["answer"]["claims"],
        json!([
            {"network": "a", "service": "voice", "claimed": true, "technologies": ["4G"],
             "measured": {"state": "refuted"}},
            {"network": "b", "service": "voice", "claimed": false, "technologies": [],
             "measured": {"state": "not_measured"}},
        ])
    );
    let sentence = &claimed["answer"]["sentence"];
    assert!(sentence["en"].as_str().unwrap().starts_with("A claims coverage here"), "{sentence}");
    assert!(sentence["sv"].as_str().unwrap().starts_with("A redovisar täckning här"), "{sentence}");
    let mut unclaimed = dead_zone(8.0);
    unclaimed["network"] = json!("a");
    let unclaimed = report(&app, &unclaimed).await;
    assert_eq!(unclaimed["answer"]["claims"].as_array().unwrap().len(), 1);
    assert_eq!(unclaimed["answer"]["claims"][0]["claimed"], false);
    let english = unclaimed["answer"]["sentence"]["en"].as_str().unwrap();
    assert!(english.starts_with("No coverage is claimed here"), "{english}");
}

#[tokio::test]
async fn earlier_reports_of_the_place_are_counted() {
    let app = app().await;
    for (km, nearby) in [(5.0, 0), (5.1, 1), (5.2, 2), (9.0, 0), (5.4, 1)] {
        assert_eq!(report(&app, &dead_zone(km)).await["answer"]["reports_within_250_m"], nearby, "{km}");
    }
}

#[tokio::test]
async fn a_point_or_a_polygon_is_listed_at_once() {
    let app = app().await;
    assert_eq!(app.get(PATH).await.ok()["features"], json!([]));
    let point = report(&app, &dead_zone(5.0)).await;
    let area = report(&app, &with("geometry", polygon(2.0, 4.0))).await;
    assert_ne!(point["number"], area["number"]);
    let listed = app.get(PATH).await;
    assert_eq!(listed.header("content-type"), "application/geo+json");
    let listed = listed.ok();
    let kinds: Vec<_> =
        listed["features"].as_array().unwrap().iter().map(|feature| &feature["geometry"]["type"]).collect();
    assert_eq!(kinds, ["Point", "Polygon"]);
    let first = &listed["features"][0];
    assert!((first["geometry"]["coordinates"][0].as_f64().unwrap() - lon(5.0)).abs() < 1e-6);
    let properties = &first["properties"];
    assert_eq!((&properties["number"], &properties["network"]), (&point["number"], &Value::Null));
    assert_eq!(properties["municipality"], json!({"code": "2401", "name": "Remsan"}));
    assert_eq!(properties["observed_at"], "2026-11-01T10:00:00Z");
}

/// Markup is text like any other: nothing is taken away and nothing is run.
#[tokio::test]
async fn a_text_comes_back_as_it_was() {
    let app = app().await;
    let text = "<script>alert('å')</script> & \"täckning\" \u{1f4f5}\n=1+1";
    report(&app, &with("text", json!(text))).await;
    let listed = app.get(PATH).await;
    assert_eq!(listed.header("x-content-type-options"), "nosniff");
    assert_eq!(listed.ok()["features"][0]["properties"]["text"], text);
    let page = app.get("/api/v1/gap-reports/b?service=voice&format=html").await.text();
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn what_is_refused() {
    let app = app().await;
    let point = |lon: f64, lat: f64| json!({"type": "Point", "coordinates": [lon, lat]});
    let refused = async |report: Value, code: &str, field: &str| {
        let problem = app.post(PATH, report.to_string()).await.problem(422, code);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(field), "{detail} names {field}");
    };
    refused(with("geometry", point(20.0, 40.0)), "outside_region", "").await;
    refused(with("geometry", point(20.0, 4000.0)), "invalid_document", "geometry").await;
    refused(with("geometry", json!({"type": "Circle"})), "invalid_document", "geometry").await;
    refused(with("observed_at", json!("2999-01-01T00:00:00Z")), "invalid_document", "observed_at").await;
    refused(with("observed_at", json!("yesterday")), "invalid_document", "observed_at").await;
    refused(with("text", json!("å".repeat(2_001))), "invalid_document", "text").await;
    refused(with("network", json!("c")), "invalid_document", "network").await;
    refused(with("service", json!("sms")), "invalid_document", "service").await;
    refused(with("environment", json!("boat")), "invalid_document", "environment").await;
    assert_eq!(app.get(PATH).await.ok()["features"], json!([]));
}

/// A phone's clock a little ahead of ours is no report from the future.
#[tokio::test]
async fn a_report_of_this_moment_is_taken() {
    let app = app().await;
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(2);
    report(&app, &with("observed_at", json!(soon.to_string()))).await;
}

#[tokio::test]
async fn reports_survive_a_restart() {
    let app = app().await;
    report(&app, &dead_zone(5.0)).await;
    report(&app, &with("geometry", polygon(2.0, 4.0))).await;
    let before = app.get(PATH).await.ok();
    let app = app.restarted().await;
    assert_eq!(app.get(PATH).await.ok(), before);
    assert_eq!(report(&app, &dead_zone(5.0)).await["number"], 3);
    let gaps = app.get("/api/v1/gaps?network=a&service=voice&zone=2401").await.ok();
    assert_eq!(gaps["zones"][0]["land_area"]["covered_share"]["percent"], "60.00");
}
