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
    refused("kind", json!("wish"), "kind").await;
    refused("evidence", json!("hearsay"), "evidence").await;
    refused("profile", json!("test-9"), "profile").await;
    refused("place_need", json!("indoor"), "place_need").await;
    refused("local_floor", json!({"kind": "municipality", "share": 0.9}), "local_floor.kind").await;
    refused("zones", json!({"organisations": ["Ingen"]}), "zones.organisations").await;
    refused("deliveries", json!({"times_a_year": 99}), "deliveries.times_a_year").await;
    refused("consequences", json!({"penalty": {"sek_a_week": 0}}), "consequences.penalty.sek_a_week").await;
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

/// A new version never replaces an old one, and verdicts are told by version.
#[tokio::test]
async fn versions_stay_and_are_evaluated_each() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.0)])).await;
    let address = store(&app, requirement()).await;
    let lower = with(&[("threshold", json!(0.89))]);
    let revised = app.post(&format!("{address}/versions"), lower.to_string()).await.json(StatusCode::CREATED);
    assert_eq!((&revised["id"], &revised["version"]), (&json!(1), &json!(2)));
    let versions = app.get(&format!("{address}/versions")).await.ok()["requirements"].clone();
    assert_eq!(versions.as_array().unwrap().len(), 2);
    assert_eq!((&versions[0]["requirement"], &versions[1]["requirement"]), (&requirement(), &lower));
    assert_ne!(versions[0]["sha256"], versions[1]["sha256"]);
    for (version, verdict) in [("", "met"), ("?version=1", "missed"), ("?version=2", "met")] {
        let found = app.get(&format!("{address}/evaluation{version}")).await.ok();
        assert_eq!(found["networks"][0]["verdict"], verdict, "{version}");
        assert_eq!(found["sha256"], versions[if verdict == "met" { 1 } else { 0 }]["sha256"]);
    }
    app.get(&format!("{address}?version=3")).await.problem(404, "unknown_requirement_version");
    app.get("/api/v1/requirements/9/versions").await.problem(404, "unknown_requirement");
    let refused = app.post("/api/v1/requirements/9/versions", requirement().to_string()).await;
    refused.problem(404, "unknown_requirement");
    let too_much = with(&[("threshold", json!(985))]);
    let refused = app.post(&format!("{address}/versions"), too_much.to_string()).await;
    refused.problem(422, "invalid_document");
    assert_eq!(app.get(&address).await.ok()["version"], 2);
}

/// Waivers were given under the old contract.
#[tokio::test]
async fn a_copy_goes_into_the_next_procurement() {
    let app = App::strip().await;
    let waiver = json!([{"zone": "2401", "threshold": 0.5, "from": "2026-01-01", "until": "2026-12-31"}]);
    let address = store(&app, with(&[("waivers", waiver), ("valid_to", json!("2029-12-31"))])).await;
    let body = json!({"procurement": "Ramavtal 2030", "valid_from": "2030-01-01"});
    let copy = app.post(&format!("{address}/copies"), body.to_string()).await.json(StatusCode::CREATED);
    assert_eq!((&copy["id"], &copy["version"]), (&json!(2), &json!(1)));
    assert_eq!(copy["copied_from"], json!({"id": 1, "version": 1}));
    let expected = with(&[("procurement", json!("Ramavtal 2030")), ("valid_from", json!("2030-01-01"))]);
    assert_eq!(copy["requirement"], expected);
    assert_eq!(app.get(&address).await.ok()["copied_from"], Value::Null);
    let reversed = json!({"procurement": "x", "valid_from": "2030-01-01", "valid_to": "2029-01-01"});
    let refused = app.post(&format!("{address}/copies"), reversed.to_string()).await;
    refused.problem(422, "invalid_document");
    let nameless = app.post(&format!("{address}/copies"), json!({"procurement": ""}).to_string()).await;
    nameless.problem(422, "invalid_document");
}

/// The text is the rule's; a draft has the same, and leaves nothing behind.
#[tokio::test]
async fn the_text_follows_the_rule() {
    let app = App::strip().await;
    let written = with(&[("free_text", json!({"sv": "För hand", "en": "By hand"}))]);
    let draft = app.post("/api/v1/requirement-drafts", written.to_string()).await.ok();
    assert_eq!(app.get(PATH).await.ok(), json!({"requirements": []}));
    let stored = app.post(PATH, written.to_string()).await.json(StatusCode::CREATED);
    assert_eq!(draft["clause"], stored["clause"]);
    assert_eq!(draft["clause"]["free_text"]["sv"], "För hand");
    let sentence = draft["clause"]["sentences"][0]["sv"].as_str().unwrap();
    assert!(sentence.contains("95\u{a0}%") && sentence.contains("Remsan"), "{sentence}");
    let other = with(&[("threshold", json!(0.945))]);
    let other = app.post("/api/v1/requirement-drafts", other.to_string()).await.ok();
    assert!(other["clause"]["sentences"][0]["sv"].as_str().unwrap().contains("94,5\u{a0}%"), "{other}");
    let refused =
        app.post("/api/v1/requirement-drafts", with(&[("threshold", json!(985))]).to_string()).await;
    refused.problem(422, "invalid_document");
}

/// Whoever reads the schema alone writes what is taken.
#[tokio::test]
async fn the_published_schema_takes_what_the_service_takes() {
    let app = App::strip().await;
    let schema = app.get("/api/v1/requirement-schema").await.ok();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    assert!(validator.is_valid(&requirement()), "{:?}", validator.iter_errors(&requirement()).next());
    for template in app.get("/api/v1/requirement-templates").await.ok()["templates"].as_array().unwrap() {
        let mut filled = template["requirement"].clone();
        for member in template["to_fill"].as_array().unwrap() {
            filled[member.as_str().unwrap()] = json!({"areas": [{"name": "x", "area": polygon(0.0, 1.0)}]});
        }
        assert!(validator.is_valid(&filled), "{}", template["id"]);
    }
    for (member, value) in [
        ("treshold", json!(0.9)),
        ("threshold", json!(985)),
        ("unit", json!("cars")),
        ("kind", json!("wish")),
        ("consequences", json!({"fine": 1})),
    ] {
        assert!(!validator.is_valid(&with(&[(member, value)])), "{member}");
    }
}

/// Who has delivered nothing is undetermined, and so is what nobody has measured.
#[tokio::test]
async fn undetermined_says_what_is_missing() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 10.0)])).await;
    let address = store(&app, requirement()).await;
    let found = app.get(&format!("{address}/evaluation")).await.ok();
    let [a, b] = [0, 1].map(|network| &found["networks"][network]);
    assert_eq!((&a["verdict"], &b["verdict"]), (&json!("met"), &json!("undetermined")));
    assert_eq!(b["zones"][0]["missing"], "delivery");
    let verified = store(&app, with(&[("evidence", json!("verified_with_confidence"))])).await;
    let found = app.get(&format!("{verified}/evaluation")).await.ok();
    let zone = &found["networks"][0]["zones"][0];
    assert_eq!((&zone["verdict"], &zone["missing"]), (&json!("undetermined"), &json!("measurements")));
    assert!(zone["votes_still_needed"].as_u64().unwrap() > 50, "{zone}");
    assert_eq!(zone["evidence"]["state"], "not_measured");
    app.measure(super::strip::measurements("a", "999-01", &[(1.0, true), (2.0, true)])).await;
    let found = app.get(&format!("{verified}/evaluation")).await.ok();
    let zone = &found["networks"][0]["zones"][0];
    assert_eq!((&zone["verdict"], &zone["missing"]), (&json!("undetermined"), &json!("more_measurements")));
    let kinds = zone["evidence"]["kinds"].as_array().unwrap();
    assert!(kinds.iter().any(|kind| kind["interval"]["lower"].as_f64().is_some()), "{zone}");
}

#[tokio::test]
async fn failing_places_are_listed_and_tables_say_the_same() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 5.0)])).await;
    let address = store(&app, with(&[("unit", json!("places"))])).await;
    let found = app.get(&format!("{address}/evaluation")).await.ok();
    let zone = &found["networks"][0]["zones"][0];
    assert_eq!(zone["failing"]["listed"][0]["name"], "=1+1 skolan");
    assert_eq!(zone["figure"], json!({"unit": "places", "covered": 1.0, "total": 2.0}));
    let table = app.get(&format!("{address}/evaluation?format=csv")).await.text();
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows.len(), 3, "{table}");
    let cell = |row: usize, column: &str| {
        let place = rows[0].iter().position(|name| *name == column).unwrap();
        rows[row][place]
    };
    assert_eq!((cell(1, "verdict"), cell(1, "share_percent"), cell(1, "failing")), ("missed", "50.00", "1"));
    assert_eq!((cell(2, "verdict"), cell(2, "missing")), ("undetermined", "delivery"));
    assert_eq!(cell(1, "data_version"), found["basis"]["data_version"]);
    // A name that a spreadsheet would take for a formula stays text.
    let failing = app.get(&format!("{address}/evaluation?format=failing_csv")).await.text();
    assert!(failing.lines().nth(1).unwrap().contains("'=1+1 skolan"), "{failing}");
}

#[tokio::test]
async fn the_market_at_every_threshold() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(0.0, 9.0)])).await;
    let address = store(&app, requirement()).await;
    for (threshold, meeting, one, none) in [(0.5, 2, 0, 0), (0.7, 1, 1, 0), (0.95, 0, 0, 1)] {
        let found = app.get(&format!("{address}/sounding?threshold={threshold}")).await.ok();
        assert_eq!(found["in_all"]["meeting"], meeting, "{threshold}");
        assert_eq!((&found["zones_with_one"], &found["zones_with_none"]), (&json!(one), &json!(none)));
        let draft = app.post(
            "/api/v1/requirement-drafts/sounding",
            with(&[("threshold", json!(threshold))]).to_string(),
        );
        assert_eq!(draft.await.ok(), found);
    }
    let curve = app.get(&format!("{address}/sounding")).await.ok()["in_all"]["curve"].clone();
    let counts: Vec<_> = curve.as_array().unwrap().iter().map(|step| step["meeting"].clone()).collect();
    assert_eq!(counts, [2, 1, 0]);
    app.get(&format!("{address}/sounding?threshold=98")).await.problem(400, "number_out_of_range");
    // What is published changes the market.
    app.deliver("a", coverage(&[(0.0, 10.0)])).await;
    let found = app.get(&format!("{address}/sounding?threshold=0.95")).await.ok();
    assert_eq!(found["in_all"]["meeting"], 1);
}
