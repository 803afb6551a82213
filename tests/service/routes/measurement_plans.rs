//! Where to measure next, in each of its forms.

use geojson::FeatureCollection;
use quick_xml::{Reader, events::Event};
use serde_json::json;

use super::{
    app::App,
    strip::{self, MIDDLE, coverage, lon},
};

const ASKED: &str = "/api/v1/measurement-plans?service=voice&network=a";

/// `a` covers 2–8 km of the ten; nothing is measured. Six kilometres of road need 73
/// votes that pass: once, with 61 cells or so, isn't enough.
async fn claimed() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(2.0, 8.0)])).await;
    app
}

#[tokio::test]
async fn a_plan_says_what_is_driven_and_what_that_proves() {
    let app = claimed().await;
    let plan = app.get(ASKED).await.ok();
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    assert_eq!(plan["required_share"], 0.95);
    assert_eq!(plan["days"].as_array().unwrap().len(), 3);
    let pieces = plan["pieces"].as_array().unwrap();
    let length_m: f64 = pieces.iter().map(|piece| number(&piece["length_m"])).sum();
    assert!((length_m - 6_060.0).abs() < 60.0, "{length_m}");
    assert!(pieces.iter().all(|piece| piece["networks"][0]["state"] == "not_measured"), "{plan}");
    // By route and kilometre, so that people find them.
    let stretches = pieces.iter().flat_map(|piece| piece["stretches"].as_array().unwrap());
    let by_route_m: f64 = stretches.map(|stretch| number(&stretch["length_m"])).sum();
    assert!((by_route_m - length_m).abs() < 1e-6, "{by_route_m}");
    let driven_m: f64 = plan["days"].as_array().unwrap().iter().map(|day| number(&day["driven_m"])).sum();
    assert!((driven_m - number(&plan["driven_m"])).abs() < 1e-6);
    assert!((number(&plan["hours"]) - driven_m / 50_000.0).abs() < 1e-9);
    let zones = plan["zones"].as_array().unwrap();
    assert!(zones.iter().all(|zone| zone["needed"] == 73), "{zones:?}");
}

#[tokio::test]
async fn what_has_its_verdict_is_not_driven_again() {
    let app = claimed().await;
    // Failing all along: refuted.
    let calls: Vec<(f64, bool)> = (0..10).map(|number| (2.1 + 0.6 * f64::from(number), false)).collect();
    app.measure(strip::measurements("a", "999-01", &calls)).await;
    let plan = app.get(&format!("{ASKED}&kind=service")).await.ok();
    assert_eq!((&plan["pieces"], &plan["days"]), (&json!([]), &json!([])));
    // No signal was measured by another network's phone.
    let other = app.get("/api/v1/measurement-plans?service=voice&network=b").await.ok();
    assert_eq!(other["pieces"], json!([]));
}

#[tokio::test]
async fn the_same_plan_for_the_map_and_the_navigator() {
    let app = claimed().await;
    let start = format!("{},{MIDDLE}", lon(0.5));
    let asked = format!("{ASKED}&days=2&start={start}");
    let plan = app.get(&asked).await.ok();
    let legs: usize =
        plan["days"].as_array().unwrap().iter().map(|day| day["legs"].as_array().unwrap().len()).sum();

    let answer = app.get(&format!("{asked}&format=geojson")).await;
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let features: FeatureCollection = answer.text().parse().unwrap();
    let lines = features.features.iter().filter(|feature| feature.property("day").is_some());
    assert_eq!(lines.count(), legs);

    let answer = app.get(&format!("{asked}&format=gpx&lang=en")).await;
    assert_eq!(answer.header("content-type"), "application/gpx+xml");
    let text = answer.text();
    let mut reader = Reader::from_str(&text);
    let (mut tracks, mut points) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(element) if element.name().as_ref() == b"trk" => tracks += 1,
            Event::Empty(element) if element.name().as_ref() == b"trkpt" => {
                let degrees = |name: &str| -> f64 {
                    let attribute = element.try_get_attribute(name).unwrap().unwrap();
                    String::from_utf8(attribute.value.to_vec()).unwrap().parse().unwrap()
                };
                assert!((degrees("lat") - MIDDLE).abs() < 0.001);
                assert!((lon(-0.1)..lon(10.1)).contains(&degrees("lon")));
                points += 1;
            }
            _ => {}
        }
    }
    assert_eq!(tracks, plan["days"].as_array().unwrap().len());
    assert!(points >= 2 * legs, "{text}");
    assert!(text.contains("<name>Day 1</name>"), "{text}");
}

#[tokio::test]
async fn the_printed_plan_in_both_languages() {
    let app = claimed().await;
    for (language, words) in [
        ("sv", ["Mätplan", "Vad det kan bevisa", "En telefon för varje nät"]),
        ("en", ["Measurement plan", "What it can prove", "One phone for each network"]),
    ] {
        let answer = app.get(&format!("{ASKED}&format=html&lang={language}")).await;
        let page = answer.text();
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
        assert!(words.iter().all(|word| page.contains(word)), "{page}");
    }
}

#[tokio::test]
async fn a_requirement_says_what_is_measured_and_where() {
    let app = claimed().await;
    let id = app.post("/api/v1/requirements", strip::requirement().to_string()).await;
    let id = id.json(axum::http::StatusCode::CREATED)["id"].clone();
    let plan = app.get(&format!("/api/v1/measurement-plans?requirement={id}")).await.ok();
    let zones = plan["zones"].as_array().unwrap();
    assert!(zones.iter().all(|zone| zone["zone"]["code"] == "2401"), "{zones:?}");
    // One network covers the first municipality.
    assert_eq!(zones.len(), 2);
}

#[tokio::test]
async fn what_cannot_be_planned_is_refused() {
    let app = claimed().await;
    for (query, status, code) in [
        ("", 400, "missing_parameter"),
        ("?service=sms", 400, "unknown_word"),
        ("?service=voice&network=c", 404, "unknown_network"),
        ("?service=voice&zone=9999", 404, "unknown_zone"),
        ("?service=voice&budget_km=0", 400, "number_out_of_range"),
        ("?service=voice&budget_km=NaN", 400, "number_out_of_range"),
        ("?service=voice&budget_hours=1000", 400, "number_out_of_range"),
        ("?service=voice&speed_kmh=0", 400, "number_out_of_range"),
        ("?service=voice&days=0", 400, "number_out_of_range"),
        ("?service=voice&budget_km=10&budget_hours=1", 400, "contradicting_parameters"),
        ("?service=voice&start=north", 400, "invalid_start"),
        ("?service=voice&start=15,91", 400, "invalid_start"),
        ("?service=voice&format=pdf", 400, "unknown_word"),
        ("?requirement=99", 404, "unknown_requirement"),
    ] {
        app.get(&format!("/api/v1/measurement-plans{query}")).await.problem(status, code);
    }
}
