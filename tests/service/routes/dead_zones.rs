//! Dead zones: reported, answered at once, listed, and kept.

use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use super::{
    app::App,
    strip::{MIDDLE, coverage, dead_zone, lon, measurements, polygon},
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
    let mut sent = dead_zone(5.0);
    sent.as_object_mut().unwrap().remove("network");
    (sent["networks"], sent["failing"], sent["recurrence"]) = (json!([]), json!([]), Value::Null);
    assert_eq!(claimed["report"], sent);
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
    assert_eq!((&properties["number"], &properties["networks"]), (&point["number"], &json!([])));
    assert_eq!(properties["municipality"], json!({"code": "2401", "name": "Remsan"}));
    assert_eq!(properties["observed_at"], "2026-11-01T10:00:00Z");
}

/// Who stands there says at once what fails, in which networks, and how often.
#[tokio::test]
async fn what_fails_in_several_networks_is_one_report() {
    let app = app().await;
    let mut sent = with("networks", json!(["b", "a"]));
    sent.as_object_mut().unwrap().remove("service");
    (sent["failing"], sent["recurrence"]) = (json!(["sms", "emergency", "data"]), json!("sometimes"));
    let answer = report(&app, &sent).await;
    let said = &answer["report"];
    assert_eq!((&said["networks"], &said["service"]), (&json!(["a", "b"]), &json!("voice")));
    assert_eq!(said["failing"], json!(["emergency", "sms", "data"]));
    assert_eq!(answer["answer"]["cases"].as_array().unwrap().len(), 2);
    let page = app.get("/cases/1?lang=en").await.text();
    assert!(page.contains("112, text messages, mobile data") && page.contains("now and then"), "{page}");
    let one = report(&app, &with("networks", json!(["b"]))).await;
    assert_eq!(one["answer"]["cases"].as_array().unwrap().len(), 1);
    let swedish = app.get("/cases/2").await.text();
    assert!(
        swedish.contains("112 (1), sms (1), mobildata (1)") && swedish.contains("ibland (1)"),
        "{swedish}"
    );
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
    refused(with("text", json!("å".repeat(4_001))), "invalid_document", "text").await;
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

const LISTS: &str = "/api/v1/dead-zone-lists";

/// A list as a municipality's spreadsheet writes it: the rows that can be taken are reports, the others are told.
#[tokio::test]
async fn a_list_is_taken_row_by_row() {
    let app = app().await;
    let rows = [
        (5.0, "a", "voice"),
        (8.0, "", "data10"),
        (5.1, "a", "voice"),
        (8.0, "c", "voice"),
        (8.0, "a", "fax"),
    ];
    let decimal = |number: f64| number.to_string().replace('.', ",");
    let row = |(km, network, service): (f64, &str, &str)| {
        format!("{};{};{network};{service};2026-11-01 11:00;Påhittat\r\n", decimal(lon(km)), decimal(MIDDLE))
    };
    let far = "20;40;;voice;2026-11-01;\r\n20;40;;voice;2999-11-01;\r\n";
    let list = format!("lon;lat;network;service;observed_at;text\r\n{}{far}", rows.map(row).concat());
    let request = || {
        let request =
            app.as_administrator(Request::post(LISTS)).header("idempotency-key", "list-of-the-strip-1");
        request.body(list.clone().into()).unwrap()
    };
    let answer = app.send(request()).await.ok();
    assert_eq!(
        answer["taken"],
        json!([
            {"row": 1, "number": 1, "cases": [1], "is_new": true},
            {"row": 2, "number": 2, "cases": [2, 3], "is_new": true},
            {"row": 3, "number": 3, "cases": [1], "is_new": true},
        ])
    );
    let refused = answer["refused"].as_array().unwrap().iter();
    let refused: Vec<_> =
        refused.map(|row| (row["row"].as_u64().unwrap(), row["code"].as_str().unwrap())).collect();
    let (document, place) = ("invalid_document", "outside_region");
    assert_eq!(refused, [(4, document), (5, document), (6, place), (7, place)]);
    // Sent again, as after a connection that broke: no row is kept twice.
    let again = app.send(request()).await.ok();
    assert!(again["taken"].as_array().unwrap().iter().all(|row| row["is_new"] == false), "{again}");
    let listed = app.get(PATH).await.ok();
    let listed = listed["features"].as_array().unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[0]["properties"]["observed_at"], "2026-11-01T10:00:00Z");
    assert_eq!(listed[0]["properties"]["text"], "Påhittat");
    app.post(LISTS, "lon,lat,service,observed_at,netwrok\n").await.problem(422, "invalid_document");
}

#[tokio::test]
async fn a_stretch_of_road_is_a_line() {
    let app = app().await;
    let line = json!({"type": "LineString", "coordinates": [[lon(4.0), MIDDLE], [lon(6.0), MIDDLE]]});
    let answer = report(&app, &with("geometry", line)).await;
    assert_eq!(answer["report"]["geometry"]["type"], "LineString");
    assert_eq!(answer["answer"]["claims"][0]["claimed"], true);
    let again = report(&app, &dead_zone(5.0)).await;
    assert_eq!(again["answer"]["reports_within_250_m"], 1);
    let listed = app.get(PATH).await.ok();
    assert_eq!(listed["features"][0]["geometry"]["type"], "LineString");
}

/// Names as one types them on a phone, from the region's own places.
#[tokio::test]
async fn a_place_is_found_by_its_name() {
    let app = app().await;
    let found =
        async |asked: &str| app.get(&format!("/api/v1/places?q={asked}")).await.ok()["places"].clone();
    let remsan = &found("REMS").await[0];
    assert_eq!((&remsan["name"], &remsan["kind"]), (&json!("Remsan"), &json!("municipality")));
    assert_eq!(remsan["municipality"]["code"], "2401");
    assert!((remsan["position"]["lat"].as_f64().unwrap() - MIDDLE).abs() < 0.05, "{remsan}");
    assert_eq!(found("r%C3%A9mzan").await[0]["name"], "Remsan");
    assert_eq!(found("elsewhere").await, json!([]));
    app.get("/api/v1/places").await.problem(400, "missing_parameter");
}
